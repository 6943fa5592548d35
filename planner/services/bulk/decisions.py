"""A decision for many as it is kept: made one by one, told of some minutes later, and taken back until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session, col, delete, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import BulkChange, BulkDecision, CoExecutor, Instruction, Issue, IssueAgency
from planner.domain.models.types import id_of
from planner.domain.permissions import own_account
from planner.domain.words import Step
from planner.services.access.hold import hold_issue, hold_person
from planner.services.bulk.bulk import ISSUE_STEPS, Bulk, in_order, require_bulk, take_step
from planner.services.issues.issues import checked_uid
from planner.services.outbox.causes import held_back

TIME_TO_TAKE_BACK = timedelta(minutes=5)
"""Nobody is told of the decision before."""
_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class LastDecision:
    """What this person has decided last for many, while it may be taken back: for how many of how many, and until when."""

    uid: str
    step: Step
    done: int
    wanted: int
    until: datetime


def begin_bulk(
    session: Session, actor: Actor, numbers: Sequence[int], bulk: Bulk, *, uid: str, now: datetime
) -> Sequence[int]:
    """Notes the decision; the numbers in the order in which `take_next` is to be called. The same `uid` is the same decision."""
    require_bulk(actor, bulk.step)
    hold_person(session, person_id := own_account(actor))
    uid, ordered = checked_uid(uid), in_order(session, actor, numbers, bulk.step)
    known = session.exec(select(BulkDecision).where(BulkDecision.uid == uid)).first()
    if known is None:
        _forget_old(session, actor, now)
        session.add(BulkDecision(uid=uid, person_id=person_id, step=bulk.step, at=now, wanted=len(ordered)))
        session.flush()
    return ordered


def take_next(session: Session, actor: Actor, uid: str, number: int, bulk: Bulk, *, now: datetime, today: date) -> None:
    """Makes the step for one, in the caller's transaction; twice is once. Raises what the step raises."""
    require_bulk(actor, bulk.step)
    decision = own_decision(session, actor, uid)
    if session.get(BulkChange, (decision.id, number)) is not None:
        return
    issue_id = _issue_of(session, number, bulk.step)
    issue = hold_issue(session, actor, issue_id)
    before = _before(session, issue, None if bulk.step in ISSUE_STEPS else number)
    with held_back(session, until=decision.at + TIME_TO_TAKE_BACK) as causes:
        take_step(session, actor, number, bulk, uid=str(uuid5(UUID(decision.uid), str(number))), now=now, today=today)
    if causes:
        change = BulkChange(decision_id=id_of(decision), number=number, issue_id=issue_id, before=before, causes=causes)
        session.add(change)
        session.flush()


def last_decision(session: Session, actor: Actor, *, now: datetime) -> LastDecision | None:
    """The last one of this person, while it may be taken back; None where there is none."""
    own_account(actor)
    mine = select(BulkDecision).where(BulkDecision.person_id == actor.person_id)
    decision = session.exec(mine.order_by(col(BulkDecision.id).desc())).first()
    if decision is None or decision.taken_back_at is not None or now >= decision.at + TIME_TO_TAKE_BACK:
        return None
    counted = select(func.count()).select_from(BulkChange).where(BulkChange.decision_id == decision.id)
    done = session.exec(counted).one()
    until = decision.at + TIME_TO_TAKE_BACK
    return LastDecision(decision.uid, decision.step, done, decision.wanted, until) if done else None


def own_decision(session: Session, actor: Actor, uid: str) -> BulkDecision:
    """The person's own decision, locked; NotFound for any other, Conflict for one that was taken back."""
    own_account(actor)
    query = select(BulkDecision).where(BulkDecision.uid == uid, BulkDecision.person_id == actor.person_id)
    found = session.exec(query.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound("bulk.error.unknown")
    if found.taken_back_at is not None:
        raise Conflict("bulk.error.taken_back")
    return found


def _issue_of(session: Session, number: int, step: Step) -> int:
    if step in ISSUE_STEPS:
        return number
    issue_id = session.exec(select(Instruction.issue_id).where(Instruction.id == number)).first()
    if issue_id is None:
        raise NotFound("instructions.error.unknown")
    return issue_id


def _before(session: Session, issue: Issue, instruction_id: int | None) -> dict[str, Any]:
    """As it is now, in JSON: the issue is locked."""
    agencies = session.exec(select(IssueAgency.agency_id).where(IssueAgency.issue_id == issue.id)).all()
    before: dict[str, Any] = {
        "issue": issue.model_dump(mode="json"),
        "agencies": sorted(agencies),
    }
    if instruction_id is not None:
        instruction = session.get_one(Instruction, instruction_id, populate_existing=True)
        helping = select(CoExecutor.agency_id).where(CoExecutor.instruction_id == instruction_id)
        before |= {"instruction": instruction.model_dump(mode="json"), "helping": sorted(session.exec(helping).all())}
    return before


def _forget_old(session: Session, actor: Actor, now: datetime) -> None:
    old = select(BulkDecision.id).where(BulkDecision.person_id == actor.person_id, BulkDecision.at < now - _KEPT)
    numbers = [each for each in session.exec(old) if each is not None]
    session.exec(delete(BulkChange).where(col(BulkChange.decision_id).in_(numbers)))
    session.exec(delete(BulkDecision).where(col(BulkDecision.id).in_(numbers)))
