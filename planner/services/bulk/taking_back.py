"""Taking back a decision for many: everything is as it was, and the history says so in one step of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, PlannerError
from planner.domain.models import BulkChange, Cause, CoExecutor, Instruction, Issue, IssueAgency, Move
from planner.domain.models.types import id_of
from planner.domain.words import Step
from planner.services.access.hold import hold_issue
from planner.services.bulk.bulk import BulkAnswer
from planner.services.bulk.decisions import TIME_TO_TAKE_BACK, own_decision
from planner.services.issues.history import write_move

OF_ISSUE = ("state", "outcome", "duplicate_of_id", "agency_id", "due_on", "next_tour", "closed_at")
"""What a decision may change in an issue."""


def take_back(session: Session, actor: Actor, uid: str, *, now: datetime) -> BulkAnswer:
    """Undoes one's own decision where nobody has acted since; by the numbers for which it was made. In one transaction.

    Raises NotFound for somebody else's, Conflict once its time is over or when it was taken back already.
    """
    decision = own_decision(session, actor, uid)
    if now >= decision.at + TIME_TO_TAKE_BACK:
        raise Conflict("bulk.error.gone_out")
    made = select(BulkChange).where(BulkChange.decision_id == decision.id)
    changes = session.exec(made.order_by(col(BulkChange.issue_id), col(BulkChange.number).desc())).all()
    moves = _moves(session, changes)
    done, refused = list[int](), dict[int, PlannerError]()
    for change in changes:
        try:
            with session.begin_nested():
                _take_back(session, actor, change, moves, now=now)
            done.append(change.number)
        except PlannerError as error:
            refused[change.number] = error
    decision.taken_back_at = now
    session.flush()
    return BulkAnswer(sorted(done), dict(sorted(refused.items())))


def _moves(session: Session, changes: Sequence[BulkChange]) -> Mapping[int, int]:
    """By the number of a cause that nobody was told of yet the number of the step that it tells of."""
    ours = [number for change in changes for number in change.causes]
    held = select(Cause).where(col(Cause.id).in_(ours), col(Cause.told_at).is_(None)).with_for_update()
    return {id_of(cause): cause.about["move"] for cause in session.exec(held)}


def _take_back(session: Session, actor: Actor, change: BulkChange, moves: Mapping[int, int], *, now: datetime) -> None:
    issue = hold_issue(session, actor, change.issue_id)
    if not set(change.causes) <= moves.keys():
        raise Conflict("bulk.error.gone_out")
    (move,) = (session.get_one(Move, moves[number]) for number in change.causes)
    since = select(Move.id).where(Move.issue_id == issue.id, col(Move.id) > id_of(move), Move.step != Step.TAKE_BACK)
    if session.exec(since.where(col(Move.id).not_in(moves.values()))).first() is not None:
        raise Conflict("bulk.error.acted_since")
    was, became = move.from_state, move.to_state
    undone = {"step": move.step.value, "text": move.text, "facts": move.facts}
    session.exec(delete(Cause).where(col(Cause.id).in_(change.causes)))
    instruction = _restore(session, issue, change, move)
    write_move(
        session,
        actor,
        issue,
        Step.TAKE_BACK,
        now=now,
        instruction=instruction,
        from_state=became,
        to_state=was,
        undone=undone,
    )
    change.taken_back = True


def _restore(session: Session, issue: Issue, change: BulkChange, move: Move) -> Instruction | None:
    """Puts everything back, and takes the step out of the history: the one that follows tells of it."""
    given = move.instruction_id if move.step is Step.INSTRUCT else None
    session.delete(move)
    session.flush()
    was = Issue.model_validate(change.before["issue"])
    for name in OF_ISSUE:
        setattr(issue, name, getattr(was, name))
    instruction = _restore_instruction(session, change.before) if "instruction" in change.before else None
    if given is not None:
        session.exec(delete(CoExecutor).where(col(CoExecutor.instruction_id) == given))
        session.delete(session.get_one(Instruction, given))
    joined = select(IssueAgency).where(IssueAgency.issue_id == issue.id)
    for part in session.exec(joined.where(col(IssueAgency.agency_id).not_in(change.before["agencies"]))):
        session.delete(part)
    session.flush()
    return instruction


def _restore_instruction(session: Session, before: dict[str, Any]) -> Instruction:
    was = Instruction.model_validate(before["instruction"])
    instruction = session.get_one(Instruction, was.id)
    for name in before["instruction"]:
        setattr(instruction, name, getattr(was, name))
    number = id_of(instruction)
    session.exec(delete(CoExecutor).where(col(CoExecutor.instruction_id) == number))
    for agency_id in before["helping"]:
        session.add(CoExecutor(instruction_id=number, agency_id=agency_id))
    session.flush()
    return instruction
