"""What programs are told that follow the public pages: the latest issues, what happened to them, the numbers of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from planner.domain.deadlines import today_in
from planner.domain.models import Issue, Move
from planner.domain.open_filter import OpenFilter
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenMatches
from planner.services.public.issues import OpenIssue, read_numbers
from planner.services.public.openness import open_city, shown_issues
from planner.services.public.timeline import OpenEvent, tell_events

MOST = 50
MOST_NUMBERS = 40_000
"""A map of a site holds 50,000 addresses at most."""
_FEW = 2_000
_AT_ONCE = 500


def feed_issues(session: Session, columns: IssueColumns, wanted: OpenFilter, *, now: datetime) -> Sequence[OpenIssue]:
    """The issues that became public last, the latest first, whatever look they have."""
    today = today_in(open_city(session).timezone, now)
    numbers = OpenMatches(columns, wanted, now=now, today=today).latest_out(limit=MOST)
    return read_numbers(session, numbers, shown_issues(now), today)


@dataclass(frozen=True)
class OpenChange:
    """One step of an issue that everybody may read of; `at` is when everybody could read of it first."""

    issue: OpenIssue
    event: OpenEvent
    at: datetime


def feed_changes(session: Session, columns: IssueColumns, wanted: OpenFilter, *, now: datetime) -> Sequence[OpenChange]:
    """What happened last to the issues of a filter that everybody may read of, the latest first."""
    today = today_in(open_city(session).timezone, now)
    matches = OpenMatches(columns, wanted, now=now, today=today)
    numbers = sorted({*_moved_last(session, matches.numbers()), *matches.latest_out(limit=MOST)})
    issues = read_numbers(session, numbers, shown_issues(now), today)
    events = tell_events(session, issues)
    told = [
        OpenChange(issue, event, max(event.at, issue.public_from)) for issue in issues for event in events[issue.number]
    ]
    return sorted(told, key=lambda each: (each.at, each.event.at, each.issue.number), reverse=True)[:MOST]


def _moved_last(session: Session, numbers: NDArray[np.int32]) -> Sequence[int]:
    """Those of these issues to which anything happened last: few are asked for one by one, of many the history is read backwards."""
    latest: Any = select(Move.issue_id, func.max(Move.at))
    if len(numbers) <= _FEW:
        asked = latest.where(col(Move.issue_id).in_(numbers.tolist())).group_by(col(Move.issue_id))
        return [number for number, _ in session.execute(asked.order_by(func.max(Move.at).desc()).limit(MOST))]
    wanted, found = np.zeros(int(numbers.max()) + 1, np.bool_), dict[int, None]()
    wanted[numbers] = True
    back = select(Move.issue_id).order_by(col(Move.at).desc(), col(Move.issue_id).desc())
    most = _AT_ONCE
    while True:
        rows = session.exec(back.limit(most)).all()
        for number in rows:
            if len(found) < MOST and number < len(wanted) and wanted[number]:
                found[number] = None
        if len(found) == MOST or len(rows) < most:
            break
        most *= 10
    return [*found]


def open_numbers(session: Session, columns: IssueColumns, *, now: datetime) -> Sequence[int]:
    """The numbers of the latest issues that everybody may read of."""
    today = today_in(open_city(session).timezone, now)
    return OpenMatches(columns, OpenFilter(), now=now, today=today).newest(limit=MOST_NUMBERS)


def matching(wanted: OpenFilter) -> Sequence[ColumnElement[bool]]:
    """The conditions on `Issue` of a filter, but for the look: no state of an issue is news by itself."""
    columns = (
        (col(Issue.district_id), wanted.district),
        (col(Issue.category_id), wanted.topic),
        (col(Issue.agency_id), wanted.agency),
        (col(Issue.tour_id), wanted.tour),
    )
    return [column == value for column, value in columns if value is not None]
