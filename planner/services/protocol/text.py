"""The protocol of a tour as it stands now: it grows with each tap of the ride, and with each instruction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, or_, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.instruction_number import in_order_of_numbers, instruction_number
from planner.domain.models import (
    AgendaItem,
    Category,
    Comment,
    Instruction,
    Issue,
    Move,
    Person,
    Stop,
    StopIssue,
    Tour,
)
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.protocol import Decision, Heard, Point, ProtocolText, Spoken, StopPart
from planner.domain.words import InstructionState, IssueState, Role, Step
from planner.domain.workflow import AGENCY_STEPS
from planner.services.access.scopes import issues_visible_to, visible_tour
from planner.services.city.city import get_city
from planner.services.issues.internal import Closed, closed_to
from planner.services.protocol.people import people_of
from planner.services.tours.in_order import stops_in_order

READER = Actor(name="", roles=frozenset({Role.OFFICIAL}))
"""For whom the text is written: an official of no agency in question. So it is one text for all who may read it."""


@dataclass(frozen=True)
class _Given:
    """What is known of the issues that were heard: moves and instructions by issue, and what is closed to the reader."""

    moves: Mapping[int, Sequence[Move]]
    instructions: Mapping[int, Sequence[Instruction]]
    controllers: Mapping[int | None, str]
    categories: Mapping[int | None, str]
    closed: Mapping[int, Closed]


def protocol_text(session: Session, actor: Actor, tour_id: int) -> ProtocolText:
    """The protocol of a tour as of now, for staff that may see the tour. As many queries for sixty stops as for one.

    It holds what everybody of the staff may know: internal issues stand in no protocol. Instructions stand in it as they
    were given, and corrected before their agency acted: what is extended or handed over later is told elsewhere. Cancelled
    ones do not.
    """
    require(actor, Action.SEE_PEOPLE)
    tour = visible_tour(session, actor, tour_id)
    city = get_city(session)
    people = people_of(session, tour)
    return ProtocolText(
        tour_id=tour_id,
        tour=tour.title,
        held_on=today_in(city.timezone, tour.started_at or tour.starts_at).isoformat(),
        city=city.name,
        chair=people.chair,
        secretary=people.secretary,
        present=people.present,
        absent=people.absent,
        residents=people.residents,
        stops=tuple(_stop_parts(session, tour)),
    )


def _stop_parts(session: Session, tour: Tour) -> Iterable[StopPart]:
    tour_id = id_of(tour)
    stops = session.exec(stops_in_order(tour_id)).all()
    agenda, spoken = _agenda(session, tour_id), _spoken(session, tour_id)
    heard = _heard_by_stop(session, tour_id, {stop.id: stop.position for stop in stops})
    for stop in sorted(stops, key=lambda each: each.order):
        if stop.skipped and not heard[stop.position]:
            continue
        yield StopPart(
            number=stop.position,
            name=stop.name,
            address=stop.address,
            agenda=tuple(agenda[stop.id]),
            spoken=tuple(spoken[stop.id]),
            heard=tuple(heard[stop.position]),
        )
    if heard[0]:
        yield StopPart(number=0, name="", address="", heard=tuple(heard[0]))


def _heard_by_stop(session: Session, tour_id: int, positions: Mapping[int | None, int]) -> Mapping[int, list[Heard]]:
    """Every issue once: where its instructions of this tour were given, else where it was raised, else where it is met."""
    issues = _issues(session, tour_id)
    given = _given(session, list(issues.values()))
    met = session.exec(select(StopIssue.issue_id, StopIssue.stop_id).where(col(StopIssue.stop_id).in_(positions))).all()
    places = {issue_id: positions[stop_id] for issue_id, stop_id in met}
    heard: dict[int, list[Heard]] = defaultdict(list)
    for issue_id, issue in sorted(issues.items()):
        if issue.tour_id == tour_id:
            places[issue_id] = positions.get(issue.stop_id, 0)
        ours = [each for each in given.instructions.get(issue_id, ()) if each.tour_id == tour_id]
        for place in sorted({each.stop_number for each in ours}) or [places.get(issue_id, 0)]:
            here = [each for each in ours if each.stop_number == place]
            heard[place].append(_heard(issue, here, given))
    return heard


def _issues(session: Session, tour_id: int) -> Mapping[int, Issue]:
    """What was raised on the tour, what its stops were made for, and what was decided on it."""
    stops = select(Stop.id).where(Stop.tour_id == tour_id)
    made_for = select(StopIssue.issue_id).where(col(StopIssue.stop_id).in_(stops))
    decided = select(Instruction.issue_id).where(Instruction.tour_id == tour_id)
    ours = or_(col(Issue.tour_id) == tour_id, col(Issue.id).in_(made_for), col(Issue.id).in_(decided))
    return {id_of(issue): issue for issue in session.exec(select(Issue).where(ours, issues_visible_to(READER)))}


def _given(session: Session, issues: Sequence[Issue]) -> _Given:
    ids = [id_of(issue) for issue in issues]
    told = (Step.INSTRUCT, Step.CORRECT, Step.CLOSE, Step.NEXT_TOUR, *AGENCY_STEPS)
    moves: dict[int, list[Move]] = defaultdict(list)
    for move in session.exec(
        select(Move).where(col(Move.issue_id).in_(ids), col(Move.step).in_(told)).order_by(col(Move.id))
    ):
        moves[move.issue_id].append(move)
    instructions: dict[int, list[Instruction]] = defaultdict(list)
    for each in session.exec(select(Instruction).where(col(Instruction.issue_id).in_(ids))):
        if each.state is not InstructionState.CANCELLED:
            instructions[each.issue_id].append(each)
    controllers = {each.controller_id for rows in instructions.values() for each in rows}
    named = select(Person.id, Person.name).where(col(Person.id).in_(controllers - {None}))
    categories = select(Category.id, Category.name).where(col(Category.id).in_({each.category_id for each in issues}))
    return _Given(
        moves=moves,
        instructions=instructions,
        controllers=dict(session.exec(named).all()),
        categories=dict(session.exec(categories).all()),
        closed=closed_to(session, READER, issues),
    )


def _heard(issue: Issue, ours: Sequence[Instruction], given: _Given) -> Heard:
    issue_id = id_of(issue)
    decision = _decision(issue, ours)
    step = Step.NEXT_TOUR if decision is Decision.NEXT_TOUR else Step.CLOSE
    closed = given.closed[issue_id]
    reasons = [
        move.text for move in given.moves.get(issue_id, ()) if move.step is step and not closed.move(id_of(move))
    ]
    without = decision in (Decision.CLOSED, Decision.NEXT_TOUR)
    return Heard(
        issue_id=issue_id,
        text=issue.text or given.categories[issue.category_id],
        address=issue.address,
        decision=decision,
        outcome=issue.outcome.value if decision is Decision.CLOSED and issue.outcome else "",
        reason=reasons[-1] if reasons and without else "",
        points=tuple(_point(each, given) for each in sorted(ours, key=in_order_of_numbers)),
    )


def _decision(issue: Issue, ours: Sequence[Instruction]) -> Decision:
    if ours:
        return Decision.INSTRUCTED
    if issue.state is IssueState.CLOSED:
        return Decision.CLOSED
    if issue.next_tour:
        return Decision.NEXT_TOUR
    return Decision.UNDECIDED if issue.state is IssueState.NEW else Decision.KEPT


def _point(instruction: Instruction, given: _Given) -> Point:
    """As it was given and corrected, and by the row where no step tells, as for what was brought in from elsewhere."""
    facts = _facts([m for m in given.moves.get(instruction.issue_id, ()) if m.instruction_id == instruction.id])
    agency = facts.get("agency", {"id": instruction.agency_id, "name": ""})
    return Point(
        number=instruction_number(instruction),
        text=given.closed[instruction.issue_id].instruction(instruction).text,
        due_on=facts.get("due_on", instruction.due_on.isoformat()),
        agency_id=agency["id"],
        agency=agency["name"],
        co_executors=tuple(each["name"] for each in facts.get("co_executors", ())),
        controller=given.controllers.get(instruction.controller_id, ""),
    )


def _facts(moves: Sequence[Move]) -> dict[str, Any]:
    """What the first step said, with what was corrected until the agency acted."""
    facts: dict[str, Any] = {}
    for move in moves:
        if move.step in AGENCY_STEPS:
            break
        if move.step is Step.INSTRUCT:
            facts = dict(move.facts)
        elif move.step is Step.CORRECT:
            changed = {name: after for name, (_, after) in move.facts["changes"].items()}
            if "due_on" in changed:
                facts["due_on"] = changed["due_on"]
            if "agency" in changed:
                facts["agency"] = {"id": move.facts["agency_id"], "name": changed["agency"]}
            if "co_executors" in changed:
                facts["co_executors"] = [{"name": name} for name in changed["co_executors"].split(", ") if name]
    return facts


def _agenda(session: Session, tour_id: int) -> Mapping[int | None, list[str]]:
    query = (
        select(AgendaItem)
        .join(Stop, col(Stop.id) == AgendaItem.stop_id)
        .where(Stop.tour_id == tour_id)
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    found: dict[int | None, list[str]] = defaultdict(list)
    for item in session.exec(query):
        found[item.stop_id].append(f"{item.text} ({item.speaker})" if item.speaker else item.text)
    return found


def _spoken(session: Session, tour_id: int) -> Mapping[int | None, list[Spoken]]:
    query = select(Comment).join(Stop, col(Stop.id) == Comment.stop_id).where(Stop.tour_id == tour_id)
    found: dict[int | None, list[Spoken]] = defaultdict(list)
    for said in session.exec(query.order_by(col(Comment.written_at), col(Comment.id))):
        found[said.stop_id].append(Spoken(said.author, said.text))
    return found
