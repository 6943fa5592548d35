"""Taking back an issue that one has raised oneself, as long as nobody acted on it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict
from planner.domain.models import Comment, FieldVoice, Instruction, Issue, Move, Support
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import IssueState, Step
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue
from planner.services.issues.history import write_move


def withdraw_issue(session: Session, actor: Actor, issue_id: int, *, now: datetime) -> None:
    """Takes one's own issue back: nobody sees it any more, and its history is kept.

    Refuses with NotAllowed what somebody else has raised, with Conflict("issues.error.acted") what somebody has acted on.
    """
    issue = hold_issue(session, actor, issue_id)
    require(actor, Action.WITHDRAW_ISSUE, subject_of_issue(session, issue))
    if acted_on(session, [issue]):
        raise Conflict("issues.error.acted")
    issue.deleted = True
    write_move(session, actor, issue, Step.WITHDRAW, now=now, from_state=issue.state, to_state=issue.state)


def acted_on(session: Session, issues: Sequence[Issue]) -> Collection[int]:
    """Which of these issues others have acted on, so that they cannot be withdrawn any more: one that is under control or
    closed, has an instruction or a support, or somebody else's comment, photo, voice or edit. The actor sees these issues.
    """
    ids = [id_of(issue) for issue in issues]
    acted = {id_of(issue) for issue in issues if issue.state is not IssueState.NEW}
    acted.update(session.exec(select(Instruction.issue_id).where(col(Instruction.issue_id).in_(ids))))
    acted.update(session.exec(select(Support.issue_id).where(col(Support.issue_id).in_(ids))))
    by_others = or_(
        col(Comment.author_person_id).is_distinct_from(Issue.raised_by_person_id),
        col(Comment.author_participant_id).is_distinct_from(Issue.raised_by_participant_id),
    )
    commented = select(Issue.id).join(Comment, col(Comment.issue_id) == Issue.id).where(col(Issue.id).in_(ids))
    acted.update(each for each in session.exec(commented.where(by_others)) if each is not None)
    changed = select(Issue.id).join(Move, col(Move.issue_id) == Issue.id).where(col(Issue.id).in_(ids))
    not_mine = or_(
        col(Move.by_person_id).is_distinct_from(Issue.raised_by_person_id), col(Move.by) != col(Issue.raised_by)
    )
    acted.update(each for each in session.exec(changed.where(not_mine)) if each is not None)
    spoken = select(Issue.id).join(FieldVoice, col(FieldVoice.issue_id) == Issue.id).where(col(Issue.id).in_(ids))
    others = col(FieldVoice.said_by) != col(Issue.raised_by)
    acted.update(each for each in session.exec(spoken.where(others)) if each is not None)
    return acted
