"""Where the bus is now: what a screen on board tells, and the mark by which it learns that something changed."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, and_, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import BusPosition, Comment, HeadCount, Issue, Participant, RideChange, Stop, Tour
from planner.domain.permissions import Action, Subject, require, require_somebody
from planner.domain.timetable import up_to_minute
from planner.domain.words import TourKind, TourState
from planner.services.access.scopes import subject_of_tour, tours_visible_to, visible_tour
from planner.services.ride.changes import last_change
from planner.services.ride.ride import Tap, last_tap
from planner.services.tours.plan import Plan, PlannedRow, plan_of

HALF_A_DAY = 12 * 60
_MINUTE = timedelta(minutes=1)


class Phase(StrEnum):
    """Where a tour is on its way."""

    NOT_OPEN = "not_open"
    """A draft, or cancelled."""
    WAITING = "waiting"
    DRIVING = "driving"
    AT_STOP = "at_stop"
    RETURNING = "returning"
    """Every stop is behind."""
    CLOSED = "closed"


@dataclass(frozen=True)
class Ride:
    """The tour as it is under way; times that still run are asked with `now`, so that a screen need not load it again.

    `here` is the stop where the bus stands, `ahead` the next one, `latest` the stop where it was last: what people talk
    about now. `counted` are the heads counted at `latest`. `last_change` is what `change_ride` wants as `seen`.
    """

    plan: Plan
    phase: Phase
    here: PlannedRow | None
    ahead: PlannedRow | None
    latest: PlannedRow | None
    last_tap: Tap | None
    on_board: int
    counted: int | None
    subject: Subject
    mark: str
    last_change: int = 0

    @property
    def tour(self) -> Tour:
        """The tour itself."""
        return self.plan.tour

    @property
    def number(self) -> int:
        """Which stop of the ride is in question: where the bus stands, else where it goes; the last one at the end."""
        row = self.here or self.ahead
        return self.plan.stops.index(row) + 1 if row else len(self.plan.stops)

    @property
    def focus(self) -> PlannedRow | None:
        """The stop that a screen is about: where the bus stands, else where it goes, else where it was last."""
        return self.here or self.ahead or self.latest

    @property
    def topic(self) -> PlannedRow | None:
        """The stop that people talk about: where the bus is or was last, before the first stop the first one."""
        return self.latest or self.ahead

    @property
    def is_open(self) -> bool:
        """Whether things can still happen: published or under way."""
        return self.tour.state in (TourState.PUBLISHED, TourState.RIDING)

    @property
    def made(self) -> int:
        """At how many stops the bus has been."""
        return sum(row.stop.arrived_at is not None for row in self.plan.stops)

    @property
    def heads_differ(self) -> bool:
        """Whether the heads counted where the bus stands are not as many as the list says."""
        return self.here is not None and self.counted is not None and self.counted != self.on_board

    @property
    def restorable(self) -> tuple[Stop, ...]:
        """Skipped stops that the bus can still go to."""
        passed = self.latest.stop.order if self.latest else 0
        return tuple(row.stop for row in self.plan.stops if row.stop.skipped and row.stop.order > passed)

    @property
    def progress(self) -> float:
        """The part of the stops that is behind, from 0 to 1; a stop where the bus stands counts for half."""
        if not self.plan.stops:
            return float(self.phase is Phase.CLOSED)
        behind = sum(is_behind(row.stop) for row in self.plan.stops)
        return (behind + (0.5 if self.here else 0.0)) / len(self.plan.stops)

    def minutes_left(self, now: datetime) -> int | None:
        """Whole minutes until the talk here should be over, negative when it takes longer; None while driving."""
        due = self._due()
        return None if due is None else math.ceil((due - now) / _MINUTE)

    def departure(self, now: datetime) -> datetime | None:
        """When the bus will leave the stop where it stands; never in the past."""
        due = self._due()
        return None if due is None else max(due, up_to_minute(now))

    def next_arrival(self, now: datetime) -> datetime | None:
        """When the bus will be at the next stop; None where nobody can tell."""
        if self.ahead is None or self.ahead.row.arrival is None:
            return None
        leaving, minutes = self.departure(now), self.ahead.row.minutes_from_previous
        if leaving is None or minutes is None:
            return max(self.ahead.row.arrival, up_to_minute(now)) if self.tour.started_at else self.ahead.row.arrival
        return max(self.ahead.row.arrival, leaving + minutes * _MINUTE)

    def minutes_to_next(self, now: datetime) -> int | None:
        """Whole minutes until the bus is at the next stop."""
        arrival = self.next_arrival(now)
        return None if arrival is None else max(0, math.ceil((arrival - now) / _MINUTE))

    def finish(self, now: datetime) -> datetime | None:
        """When the bus is back, or was; None where nobody can tell."""
        back, leaving = self.plan.timetable.finish_at, self.departure(now)
        if back is None or self.phase is Phase.CLOSED:
            return back
        if leaving is None or self.here is None or self.here.row.departure is None:
            return max(back, up_to_minute(now)) if self.tour.started_at else back
        return back + max(timedelta(0), leaving - self.here.row.departure)

    def delay_minutes(self, now: datetime) -> int | None:
        """By how many minutes the bus is behind the published plan, negative when ahead; None where nobody can tell.

        Where stops were swapped, the plan of the stop counts that should have been made in this place.
        Half a day and more is no delay: such a ride was forgotten, or is a rehearsal.
        """
        expected: datetime | None
        planned: datetime | None
        if self.phase is Phase.WAITING:
            expected, planned = max(now, self.tour.starts_at), self.tour.starts_at
        elif self.here is not None:
            expected, planned = self.departure(now), self._slot(self.here).planned_departure
        else:
            expected, planned = self.next_arrival(now), self._slot(self.ahead).planned_arrival if self.ahead else None
        if self.phase is Phase.CLOSED or expected is None or planned is None:
            return None
        minutes = math.floor((expected - planned) / _MINUTE)
        return minutes if abs(minutes) < HALF_A_DAY else None

    def _slot(self, row: PlannedRow) -> Stop:
        """The stop that the plan of record has in this place of the order."""
        return next((each.stop for each in self.plan.stops if each.stop.position == row.stop.order), row.stop)

    def _due(self) -> datetime | None:
        if self.here is None or self.here.row.talk_from is None:
            return None
        return self.here.row.talk_from + self.here.stop.talk * _MINUTE


def is_behind(stop: Stop) -> bool:
    """Whether the bus need not go there any more."""
    return stop.skipped or stop.departed_at is not None


def ride_of(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Ride:
    """The ride as everybody on board may see it; a tablet sees its own tour only, and nobody's name."""
    tour = visible_tour(session, actor, tour_id)
    subject = subject_of_tour(tour)
    require(actor, Action.RIDE_TOUR, subject)
    plan = plan_of(session, actor, tour_id, now=now)
    riding = tour.state is TourState.RIDING
    latest = next((row for row in reversed(plan.stops) if row.stop.arrived_at is not None), None)
    here = latest if riding and latest and latest.stop.departed_at is None else None
    ahead = next((row for row in plan.stops if row.stop.arrived_at is None and not row.stop.skipped), None)
    return Ride(
        plan=plan,
        phase=_phase(tour, here, ahead),
        here=here,
        ahead=ahead if tour.state in (TourState.PUBLISHED, TourState.RIDING) else None,
        latest=latest,
        last_tap=last_tap(tour, [row.stop for row in plan.stops]) if riding else None,
        on_board=_on_board(session, tour_id),
        counted=_counted(session, latest.stop) if latest else None,
        subject=subject,
        mark=ride_mark(session, actor, tour_id),
        last_change=last_change(session, actor, tour_id),
    )


