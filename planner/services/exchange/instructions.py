"""Instructions that come back as a table: what would be corrected, what is new, and what cannot come in; then all of it at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from planner.domain.actor import Actor
from planner.domain.corrections import Correction, FieldChange, Preview, against, mark_of, told_instruction
from planner.domain.errors import Invalid, NotFound
from planner.domain.instruction_number import in_order_of_numbers, instruction_number, number_parts
from planner.domain.models import Agency, CoExecutor, Instruction, Issue, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.table_cells import as_day, as_whole
from planner.domain.typed import one_line, shortened
from planner.domain.words import Role, Step
from planner.render.tables.sheets import Sheet, SheetRow
from planner.services.access.scopes import issues_visible_to
from planner.services.control.correcting import correct_instruction
from planner.services.control.instructions import give_instruction
from planner.services.control.steps import NextSteps, checked_text, steps_open_to
from planner.services.exchange.cells import Columns, cell_of, named, text_of, title_of, uid_of_row
from planner.services.exchange.rows import Reading, write_rows

COLUMNS = ("number", "issue", "text", "agency", "co_executors", "controller", "due_on", "version")
"""What is read of a table of instructions, as the export names it."""
_BATCH = 500


@dataclass(frozen=True)
class _Known:
    """What cells may name, by folded name, with the name as it is told: agencies, and controllers; and their names by id."""

    agencies: Mapping[str, tuple[int, str]]
    controllers: Mapping[str, tuple[int, str]]
    agency_names: Mapping[int | None, str]
    people: Mapping[int | None, str]


def preview_instructions(
    session: Session, actor: Actor, sheet: Sheet, columns: Columns, *, source: str, today: date
) -> Preview:
    """What the table would do. `columns`: what it calls COLUMNS; `source`: the hash of the file, so that the same new rows come
    in once.

    A row with a number is that instruction; one without is a new one for the issue that it names. An empty list of co-executors
    empties it, other empty cells say nothing.
    """
    require(actor, Action.IMPORT_TABLES)
    reader = _Reader(session, actor, columns, _known(session), source, today)
    reading = Reading(sheet, columns)
    for at in range(0, len(sheet.rows), _BATCH):
        batch = sheet.rows[at : at + _BATCH]
        here = reader.instructions(batch)
        for row in batch:
            reading.read(row, None, partial(reader.correct, row, here, reading))
    return reading.preview()


def apply_instructions(
    session: Session,
    actor: Actor,
    preview: Preview,
    *,
    take: Collection[tuple[int, str]] = (),
    now: datetime,
    today: date,
) -> tuple[int, int]:
    """Writes what the preview shows, each change as a step of the history; of conflicts those among `take`. How many
    instructions were corrected and how many are new.

    ChangedMeanwhile where somebody has changed a field since the preview, and whatever `give_instruction` and
    `correct_instruction` refuse: then nothing is written.
    """
    require(actor, Action.IMPORT_TABLES)
    return write_rows(
        preview,
        take,
        add=lambda issue_id, **fields: give_instruction(session, actor, issue_id, now=now, today=today, **fields),
        change=partial(correct_instruction, session, actor, now=now, today=today),
    )


def _known(session: Session) -> _Known:
    agencies: dict[str, tuple[int, str]] = {}
    every = session.exec(select(Agency)).all()
    for agency in every:
        names = (agency.short_name, agency.name) if not agency.archived else ()
        agencies |= {one_line(name).casefold(): (id_of(agency), agency.name) for name in names if name}
    people = dict(session.exec(select(Person.id, Person.name)).all())
    query = select(Person).join(PersonRole).where(PersonRole.role == Role.CONTROLLER, col(Person.archived).is_(False))
    controllers = session.exec(query.order_by(col(Person.id).desc())).all()  # of two with one name the first stays
    return _Known(
        agencies,
        {one_line(person.name).casefold(): (id_of(person), person.name) for person in controllers},
        {agency.id: agency.name for agency in every},
        people,
    )


@dataclass(frozen=True)
class _Here:
    """The instructions that the rows of a batch name, by the parts of their numbers, and who helps with each."""

    by_parts: Mapping[tuple[int, int, int], Instruction]
    helping: Mapping[int, Sequence[int]]


@dataclass(frozen=True)
class _Reader:
    """Reads the rows of one table for one person."""

    session: Session
    actor: Actor
    columns: Columns
    known: _Known
    source: str
    today: date

    def instructions(self, rows: Sequence[SheetRow]) -> _Here:
        """Those of the rows that the person may see."""
        parts = {named for row in rows if (named := self._parts(row)) is not None}
        tours = {tour for tour, _, _ in parts if tour}
        issues = {issue for tour, issue, _ in parts if not tour}
        asked = or_(
            col(Instruction.tour_id).in_(tours),
            and_(col(Instruction.tour_id).is_(None), col(Instruction.issue_id).in_(issues)),
        )
        query = select(Instruction).join(Issue, col(Issue.id) == Instruction.issue_id)
        found = self.session.exec(query.where(asked, issues_visible_to(self.actor)))
        wanted = {key: each for each in found if (key := in_order_of_numbers(each)) in parts}
        helping: dict[int, list[int]] = {}
        numbers = [each.id for each in wanted.values()]
        for helper in self.session.exec(select(CoExecutor).where(col(CoExecutor.instruction_id).in_(numbers))):
            helping.setdefault(helper.instruction_id, []).append(helper.agency_id)
        return _Here(wanted, helping)

    def correct(self, row: SheetRow, here: _Here, reading: Reading, _: int | None) -> Correction | None:
        """What a row would change; Invalid where it cannot come in, None where it came in before."""
        typed = self._number(row)
        if not typed:
            return self._new(row)
        parts = number_parts(typed)
        instruction = here.by_parts.get(parts) if parts else None
        if instruction is None:
            raise Invalid("corrections.bad.unknown", number=shortened(typed, 30))
        number = id_of(instruction)
        reading.take(number)
        return self._correction(row, instruction, here.helping.get(number, ()))

    def _parts(self, row: SheetRow) -> tuple[int, int, int] | None:
        try:
            return number_parts(self._number(row))
        except Invalid:  # a formula: the row is refused when its turn comes
            return None

    def _number(self, row: SheetRow) -> str:
        return one_line(text_of(row, self.columns, "number"))

    def _correction(self, row: SheetRow, instruction: Instruction, helping: Sequence[int]) -> Correction:
        names = self.known.agency_names
        present = told_instruction(
            instruction.text,
            names.get(instruction.agency_id, ""),
            (names.get(each, "") for each in helping),
            self.known.people.get(instruction.controller_id, ""),
            instruction.due_on,
        )
        told, wanted = self._read(row, instruction)
        version = text_of(row, self.columns, "version")
        changes = against(told, present, as_it_went_out=version in ("", mark_of(present)))
        called = instruction_number(instruction)
        if changes and Step.CORRECT not in self._steps(instruction.issue_id).of_instructions[id_of(instruction)]:
            raise Invalid("corrections.bad.instruction", number=called)
        if any(each.field == "due_on" for each in changes) and wanted["due_on"]["due_on"] < self.today:
            raise Invalid("instructions.error.past_date")
        seen: dict[str, dict[str, Any]] = {
            "text": {"text": instruction.text},
            "agency": {"agency_id": instruction.agency_id},
            "co_executors": {"co_executor_ids": frozenset(helping)},
            "controller": {"controller_id": instruction.controller_id},
            "due_on": {"due_on": instruction.due_on},
        }
        title = title_of(instruction.text)
        return Correction(row.number, id_of(instruction), title, changes, wanted, seen, called=called)

    def _new(self, row: SheetRow) -> Correction | None:
        uid = uid_of_row(self.source, row.number)
        if self.session.exec(select(Instruction.id).where(Instruction.uid == uid)).first() is not None:
            return None
        issue = self._issue(row)
        told, wanted = self._read(row, None)
        for needed in ("text", "agency", "due_on"):
            if needed not in told:
                raise Invalid(f"corrections.bad.no_{needed}")
        if wanted["due_on"]["due_on"] < self.today:
            raise Invalid("instructions.error.past_date")
        try:
            steps = self._steps(issue)
        except NotFound:
            raise Invalid("corrections.bad.unknown", number=issue) from None
        if Step.INSTRUCT not in steps.of_issue:
            raise Invalid("corrections.bad.not_instructed", number=issue)
        wanted |= {"uid": {"uid": uid, "issue_id": issue}}
        if "co_executors" in wanted:
            wanted["co_executors"] = {"co_executor_ids": sorted(wanted["co_executors"]["co_executor_ids"])}
        changes = [FieldChange(name, None, value) for name, value in told.items() if value]
        return Correction(row.number, None, title_of(told["text"]), [*changes, FieldChange("uid", None, None)], wanted)

    def _issue(self, row: SheetRow) -> int:
        try:
            number = as_whole(cell_of(row, self.columns, "issue"))
        except ValueError:
            given = shortened(text_of(row, self.columns, "issue"), 30)
            raise Invalid("corrections.bad.number", given=given) from None
        if number is None or not 0 < number < 2**31:
            raise Invalid("corrections.bad.no_issue")
        return number

    def _steps(self, issue_id: int) -> NextSteps:
        return steps_open_to(self.session, self.actor, issue_id)

    def _read(self, row: SheetRow, instruction: Instruction | None) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """What the row says, as it is told and as it is stored."""
        told: dict[str, Any] = {}
        wanted: dict[str, dict[str, Any]] = {}
        for name, value, stored in self._cells(row, instruction):
            told[name], wanted[name] = value, stored
        return told, wanted

    def _cells(self, row: SheetRow, instruction: Instruction | None) -> Iterator[tuple[str, Any, dict[str, Any]]]:
        columns, known = self.columns, self.known
        if one_line(text_of(row, columns, "text")):
            text = checked_text(text_of(row, columns, "text"))
            yield "text", text, {"text": text}
        agency = self._agency(row, instruction)
        if agency is not None:
            yield "agency", agency[1], {"agency_id": agency[0]}
        if "co_executors" in columns:
            responsible = agency[0] if agency else instruction.agency_id if instruction else None
            helping = dict(self._helping(text_of(row, columns, "co_executors")))
            helping.pop(responsible or 0, None)  # who does the work does not help with it
            yield "co_executors", "; ".join(sorted(helping.values())), {"co_executor_ids": frozenset(helping)}
        person = known.people.get(instruction.controller_id, "") if instruction else ""
        if _folded(row, columns, "controller") == person.casefold() and instruction:
            yield "controller", person, {"controller_id": instruction.controller_id}
        elif (controller := named(row, columns, "controller", known.controllers)) is not None:
            yield "controller", controller[1], {"controller_id": controller[0]}
        try:
            due_on = as_day(cell_of(row, columns, "due_on"))
        except ValueError:
            given = shortened(text_of(row, columns, "due_on"), 30)
            raise Invalid("corrections.bad.due_on", given=given) from None
        if due_on is not None:
            yield "due_on", due_on.isoformat(), {"due_on": due_on}

    def _agency(self, row: SheetRow, instruction: Instruction | None) -> tuple[int, str] | None:
        """Whom the row makes responsible; the one that has it may be archived by now."""
        present = self.known.agency_names.get(instruction.agency_id, "") if instruction else ""
        if instruction and _folded(row, self.columns, "agency") == present.casefold():
            return instruction.agency_id, present
        return named(row, self.columns, "agency", self.known.agencies)

    def _helping(self, typed: str) -> Iterator[tuple[int, str]]:
        for name in filter(None, (one_line(each) for each in typed.split(";"))):
            found = self.known.agencies.get(name.casefold())
            if found is None:
                raise Invalid("corrections.bad.agency", given=shortened(name, 60))
            yield found


def _folded(row: SheetRow, columns: Columns, column: str) -> str:
    return one_line(text_of(row, columns, column)).casefold()
