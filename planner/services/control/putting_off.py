"""Putting an issue off until the next tour: nothing is decided about it now, and the next proposal brings it up."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict
from planner.domain.models import Issue
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_text
from planner.domain.words import IssueState, Step
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue
from planner.services.control.steps import LONGEST_TEXT
from planner.services.issues.history import write_move


def put_off(session: Session, actor: Actor, issue_id: int, *, reason: str = "", now: datetime) -> Issue:
    """Marks a new issue for the next tour, until something is decided about it; twice is once.

    For those who may decide. Raises Conflict where something was decided already.
    """
    issue = hold_issue(session, actor, issue_id)
    require(actor, Action.GIVE_INSTRUCTION, subject_of_issue(session, issue))
    if issue.next_tour:
        return issue
    if issue.state is not IssueState.NEW:
        raise Conflict("instructions.error.decided")
    text = typed_text(reason, field="text", longest=LONGEST_TEXT)
    issue.next_tour = True
    write_move(session, actor, issue, Step.NEXT_TOUR, now=now, text=text)
    return issue
