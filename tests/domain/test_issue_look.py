"""Tests of `planner.domain.issue_look`: how an issue stands today."""

from datetime import date

import pytest

from planner.domain.issue_look import IssueLook, look_of
from planner.domain.words import IssueState, Outcome

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("state", "outcome", "due_on", "look"),
    [
        (IssueState.NEW, None, None, IssueLook.NEW),
        (IssueState.ASSIGNED, None, TODAY, IssueLook.ASSIGNED),
        (IssueState.ASSIGNED, None, YESTERDAY, IssueLook.OVERDUE),
        (IssueState.RETURNED, None, TODAY, IssueLook.RETURNED),
        (IssueState.RETURNED, None, YESTERDAY, IssueLook.OVERDUE),
        (IssueState.REPORTED, None, YESTERDAY, IssueLook.REPORTED),
        (IssueState.CLOSED, Outcome.FIXED, None, IssueLook.FIXED),
        (IssueState.CLOSED, Outcome.PARTLY_FIXED, YESTERDAY, IssueLook.FIXED),
        (IssueState.CLOSED, Outcome.REFUSED, None, IssueLook.CLOSED),
        (IssueState.CLOSED, Outcome.NOT_NEEDED, None, IssueLook.CLOSED),
        (IssueState.CLOSED, Outcome.DUPLICATE, None, IssueLook.CLOSED),
    ],
)
def test_look_of_an_issue(state: IssueState, outcome: Outcome | None, due_on: date | None, look: IssueLook) -> None:
    assert look_of(state, outcome, due_on, TODAY) is look
