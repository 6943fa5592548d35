"""The facts on papers about instructions: of a tour, of one, of an agency that is late, of a period, of what is under guarantee."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.deadlines import is_overdue
from planner.domain.errors import Invalid, NotFound
from planner.domain.instruction_number import in_order_of_numbers
from planner.domain.lateness import lateness_of, lateness_told
from planner.domain.models import Agency, Category, CoExecutor, Instruction, Issue, Move, Person, Photo, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import WAITING_INSTRUCTION_STATES, InstructionState, PhotoPhase, Step
from planner.services.access.scopes import issues_visible_to, visible_issue, visible_tour
from planner.services.city.repairs import Guarantee, guarantees_at
from planner.services.issues.internal import closed_to
from planner.storage import FileStore

MOST_PICTURES = 12
"""On one act, of each kind."""
LONGEST_PERIOD_DAYS = 3 * 366


@dataclass(frozen=True)
class InstructionRow:
    """An instruction with all that the papers say of it; `moves` are its own steps, the first one first.

    `late`: by how many days it missed its date, or one that was moved since. `head`: who heads the responsible agency.
    """

    instruction: Instruction
    issue: Issue
    category: Category
    agency: Agency
    co_executors: Sequence[Agency]
    controller: str
    moves: Sequence[Move]
    late: int
    head: str = ""


@dataclass(frozen=True)
class InspectionFacts:
    """One instruction with its pictures of the problem and of the work done, the small files of which are given."""

    row: InstructionRow
    before: Sequence[bytes]
    after: Sequence[bytes]
    tour: Tour | None


@dataclass(frozen=True)
class GuaranteeFacts:
    """An issue at what is under guarantee, with the small files of its pictures.

    `due_on`: until when the contractor was told to mend it, where it has such an instruction and that day is not past.
    """

    issue: Issue
    category: Category
    guarantee: Guarantee
    due_on: date | None
    before: Sequence[bytes]


@dataclass(frozen=True)
class AgencyDiscipline:
    """What an agency had to do within a period: reported in time, late, still to come, and overdue without a report."""

    agency: Agency
    given: int
    in_time: int
    late: int
    coming: int
    overdue: int
    days_late: int


def instructions_of_tour(session: Session, actor: Actor, tour_id: int, *, today: date) -> Sequence[InstructionRow]:
    """All instructions of a tour that the actor may see, in the order of the numbers, for staff; seven queries."""
    require(actor, Action.EXPORT_ISSUES)
    visible_tour(session, actor, tour_id)
    return _rows(session, actor, col(Instruction.tour_id) == tour_id, today)


def instruction_facts(
    session: Session, actor: Actor, store: FileStore, instruction_id: int, *, today: date
) -> InspectionFacts:
    """One instruction, for staff that may see its issue. A picture whose file is gone is left out."""
    require(actor, Action.EXPORT_ISSUES)
    issue_id = session.exec(select(Instruction.issue_id).where(Instruction.id == instruction_id)).first()
    if issue_id is None:
        raise NotFound("instructions.error.unknown")
    try:
        visible_issue(session, actor, issue_id)
    except NotFound:
        raise NotFound("instructions.error.unknown") from None
    (row,) = _rows(session, actor, col(Instruction.id) == instruction_id, today)
    tour = session.get(Tour, row.instruction.tour_id) if row.instruction.tour_id is not None else None
    return InspectionFacts(
        row=row,
        before=_pictures(session, actor, store, row.issue, PhotoPhase.BEFORE),
        after=_pictures(session, actor, store, row.issue, PhotoPhase.AFTER, instruction_id),
        tour=tour,
    )


def guarantee_facts(
    session: Session, actor: Actor, store: FileStore, issue_id: int, repair_id: int, *, today: date
) -> GuaranteeFacts:
    """What the letter to a contractor says, for staff that may see the issue; NotFound for a guarantee that is not at its place."""
    require(actor, Action.EXPORT_ISSUES)
    issue = visible_issue(session, actor, issue_id)
    known = guarantees_at(session, actor, issue.point, today=today)
    guarantee = next((each for each in known if each.repair.id == repair_id), None)
    if guarantee is None:
        raise NotFound("repairs.error.unknown")
    contractor = guarantee.agency.id if guarantee.agency else None
    waiting = (Instruction.issue_id == issue_id, col(Instruction.state).in_(WAITING_INSTRUCTION_STATES))
    due = select(func.min(Instruction.due_on)).where(*waiting, Instruction.agency_id == contractor)
    due = due.where(Instruction.due_on >= today)
    return GuaranteeFacts(
        issue=issue,
        category=session.get_one(Category, issue.category_id),
        guarantee=guarantee,
        due_on=session.exec(due).one(),
        before=_pictures(session, actor, store, issue, PhotoPhase.BEFORE),
    )


def owed_by(session: Session, actor: Actor, agency_id: int, *, today: date) -> tuple[Agency, Sequence[InstructionRow]]:
    """What an agency has not reported though its date is over, the oldest date first, as far as the actor may see it."""
    require(actor, Action.EXPORT_ISSUES)
    agency = session.get(Agency, agency_id)
    if agency is None:
        raise NotFound("agencies.error.unknown")
    late = col(Instruction.state).in_(WAITING_INSTRUCTION_STATES) & (col(Instruction.due_on) < today)
    rows = _rows(session, actor, late & (col(Instruction.agency_id) == agency_id), today)
    return agency, sorted(rows, key=lambda row: (row.instruction.due_on, in_order_of_numbers(row.instruction)))


def discipline_of(
    session: Session, actor: Actor, *, since: date, until: date, today: date
) -> Sequence[AgencyDiscipline]:
    """How agencies kept the dates that fall into a period, both days included, by the names of the agencies.

    It counts what the actor may see. Invalid on "until" where the period ends before it begins, or is too long.
    """
    require(actor, Action.EXPORT_ISSUES)
    if not 0 <= (until - since).days <= LONGEST_PERIOD_DAYS:
        raise Invalid("discipline.error.period", field="until")
    query = (
        select(Instruction)
        .join(Issue, col(Issue.id) == Instruction.issue_id)
        .where(
            col(Instruction.due_on).between(since, until),
            col(Instruction.state) != InstructionState.CANCELLED,
            issues_visible_to(actor),
        )
    )
    counted: dict[int, list[Instruction]] = defaultdict(list)
    for given in session.exec(query):
        counted[given.agency_id].append(given)
    agencies = session.exec(select(Agency).where(col(Agency.id).in_(counted)).order_by(Agency.name)).all()
    return [_discipline(agency, counted[id_of(agency)], today) for agency in agencies]


def _discipline(agency: Agency, given: Sequence[Instruction], today: date) -> AgencyDiscipline:
    waiting = [each for each in given if each.state in WAITING_INSTRUCTION_STATES]
    overdue = sum(is_overdue(each.due_on, today) for each in waiting)
    late = sum(lateness_of(each, today) > 0 for each in given if each.state not in WAITING_INSTRUCTION_STATES)
    return AgencyDiscipline(
        agency=agency,
        given=len(given),
        in_time=len(given) - len(waiting) - late,
        late=late,
        coming=len(waiting) - overdue,
        overdue=overdue,
        days_late=sum(lateness_of(each, today) for each in given),
    )


def _rows(session: Session, actor: Actor, wanted: ColumnElement[bool], today: date) -> Sequence[InstructionRow]:
    query = (
        select(Instruction, Issue, Category, Agency)
        .join(Issue, col(Issue.id) == Instruction.issue_id)
        .join(Category, col(Category.id) == Issue.category_id)
        .join(Agency, col(Agency.id) == Instruction.agency_id)
        .where(wanted, issues_visible_to(actor))
    )
    found = session.exec(query).all()
    ids = [id_of(given) for given, _, _, _ in found]
    closed = closed_to(session, actor, [issue for _, issue, _, _ in found])
    moves, helping = _moves(session, ids), _helping(session, ids)
    controllers = {given.controller_id for given, _, _, _ in found} - {None}
    heads = _heads(session, {agency.id for _, _, _, agency in found})
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(controllers))).all())
    rows = [
        InstructionRow(
            instruction=closed[id_of(issue)].instruction(given),
            issue=issue,
            category=category,
            agency=agency,
            co_executors=helping[id_of(given)],
            controller=names.get(given.controller_id, ""),
            moves=[each for each in moves[id_of(given)] if not closed[id_of(issue)].move(id_of(each))],
            late=lateness_told(given, today),
            head=", ".join(heads[id_of(agency)]),
        )
        for given, issue, category, agency in found
    ]
    return sorted(rows, key=lambda row: in_order_of_numbers(row.instruction))


def _moves(session: Session, ids: Sequence[int]) -> Mapping[int, list[Move]]:
    found: dict[int, list[Move]] = defaultdict(list)
    own = col(Move.step).not_in((Step.ADD_PHOTO, Step.HIDE_PHOTO, Step.SHOW_PHOTO))
    for move in session.exec(select(Move).where(col(Move.instruction_id).in_(ids), own).order_by(col(Move.id))):
        found[move.instruction_id or 0].append(move)
    return found


def _heads(session: Session, agencies: Set[int | None]) -> Mapping[int | None, list[str]]:
    found: dict[int | None, list[str]] = defaultdict(list)
    wanted = (col(Person.agency_id).in_(agencies), col(Person.heads_agency), col(Person.archived).is_(False))
    for agency_id, name in session.exec(select(Person.agency_id, Person.name).where(*wanted).order_by(Person.name)):
        found[agency_id].append(name)
    return found


def _helping(session: Session, ids: Sequence[int]) -> Mapping[int, list[Agency]]:
    found: dict[int, list[Agency]] = defaultdict(list)
    query = select(CoExecutor.instruction_id, Agency).join(Agency, col(Agency.id) == CoExecutor.agency_id)
    for instruction_id, agency in session.exec(
        query.where(col(CoExecutor.instruction_id).in_(ids)).order_by(Agency.name)
    ):
        found[instruction_id].append(agency)
    return found


def _pictures(
    session: Session, actor: Actor, store: FileStore, issue: Issue, phase: PhotoPhase, instruction_id: int | None = None
) -> Sequence[bytes]:
    """Of the problem all of the issue, of the work done those that were sent with a report on this instruction."""
    closed = closed_to(session, actor, [issue])[id_of(issue)]
    query = select(Photo.clean, Photo.added_at).where(
        Photo.issue_id == issue.id, Photo.phase == phase, col(Photo.hidden).is_(False)
    )
    if phase is PhotoPhase.AFTER:
        query = query.where(Photo.instruction_id == instruction_id)
    files: list[bytes] = []
    rows = session.exec(query.order_by(col(Photo.added_at), col(Photo.id))).all()
    for name in [name for name, added_at in rows if not closed.moment(added_at)][:MOST_PICTURES]:
        try:
            files.append(store.get(name))
        except NotFound:
            continue
    return files
