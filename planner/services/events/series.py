"""A series: drafts made ahead out of one tour by a rule, and taken away again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.clock import clock_of, moment_on
from planner.domain.deadlines import is_working_day, today_in
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import Issue, Participant, Tour, TourSeries
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.series import OffDays, SeriesRule, check_rule, days_of, moved_off
from planner.domain.words import Answer, TourState
from planner.domain.workflow import TourMove, next_tour_state
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import visible_tour
from planner.services.city.city import get_city
from planner.services.deadlines.calendar import city_calendar
from planner.services.events.copies import copy_with_people
from planner.services.tours.plannable import plan_is_newer


@dataclass(frozen=True)
class SeriesDay:
    """A day of the rule, and the one that it takes place on; None where it is left out. `is_off`: nobody works that day."""

    day: date
    on: date | None
    is_off: bool


@dataclass(frozen=True)
class MadeSeries:
    """A series and its tours that are there still, in order of time; `drafts`: as many of them are drafts."""

    series: TourSeries
    tours: Sequence[Tour]

    @property
    def drafts(self) -> int:
        """How many have not been published."""
        return sum(tour.state is TourState.DRAFT for tour in self.tours)


def plan_series(
    session: Session, actor: Actor, tour_id: int, rule: SeriesRule, count: int, off: OffDays, *, now: datetime
) -> Sequence[SeriesDay]:
    """On which days it would be, later than the tour and than today; changes nothing. Invalid as `check_rule`."""
    require(actor, Action.PLAN_TOUR)
    tour = visible_tour(session, actor, tour_id)
    check_rule(rule, count)
    zone, calendar = get_city(session).timezone, city_calendar(session)
    after = max(today_in(zone, tour.starts_at), today_in(zone, now))
    days = days_of(rule, after, count)
    kept = dict(moved_off(days, lambda day: is_working_day(day, calendar), off))
    return [SeriesDay(day, kept.get(day), not is_working_day(day, calendar)) for day in days]


def make_series(
    session: Session,
    actor: Actor,
    tour_id: int,
    rule: SeriesRule,
    count: int,
    off: OffDays,
    *,
    with_people: bool,
    now: datetime,
) -> MadeSeries:
    """Makes the drafts, each a copy at the same hour. Invalid("series.error.none") where every day would be left out."""
    days = [each.on for each in plan_series(session, actor, tour_id, rule, count, off, now=now) if each.on is not None]
    if not days:
        raise Invalid("series.error.none", field="off")
    old, zone = visible_tour(session, actor, tour_id), get_city(session).timezone
    series = TourSeries(rule=rule.to_data(), made_by=actor.name, made_at=now)
    session.add(series)
    session.flush()
    made = []
    for day in days:
        starts_at = moment_on(day, clock_of(old.starts_at, zone), zone)
        tour = copy_with_people(
            session, actor, tour_id, starts_at=starts_at, with_people=with_people, now=now, past_is_meant=True
        )
        tour.series_id = series.id
        made.append(tour)
    session.flush()
    return MadeSeries(series, made)


def series_of(session: Session, actor: Actor, series_id: int) -> MadeSeries:
    """A series with what is left of it, for those who plan; NotFound for one that is not there."""
    require(actor, Action.PLAN_TOUR)
    series = session.get(TourSeries, series_id)
    if series is None:
        raise NotFound("series.error.unknown")
    rows = select(Tour).where(Tour.series_id == series_id, col(Tour.state) != TourState.DELETED)
    return MadeSeries(series, session.exec(rows.order_by(col(Tour.starts_at), col(Tour.id))).all())


def undo_series(session: Session, actor: Actor, series_id: int) -> tuple[int, int]:
    """Deletes the drafts of a series that are as they were made; how many those are, and how many stay.

    What was published, edited, answered or has issues stays. Deleted drafts can be brought back one by one.
    """
    found = series_of(session, actor, series_id)
    gone = 0
    for tour_id in sorted(id_of(tour) for tour in found.tours):
        tour = hold_tour(session, tour_id)
        if tour.state is TourState.DRAFT and not tour.plan_changed_by and not _is_used(session, tour_id):
            tour.state = next_tour_state(tour.state, TourMove.DELETE)
            plan_is_newer(session, tour)
            gone += 1
    return gone, len(found.tours) - gone


def _is_used(session: Session, tour_id: int) -> bool:
    answered = select(func.count()).where(Participant.tour_id == tour_id, Participant.answer != Answer.INVITED)
    raised = select(func.count()).where(Issue.tour_id == tour_id)
    return session.exec(answered).one() + session.exec(raised).one() > 0
