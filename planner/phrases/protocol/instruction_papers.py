"""The papers about instructions in words: list, control card, act, letters, note on discipline."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from planner.domain.instruction_number import instruction_number
from planner.domain.lateness import state_word
from planner.domain.models import Agency, City, Move, Tour
from planner.domain.words import ControlKind, InstructionState, Step
from planner.i18n import Translator
from planner.phrases.history import facts_in_words
from planner.phrases.names import city_name
from planner.phrases.protocol.protocol import protocol_in_words
from planner.render.papers.protocol import ProtocolPaper
from planner.render.papers.word.fill import Picture
from planner.render.papers.word.papers import (
    CardStep,
    ControlCard,
    DisciplineNote,
    DisciplineRow,
    GuaranteeLetter,
    InspectionAct,
    InstructionList,
    ListedInstruction,
    OwedInstruction,
    ReminderLetter,
)
from planner.render.tables.tables import Cell
from planner.services.papers.instructions import AgencyDiscipline, GuaranteeFacts, InspectionFacts, InstructionRow
from planner.services.protocol.editions import Protocol

LIST_COLUMNS = (
    *("number", "place", "problem", "text", "responsible", "co_executors", "until", "state", "controller"),
    *("report", "reported", "closed", "extensions", "late"),
)
DISCIPLINE_COLUMNS = ("agency", "given", "in_time", "late", "coming", "overdue", "days_late")


def extract_in_words(t: Translator, protocol: Protocol, agency: Agency) -> ProtocolPaper:
    """What a protocol tells one agency: the points in which it has a part, and what they are about."""
    text = protocol.text.for_agency(agency.id or 0, agency.name)
    words = protocol_in_words(t, replace(protocol, text=text, changes=[], stances=[]), is_short=True)
    return replace(
        words,
        title=t("protocol.extract_title", number=protocol.tour.id),
        tour=f"{words.tour}, {agency.name}",
        present=[],
        absent=[],
        residents="",
        agenda=[],
    )


def list_in_words(t: Translator, tour: Tour, rows: Sequence[InstructionRow]) -> InstructionList:
    """The list of a tour's instructions, as they stand now."""
    return InstructionList(
        title=t("instruction_papers.list"),
        tour=tour.title,
        date=t.full_date(tour.starts_at),
        rows=[_listed(t, row) for row in rows],
    )


def list_columns(t: Translator) -> list[str]:
    """The names of the columns of that list."""
    return [t(f"instruction_papers.column.{name}") for name in LIST_COLUMNS]


def list_cells(t: Translator, row: InstructionRow) -> Sequence[Cell]:
    """The cells of one row for a spreadsheet: days are days, numbers numbers."""
    given, said = row.instruction, _listed(t, row)
    days: Mapping[str, Cell] = {
        "until": given.due_on,
        "reported": given.reported_on,
        "closed": t.local(given.closed_at) if given.closed_at else None,
        "late": row.late or None,
    }
    return [days[name] if name in days else getattr(said, name) for name in LIST_COLUMNS]


def card_in_words(t: Translator, facts: InspectionFacts, *, printed_at: datetime) -> ControlCard:
    """The control card."""
    row, said = facts.row, _listed(t, facts.row)
    return ControlCard(
        number=said.number,
        given=t.short_date(row.instruction.given_at),
        given_by=row.instruction.given_by,
        tour=facts.tour.title if facts.tour else t("instruction_papers.no_tour"),
        issue=str(row.issue.id),
        problem=said.problem,
        place=said.place,
        text=said.text,
        responsible=said.responsible,
        co_executors=said.co_executors,
        controller=said.controller,
        until=said.until,
        state=said.state,
        late=said.late,
        steps=[_step(t, move) for move in row.moves],
        printed=t.short_date(printed_at),
    )


def act_in_words(t: Translator, facts: InspectionFacts, *, printed_at: datetime) -> InspectionAct:
    """The act of an inspection."""
    row, said = facts.row, _listed(t, facts.row)
    verdicts = [move for move in row.moves if move.step in (Step.ACCEPT, Step.RETURN)]
    found = ""
    if verdicts:
        last = verdicts[-1]
        found = ". ".join(filter(None, (t(f"words.step.{last.step.value}"), *facts_in_words(t, last), last.text)))
    return InspectionAct(
        number=said.number,
        issue=str(row.issue.id),
        place=said.place,
        problem=said.problem,
        text=said.text,
        responsible=said.responsible,
        until=said.until,
        report=said.report,
        found=found,
        controller=said.controller,
        before=[Picture(file) for file in facts.before],
        after=[Picture(file) for file in facts.after],
        printed=t.full_date(printed_at),
    )


