"""The city's own days, and years whose moved days were published after this program: entered, imported, taken back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, delete, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.corrections import BadRow
from planner.domain.deadlines import is_working_day
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import DayKind
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, shortened, typed_line
from planner.domain.words import DaySort
from planner.render.tables.tables import read_csv_rows
from planner.services.deadlines.calendar import city_calendar

MOST_ROWS = 1000
_LONGEST_SOURCE = 300
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "day": ("date", "day", "дата", "день"),
    "sort": ("kind", "type", "вид", "тип"),
}
_SORTS: Mapping[str, DaySort] = {
    **dict.fromkeys(("off", "holiday", "выходной", "нерабочий", "праздничный"), DaySort.OFF),
    **dict.fromkeys(("working", "work", "рабочий"), DaySort.WORKING),
}
_DAY = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"|(?P<day_last>[0-9]{1,2})\.(?P<month_last>[0-9]{1,2})\.(?P<year_last>[0-9]{4})"
)
"""2028-01-09, or 09.01.2028."""


@dataclass(frozen=True)
class DayDraft:
    """A day of a file; `changes`: it is worked otherwise than the calendar says at present."""

    day: date
    sort: DaySort
    changes: bool = False


@dataclass(frozen=True)
class DaysPreview:
    """What a file would bring, which years it makes known, and what is wrong with its other rows."""

    good: Sequence[DayDraft]
    bad: Sequence[BadRow]

    @property
    def years(self) -> Sequence[int]:
        return sorted({draft.day.year for draft in self.good})


def list_days(session: Session, actor: Actor) -> Sequence[DayKind]:
    """Everything that was entered, from the earliest day."""
    require(actor, Action.SEE_DIRECTORIES)
    return session.exec(select(DayKind).order_by(col(DayKind.day))).all()


def add_day(session: Session, actor: Actor, *, day: date | None, sort: DaySort, source: str) -> DayKind:
    """Enters one day of the city's own; the same day again takes the new word. Invalid without a day or a source."""
    require(actor, Action.MANAGE_CITY)
    if day is None:
        raise Invalid("days.error.day", field="day")
    said = _source(source)
    hold_all(session, DayKind)
    row = session.get(DayKind, day, populate_existing=True) or DayKind(day=day, sort=sort)
    row.sort, row.source = sort, said
    session.add(row)
    session.flush()
    return row


def remove_day(session: Session, actor: Actor, day: date) -> None:
    """Takes an entered day back; NotFound where somebody has done so meanwhile."""
    require(actor, Action.MANAGE_CITY)
    hold_all(session, DayKind)
    row = session.get(DayKind, day, populate_existing=True)
    if row is None:
        raise NotFound("days.error.unknown")
    session.delete(row)
    session.flush()


def preview_days(session: Session, actor: Actor, *, data: bytes) -> DaysPreview:
    """Reads a CSV of a year's moved days and writes nothing. Invalid on "file" where it cannot be read as a whole."""
    require(actor, Action.MANAGE_CITY)
    rows = read_csv_rows(data)
    if len(rows) > MOST_ROWS:
        raise Invalid("days.error.too_many", field="file", limit=MOST_ROWS)
    names = {own: given for own, spellings in _COLUMNS.items() for given in rows[0] if given.lower() in spellings}
    for needed in _COLUMNS:
        if needed not in names:
            raise Invalid(f"days.error.column_{needed}", field="file")
    calendar = city_calendar(session)
    good: dict[date, DayDraft] = {}
    bad = []
    for number, row in enumerate(rows, start=2):
        if not any(row.values()):
            continue
        read = _draft(number, row[names["day"]], row[names["sort"]])
        if isinstance(read, BadRow):
            bad.append(read)
        elif read.day in good:
            bad.append(BadRow(number, "days.bad.twice", {"day": _told(row[names["day"]])}))
        else:
            changes = is_working_day(read.day, calendar) != (read.sort is DaySort.WORKING)
            good[read.day] = DayDraft(read.day, read.sort, changes)
    return DaysPreview(sorted(good.values(), key=lambda draft: draft.day), bad)


def import_days(session: Session, actor: Actor, drafts: Sequence[DayDraft], *, source: str) -> int:
    """Stores the moved days of whole years, in place of what was imported for those years; the city's own days stay.

    Invalid without a source: a calendar that nobody can look up is nobody's.
    """
    require(actor, Action.MANAGE_CITY)
    said = _source(source)
    hold_all(session, DayKind)
    for year in {draft.day.year for draft in drafts}:
        of_that_year = col(DayKind.day).between(date(year, 1, 1), date(year, 12, 31))
        session.exec(delete(DayKind).where(of_that_year, col(DayKind.of_year).is_(True)))
    own = {row.day for row in session.exec(select(DayKind))}
    new = [draft for draft in drafts if draft.day not in own]
    session.add_all(DayKind(day=draft.day, sort=draft.sort, source=said, of_year=True) for draft in new)
    session.flush()
    return len(new)


def _source(typed: str) -> str:
    return typed_line(typed, field="source", longest=_LONGEST_SOURCE, needed="days.error.source")


def _draft(number: int, day: str, sort: str) -> DayDraft | BadRow:
    meant = _SORTS.get(one_line(sort).lower())
    on = _day(one_line(day))
    if on is None:
        return BadRow(number, "days.bad.day", {"day": _told(day)})
    if meant is None:
        return BadRow(number, "days.bad.sort", {"sort": _told(sort)})
    return DayDraft(on, meant)


def _day(typed: str) -> date | None:
    found = _DAY.fullmatch(typed)
    if found is None:
        return None
    year, month, day = (int(found[name] or found[f"{name}_last"]) for name in ("year", "month", "day"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _told(cell: str) -> str:
    return shortened(cell, 60)
