"""The list of issues as a dense table for the office: sorted by its headings, moved through and chosen from by keys."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.issue_filter import MOST_IDS, SORTED_BY, IssueFilter
from planner.domain.issue_look import look_of
from planner.domain.lateness import lateness_told
from planner.domain.list_view import COLUMNS, ListView
from planner.domain.models.types import id_of
from planner.domain.search import Search
from planner.phrases.issues import issue_in_short, issue_title
from planner.phrases.names import agency_name, name_for
from planner.render.assets import asset_text
from planner.services.access.visit import Visit
from planner.services.issues.list import IssuePage, IssueRow
from planner.ui.issue.cards import LOOKS

ROWS = 50
"""Of one page."""
MOST_CHOSEN = MOST_IDS
_SHOWN_SIGNS = 60
"""Of a text in which words were found: what stands around the first of them."""
_HTML = '<div class="room"><table><thead></thead><tbody></tbody></table></div><p></p>'
_KEY, _TURN = "issue_table", "issue_table_turn"

_table = st.components.v2.component(
    "planner_issue_table",
    html=_HTML,
    css=asset_text("list/issue_table.css"),
    js=asset_text("list/issue_table.js"),
)


def show_table(visit: Visit, found: IssuePage, wanted: IssueFilter, look: ListView) -> Sequence[int]:
    """Draws the page of the list; the numbers of the issues that are chosen, on this page and on others."""
    key = f"{_KEY}_{st.session_state.get(_TURN, 0)}"
    names = ("number", *(name for name in COLUMNS if name in look.columns))
    given = _table(
        key=key,
        data={
            "columns": [_column(visit, name, wanted) for name in names],
            "rows": [_row(visit, row, names, found.search) for row in found.rows],
            "words": {name: visit.t(f"issue_table.{name}", name="{name}") for name in ("all", "row", "table", "keys")},
        },
        on_chosen_change=lambda: None,
        on_sorted_change=lambda: _sort(key),
        on_opened_change=lambda: None,
    )
    if isinstance(opened := given.get("opened"), int):
        st.switch_page("issue.py", query_params={"id": str(opened)})
    return _numbers(given.get("chosen"))


def forget_chosen() -> None:
    """Nothing is chosen any more: for the callback of a button."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _numbers(chosen: object) -> list[int]:
    """What the browser says is chosen, which anybody can forge."""
    if not isinstance(chosen, list):
        return []
    return [number for number in chosen[:MOST_CHOSEN] if type(number) is int and 0 < number < 2**31]


def _days_late(visit: Visit, row: IssueRow) -> str:
    days = lateness_told(row.late, today_in(visit.city.timezone, visit.now)) if row.late else 0
    return visit.t("issue_table.days", days=visit.t.number(days)) if days else ""


def _sort(key: str) -> None:
    state: Mapping[str, Any] = st.session_state.get(key) or {}
    if isinstance(sort := state.get("sorted"), str):
        st.query_params["sort"] = sort
        st.query_params.pop("page", None)


def _column(visit: Visit, name: str, wanted: IssueFilter) -> dict[str, str]:
    sort = name if name in SORTED_BY else ""
    rises, falls = wanted.sort == sort, wanted.sort == f"-{sort}"
    return {
        "name": name,
        "title": visit.t(f"issue_table.column.{name}"),
        "sort": "" if not sort else f"-{sort}" if rises else sort,
        "sorted": "" if not sort else "ascending" if rises else "descending" if falls else "",
    }


def _row(visit: Visit, row: IssueRow, names: Sequence[str], search: Search | None) -> dict[str, Any]:
    issue = row.issue
    title = issue_title(issue, row.category.name_in(visit.t.language))
    return {
        "id": id_of(issue),
        "href": links.screen("issue", id=id_of(issue)),
        "name": f"№ {issue.id} {title}",
        "cells": [_cell(visit, row, name, title, search) for name in names],
    }


def _cell(visit: Visit, row: IssueRow, name: str, title: str, search: Search | None) -> dict[str, Any]:
    t, issue = visit.t, row.issue
    if name == "state":
        today = today_in(visit.city.timezone, visit.now)
        tone, icon = LOOKS[look_of(issue.state, issue.outcome, issue.due_on, today)]
        return {"pieces": [(issue_in_short(t, issue, today), False)], "icon": icon, "tone": tone}
    texts = {
        "number": str(issue.id),
        "text": title,
        "address": issue.address,
        "agency": agency_name(row.agency) if row.agency else "",
        "due": t.short_day(issue.due_on) if issue.due_on else "",
        "category": row.category.name_in(t.language),
        "severity": t(f"words.severity.{issue.severity}"),
        "raised": t.short_day(t.local(issue.created_at).date()),
        "supported": str(issue.supporters or ""),
        "author": t("issue_page.by_resident") if issue.by_resident else name_for(visit.actor, issue.raised_by),
        "external": issue.external_number,
        "late": _days_late(visit, row),
    }
    text = texts[name]
    if name == "text" and search is not None and (found := search.excerpt(issue.text, _SHOWN_SIGNS)):
        return {"pieces": found}
    marked = name in ("text", "address", "agency", "category", "author", "external") and search is not None
    return {"pieces": search.marked(text) if marked and search else [(text, False)]}
