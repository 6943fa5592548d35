"""The dates by which the actor's agency has to be done, for the actor's calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Instruction, Issue
from planner.domain.permissions import Action, require
from planner.domain.words import WAITING_INSTRUCTION_STATES, Role
from planner.services.access.scopes import issues_visible_to

MOST_DATES = 500


@dataclass(frozen=True)
class DueInCalendar:
    """An instruction that waits for the agency, with the issue that it is about."""

    instruction: Instruction
    issue: Issue


def due_dates(session: Session, actor: Actor) -> Sequence[DueInCalendar]:
    """What the actor's agency has to do, by date, the nearest first; nothing for whoever does no agency's work. One query.

    What was reported, or handed over, is gone: calendars that subscribe take it out.
    """
    require(actor, Action.SEE_TOUR)
    if actor.agency_id is None or Role.OFFICIAL not in actor.roles:
        return ()
    query = (
        select(Instruction, Issue)
        .join(Issue, col(Issue.id) == Instruction.issue_id)
        .where(
            Instruction.agency_id == actor.agency_id,
            col(Instruction.state).in_(WAITING_INSTRUCTION_STATES),
            issues_visible_to(actor),
        )
        .order_by(col(Instruction.due_on), col(Instruction.id))
        .limit(MOST_DATES)
    )
    return [DueInCalendar(instruction, issue) for instruction, issue in session.exec(query)]
