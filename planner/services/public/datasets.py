"""The datasets of the city: issues, tours, promises of agencies; exactly what the public pages tell, as rows."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func

from planner.domain.deadlines import today_in
from planner.domain.models import Tour
from planner.domain.open_filter import OpenFilter
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenMatches
from planner.services.public.feed import feed_changes
from planner.services.public.issues import OpenIssue, read_numbers
from planner.services.public.openness import open_city, shown_issues, shown_tours

PART_SIZE = 5_000
"""So many rows are in one file; the next part is another file."""


class Dataset(StrEnum):
    """What there is to download."""

    ISSUES = "issues"
    TOURS = "tours"
    AGENCIES = "agencies"
    FACILITIES = "facilities"


def dataset_issues(session: Session, columns: IssueColumns, *, now: datetime, part: int = 1) -> Sequence[OpenIssue]:
    """One part of all issues, the newest first; past the end, none."""
    matches, today = _all(session, columns, now)
    numbers = matches.newest(offset=(max(1, part) - 1) * PART_SIZE, limit=PART_SIZE)
    return read_numbers(session, numbers, shown_issues(now), today)


def parts_of_issues(session: Session, columns: IssueColumns, *, now: datetime) -> int:
    """In how many files all issues are."""
    matches, _ = _all(session, columns, now)
    return max(1, -(-len(matches.numbers()) // PART_SIZE))


def dataset_dates(
    session: Session, columns: IssueColumns, dataset: Dataset, *, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the first of its rows came into it, and when any of them changed last; nobody notes it of facilities."""
    matches, _ = _all(session, columns, now)
    match dataset:
        case Dataset.FACILITIES:
            return None, None
        case Dataset.TOURS:
            return _tours_between(session)
        case Dataset.ISSUES | Dataset.AGENCIES:
            first = matches.out_between()
            changes = feed_changes(session, columns, OpenFilter(), now=now)
            return (None, None) if first is None else (first[0], max([first[1], *(each.at for each in changes[:1])]))


def _tours_between(session: Session) -> tuple[datetime | None, datetime | None]:
    """From the first that was made to the last that was made, set out or came to its end."""
    moments = (col(Tour.created_at), col(Tour.started_at), col(Tour.closed_at))
    asked: list[Any] = [func.min(moments[0]), *(func.max(each) for each in moments)]
    first, *last = session.execute(select_columns(*asked).where(shown_tours(open_city(session)))).one()
    return first, max((each for each in last if each is not None), default=None)


def _all(session: Session, columns: IssueColumns, now: datetime) -> tuple[OpenMatches, date]:
    today = today_in(open_city(session).timezone, now)
    return OpenMatches(columns, OpenFilter(), now=now, today=today), today
