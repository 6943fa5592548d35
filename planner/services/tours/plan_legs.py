"""The minutes of a leg of one plan, set by hand where the plan is looked at."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.edits import Values, beside_others
from planner.domain.errors import NotFound
from planner.domain.geo import Point
from planner.domain.models import LegOverride, Stop, Tour
from planner.domain.models.types import id_of
from planner.services.city.city import get_city
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plan import keep_times
from planner.services.tours.plannable import plannable_tour
from planner.services.travel.leg_overrides import override_of_leg, remove_override, set_leg_minutes


@dataclass(frozen=True)
class PlanLeg:
    """A leg of a plan by its two ends, and what was set for it by hand, if anything."""

    start: Point
    start_name: str
    end: Point
    end_name: str
    override: LegOverride | None


def leg_of_plan(session: Session, actor: Actor, tour_id: int, stop_id: int | None) -> PlanLeg:
    """The leg that ends at a stop, or at the end place (None).

    NotFound where nothing is driven there: a skipped stop, the first one of a tour without a start place.
    """
    tour = plannable_tour(session, actor, tour_id)
    ends = _ends(session, tour)
    number = next((number for number, end in enumerate(ends) if end[0] == stop_id and number > 0), None)
    if number is None:
        raise NotFound("travel.error.no_leg")
    (_, start_name, start), (_, end_name, end) = ends[number - 1], ends[number]
    day = today_in(get_city(session).timezone, tour.starts_at)
    return PlanLeg(start, start_name, end, end_name, override_of_leg(session, actor, start, end, on=day))


def set_leg_of_plan(
    session: Session,
    actor: Actor,
    tour_id: int,
    stop_id: int | None,
    *,
    minutes: int,
    reason: str,
    until: date,
    both_ways: bool,
    now: datetime,
    seen: Values | None = None,
) -> LegOverride:
    """Sets the minutes of this leg for this tour and for all later ones until a day; refuses what `set_leg_minutes` does.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    tour, leg = plannable_tour(session, actor, tour_id), leg_of_plan(session, actor, tour_id, stop_id)
    wanted = {"minutes": minutes, "reason": reason, "until": until, "both_ways": both_ways}
    known = leg.override and leg.override.model_dump(include=set(wanted))
    given = beside_others("leg", known or wanted, wanted, seen if known else None)
    override = set_leg_minutes(
        session,
        actor,
        **given,
        start=leg.start,
        end=leg.end,
        start_name=leg.start_name,
        end_name=leg.end_name,
        since=today_in(get_city(session).timezone, tour.starts_at),
        now=now,
    )
    keep_times(session, tour)
    return override


def reset_leg_of_plan(session: Session, actor: Actor, tour_id: int, stop_id: int | None, *, now: datetime) -> None:
    """The computed minutes count again, for all tours; where nothing was set nothing changes."""
    tour, leg = plannable_tour(session, actor, tour_id), leg_of_plan(session, actor, tour_id, stop_id)
    if leg.override is not None:
        remove_override(session, actor, id_of(leg.override), now=now)
    keep_times(session, tour)


def _ends(session: Session, tour: Tour) -> list[tuple[int | None, str, Point]]:
    driven = stops_in_order(tour.id).where(col(Stop.skipped).is_(False))
    stops = [(stop.id, stop.name, stop.point) for stop in session.exec(driven)]
    start = [(-1, tour.start_name, tour.start_point)] if tour.start_point else []
    end = [(None, tour.end_name, tour.end_point)] if tour.end_point else []
    return [*start, *stops, *end]