def ride_mark(session: Session, actor: Actor, tour_id: int) -> str:
    """A word that changes when the ride does: one query, so that every tablet may ask every few seconds.

    It follows taps, what is chosen on the way, the expected arrival by the bus's position, the plan, issues raised on the tour, what is said at its stops, and who is on board. Issues count with the sum of their marks and not with the largest: of
    two that are written at once, the one that is committed later may have the smaller mark. NotFound where `ride_of` would
    refuse.
    """
    require_somebody(actor)
    stops = select(Stop.id).where(Stop.tour_id == tour_id)
    facts = (
        select(func.count()).where(col(Comment.stop_id).in_(stops)),
        select(func.count()).where(Issue.tour_id == tour_id),
        select(func.sum(Issue.rev)).where(Issue.tour_id == tour_id),
        select(func.max(HeadCount.counted_at)).where(col(HeadCount.stop_id).in_(stops)),
        select(func.count(col(Participant.boarded_at))).where(Participant.tour_id == tour_id),
        select(func.max(Participant.boarded_at)).where(Participant.tour_id == tour_id),
        select(func.count(col(Participant.left_at))).where(Participant.tour_id == tour_id),
        select(func.count(col(Stop.arrived_at))).where(Stop.tour_id == tour_id),
        select(func.max(Stop.arrived_at)).where(Stop.tour_id == tour_id),
        select(func.count(col(Stop.departed_at))).where(Stop.tour_id == tour_id),
        select(func.max(Stop.departed_at)).where(Stop.tour_id == tour_id),
        select(func.count()).where(Stop.tour_id == tour_id, col(Stop.skipped)),
        select(func.max(RideChange.id)).where(RideChange.tour_id == tour_id),
        select(BusPosition.expected_at).where(BusPosition.tour_id == tour_id),
    )
    columns: list[Any] = [Tour.state, Tour.version, *(fact.scalar_subquery() for fact in facts)]
    row = session.execute(select_columns(*columns).where(col(Tour.id) == tour_id, tours_visible_to(actor))).first()
    if row is None:
        raise NotFound("tours.error.unknown", number=tour_id)
    return " ".join(str(value) for value in row)


