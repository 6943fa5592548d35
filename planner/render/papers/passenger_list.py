"""The list of passengers: who rides for whom, to be ticked and signed at the door of the bus."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.domain.words import Answer, SeatGroup
from planner.i18n import Translator
from planner.render.papers.paper import Paper, PaperHead, new_paper

_WALK_INS = 6
_COLUMNS = ("number", "name", "agency", "post", "boarded", "signature")
_WIDTHS = (9, 46, 42, 34, 20, 29)
_ALIGNS = ("CENTER", "LEFT", "LEFT", "LEFT", "CENTER", "LEFT")


@dataclass(frozen=True)
class Passenger:
    """One line; `instead_of` is the person whom this one represents, `line` the place among those who wait, from 1."""

    name: str
    agency: str
    post: str
    group: SeatGroup
    answer: Answer
    instead_of: str = ""
    line: int | None = None
    boarded_at: datetime | None = None


@dataclass(frozen=True)
class PassengerList:
    """The whole list, in the order in which it is printed within each group."""

    head: PaperHead
    starts_at: datetime
    start_name: str
    bus: str
    seats: int | None
    passengers: Sequence[Passenger]


def passenger_list_pdf(listed: PassengerList, t: Translator) -> bytes:
    """The list as PDF, A4: those who come by group, empty lines for others, then who waits and who has not answered.

    The same list gives the same bytes.
    """
    paper = new_paper(listed.head, t("papers.passengers.title"), t)
    coming = [each for each in listed.passengers if each.answer is Answer.YES]
    _write_top(paper, listed, len(coming))
    number = 0
    for group in SeatGroup:
        members = [each for each in coming if each.group is group]
        if members:
            paper.heading(f"{t(f'words.seat_group.{group.value}')}: {len(members)}", 13)
            number = _write_group(paper, members, number)
    paper.heading(t("papers.passengers.walk_ins"), 13, room=30)
    _write_empty(paper, number)
    waiting = sorted((p for p in listed.passengers if p.answer is Answer.WAITING), key=lambda p: p.line or 0)
    _write_others(paper, t("papers.passengers.waiting"), waiting)
    unanswered = [each for each in listed.passengers if each.answer is Answer.INVITED]
    _write_others(paper, t("papers.passengers.unanswered"), unanswered)
    return paper.finished()


def _write_top(paper: Paper, listed: PassengerList, coming: int) -> None:
    t = paper.t
    paper.say(t("papers.passengers.title"), 20, bold=True)
    paper.say(listed.head.title, 14, bold=True)
    paper.ln(1)
    paper.say(t("papers.when", day=t.weekday(listed.starts_at), time=t.time(listed.starts_at)), 13)
    for fact in (listed.start_name, listed.bus):
        if fact.strip():
            paper.say(fact, 12)
    seats = t("papers.passengers.of_seats", seats=listed.seats) if listed.seats else ""
    paper.say(t("papers.passengers.coming", n=coming) + seats, 12, bold=True)


def _write_group(paper: Paper, members: Sequence[Passenger], number: int) -> int:
    t = paper.t
    with paper.grid(
        _WIDTHS, [t(f"papers.passengers.column.{name}") for name in _COLUMNS], _ALIGNS, 10.5, air=2.2
    ) as table:
        for at, each in enumerate(members, start=number + 1):
            name = each.name or t("papers.passengers.no_name")
            if each.instead_of:
                name = f"{name}\n{t('papers.passengers.instead_of', name=each.instead_of)}"
            boarded = t.time(each.boarded_at) if each.boarded_at else ""
            paper.add_row(table, [str(at), name, each.agency, each.post, boarded, ""], bold=[1])
    return number + len(members)


def _write_empty(paper: Paper, number: int) -> None:
    t = paper.t
    with paper.grid(
        _WIDTHS, [t(f"papers.passengers.column.{name}") for name in _COLUMNS], _ALIGNS, 10.5, air=2.2
    ) as table:
        for extra in range(number + 1, number + 1 + _WALK_INS):
            paper.add_row(table, [str(extra), "\n", "", "", "", ""])


def _write_others(paper: Paper, title: str, people: Sequence[Passenger]) -> None:
    """Those who do not ride as things stand, without a place to sign."""
    t = paper.t
    if not people:
        return
    paper.heading(title, 13)
    heads = [t(f"papers.passengers.column.{name}") for name in ("name", "agency", "post")]
    with paper.grid((65, 60, 55), heads, ("LEFT", "LEFT", "LEFT"), 10) as table:
        for each in people:
            paper.add_row(table, [each.name or t("papers.passengers.no_name"), each.agency, each.post])
