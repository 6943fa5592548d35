"""From what happened to notices: each cause is told once, to everybody whom it concerns and who may know of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.audience import TOLD, Who
from planner.domain.models import Agency, Cause, CoExecutor, Instruction, Issue, Move, Notice
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind, NoticeKind
from planner.domain.permissions import Action, require
from planner.domain.words import IssueState, Step
from planner.services.notices.free_seats import tell_free_seat
from planner.services.notices.quotes import tell_quoted
from planner.services.notices.recipients import Recipients
from planner.services.notices.residents import tell_resident
from planner.services.notices.tour_changes import tell_tour_change

TOO_OLD = timedelta(days=7)
"""What happened so long before it could be told is told nobody: it was read in from somewhere."""


def untold_causes(session: Session, actor: Actor, *, limit: int, now: datetime) -> Sequence[int]:
    """The numbers of the causes that somebody may be told of now and was not yet, the oldest first; for the worker."""
    require(actor, Action.MANAGE_CITY)
    free = or_(col(Cause.held_until).is_(None), col(Cause.held_until) <= now)
    query = select(Cause.id).where(col(Cause.told_at).is_(None), free).order_by(col(Cause.id)).limit(limit)
    return [number for number in session.exec(query) if number is not None]


def tell_cause(session: Session, actor: Actor, cause_id: int, *, now: datetime) -> int:
    """Writes the notices of a cause, in one transaction with the mark that it is told; how many there were.

    Of several processes one does it: the others pass over what is held, and find it told afterwards.
    """
    require(actor, Action.MANAGE_CITY)
    query = select(Cause).where(Cause.id == cause_id, col(Cause.told_at).is_(None))
    cause = session.exec(query.with_for_update(skip_locked=True).execution_options(populate_existing=True)).first()
    if cause is None:
        return 0
    cause.told_at = now
    session.flush()
    if cause.at < now - TOO_OLD:
        return 0
    recipients = Recipients(session, now)
    match cause.kind:
        case CauseKind.MOVE:
            return _tell_move(recipients, cause.about["move"])
        case CauseKind.TOUR:
            return tell_tour_change(recipients, id_of(cause), cause.about)
        case CauseKind.SEAT:
            return tell_free_seat(recipients, cause.about["participant"])
        case CauseKind.REPORT:
            return tell_resident(recipients, cause.about["report"], answered=False)
        case CauseKind.REPORT_ANSWER:
            return tell_resident(recipients, cause.about["report"], answered=True)
        case CauseKind.QUOTE:
            return tell_quoted(recipients, cause.about)


def tell_administrators(session: Session, actor: Actor, *, now: datetime) -> int:
    """Tells every administrator that no mails are sent, because no mail server is named: each of them once."""
    require(actor, Action.MANAGE_CITY)
    hold_all(session, Notice)
    recipients = Recipients(session, now)
    told = [recipients.tell(each, NoticeKind.NO_MAIL, "no_mail", facts={}) for each in recipients.administrators()]
    return sum(each is not None for each in told)


def _tell_move(recipients: Recipients, move_id: int) -> int:
    session = recipients.session
    move = session.get_one(Move, move_id)
    issue = session.get_one(Issue, move.issue_id)
    instruction = session.get(Instruction, move.instruction_id) if move.instruction_id is not None else None
    facts = _facts(session, move, issue, instruction)
    told = 0
    for who, kind in TOLD[move.step]:
        for person_id in _people(recipients, who, move, issue, instruction):
            if person_id != move.by_person_id:
                told += recipients.tell(person_id, kind, f"move:{move.id}", thing=issue, facts=facts) is not None
    return told


def _people(
    recipients: Recipients, who: Who, move: Move, issue: Issue, instruction: Instruction | None
) -> Iterator[int]:
    """Those of one kind, by how things were right after the step, where the step says so."""
    session = recipients.session
    match who:
        case Who.AGENCY if instruction is not None:
            named = move.facts.get("to_agency" if move.step is Step.HAND_OVER else "agency") or {}
            yield from recipients.officials(named.get("id", instruction.agency_id))
        case Who.WISHED if instruction is not None:
            yield from recipients.officials(move.facts["to_agency"]["id"])
        case Who.HELPERS if instruction is not None:
            helping = select(CoExecutor.agency_id).where(CoExecutor.instruction_id == instruction.id)
            for agency_id in session.exec(helping.order_by(col(CoExecutor.agency_id))).all():
                yield from recipients.officials(agency_id)
        case Who.CONTROLLERS if instruction is not None:
            yield from _controllers(recipients, instruction)
        case Who.REPORTER if instruction is not None:
            yield from _reporters(session, instruction)
        case Who.AUTHOR if issue.raised_by_person_id is not None and not _goes_on(move):
            yield issue.raised_by_person_id
        case Who.AGENCY | Who.WISHED | Who.HELPERS | Who.CONTROLLERS | Who.REPORTER | Who.AUTHOR:
            return


def _goes_on(move: Move) -> bool:
    """Whether other instructions keep the issue open after this one was accepted."""
    return move.facts.get("issue_state", IssueState.CLOSED) != IssueState.CLOSED and move.step is Step.ACCEPT


def _controllers(recipients: Recipients, instruction: Instruction) -> Sequence[int]:
    """The one who was named, while that person verifies; else all."""
    named = instruction.controller_id
    all_of_them = recipients.controllers()
    return [named] if named is not None and named in all_of_them else all_of_them


def _reporters(session: Session, instruction: Instruction) -> Iterator[int]:
    """Who reported last, and who asked last for more time, wherever they work by now."""
    if instruction.reported_by_id is not None:
        yield instruction.reported_by_id
    asked = select(Move.by_person_id).where(Move.instruction_id == instruction.id, Move.step == Step.ASK_EXTENSION)
    asker = session.exec(asked.order_by(col(Move.id).desc())).first()
    if asker is not None:
        yield asker


def _facts(session: Session, move: Move, issue: Issue, instruction: Instruction | None) -> dict[str, Any]:
    """What was so at that moment, as JSON."""
    facts: dict[str, Any] = {"issue": issue.id, "address": issue.address, "text": move.text, "by": move.by}
    if instruction is not None:
        agency = session.get_one(Agency, instruction.agency_id)
        facts |= {
            "instruction": instruction.id,
            "work": instruction.text,
            "due_on": move.facts.get("to_due") or move.facts.get("due_on") or instruction.due_on.isoformat(),
            "agency": (move.facts.get("to_agency") or {}).get("name") or agency.short_name or agency.name,
        }
    for name in ("until", "outcome", "from_due"):
        if name in move.facts:
            facts[name] = move.facts[name]
    if "from_agency" in move.facts:
        facts["from_agency"] = move.facts["from_agency"]["name"]
    return facts
