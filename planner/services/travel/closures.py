"""Streets that are closed for a time, drawn on the map as a line or an area; the street graph goes around them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth
from planner.domain.models import Closure
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line
from planner.services.city.city import get_city
from planner.services.travel.until_a_day import give_back, list_until, standing, take_back

MOST_POINTS = 100
LONGEST_M = 50_000.0


def closures_in_force(session: Session) -> list[Closure]:
    """Every closure that was not taken back, whatever its days; everybody may know them. One query."""
    return list(session.exec(standing(Closure).order_by(col(Closure.id))))


def list_closures(session: Session, actor: Actor, *, now: datetime) -> list[Closure]:
    """Those that count today or later, the soonest to end first."""
    return list_until(session, actor, Closure, now=now)


def close_street(
    session: Session,
    actor: Actor,
    *,
    name: str,
    points: Sequence[Point],
    is_area: bool,
    until: date,
    now: datetime,
    since: date | None = None,
) -> Closure:
    """Closes a line of at least 2 points or an area of at least 3, from `since` (today) to `until`, both included.

    Invalid with the field at fault: no name, too few or more than 100 points, a point off the earth, a drawing longer than
    50 km, days in the wrong order or over.
    """
    require(actor, Action.PLAN_TOUR)
    today = today_in(get_city(session).timezone, now)
    first = since or today
    name = typed_line(name, field="name", longest=200, needed="travel.error.closure_name")
    if len(points) < (3 if is_area else 2):
        raise Invalid("travel.error.area_points" if is_area else "travel.error.line_points", field="points")
    if len(points) > MOST_POINTS:
        raise Invalid("travel.error.many_points", field="points", most=MOST_POINTS)
    if not all(is_on_earth(*point) for point in points):
        raise Invalid("travel.error.off_map", field="points")
    if sum(distance_m(a, b) for a, b in zip(points, points[1:], strict=False)) > LONGEST_M:
        raise Invalid("travel.error.long", field="points", km=round(LONGEST_M / 1000))
    if until < today or until < first:
        raise Invalid("travel.error.until", field="until")
    closure = Closure(
        name=name,
        is_area=is_area,
        line=[[point.lat, point.lon] for point in points],
        since=first,
        until=until,
        created_by_id=actor.person_id,
        created_at=now,
    )
    session.add(closure)
    session.flush()
    return closure


def open_street(session: Session, actor: Actor, closure_id: int, *, now: datetime) -> Closure:
    """Takes a closure back; a second time changes nothing."""
    return take_back(session, actor, Closure, closure_id, now=now)


def close_again(session: Session, actor: Actor, closure_id: int) -> Closure:
    """Undoes `open_street`."""
    return give_back(session, actor, Closure, closure_id)
