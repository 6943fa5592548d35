"""Asking for a point: an address or coordinates that are typed, or a tap on the map; none before one of them was given."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from planner.domain.coordinates import typed_point
from planner.domain.errors import PlannerError
from planner.domain.geo import Point
from planner.phrases.names import say_example
from planner.render.maps.plan_map import Flag
from planner.services.access.visit import Visit
from planner.services.city.addresses import SHORTEST
from planner.ui.point.addresses import address_of, choose_address, found_addresses, no_address
from planner.ui.point.picker import MAP_HEIGHT, tap_on_map, tapped_point, warn_far
from planner.ui.text import plain
from planner.ui.visit import say_no


@dataclass(frozen=True)
class ChosenPoint:
    """A point that somebody gave, and the address there, "" where none is known."""

    point: Point
    address: str


def ask_point(
    visit: Visit,
    *,
    key: str,
    present: Point | None = None,
    flags: Sequence[Flag] = (),
    near: Point | None = None,
    height: int = MAP_HEIGHT,
) -> ChosenPoint | None:
    """What was given last, typed or tapped; None before. `present` is only shown, and says where it is now."""
    typed = type_point(visit, key=f"{key}_text")
    point = _last_given(f"{key}_given", typed.point if typed else None, tapped_point(st.session_state.get(key)))
    tap_on_map(visit, key=key, present=point or present, flags=flags, near=near, height=height)
    if point is None:
        return None
    warn_far(visit, point)
    return typed if typed and typed.point == point else ChosenPoint(point, address_of(visit, point))


def type_point(visit: Visit, *, key: str) -> ChosenPoint | None:
    """A field for coordinates as maps copy them, or for an address, whose matches are offered below it."""
    t = visit.t
    text = st.text_input(
        t("addresses.point"), key=key, placeholder=say_example(visit.city), icon=":material/search:", live=True
    )
    try:
        point = typed_point(text or "")
    except PlannerError as error:
        st.error(say_no(t, error), icon=":material/error:")
        return None
    if point is not None:
        return ChosenPoint(point, address_of(visit, point))
    found = found_addresses(visit, text or "")
    if not found:
        if text and len(text.strip()) > SHORTEST:
            st.markdown(f":gray[{plain(no_address(visit, text))} {t('addresses.mark')}]")
        return None
    chosen = choose_address(visit, found, key=f"{key}_found")
    return ChosenPoint(chosen.point, chosen.address) if chosen else None


def _last_given(key: str, *offered: Point | None) -> Point | None:
    """Of several ways to give a point the one that has just said another one than before."""
    state = st.session_state
    known, last = state.get(key, (tuple(None for _ in offered), None))
    for before, now in zip(known, offered, strict=True):
        if now is not None and now != before:
            last = now
    state[key] = (offered, last)
    return last if isinstance(last, Point) else None