def letter_in_words(
    t: Translator, city: City, agency: Agency, rows: Sequence[InstructionRow], *, printed_at: datetime
) -> ReminderLetter:
    """The letter to an agency about what it owes."""
    return ReminderLetter(
        agency=agency.name,
        city=city_name(t, city),
        count=t("instruction_papers.owed", n=len(rows)),
        rows=[_owed(t, row) for row in rows],
        printed=t.full_date(printed_at),
    )


def claim_in_words(t: Translator, city: City, facts: GuaranteeFacts, *, printed_at: datetime) -> GuaranteeLetter:
    """The letter that asks a contractor to mend what is under guarantee."""
    issue, repair = facts.issue, facts.guarantee.repair
    until = t("instruction_papers.demand_until", day=t.full_date(facts.due_on)) if facts.due_on else ""
    return GuaranteeLetter(
        contractor=facts.guarantee.contractor,
        city=city_name(t, city),
        title=t("instruction_papers.guarantee"),
        claim=t("instruction_papers.claim", object=repair.name, until=t.full_date(repair.guarantee_until)),
        contract=repair.contract,
        accepted=t.full_date(repair.accepted_on) if repair.accepted_on else "",
        issue=str(issue.id),
        problem=issue.text or facts.category.name_in(t.language),
        place=issue.address,
        demand=until or t("instruction_papers.demand"),
        before=[Picture(file) for file in facts.before],
        printed=t.full_date(printed_at),
    )


def note_in_words(
    t: Translator, rows: Sequence[AgencyDiscipline], *, since: date, until: date, printed_at: datetime
) -> DisciplineNote:
    """The note on discipline."""
    said = [_discipline(each.agency.name, [each]) for each in rows]
    return DisciplineNote(
        title=t("instruction_papers.note"),
        period=t("instruction_papers.period", since=t.short_date(since), until=t.short_date(until)),
        rows=said,
        total=_discipline(t("instruction_papers.total"), rows),
        printed=t.full_date(printed_at),
    )


def note_columns(t: Translator) -> list[str]:
    """The names of its columns."""
    return [t(f"instruction_papers.discipline.{name}") for name in DISCIPLINE_COLUMNS]


def note_cells(row: DisciplineRow) -> Sequence[Cell]:
    """The cells of one row for a spreadsheet."""
    return [getattr(row, name) for name in DISCIPLINE_COLUMNS]


def _control(t: Translator, row: InstructionRow) -> str:
    """«Особый: Кравец М. А.»: the kind of control where it is not the usual one, and who verifies."""
    kind = row.instruction.control
    named = "" if kind is ControlKind.USUAL else t(f"words.control_kind.{kind.value}")
    return ": ".join(filter(None, (named, row.controller)))


def _listed(t: Translator, row: InstructionRow) -> ListedInstruction:
    given, issue = row.instruction, row.issue
    reports = [move.text for move in row.moves if move.step is Step.REPORT]
    return ListedInstruction(
        number=instruction_number(given),
        place=issue.address,
        problem=issue.text or row.category.name_in(t.language),
        text=given.text or t("protocol.inside"),
        responsible=f"{row.agency.name} ({row.head})" if row.head else row.agency.name,
        co_executors=", ".join(agency.name for agency in row.co_executors),
        until=t.short_date(given.due_on),
        state=t(state_word(given.state, row.late)),
        controller=_control(t, row),
        report=reports[-1] if reports else "",
        reported=t.short_date(given.reported_on) if given.reported_on else "",
        closed=t.short_date(given.closed_at) if given.closed_at and given.state is InstructionState.CLOSED else "",
        extensions="; ".join(_extension(t, move) for move in row.moves if move.step is Step.EXTEND),
        late=t("instruction_papers.late", n=row.late) if row.late else "",
    )


def _extension(t: Translator, move: Move) -> str:
    day = t.short_date(date.fromisoformat(move.facts["to_due"]))
    return t("instruction_papers.extension", day=day, name=move.by)


def _step(t: Translator, move: Move) -> CardStep:
    told = [*facts_in_words(t, move), move.text]
    return CardStep(t.short_date(move.at), t(f"words.step.{move.step.value}"), move.by, ". ".join(filter(None, told)))


def _owed(t: Translator, row: InstructionRow) -> OwedInstruction:
    said = _listed(t, row)
    return OwedInstruction(said.number, said.place, said.text, said.until, said.late)


def _discipline(name: str, rows: Sequence[AgencyDiscipline]) -> DisciplineRow:
    sums = {field: sum(getattr(row, field) for row in rows) for field in DISCIPLINE_COLUMNS if field != "agency"}
    return DisciplineRow(agency=name, **sums)
