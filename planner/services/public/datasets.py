"""The datasets of the city: issues, tours, promises of agencies; exactly what the public pages tell, as rows."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, func, select

from planner.domain.deadlines import today_in
from planner.domain.models import Issue
from planner.services.public.issues import OpenIssue, read_open
from planner.services.public.openness import open_city, shown_issues

PART_SIZE = 5_000
"""So many rows are in one file; the next part is another file."""


class Dataset(StrEnum):
    """What there is to download."""

    ISSUES = "issues"
    TOURS = "tours"
    AGENCIES = "agencies"
    FACILITIES = "facilities"


def dataset_issues(session: Session, *, now: datetime, part: int = 1) -> Sequence[OpenIssue]:
    """One part of all issues, the newest first; past the end, none."""
    city = open_city(session)
    today = today_in(city.timezone, now)
    return read_open(session, shown_issues(now), today, offset=(max(1, part) - 1) * PART_SIZE, limit=PART_SIZE)


def parts_of_issues(session: Session, *, now: datetime) -> int:
    """In how many files all issues are."""
    open_city(session)
    total = session.exec(select(func.count()).select_from(Issue).where(shown_issues(now))).one()
    return max(1, -(-total // PART_SIZE))


def dataset_dates(session: Session, dataset: Dataset, *, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the first issue became public, and when anything of them did last; nobody notes it of facilities."""
    open_city(session)
    if dataset is Dataset.FACILITIES:
        return None, None
    first = select(func.min(Issue.public_from), func.max(Issue.public_from)).where(shown_issues(now))
    return session.exec(first).one()
