"""Addresses that are found, and the choice between them."""

from collections.abc import Sequence

import streamlit as st

from planner.city.addresses.addresses import FoundAddress
from planner.config import settings
from planner.domain.geo import Point
from planner.phrases.names import address_note, address_title, say_nothing_found
from planner.services.access.visit import Visit
from planner.services.city.addresses import address_at, find_addresses, has_addresses, town_elsewhere
from planner.ui.text import plain


def found_addresses(visit: Visit, text: str, *, limit: int = 6) -> list[FoundAddress]:
    """What the city's address search finds; nothing where there is none."""
    with visit.reading() as session:
        return find_addresses(session, visit.actor, text, data=settings().data, limit=limit)


def no_address(visit: Visit, text: str) -> str:
    """Why nothing was found: what was typed is in another town, or not on the map; "" where there is no search."""
    with visit.reading() as session:
        if not has_addresses(session, visit.actor, data=settings().data):
            return ""
        return say_nothing_found(visit.t, town_elsewhere(session, visit.actor, text, data=settings().data))


def address_of(visit: Visit, point: Point | None) -> str:
    """The address at a point, "" where there is none or no address search."""
    if point is None:
        return ""
    with visit.reading() as session:
        return address_at(session, visit.actor, point, data=settings().data)


def choose_address(visit: Visit, found: Sequence[FoundAddress], *, key: str) -> FoundAddress | None:
    """One of the addresses as a row of pills, each with its note; None while nobody has chosen."""
    t = visit.t
    chosen = st.pills(
        t("addresses.found"),
        range(len(found)),
        format_func=lambda place: f"{plain(address_title(found[place]))} · {plain(address_note(t, found[place]))}",
        key=f"{key}-{hash(tuple(found))}",
        label_visibility="collapsed",
        wrap=True,
    )
    return None if chosen is None else found[chosen]
