"""Where a new issue is: the stop, the tablet's position, an address or coordinates, or a tap on the map."""

from dataclasses import dataclass

import streamlit as st

from planner.domain.geo import Point
from planner.domain.models import Stop
from planner.render.maps.plan_map import Flag
from planner.services.access.visit import Visit
from planner.ui.dialog_state import OpenDialog
from planner.ui.point.addresses import address_of
from planner.ui.point.field import type_point
from planner.ui.point.picker import tap_on_map
from planner.ui.point.position import ask_position


@dataclass(frozen=True)
class ChosenPlace:
    """A place for `log_issue`. `point` is None for the stop's own; `known` is where it is, None while nobody has said."""

    stop_id: int | None
    point: Point | None
    known: Point | None
    address: str = ""
    """What the city's address search says of `point`."""


def choose_place(visit: Visit, dialog: OpenDialog, stop: Stop | None) -> ChosenPlace:
    """Asks where the problem is; by default at the stop, which needs no tap."""
    t = visit.t
    ways = (["stop"] if stop is not None else []) + ["position", "address", "map"]
    way = st.pills(
        t("issue_dialog.place"),
        ways,
        default=ways[0],
        required=True,
        format_func=lambda way: t(f"issue_dialog.place.{way}", number=stop.position if stop else 0),
        key=dialog.key("way"),
    )
    here = stop.id if stop and dialog.about["here"] else None
    if way == "stop" and stop is not None:
        return ChosenPlace(stop.id, None, stop.point)
    if way == "position":
        position = ask_position(t, key=dialog.key("position"))
        point = position.point if position else None
    elif way == "address":
        found = type_point(visit, key=dialog.key("address_search"))
        return ChosenPlace(here, found.point, found.point, found.address) if found else ChosenPlace(here, None, None)
    else:
        point = pick_point(visit, dialog, stop)
    return ChosenPlace(here, point, point, address_of(visit, point))


def pick_point(visit: Visit, dialog: OpenDialog, stop: Stop | None) -> Point | None:
    """The map, and the point that was tapped on it."""
    point = tap_on_map(visit, key=dialog.key("map"), flags=[Flag(stop.point, stop.name)] if stop else [])
    st.markdown(f":gray[{visit.t('issue_dialog.map_tapped') if point else visit.t('issue_dialog.tap_map')}]")
    return point
