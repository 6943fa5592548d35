"""The datasets of the city: issues, tours, promises of agencies; exactly what the public pages tell, as rows."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from planner.domain.deadlines import today_in
from planner.domain.open_filter import OpenFilter
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenMatches
from planner.services.public.issues import OpenIssue, read_numbers
from planner.services.public.openness import open_city, shown_issues

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
    """When the first issue became public, and when anything of them did last; nobody notes it of facilities."""
    matches, _ = _all(session, columns, now)
    return (None, None) if dataset is Dataset.FACILITIES else matches.out_between() or (None, None)


def _all(session: Session, columns: IssueColumns, now: datetime) -> tuple[OpenMatches, date]:
    today = today_in(open_city(session).timezone, now)
    return OpenMatches(columns, OpenFilter(), now=now, today=today), today
