"""Correcting an instruction: by who gave it until its agency acts, by a controller after that. The history keeps both versions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.models import Agency, CoExecutor, Instruction, Move, Person
from planner.domain.models.types import id_of
from planner.domain.words import ControlKind, InstructionState, Step
from planner.services.control.given import (
    add_co_executors,
    checked_agency,
    checked_controller,
    day_to_come,
    drop_wishes,
    move_term,
)
from planner.services.control.steps import Taken, agency_moves, begin_step, checked_text, write_step
from planner.services.issues.history import refresh_issue

_KEPT = "as it is"
"""Stands for what is not changed, and so is not missing."""
CORRECTABLE = ("text", "agency_id", "due_on", "co_executor_ids", "controller_id", "control")


def correct_instruction(
    session: Session,
    actor: Actor,
    instruction_id: int,
    *,
    now: datetime,
    today: date,
    seen: Values | None = None,
    **changes: Any,
) -> Instruction:
    """Changes any of CORRECTABLE and writes one step with the old and the new values; what stays the same is no change.

    Another agency begins anew, and takes no wish of the former one along; a later date is an extension once the agency has
    acted. Raises Invalid as `give_instruction` does, and with `seen`, what the form began with, ChangedMeanwhile as
    `beside_others` raises it.
    """
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"an instruction has no {sorted(unknown)} that could be corrected")
    text, agency, day = (changes.get(name, _KEPT) for name in ("text", "agency_id", "due_on"))
    taken = begin_step(session, actor, instruction_id, Step.CORRECT, text=text, agency=agency, date=day)
    instruction, present = taken.instruction, _present(session, taken.instruction)
    by = _last_corrector(session, instruction)
    given = present | beside_others("instruction", {name: present[name] for name in changes}, changes, seen, by=by)
    before = _told(session, instruction)
    _store(session, taken, given, today)
    refresh_issue(session, taken.issue, now=now)
    after = _told(session, instruction)
    told = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if told:
        taken = taken._replace(to_state=instruction.state, text="")
        write_step(session, actor, taken, Step.CORRECT, now=now, changes=told, agency_id=instruction.agency_id)
    return instruction


def _store(session: Session, taken: Taken, given: Mapping[str, Any], today: date) -> None:
    instruction = taken.instruction
    if given["due_on"] != instruction.due_on:
        later = day_to_come(given["due_on"], today) > instruction.due_on
        instruction.extensions += later and bool(agency_moves(session, [instruction])[instruction.id])
        move_term(instruction, given["due_on"], today=today)
    instruction.text = checked_text(given["text"])
    if given["controller_id"] != instruction.controller_id:
        instruction.controller_id = checked_controller(session, given["controller_id"])
    instruction.control = ControlKind(given["control"])
    if given["agency_id"] != instruction.agency_id:
        instruction.agency_id = id_of(checked_agency(session, given["agency_id"]))
        instruction.state = InstructionState.ASSIGNED
        drop_wishes(instruction)
    helping = set(given["co_executor_ids"]) - {instruction.agency_id}
    if helping != {agency.id for agency in _helping(session, instruction)}:
        session.exec(delete(CoExecutor).where(col(CoExecutor.instruction_id) == instruction.id))
        add_co_executors(session, instruction, sorted(helping))
    session.flush()


def _present(session: Session, instruction: Instruction) -> dict[str, Any]:
    """The instruction as its form shows it."""
    values = {name: getattr(instruction, name) for name in CORRECTABLE if name != "co_executor_ids"}
    return values | {"co_executor_ids": frozenset(id_of(agency) for agency in _helping(session, instruction))}


def _told(session: Session, instruction: Instruction) -> dict[str, Any]:
    """The instruction as the history tells of it: names as they are now instead of ids."""
    controller = session.get(Person, instruction.controller_id) if instruction.controller_id is not None else None
    return {
        "text": instruction.text,
        "agency": session.get_one(Agency, instruction.agency_id).name,
        "due_on": instruction.due_on.isoformat(),
        "co_executors": ", ".join(agency.name for agency in _helping(session, instruction)),
        "controller": controller.name if controller else "",
        "control": instruction.control.value,
    }


def _helping(session: Session, instruction: Instruction) -> list[Agency]:
    query = select(Agency).join(CoExecutor).where(CoExecutor.instruction_id == instruction.id)
    return list(session.exec(query.order_by(Agency.name, col(Agency.id))).all())


def _last_corrector(session: Session, instruction: Instruction) -> str:
    query = select(Move.by).where(Move.instruction_id == instruction.id, Move.step == Step.CORRECT)
    return session.exec(query.order_by(col(Move.id).desc())).first() or ""
