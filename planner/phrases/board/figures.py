"""The leader's board in words: changes, shares of too few cases, names that nobody has. Typed text stays to be escaped."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from planner.domain.board import BoardPeriod, Discipline, Month, Round, Standing
from planner.domain.models import Agency, District
from planner.i18n import Translator
from planner.phrases.names import agency_name
from planner.services.board.board import Board

Turn = Literal["better", "worse", "same"]


class Change(NamedTuple):
    """A change in words, and whether it is good news."""

    words: str
    turn: Turn


def say_percent(t: Translator, percent: int | None) -> str:
    """«71 %», or that there is too little to say anything."""
    return t("board.little") if percent is None else t("board.percent", number=percent)


def say_days(t: Translator, days: int | None) -> str:
    """The usual days, or that there is too little."""
    return t("board.little") if days is None else t.number(days)


def say_open_change(t: Translator, months: Sequence[Month]) -> Change | None:
    """How many more or fewer are open than when the last month ended; None in the first month."""
    if len(months) < 2:
        return None
    before, now = months[-2:]
    more = now.open - before.open
    turn: Turn = "same" if not more else "worse" if more > 0 else "better"
    key = "board.change.none" if not more else "board.change.more" if more > 0 else "board.change.fewer"
    return Change(t(key, number=t.number(abs(more)), month=t.month(before.first)), turn)


def say_share_change(t: Translator, now: int | None, before: int | None) -> Change | None:
    """By how many points a share is higher or lower than in as many days before; None where one of both is not known."""
    if now is None or before is None:
        return None
    more = now - before
    if not more:
        return Change(t("board.change.as_before"), "same")
    key = "board.change.points_more" if more > 0 else "board.change.points_fewer"
    return Change(t(key, n=abs(more)), "better" if more > 0 else "worse")


def say_period(t: Translator, period: BoardPeriod) -> str:
    """«за 12 месяцев», for the heads of columns."""
    return t(f"board.within.{period}")


def say_agency(t: Translator, agency: Agency | None) -> str:
    """Its name for a table; what nobody has yet is called so."""
    return agency_name(agency) if agency else t("board.nobody")


def say_district(t: Translator, district: District | None) -> str:
    """Its name, or that there is none."""
    return district.name if district else t("board.nowhere")


def say_soon(t: Translator, tour: Round, board: Board) -> str:
    """What share was fixed within 30 days of a tour, or from when on that can be said, with the year: the board is printed."""
    if board.today <= tour.soon_until:
        return t("board.soon_from", day=t.short_date(tour.soon_until))
    return say_percent(t, tour.soon_percent(board.today))


AGENCY_COLUMNS = ("open", "overdue", "twice_late", "returned", "quiet", "handed_over", "in_time", "days", "found")
"""The columns of the table of agencies, in their order; each can sort it."""


def agency_figures(standing: Standing, discipline: Discipline) -> dict[str, int | None]:
    """A row of that table, by the names of its columns; None for what too few cases say nothing of."""
    return {
        "open": standing.open,
        "overdue": standing.overdue,
        "twice_late": standing.twice_late,
        "returned": standing.returned,
        "quiet": standing.quiet,
        "handed_over": discipline.handed_over,
        "in_time": discipline.in_time_percent,
        "days": discipline.usual_days,
        "found": discipline.found_percent,
    }
