"""What an agency tells while the work goes on: that it has taken it, and how it stands. Neither closes anything."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Instruction
from planner.domain.words import Step
from planner.services.control.steps import begin_step, write_step
from planner.services.issues.history import refresh_issue


def take_instruction(
    session: Session, actor: Actor, instruction_id: int, *, text: str = "", now: datetime
) -> Instruction:
    """The responsible agency takes the instruction into work; it stays under control."""
    taken = begin_step(session, actor, instruction_id, Step.TAKE, text=text)
    taken.instruction.state = taken.to_state
    refresh_issue(session, taken.issue, now=now)
    write_step(session, actor, taken, Step.TAKE, now=now)
    return taken.instruction


def inform(session: Session, actor: Actor, instruction_id: int, *, text: str, now: datetime) -> Instruction:
    """The responsible agency says how the work stands. State, date and wishes stay as they are."""
    taken = begin_step(session, actor, instruction_id, Step.INFORM, text=text)
    write_step(session, actor, taken, Step.INFORM, now=now)
    return taken.instruction
