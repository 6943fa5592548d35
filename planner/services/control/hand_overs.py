"""Handing an instruction over to another agency: a wish, which that agency or a controller accepts or refuses."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Agency, CoExecutor, Instruction
from planner.domain.models.types import id_of
from planner.domain.words import Step
from planner.services.control.given import agency_fact, checked_agency, drop_hand_over, drop_wishes
from planner.services.control.steps import Taken, begin_step, write_step
from planner.services.issues.history import refresh_issue


def ask_hand_over(
    session: Session, actor: Actor, instruction_id: int, *, agency_id: int | None, reason: str, now: datetime
) -> Instruction:
    """The responsible agency names the next one, and why; a newer wish replaces the older one.

    Until it is accepted the instruction stays where it is, with its date and in the counts of its agency. The agency that
    is named sees the issue from now on.
    """
    taken = begin_step(session, actor, instruction_id, Step.ASK_HAND_OVER, text=reason, agency=agency_id)
    instruction = taken.instruction
    before, after = session.get_one(Agency, instruction.agency_id), checked_agency(session, agency_id)
    if after.id == before.id:
        raise Invalid("instructions.error.same_agency", field="agency")
    instruction.wished_agency_id, instruction.wished_reason = id_of(after), taken.text
    instruction.wished_at = now
    refresh_issue(session, taken.issue, now=now)
    facts = {"from_agency": agency_fact(before), "to_agency": agency_fact(after)}
    write_step(session, actor, taken, Step.ASK_HAND_OVER, now=now, **facts)
    return instruction


def hand_over(session: Session, actor: Actor, instruction_id: int, *, text: str = "", now: datetime) -> Instruction:
    """The agency that is wished for, or a controller, accepts the wish; counted. The date stays, and so does its lateness."""
    taken = begin_step(session, actor, instruction_id, Step.HAND_OVER, text=text)
    instruction, waited = taken.instruction, _waited(taken, now)
    before, after = session.get_one(Agency, instruction.agency_id), _wished(session, instruction)
    instruction.agency_id, instruction.state = id_of(after), taken.to_state
    instruction.hand_overs += 1
    drop_wishes(instruction)
    session.exec(
        delete(CoExecutor).where(
            col(CoExecutor.instruction_id) == instruction.id, col(CoExecutor.agency_id) == after.id
        )
    )
    refresh_issue(session, taken.issue, now=now)
    facts = {
        "from_agency": agency_fact(before),
        "to_agency": agency_fact(after),
        "due_on": instruction.due_on.isoformat(),
    }
    write_step(session, actor, taken, Step.HAND_OVER, now=now, waited_minutes=waited, **facts)
    return instruction


def refuse_hand_over(session: Session, actor: Actor, instruction_id: int, *, reason: str, now: datetime) -> Instruction:
    """The agency that is wished for, or a controller, says no, and why; the instruction stays where it is."""
    taken = begin_step(session, actor, instruction_id, Step.REFUSE_HAND_OVER, text=reason)
    instruction, waited = taken.instruction, _waited(taken, now)
    after = session.get_one(Agency, instruction.wished_agency_id)
    drop_hand_over(instruction)
    write_step(
        session, actor, taken, Step.REFUSE_HAND_OVER, now=now, to_agency=agency_fact(after), waited_minutes=waited
    )
    return instruction


def _wished(session: Session, instruction: Instruction) -> Agency:
    """Archived meanwhile, it takes nothing over: the wish can be refused."""
    return checked_agency(session, instruction.wished_agency_id)


def _waited(taken: Taken, now: datetime) -> int:
    """How many minutes the wish has waited for its answer; Conflict where there is none any more."""
    if taken.instruction.wished_at is None:
        raise Conflict("instructions.error.nothing_wished")
    return (now - taken.instruction.wished_at) // timedelta(minutes=1)
