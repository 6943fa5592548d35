"""Due dates in the city's calendar: what is overdue, which days are worked, and on which day a term ends."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.domain.words import TermUnit, Urgency

LONGEST_TERM = 730
_WEEKEND = frozenset({5, 6})
_LONGEST_BREAK = 60
"""So many days are looked through for the next working day; no country rests longer."""


@dataclass(frozen=True)
class WorkingCalendar:
    """The days that are worked: all but the weekend, except where `exceptions` says otherwise (True: worked).

    `known_until`: the last year whose moved days are published; None where a country moves none. `known_years`: later ones
    that the city has entered itself.
    """

    weekend: frozenset[int] = _WEEKEND
    exceptions: Mapping[date, bool] = field(default_factory=dict)
    known_until: int | None = None
    known_years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Term:
    """How long something may take: so many days, working days or months."""

    length: int
    unit: TermUnit = TermUnit.DAYS


MONTH = Term(1, TermUnit.MONTHS)
"""What holds where nobody has said anything."""
URGENT_TERMS: Mapping[Urgency, Term] = {
    Urgency.VERY_URGENT: Term(1),
    Urgency.URGENT: Term(3),
    Urgency.PROMPT: Term(10),
    Urgency.NONE: MONTH,
}


def today_in(zone: str, now: datetime) -> date:
    """The city's date at `now` (aware)."""
    return now.astimezone(ZoneInfo(zone)).date()


def day_begins(zone: str, day: date) -> datetime:
    """The moment at which a day of the city begins."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def is_overdue(due_on: date | None, today: date) -> bool:
    """A thing is overdue from the day after its date; without a date, never."""
    return due_on is not None and due_on < today


def days_overdue(due_on: date, today: date) -> int:
    """Whole days after the date; 0 while there is still time."""
    return max(0, (today - due_on).days)


def is_working_day(day: date, calendar: WorkingCalendar) -> bool:
    """Whether offices work on this day."""
    return calendar.exceptions.get(day, day.weekday() not in calendar.weekend)


def is_published(day: date, calendar: WorkingCalendar) -> bool:
    """Whether the moved days of its year are known: if not, a date named now may yet fall on a day off."""
    return calendar.known_until is None or day.year <= calendar.known_until or day.year in calendar.known_years


def working_day_before(day: date, calendar: WorkingCalendar) -> date:
    """The day itself where it is worked, else the preceding working day."""
    tried = (day - timedelta(days=back) for back in range(_LONGEST_BREAK))
    return next((each for each in tried if is_working_day(each, calendar)), day)


def add_working_days(day: date, length: int, calendar: WorkingCalendar) -> date:
    """The working day that is the `length`-th after `day`, which does not count itself."""
    found = day
    for _ in range(length):
        tried = (found + timedelta(days=ahead) for ahead in range(1, _LONGEST_BREAK))
        found = next((each for each in tried if is_working_day(each, calendar)), found + timedelta(days=1))
    return found


def working_days_left(today: date, due_on: date, calendar: WorkingCalendar) -> int:
    """How many working days there are after `today` up to and with `due_on`; 0 for a date that is past."""
    days = (today + timedelta(days=ahead) for ahead in range(1, (due_on - today).days + 1))
    return sum(is_working_day(each, calendar) for each in days)


def due_of(term: Term, today: date, calendar: WorkingCalendar, *, on_working_day: bool = True) -> date:
    """The day on which a term that begins today ends: at least tomorrow.

    `on_working_day`: a day off moves it to the preceding working day, as the rules of office work say; an end that would so
    come to lie before tomorrow stays where it is.
    """
    length = max(1, term.length)
    if term.unit is TermUnit.WORKING_DAYS:
        return add_working_days(today, length, calendar)
    due = months_later(today, length) if term.unit is TermUnit.MONTHS else today + timedelta(days=length)
    moved = working_day_before(due, calendar) if on_working_day else due
    return moved if moved > today else due


def term_of(urgency: Urgency, *, in_working_days: bool = False) -> Term:
    """What an urgency word means: one day, three, ten, and without a word one month."""
    term = URGENT_TERMS[urgency]
    return Term(term.length, TermUnit.WORKING_DAYS) if in_working_days and term != MONTH else term


def months_later(day: date, months: int) -> date:
    """The same day of a later month (an earlier one for less than 0), or its last day: a month after the 31st of January
    ends with February.
    """
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
