"""What waits for whom: the piles of an official, of a controller, and of those who give instructions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, not_, true
from sqlmodel import Session, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.geo import Point, distance_m
from planner.domain.models import Agency, Category, CoExecutor, Instruction, Issue, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, may, require
from planner.domain.words import (
    OPEN_INSTRUCTION_STATES,
    WAITING_INSTRUCTION_STATES,
    InstructionState,
    IssueState,
    Severity,
)
from planner.services.access.scopes import issues_visible_to, led_by
from planner.services.issues.pictures import of_problem, photo_ids


class Pile(StrEnum):
    """What waits: the first seven for an official's agency, the next five for a controller, the last for who instructs.

    OFFERED: another agency wishes to hand it over to this one. HAND_OVERS: all such wishes. PING_PONG: handed over twice or
    more, and still open. Those who give instructions but do not verify see of WISHES what they gave and what was raised on
    tours that they lead, and PING_PONG. Who only leads tours sees of these and of NEW what was raised there.
    """

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    RETURNED = "returned"
    LATER = "later"
    REPORTED = "reported"
    HELPING = "helping"
    OFFERED = "offered"
    TO_VERIFY = "to_verify"
    WISHES = "wishes"
    HAND_OVERS = "hand_overs"
    LATE = "late"
    PING_PONG = "ping_pong"
    NEW = "new"


OFFICIALS_PILES = (
    *(Pile.OVERDUE, Pile.DUE_SOON, Pile.RETURNED, Pile.OFFERED),
    *(Pile.LATER, Pile.REPORTED, Pile.HELPING),
)
CONTROLLERS_PILES = (Pile.TO_VERIFY, Pile.WISHES, Pile.HAND_OVERS, Pile.LATE, Pile.PING_PONG)
GIVERS_PILES = (Pile.WISHES, Pile.PING_PONG)
NO_DAY = date(2000, 1, 1)
"""For piles whose conditions ask for no day."""
OFTEN_HANDED_OVER = 2
"""From so many hand-overs on an instruction lies on a pile of its own."""


@dataclass(frozen=True)
class LateAgency:
    """An agency with instructions past their date: how many, and the oldest date among them."""

    agency: Agency
    overdue: int
    oldest: date


@dataclass(frozen=True)
class Work:
    """How much waits for this visitor: a number for every pile that is theirs, and for controllers who is late."""

    agency: Agency | None
    piles: Mapping[Pile, int]
    late_agencies: Sequence[LateAgency]


@dataclass(frozen=True)
class WorkRow:
    """One thing that waits; `instruction` is missing in the pile of new issues. `photo_id` shows the problem."""

    issue: Issue
    instruction: Instruction | None
    category: Category
    agency: Agency | None
    photo_id: str | None
    wished_agency: Agency | None = None
    """The agency that shall take it over, by a wish that nobody has answered yet."""
    metres: int | None = None
    """How far it is, as the crow flies, where the nearest were asked for."""


def my_work(session: Session, actor: Actor, *, today: date) -> Work:
    """Counts everything that waits for this visitor: at most ten queries, however many issues there are."""
    require(actor, Action.SEE_ISSUE, Subject())
    mine = piles_of(actor, leads=leads_tours(session, actor))
    piles: dict[Pile, int] = {}
    late: Sequence[LateAgency] = ()
    if Pile.OVERDUE in mine:
        apart = (Pile.HELPING, Pile.OFFERED)
        counted = _count(session, actor, [p for p in OFFICIALS_PILES if p not in apart], today)
        for pile in apart:
            counted |= _count(session, actor, [pile], today)
        piles |= {pile: counted[pile] for pile in OFFICIALS_PILES}
    if Pile.TO_VERIFY in mine:
        late = _late_agencies(session, actor, today)
        counted = _count(session, actor, [p for p in CONTROLLERS_PILES if p is not Pile.LATE], today)
        counted[Pile.LATE] = sum(entry.overdue for entry in late)
        piles |= {pile: counted[pile] for pile in CONTROLLERS_PILES}
    elif Pile.WISHES in mine:
        piles |= _count(session, actor, GIVERS_PILES, today)
    if Pile.NEW in mine:
        piles[Pile.NEW] = session.exec(select(func.count()).select_from(Issue).where(_is_new(actor))).one()
    return Work(
        agency=session.get(Agency, actor.agency_id) if actor.agency_id is not None else None,
        piles=piles,
        late_agencies=late,
    )


def list_work(
    session: Session,
    actor: Actor,
    pile: Pile,
    *,
    today: date,
    page: int = 1,
    page_size: int = 20,
    agency_id: int | None = None,
    near: Sequence[Point] = (),
) -> Sequence[WorkRow]:
    """A page (from 1) of a pile, the most urgent first; empty where the pile is not this visitor's.

    `agency_id` narrows a controller's pile to one responsible agency. `near`: what is nearest to one of these places first.
    """
    require(actor, Action.SEE_ISSUE, Subject())
    if pile not in piles_of(actor, leads=leads_tours(session, actor)):
        return ()
    skipped = max(0, page - 1) * page_size
    if pile is Pile.NEW:
        return _new_rows(session, actor, skipped, page_size)
    ids = select(Instruction.id).where(_lies_in(actor, pile, today), _is_visible(actor, pile))
    if agency_id is not None:
        ids = ids.where(Instruction.agency_id == agency_id)
    order = (col(Instruction.reported_at) if pile is Pile.TO_VERIFY else col(Instruction.due_on), col(Instruction.id))
    away = _nearest(session, ids, near, skipped, page_size) if near else {}
    found = list(away) or session.exec(ids.order_by(*order).offset(skipped).limit(page_size)).all()
    query = (
        select(Instruction, Issue, Category, Agency)
        .join(Issue, col(Issue.id) == Instruction.issue_id)
        .join(Category, col(Category.id) == Issue.category_id)
        .join(Agency, col(Agency.id) == Instruction.agency_id)
        .where(col(Instruction.id).in_(found))
        .order_by(*order)
    )
    rows = sorted(session.exec(query).all(), key=lambda row: away.get(id_of(row[0]), 0))
    photos = photo_ids(session, actor, [id_of(issue) for _, issue, _, _ in rows], of_problem)
    wished = {given.wished_agency_id for given, _, _, _ in rows} - {None}
    named = select(Agency).where(col(Agency.id).in_(wished))
    taking = {agency.id: agency for agency in session.exec(named)} if wished else {}
    return [
        WorkRow(
            issue,
            given,
            category,
            agency,
            photos.get(id_of(issue)),
            taking.get(given.wished_agency_id),
            away.get(id_of(given)),
        )
        for given, issue, category, agency in rows
    ]


def _nearest(session: Session, ids: Any, near: Sequence[Point], skipped: int, page_size: int) -> dict[int, int]:
    """By instruction the metres to the nearest of the places, of one page, the nearest first; of one distance the longest waiting."""
    places = ids.join(Issue, col(Issue.id) == Instruction.issue_id).add_columns(Issue.lat, Issue.lon)
    waiting = session.execute(places.order_by(col(Instruction.reported_at), col(Instruction.id)))
    away = {number: round(min(distance_m(at, Point(lat, lon)) for at in near)) for number, lat, lon in waiting}
    return dict(sorted(away.items(), key=lambda each: each[1])[skipped : skipped + page_size])


def leads_tours(session: Session, actor: Actor) -> bool:
    """Whether this visitor decides about what was raised on a tour for leading it alone; no query where a role says it all."""
    require(actor, Action.SEE_ISSUE, Subject())
    leader = Subject(leaders=frozenset({actor.person_id or 0}))
    if _gives(actor) or not may(actor, Action.GIVE_INSTRUCTION, leader).allowed:
        return False
    return session.exec(select(Tour.id).where(led_by(actor)).limit(1)).first() is not None


def piles_of(actor: Actor, *, leads: bool = False) -> tuple[Pile, ...]:
    """The piles that can hold something for this visitor, in the order of the screen. `leads`: as `leads_tours` says."""
    executes = actor.agency_id is not None and may(
        actor, Action.REPORT_DONE, Subject(responsible=actor.agency_id, agencies=frozenset({actor.agency_id}))
    )
    verifies, gives = may(actor, Action.VERIFY).allowed, leads or _gives(actor)
    return (
        *(OFFICIALS_PILES if executes else ()),
        *(CONTROLLERS_PILES if verifies else GIVERS_PILES if gives else ()),
        *((Pile.NEW,) if gives else ()),
    )


def _lies_in(actor: Actor, pile: Pile, today: date) -> ColumnElement[bool]:
    """The condition on `Instruction` for a pile, whole: whose it is, in which state, by which date."""
    state, due = col(Instruction.state), col(Instruction.due_on)
    sunday = today + timedelta(days=6 - today.weekday())
    to_do, reported = state.in_(WAITING_INSTRUCTION_STATES), state == InstructionState.REPORTED
    ours = col(Instruction.agency_id) == actor.agency_id
    helped = select(CoExecutor.instruction_id).where(CoExecutor.agency_id == actor.agency_id)
    conditions: Mapping[Pile, ColumnElement[bool]] = {
        Pile.OVERDUE: and_(ours, to_do, due < today),
        Pile.DUE_SOON: and_(ours, to_do, due >= today, due <= sunday),
        Pile.RETURNED: and_(ours, state == InstructionState.RETURNED),
        Pile.LATER: and_(ours, to_do, due > sunday),
        Pile.REPORTED: and_(ours, reported),
        Pile.HELPING: and_(to_do, col(Instruction.id).in_(helped)),
        Pile.TO_VERIFY: and_(reported, _not_by(actor)),
        Pile.OFFERED: and_(to_do, col(Instruction.wished_agency_id) == actor.agency_id),
        Pile.WISHES: and_(to_do, col(Instruction.asked_until).is_not(None), _is_to_grant(actor)),
        Pile.HAND_OVERS: and_(to_do, col(Instruction.wished_agency_id).is_not(None)),
        Pile.LATE: and_(to_do, due < today),
        Pile.PING_PONG: and_(
            state.in_(OPEN_INSTRUCTION_STATES), col(Instruction.hand_overs) >= OFTEN_HANDED_OVER, _is_to_steer(actor)
        ),
    }
    return conditions[pile]


def _not_by(actor: Actor) -> ColumnElement[bool]:
    reporter = col(Instruction.reported_by_id)
    return or_(reporter.is_(None), reporter != actor.person_id)


def _is_to_grant(actor: Actor) -> ColumnElement[bool]:
    """Controllers grant every wish for more time, others what they gave and what is of their tours."""
    if may(actor, Action.VERIFY).allowed:
        return true()
    return or_(col(Instruction.given_by_id) == actor.person_id, _of_own_tours(actor))


def _is_to_steer(actor: Actor) -> ColumnElement[bool]:
    """Who gives instructions steers all of them, who only leads tours what is of these."""
    return true() if _gives(actor) else _of_own_tours(actor)


def _of_own_tours(actor: Actor) -> ColumnElement[bool]:
    raised = select(Issue.id).join(Tour, col(Tour.id) == Issue.tour_id).where(led_by(actor))
    return col(Instruction.issue_id).in_(raised.correlate(None))


def _gives(actor: Actor) -> bool:
    return may(actor, Action.GIVE_INSTRUCTION).allowed


def _is_new(actor: Actor) -> ColumnElement[bool]:
    whose = true() if _gives(actor) else col(Issue.tour_id).in_(select(Tour.id).where(led_by(actor)))
    return and_(issues_visible_to(actor), col(Issue.state) == IssueState.NEW, whose)


def _is_visible(actor: Actor, pile: Pile) -> ColumnElement[bool]:
    """The condition on `Instruction` that its issue is visible.

    An agency has few instructions: theirs are looked up. Of a controller's many, the few invisible ones are left out.
    """
    issue_id = col(Instruction.issue_id)
    if pile in OFFICIALS_PILES:
        return exists().where(col(Issue.id) == issue_id, issues_visible_to(actor)).correlate(Instruction)
    return issue_id.not_in(select(Issue.id).where(not_(issues_visible_to(actor))).correlate(None))


def _count(session: Session, actor: Actor, piles: Sequence[Pile], today: date) -> dict[Pile, int]:
    conditions = [_lies_in(actor, pile, today) for pile in piles]
    query = (
        select(*(func.count(case((condition, 1))) for condition in conditions))
        .select_from(Instruction)
        .where(or_(*conditions), _is_visible(actor, piles[0]))
    )
    return dict(zip(piles, session.execute(query).one(), strict=True))


def _late_agencies(session: Session, actor: Actor, today: date) -> Sequence[LateAgency]:
    """Who is late, the worst first. The sum makes SQLite read the rows as they lie, four times as fast as by agency."""
    agency_id = col(Instruction.agency_id) + 0
    query = (
        select(agency_id, func.count(), func.min(Instruction.due_on))
        .where(_lies_in(actor, Pile.LATE, today), _is_visible(actor, Pile.LATE))
        .group_by(agency_id)
    )
    counts = session.exec(query).all()
    agencies = {a.id: a for a in session.exec(select(Agency).where(col(Agency.id).in_([row[0] for row in counts])))}
    late = [LateAgency(agencies[number], overdue, oldest) for number, overdue, oldest in counts]
    return sorted(late, key=lambda entry: (-entry.overdue, entry.agency.name))


def _new_rows(session: Session, actor: Actor, skipped: int, page_size: int) -> Sequence[WorkRow]:
    urgency = case({Severity.DANGER: 0, Severity.NORMAL: 1, Severity.LOW: 2}, value=col(Issue.severity))
    query = select(Issue, Category).join(Category).where(_is_new(actor)).order_by(urgency, col(Issue.id))
    rows = session.exec(query.offset(skipped).limit(page_size)).all()
    photos = photo_ids(session, actor, [id_of(issue) for issue, _ in rows], of_problem)
    return [WorkRow(issue, None, category, None, photos.get(id_of(issue))) for issue, category in rows]
