"""Two issues that are one problem: one of them is closed as a repeat of the other, and its supporters go along."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Issue
from planner.domain.permissions import require
from planner.domain.words import Outcome, Step
from planner.domain.workflow import ISSUE_MOVES
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue, visible_issue
from planner.services.control.closing import close_issue


def merge_issues(
    session: Session,
    actor: Actor,
    issue_id: int,
    *,
    other_id: int | None,
    this_repeats: bool,
    reason: str,
    now: datetime,
) -> Issue:
    """Closes the issue as a repeat of the other one, or (not `this_repeats`) the other one as a repeat of it.

    Returns the original. The repeat may have no open instruction. Raises Invalid on the field "duplicate_of" for an issue that
    is unknown, invisible, the same one, or a repeat itself; Conflict and NotAllowed as `close_issue`.
    """
    issue = hold_issue(session, actor, issue_id, beside=other_id)
    require(actor, ISSUE_MOVES[Step.MERGE].action, subject_of_issue(session, issue))
    if issue.state not in ISSUE_MOVES[Step.MERGE].sources:
        raise Conflict("instructions.error.already_closed")
    if other_id is None:
        raise Invalid("instructions.error.needs_duplicate_of", field="duplicate_of")
    try:
        visible_issue(session, actor, other_id)
    except NotFound:
        raise Invalid("instructions.error.unknown_original", field="duplicate_of", number=other_id) from None
    repeated, original = (issue_id, other_id) if this_repeats else (other_id, issue_id)
    close_issue(session, actor, repeated, outcome=Outcome.DUPLICATE, reason=reason, now=now, duplicate_of_id=original)
    return visible_issue(session, actor, original)