def rides_now(session: Session, actor: Actor, *, now: datetime) -> list[Tour]:
    """The bus tours that this visitor may ride: those under way first, then the published ones that have not ended."""
    require(actor, Action.RIDE_TOUR, Subject(tour_id=actor.tour_id))
    rows = select(Tour).where(
        tours_visible_to(actor),
        Tour.kind == TourKind.BUS_TOUR,
        or_(
            col(Tour.state) == TourState.RIDING,
            and_(col(Tour.state) == TourState.PUBLISHED, col(Tour.ends_at) > now),
        ),
    )
    tours = session.exec(rows.order_by(col(Tour.starts_at)).limit(20)).all()
    return sorted(tours, key=lambda tour: tour.state is not TourState.RIDING)


def _phase(tour: Tour, here: PlannedRow | None, ahead: PlannedRow | None) -> Phase:
    match tour.state:
        case TourState.DRAFT | TourState.CANCELLED | TourState.DELETED:
            return Phase.NOT_OPEN
        case TourState.PUBLISHED:
            return Phase.WAITING
        case TourState.CLOSED:
            return Phase.CLOSED
        case TourState.RIDING if here is not None:
            return Phase.AT_STOP
        case TourState.RIDING:
            return Phase.DRIVING if ahead is not None else Phase.RETURNING


def _on_board(session: Session, tour_id: int) -> int:
    rows = select(func.count()).where(
        Participant.tour_id == tour_id,
        col(Participant.boarded_at).is_not(None),
        col(Participant.left_at).is_(None),
    )
    return session.exec(rows).one()


def _counted(session: Session, stop: Stop) -> int | None:
    count = session.get(HeadCount, stop.id)
    return count.people if count else None
