"""When one is reminded of an instruction's date, and how far up: its people, then the agency's head, then the leader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.notices import NoticeKind

DAYS_BEFORE = 3
EVERY_DAYS = 7
HEAD_FROM = 1
"""From so many days late on, the agency's head is told too; and the tour's leader from `LEADER_FROM` on."""
LEADER_FROM = 8
GRACE_DAYS = 3
"""What could not be told on its day, because nothing ran, is told so many days later at the latest."""
LONGEST_DAYS = 730
"""Nobody is reminded of what is older: it is on the lists."""


@dataclass(frozen=True)
class Reminder:
    """One reminder of a date: of which kind, on which day it is due, by how many days the work is late then."""

    kind: NoticeKind
    on: date
    days_late: int = 0

    @property
    def tells_head(self) -> bool:
        return self.days_late >= HEAD_FROM

    @property
    def tells_leader(self) -> bool:
        return self.days_late >= LEADER_FROM


def reminder_of(due_on: date, today: date, given_on: date) -> Reminder | None:
    """The reminder that is to be given by `today`: three days before the date, on it, a day after, then each week.

    The latest one whose day has come, and no other; None where that day is more than three days ago, or not after the day
    when the instruction was given: its people have just been told the date.
    """
    due = [each for each in _all(due_on, today) if each.on <= today]
    latest = due[-1] if due else None
    if latest is None or latest.on <= given_on or (today - latest.on).days > GRACE_DAYS:
        return None
    return latest


def dates_reminded_of(today: date) -> Iterator[date]:
    """The due dates of which one may have to be reminded by `today`."""
    for ago in range(GRACE_DAYS + 1):
        on = today - timedelta(days=ago)
        yield on + timedelta(days=DAYS_BEFORE)
        yield on
        for late in range(1, LONGEST_DAYS, EVERY_DAYS):
            yield on - timedelta(days=late)


def _all(due_on: date, today: date) -> Iterator[Reminder]:
    yield Reminder(NoticeKind.DUE_SOON, due_on - timedelta(days=DAYS_BEFORE))
    yield Reminder(NoticeKind.DUE_TODAY, due_on)
    for late in range(1, min(LONGEST_DAYS, (today - due_on).days + 1), EVERY_DAYS):
        yield Reminder(NoticeKind.OVERDUE, due_on + timedelta(days=late), late)
