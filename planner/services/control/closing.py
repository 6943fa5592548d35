"""Closing an issue without an instruction, opening it again, and naming the issue that it repeats."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.instruction_number import instruction_number
from planner.domain.models import Instruction, Issue, Support
from planner.domain.models.types import id_of
from planner.domain.permissions import require
from planner.domain.words import OPEN_INSTRUCTION_STATES, InstructionState, IssueState, Outcome, Step
from planner.domain.workflow import INSTRUCTION_MOVES, ISSUE_MOVES, require_given
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import owner_of, subject_of_issue, visible_issue
from planner.services.control.given import day_to_come, move_term
from planner.services.control.steps import checked_text
from planner.services.issues.history import refresh_issue, write_move


def close_issue(
    session: Session,
    actor: Actor,
    issue_id: int,
    *,
    outcome: Outcome,
    reason: str,
    now: datetime,
    duplicate_of_id: int | None = None,
) -> Issue:
    """Closes an issue that has no open instruction; a duplicate names the issue that it repeats, which gets its supporters.

    Raises Conflict when it is closed already, or while instructions are open (cancel or verify those first).
    """
    issue = hold_issue(session, actor, issue_id, beside=duplicate_of_id)
    require(actor, ISSUE_MOVES[Step.CLOSE].action, subject_of_issue(session, issue))
    if issue.state is IssueState.CLOSED:
        raise Conflict("instructions.error.already_closed")
    open_ones = _open_instructions(session, issue)
    if open_ones:
        raise Conflict("instructions.error.open_instructions", n=len(open_ones), numbers=", ".join(open_ones))
    text = checked_text(reason)
    original_id = checked_original(session, actor, issue, outcome=outcome, duplicate_of_id=duplicate_of_id)
    before = issue.state
    issue.state, issue.closed_at = IssueState.CLOSED, now
    issue.outcome, issue.duplicate_of_id, issue.next_tour = outcome, original_id, False
    facts: dict[str, Any] = {"outcome": outcome.value} | ({"duplicate_of": original_id} if original_id else {})
    write_move(session, actor, issue, Step.CLOSE, now=now, from_state=before, to_state=issue.state, text=text, **facts)
    if original_id is not None:
        _carry_supporters(session, actor, issue, session.get_one(Issue, original_id), now=now)
    return issue


def reopen_issue(
    session: Session,
    actor: Actor,
    issue_id: int,
    *,
    reason: str,
    now: datetime,
    today: date,
    until: date | None = None,
) -> Issue:
    """Opens a closed issue: the instruction that was taken off control last is returned, else the issue is new again.

    What is returned wants a new date, `until`, that is not past.
    """
    issue = hold_issue(session, actor, issue_id)
    require(actor, ISSUE_MOVES[Step.REOPEN].action, subject_of_issue(session, issue))
    if issue.state not in ISSUE_MOVES[Step.REOPEN].sources:
        raise Conflict("instructions.error.not_closed")
    instruction = _last_off_control(session, issue)
    demands = (INSTRUCTION_MOVES if instruction is not None else ISSUE_MOVES)[Step.REOPEN].demands
    require_given(demands, {"text": reason, "date": until})
    text = checked_text(reason)
    before, outcome = issue.state, issue.outcome
    facts: dict[str, Any] = {"outcome": outcome.value if outcome else None}
    if instruction is not None:
        facts |= move_term(instruction, day_to_come(until, today), today=today)
        instruction.state = INSTRUCTION_MOVES[Step.REOPEN].target or instruction.state
        instruction.closed_at = None
    refresh_issue(session, issue, now=now)
    write_move(
        session,
        actor,
        issue,
        Step.REOPEN,
        now=now,
        instruction=instruction,
        from_state=before,
        to_state=issue.state,
        text=text,
        **facts,
    )
    return issue


def checked_original(
    session: Session, actor: Actor, issue: Issue, *, outcome: Outcome, duplicate_of_id: int | None
) -> int | None:
    """The number of the issue that `issue` repeats; None for every other outcome. Both must be locked.

    Refuses itself, an unknown or invisible issue, and one that is a duplicate itself: so no chain ever closes to a loop.
    """
    if outcome is not Outcome.DUPLICATE:
        return None
    if duplicate_of_id is None:
        raise Invalid("instructions.error.needs_duplicate_of", field="duplicate_of")
    if duplicate_of_id == issue.id:
        raise Invalid("instructions.error.duplicate_of_itself", field="duplicate_of")
    try:
        original = visible_issue(session, actor, duplicate_of_id)
    except NotFound:
        raise Invalid("instructions.error.unknown_original", field="duplicate_of", number=duplicate_of_id) from None
    if original.duplicate_of_id is not None:
        raise Invalid("instructions.error.original_is_duplicate", field="duplicate_of", number=duplicate_of_id)
    return duplicate_of_id


def _carry_supporters(session: Session, actor: Actor, repeat: Issue, original: Issue, *, now: datetime) -> None:
    """Whoever raised or supported the repeat supports the original, nobody twice, and nobody their own. Both are locked."""
    query = select(Support).where(col(Support.issue_id).in_([repeat.id, original.id]))
    rows = session.exec(query.order_by(col(Support.supported_at), col(Support.supporter))).all()
    known = {row.supporter for row in rows if row.issue_id == original.id} | {owner_of(original)}
    wish = {row.supporter: row.supported_at for row in rows if row.issue_id == repeat.id}
    author = owner_of(repeat)
    if author is not None:
        wish.setdefault(author, repeat.created_at)
    carried = {supporter: at for supporter, at in wish.items() if supporter not in known}
    for supporter, at in carried.items():
        session.add(Support(issue_id=id_of(original), supporter=supporter, supported_at=at))
    original.supporters += len(carried)
    state, facts = original.state, dict[str, Any](repeat=repeat.id, supporters=len(carried))
    write_move(session, actor, original, Step.MERGE, now=now, from_state=state, to_state=state, **facts)


def _open_instructions(session: Session, issue: Issue) -> list[str]:
    """What they are called."""
    query = select(Instruction).where(Instruction.issue_id == issue.id).order_by(col(Instruction.id))
    return [instruction_number(each) for each in session.exec(query) if each.state in OPEN_INSTRUCTION_STATES]


def _last_off_control(session: Session, issue: Issue) -> Instruction | None:
    query = select(Instruction).where(Instruction.issue_id == issue.id, Instruction.state == InstructionState.CLOSED)
    return session.exec(query.order_by(col(Instruction.closed_at).desc(), col(Instruction.id).desc())).first()
