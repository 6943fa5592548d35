"""The filters of the issue list; the address is the truth, so that any list can be sent to somebody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import streamlit as st

from planner.domain.errors import Invalid
from planner.domain.issue_filter import DECIDED, MINE, OPEN, IssueFilter
from planner.domain.list_view import ListView
from planner.domain.words import IssueState, Severity
from planner.services.access.visit import Visit
from planner.services.issues.list import FilterChoices
from planner.ui.assets import run_script
from planner.ui.forms import ask_day
from planner.ui.visit import say_no

_ALL, _OVERDUE = "all", "overdue"
_STATES = (_ALL, OPEN, _OVERDUE, *(state.value for state in IssueState))
"""What the field offers; «decided» comes with an address."""
_IDS = ("category", "district", "agency", "tour")
_DAYS = ("raised_from", "raised_to", "due_from", "due_to")
_WORDS = ("text", "author", "severity", "mine", "sort")
_MORE = ("mine", "district", "agency", "tour", "severity", "author", *_DAYS)
"""What stands behind «more», in this order."""
_USUAL_SORTS = ("", "-late", "due", "-raised", "raised", "-supported", "-severity")
_FROM_ADDRESS = (
    *("twice_late", "quiet", "outcome", "without", "counted", "whose", "since", "until"),
    *("closed_from", "closed_to", "open_on", "ids"),
)
"""What no field of the form has: it comes with a link, and stays."""
_TURNED = "issues_turned"
Labels = Literal["visible", "collapsed"]


def wanted_issues(visit: Visit) -> IssueFilter:
    """The filter of the address; one that cannot be meant is told, and filters nothing."""
    try:
        return IssueFilter.from_query(st.query_params.to_dict())
    except Invalid as error:
        st.warning(say_no(visit.t, error), icon=":material/link_off:")
        return IssueFilter()


def show_filters(visit: Visit, wanted: IssueFilter, choices: FilterChoices) -> None:
    """Draws the filters as `wanted` has them; a change goes to the address, and the list begins at its first page.

    The labels above the fields in front are read out only: what stands in them says what they are for.
    """
    t = visit.t
    _follow_address(wanted)
    names = _names(visit, choices)
    top = st.grid(4, min_column_width=160, vertical_alignment="bottom", gap="small")
    top.cell().text_input(
        t("issues.filter.text"),
        key=_key("text"),
        on_change=_write_address,
        placeholder=t("issues.filter.text_hint"),
        icon=":material/search:",
        max_chars=200,
        label_visibility="collapsed",
    )
    with top.cell():
        _choice(visit, "category", names["category"], "collapsed")
    with top.cell():
        _show_sort(visit, wanted)
    used = sum(st.session_state[_key(name)] not in (None, "") for name in _MORE)
    with top.cell().popover(
        t("issues.filter.more_used", number=used) if used else t("issues.filter.more"),
        icon=":material/tune:",
        width="stretch",
    ):
        _show_more(visit, names)
        if wanted.narrows:
            reset_button(visit, key="reset_in_filters")
    st.segmented_control(
        t("issues.filter.state"),
        _STATES if wanted.state != DECIDED else (*_STATES, DECIDED),
        key=_key("state"),
        on_change=_write_address,
        format_func=lambda state: t(f"issues.filter.state.{state}"),
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    _show_troubles(visit, wanted)


def _show_sort(visit: Visit, wanted: IssueFilter) -> None:
    """The orders that cards need; one that a heading of the table has chosen stands among them."""
    t = visit.t
    sorts = _USUAL_SORTS if wanted.sort in _USUAL_SORTS else (*_USUAL_SORTS, wanted.sort)

    def name(sort: str) -> str:
        if sort in _USUAL_SORTS:
            word = sort.replace("-", "falling_") or "usual"
            return t(f"issues.sort.{word}")
        return t("issues.sort.column", name=t(f"issue_table.column.{sort.removeprefix('-')}"))

    st.selectbox(
        t("issues.sort"),
        sorts,
        key=_key("sort"),
        on_change=_write_address,
        format_func=name,
        label_visibility="collapsed",
    )


def _show_more(visit: Visit, names: Mapping[str, Mapping[int, str]]) -> None:
    t = visit.t
    own = MINE if visit.actor.agency_id is not None else MINE[:1]
    _word_choice(visit, "mine", own, lambda word: t(f"issues.filter.mine.{word}"))
    for name in ("district", "agency", "tour"):
        _choice(visit, name, names[name])
    _word_choice(visit, "severity", list(Severity), lambda word: t(f"words.severity.{word}"))
    st.text_input(t("issues.filter.author"), key=_key("author"), on_change=_write_address, max_chars=200)
    days = st.grid(2, min_column_width=130, gap="small")
    for name in _DAYS:
        with days.cell():
            ask_day(t(f"issues.filter.{name}"), None, key=_key(name), on_change=_write_address)


def reset_button(visit: Visit, *, key: str) -> None:
    """Takes every filter away; the look of the list stays."""
    st.button(visit.t("issues.filter.reset"), icon=":material/filter_alt_off:", key=key, on_click=_reset)


def lift_buttons(visit: Visit, wanted: IssueFilter) -> None:
    """One button for each part of a filter that finds nothing: without it something may be found."""
    with st.container(horizontal=True, gap="small"):
        for name in replace(wanted, sort="").to_query():
            label = visit.t("issues.filter.lift", name=visit.t(f"issues.filter.{name}"))
            st.button(label, icon=":material/close:", key=f"lift_{name}", on_click=_lift, args=(name,))


def _lift(name: str) -> None:
    st.query_params.pop(name, None)
    st.query_params.pop("page", None)


def _reset() -> None:
    st.query_params.from_dict(ListView.from_query(st.query_params.to_dict()).to_query())


def asked_page() -> int:
    """The page of the address, from 1."""
    asked = st.query_params.get("page", "1")
    return int(asked[:6]) if asked.isascii() and asked.isdigit() else 1


def turn_pages(page: int, pages: int, *, name: str) -> None:
    """The numbers under a list of several pages; a turned page is seen from its top. `name` says which list it is."""
    if st.session_state.pop(_TURNED, False):
        run_script("screen/to_top.js", page=page)
    if pages > 1:
        key = f"page {page} {name}"
        st.pagination(pages, default=page, key=key, on_change=_turn, args=(key,), width="stretch")


def _turn(key: str) -> None:
    st.query_params["page"] = str(st.session_state[key])
    st.session_state[_TURNED] = True


def _show_troubles(visit: Visit, wanted: IssueFilter) -> None:
    """What only an address asks for, each with the way to take it away."""
    asked = {
        "twice_late": visit.t("issues.filter.twice_late") if wanted.twice_late else "",
        "quiet": visit.t("issues.filter.quiet", n=wanted.quiet) if wanted.quiet is not None else "",
    }
    days = {name: getattr(wanted, name) for name in ("closed_from", "closed_to", "open_on", "since", "until")}
    asked |= {name: f"{visit.t(f'issues.filter.{name}')} {visit.t.day(day)}" for name, day in days.items() if day}
    chosen = {"outcome": wanted.outcome, "without": wanted.without, "counted": wanted.counted}
    asked |= {name: visit.t(f"issues.filter.{name}.{word}") for name, word in chosen.items() if word}
    asked |= {"whose": visit.t("issues.filter.whose.agency", number=wanted.whose)} if wanted.whose else {}
    with st.container(horizontal=True, gap="small"):
        for name, words in asked.items():
            if words:
                st.button(words, icon=":material/close:", key=f"without_{name}", on_click=_without, args=(name,))


def _without(name: str) -> None:
    st.query_params.pop(name, None)


def _key(name: str) -> str:
    return f"issues_{name}"


def _follow_address(wanted: IssueFilter) -> None:
    st.session_state[_key("state")] = _OVERDUE if wanted.overdue else str(wanted.state or _ALL)
    for name in _IDS:
        st.session_state[_key(name)] = getattr(wanted, f"{name}_id")
    for name in (*_WORDS, *_DAYS):
        value = getattr(wanted, name)
        st.session_state[_key(name)] = None if value == "" and name == "mine" else value


def _write_address() -> None:
    present = st.query_params.to_dict()
    chosen = {name: st.session_state[_key(name)] for name in (*_IDS, *_WORDS, *_DAYS)}
    query = {name: str(value) for name, value in chosen.items() if value}
    query |= {name: present[name] for name in _FROM_ADDRESS if name in present}
    state = st.session_state[_key("state")] or _ALL
    if state == _OVERDUE:
        query["overdue"] = "true"
    elif state != _ALL:
        query["state"] = state
    look = ListView.from_query(present).to_query()
    st.query_params.from_dict(IssueFilter.from_query(query).to_query() | look)


def _word_choice(visit: Visit, name: str, words: Sequence[str], say: Callable[[str], str]) -> None:
    """A field to choose one word of few."""
    st.selectbox(
        visit.t(f"issues.filter.{name}"),
        words,
        index=None,
        key=_key(name),
        on_change=_write_address,
        format_func=say,
        placeholder=visit.t(f"issues.filter.any_{name}"),
    )


def _choice(visit: Visit, name: str, names: Mapping[int, str], labels: Labels = "visible") -> None:
    """A field to choose one by name; what the address asks for is offered even if it is archived by now."""
    asked = st.session_state[_key(name)]
    options: Sequence[int] = [*names, *([asked] if asked is not None and asked not in names else [])]
    say: Callable[[int], str] = lambda row_id: names.get(row_id) or visit.t("issues.filter.unknown", number=row_id)  # noqa: E731
    st.selectbox(
        visit.t(f"issues.filter.{name}"),
        options,
        index=None,
        key=_key(name),
        on_change=_write_address,
        format_func=say,
        placeholder=visit.t(f"issues.filter.any_{name}"),
        filter_mode="contains",
        label_visibility=labels,
    )


def _names(visit: Visit, choices: FilterChoices) -> Mapping[str, Mapping[int, str]]:
    """Names by id; people can be called alike, so names that stand twice carry their number."""
    t = visit.t
    named = {
        "category": [(row.id, row.name_in(t.language)) for row in choices.categories],
        "district": [(row.id, row.name) for row in choices.districts],
        "agency": [(row.id, row.name) for row in choices.agencies],
        "tour": [(row.id, f"{t.short_date(row.starts_at)}, {row.title}") for row in choices.tours],
    }
    return {kind: _distinct(rows) for kind, rows in named.items()}


def _distinct(rows: Sequence[tuple[int | None, str]]) -> Mapping[int, str]:
    names = [name for _, name in rows]
    return {i: name if names.count(name) == 1 else f"{name} ({i})" for i, name in rows if i is not None}
