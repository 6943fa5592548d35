"""How an issue stands today, in one word: what its badge and its pin show."""

from datetime import date
from enum import StrEnum

from planner.domain.deadlines import is_overdue
from planner.domain.words import IssueState, Outcome

WAITING_FOR_AGENCY = (IssueState.ASSIGNED, IssueState.RETURNED)
"""Only in these states an issue can be overdue: reported work waits for the controller, not for the agency."""


class IssueLook(StrEnum):
    """Each has a colour, a sign and a word of its own."""

    OVERDUE = "overdue"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    REPORTED = "reported"
    NEW = "new"
    FIXED = "fixed"
    CLOSED = "closed"


def is_issue_overdue(state: IssueState, due_on: date | None, today: date) -> bool:
    """Whether an agency should have reported on the issue by now."""
    return state in WAITING_FOR_AGENCY and is_overdue(due_on, today)


def look_of(state: IssueState, outcome: Outcome | None, due_on: date | None, today: date) -> IssueLook:
    """The look of an issue: overdue before its state; closed without being mended is not shown as mended."""
    if is_issue_overdue(state, due_on, today):
        return IssueLook.OVERDUE
    if state is IssueState.CLOSED:
        mended = outcome in (Outcome.FIXED, Outcome.PARTLY_FIXED, None)
        return IssueLook.FIXED if mended else IssueLook.CLOSED
    return IssueLook(state.value)
