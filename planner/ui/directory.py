"""A directory on a screen: searched, shown as a table page by page, each entry opened by a tap; and its points on a map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit_folium import st_folium

from planner.domain.geo import Point
from planner.domain.models import District
from planner.domain.named import NameSearch
from planner.render.assets import asset_text
from planner.render.maps.base_map import base_map
from planner.render.maps.plan_map import Pin, PlanDrawing, plan_features
from planner.services.access.visit import Visit
from planner.ui.dialog_state import open_dialog
from planner.ui.text import plain

PAGE_SIZE = 50
_MAP_HEIGHT = 360
_FEW = 8
"""More entries than these are searched."""

_table = st.components.v2.component(
    "planner_directory",
    html='<div class="room"><table><thead></thead><tbody></tbody></table></div>',
    css=asset_text("list/directory.css"),
    js=asset_text("list/directory.js"),
)


@dataclass(frozen=True)
class Entry:
    """One row: its number, the name, and what stands in the other columns; `icon` is the name of a symbol, `also` is found, but
    not shown.
    """

    id: int
    name: str
    cells: Sequence[str] = ()
    icon: str = ""
    also: Sequence[str] = ()


def search_entries(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """Those that hold all the words, wherever they stand, as `NameSearch` finds them."""
    search = NameSearch(typed)
    return [each for each in entries if not search or search.finds(each.name, *each.cells, *each.also)]


def show_directory(
    visit: Visit, kind: str, entries: Sequence[Entry], columns: Sequence[str], *, find: str = "", key: str = "q"
) -> None:
    """The search where it is worth it, how many were found, a page of them, and the pages below.

    `kind` is the dialog that a tap opens, about `<kind>_id`; `columns` begins with that of the names.
    """
    t, typed = visit.t, ""
    if find and len(entries) > _FEW:
        bound: Literal["query-params"] | None = "query-params" if key == "q" else None
        typed = st.text_input(find or t("directory.find"), key=key, bind=bound, icon=":material/search:") or ""
    found = search_entries(entries, typed)
    room = st.container()
    last, number = max(1, -(-len(found) // PAGE_SIZE)), 1
    if last > 1:
        number = st.pagination(last, key=f"{kind}_page")
    with room:
        if find and len(entries) > _FEW:
            st.markdown(f":gray[{t('directory.found', n=len(found))}]")
        show_entries(kind, found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], columns)


def show_entries(kind: str, entries: Sequence[Entry], columns: Sequence[str]) -> None:
    """One page as a table; nothing where there is none."""
    if not entries:
        return
    given = _table(
        key=f"{kind}_directory",
        data={
            "label": ", ".join(columns),
            "columns": list(columns),
            "rows": [{"id": each.id, "cells": [each.name, *each.cells], "icon": each.icon} for each in entries],
        },
        on_opened_change=lambda: None,
    )
    opened = given.get("opened")
    if isinstance(opened, int) and opened in {each.id for each in entries}:
        open_dialog(kind, **{f"{kind}_id": opened})


def show_directory_map(
    visit: Visit, districts: Sequence[District], points: Sequence[tuple[str, Point]] = (), *, key: str
) -> None:
    """The districts on the map of the city, and the points of the page that is shown, each with its name."""
    pins = [Pin(point, number, plain(name)) for number, (name, point) in enumerate(points, 1)]
    st_folium(
        base_map(visit.city, districts, visit.t, tiles=visit.tiles),
        key=key,
        height=_MAP_HEIGHT,
        use_container_width=True,
        feature_group_to_add=plan_features(PlanDrawing(pins=pins)),
        returned_objects=[],
    )
