"""Every number of the board leads to its list: the same filter, as an address."""

from dataclasses import replace
from html import escape

from planner import links
from planner.domain.board import THE_BEGINNING, span_of
from planner.domain.issue_filter import ANSWERED, CHECKED, HANDED_OVER, OPEN, REPORTED, IssueFilter
from planner.domain.words import IssueState
from planner.i18n import Translator
from planner.services.board.board import Board


def number(t: Translator, figure: int, wanted: IssueFilter, *, css: str = "") -> str:
    """A number that opens the list of what it counts; nothing is no link."""
    said = t.number(figure)
    return linked(said, wanted, css=css) if figure else escape(said)


def linked(words: str, wanted: IssueFilter, *, css: str = "") -> str:
    """A figure in words that opens the list of what it was counted from."""
    said = escape(words)
    way = escape(links.screen("issues", **wanted.to_query()), quote=True)
    return f"<a href='{way}' target='_self'{f' class={css}' if css else ''}>{said}</a>"


def filter_of(
    column: str, quiet_days: int, agency_id: int | None = None, district_id: int | None = None
) -> IssueFilter:
    """What a column of standing figures counts, as the filter of the list."""
    whole = IssueFilter(agency_id=agency_id, district_id=district_id)
    wanted = {
        "open": replace(whole, state=OPEN),
        "overdue": replace(whole, overdue=True),
        "twice_late": replace(whole, state=OPEN, twice_late=True),
        "quiet": replace(whole, quiet=quiet_days),
        "returned": replace(whole, state=IssueState.RETURNED),
        "new": replace(whole, state=IssueState.NEW),
        "reported": replace(whole, state=IssueState.REPORTED),
    }
    return wanted[column]


_COUNTED = {"handed_over": HANDED_OVER, "in_time": ANSWERED, "days": REPORTED, "found": CHECKED}


def counted_of(column: str, board: Board, agency_id: int | None = None) -> IssueFilter:
    """What a column of figures of the period counts: the issues whose work it was counted from."""
    span = span_of(board.period, board.today)
    since = None if span.first == THE_BEGINNING else span.first
    sort = "-late" if column == "in_time" else ""
    return IssueFilter(counted=_COUNTED[column], since=since, until=span.last, whose=agency_id, sort=sort)
