"""The filters of the issue list; the address is the truth, so that any list can be sent to somebody."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from planner.domain.errors import Invalid
from planner.domain.issue_filter import OPEN, IssueFilter
from planner.domain.words import IssueState
from planner.services.access.visit import Visit
from planner.services.issues.list import FilterChoices
from planner.ui.assets import run_script
from planner.ui.visit import say_no

_ALL, _OVERDUE = "all", "overdue"
_STATES = (_ALL, OPEN, _OVERDUE, *(state.value for state in IssueState))
_KEYS = ("text", "state", "category", "district", "agency", "tour")
_MORE = ("district", "agency", "tour")
_FROM_ADDRESS = ("twice_late", "quiet")
_TURNED = "issues_turned"


def wanted_issues(visit: Visit) -> IssueFilter:
    """The filter of the address; one that cannot be meant is told, and filters nothing."""
    try:
        return IssueFilter.from_query(st.query_params.to_dict())
    except Invalid as error:
        st.warning(say_no(visit.t, error), icon=":material/link_off:")
        return IssueFilter()


def show_filters(visit: Visit, wanted: IssueFilter, choices: FilterChoices) -> None:
    """Draws the filters as `wanted` has them; a change goes to the address, and the list begins at its first page."""
    t = visit.t
    _follow_address(wanted)
    names = _names(visit, choices)
    top = st.grid(3, min_column_width=230, vertical_alignment="bottom")
    top.cell().text_input(
        t("issues.filter.text"),
        key=_key("text"),
        on_change=_write_address,
        placeholder=t("issues.filter.text_hint"),
        icon=":material/search:",
        max_chars=200,
    )
    with top.cell():
        _choice(visit, "category", names["category"])
    used = sum(st.session_state[_key(name)] is not None for name in _MORE)
    with top.cell().popover(
        t("issues.filter.more_used", number=used) if used else t("issues.filter.more"),
        icon=":material/tune:",
        width="stretch",
    ):
        for name in _MORE:
            _choice(visit, name, names[name])
        if wanted.narrows:
            reset_button(visit, key="reset_in_filters")
    st.segmented_control(
        t("issues.filter.state"),
        _STATES,
        key=_key("state"),
        on_change=_write_address,
        format_func=lambda state: t(f"issues.filter.state.{state}"),
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    _show_troubles(visit, wanted)


def reset_button(visit: Visit, *, key: str) -> None:
    """Takes every filter away."""
    st.button(visit.t("issues.filter.reset"), icon=":material/filter_alt_off:", key=key, on_click=st.query_params.clear)


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
    with st.container(horizontal=True, gap="small"):
        for name, words in asked.items():
            if words:
                st.button(words, icon=":material/close:", key=f"without_{name}", on_click=_without, args=(name,))


def _without(name: str) -> None:
    st.query_params.pop(name, None)


def _key(name: str) -> str:
    return f"issues_{name}"


def _follow_address(wanted: IssueFilter) -> None:
    st.session_state[_key("text")] = wanted.text
    st.session_state[_key("state")] = _OVERDUE if wanted.overdue else str(wanted.state or _ALL)
    for name in ("category", *_MORE):
        st.session_state[_key(name)] = getattr(wanted, f"{name}_id")


def _write_address() -> None:
    chosen = {name: st.session_state[_key(name)] for name in _KEYS}
    state = chosen.pop("state") or _ALL
    kept = {name: st.query_params[name] for name in _FROM_ADDRESS if name in st.query_params}
    query = kept | {name: str(value) for name, value in chosen.items() if value}
    if state == _OVERDUE:
        query["overdue"] = "true"
    elif state != _ALL:
        query["state"] = state
    st.query_params.from_dict(IssueFilter.from_query(query).to_query())


def _choice(visit: Visit, name: str, names: Mapping[int, str]) -> None:
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
