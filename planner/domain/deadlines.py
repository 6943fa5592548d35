"""Due dates in the city's calendar: what is overdue, by how many days, and which date a category suggests."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


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


def suggested_due(category_days: int, today: date) -> date:
    """The date that a category's usual days give; a weekend moves it back to the Friday before.

    A day off moves the term to the preceding working day, as in federal and regional rules of office work.
    """
    due = today + timedelta(days=max(1, category_days))
    return due - timedelta(days=max(0, due.weekday() - 4)) if (due - today).days > 2 else due
