"""Legs whose minutes an organizer has set by hand, such as through roadworks; they count for later tours until a day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth
from planner.domain.models import LegOverride
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line
from planner.routing.city_travel import SAME_PLACE_M, HandMinutes
from planner.services.city.city import get_city
from planner.services.travel.until_a_day import give_back, list_until, standing, take_back

LONGEST_MINUTES = 240


def hand_minutes(session: Session) -> tuple[HandMinutes, ...]:
    """Every leg set by hand that was not taken back, the newest first; everybody may know them. One query."""
    return tuple(_hand(row) for row in session.exec(standing(LegOverride).order_by(col(LegOverride.id).desc())))


def list_overrides(session: Session, actor: Actor, *, now: datetime) -> list[LegOverride]:
    """Those that count today or later, the soonest to end first."""
    return list_until(session, actor, LegOverride, now=now)


def set_leg_minutes(
    session: Session,
    actor: Actor,
    *,
    start: Point,
    end: Point,
    minutes: int,
    reason: str,
    until: date,
    now: datetime,
    start_name: str = "",
    end_name: str = "",
    both_ways: bool = True,
    since: date | None = None,
) -> LegOverride:
    """Sets the minutes of a leg for tours from today (`since`: an earlier day of a tour that is being planned) to `until`.

    An older one for the same two places goes. Invalid with the field at fault: no reason, minutes below 0 or over 240, a
    day that is over, two ends that are one place.
    """
    require(actor, Action.PLAN_TOUR)
    today = today_in(get_city(session).timezone, now)
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise Invalid("travel.error.minutes", field="minutes", most=LONGEST_MINUTES)
    reason = typed_line(reason, field="reason", longest=200, needed="travel.error.reason")
    if until < today:
        raise Invalid("travel.error.until", field="until")
    if not all(is_on_earth(*point) for point in (start, end)) or distance_m(start, end) <= SAME_PLACE_M:
        raise Invalid("travel.error.one_place", metres=round(SAME_PLACE_M))
    hold_all(session, LegOverride)
    for older in session.exec(standing(LegOverride)):
        if HandMinutes(older.start, older.end, 0, today, today, both_ways=both_ways and older.both_ways).fits(
            start, end
        ):
            older.removed_at = now
    override = LegOverride(
        from_name=typed_line(start_name, field="start_name", longest=200),
        from_lat=start.lat,
        from_lon=start.lon,
        to_name=typed_line(end_name, field="end_name", longest=200),
        to_lat=end.lat,
        to_lon=end.lon,
        minutes=minutes,
        both_ways=both_ways,
        reason=reason,
        since=min(today, since or today),
        until=until,
        created_by_id=actor.person_id,
        created_at=now,
    )
    session.add(override)
    session.flush()
    return override


def remove_override(session: Session, actor: Actor, override_id: int, *, now: datetime) -> LegOverride:
    """Takes one back: the computed minutes count again; a second time changes nothing."""
    return take_back(session, actor, LegOverride, override_id, now=now)


def return_override(session: Session, actor: Actor, override_id: int) -> LegOverride:
    """Undoes `remove_override`."""
    return give_back(session, actor, LegOverride, override_id)


def override_of_leg(session: Session, actor: Actor, start: Point, end: Point, *, on: date) -> LegOverride | None:
    """The one that says the minutes of this leg on this day, if any."""
    require(actor, Action.PLAN_TOUR)
    query = (
        standing(LegOverride)
        .where(LegOverride.since <= on, LegOverride.until >= on)
        .order_by(col(LegOverride.id).desc())
    )
    return next((row for row in session.exec(query) if _hand(row).fits(start, end)), None)


def overrides_near(session: Session, actor: Actor, points: Sequence[Point]) -> frozenset[int]:
    """The ids of those whose two ends are among the points: what undoing a change of a plan has to bring back."""
    require(actor, Action.PLAN_TOUR)
    return frozenset(id_of(row) for row in session.exec(standing(LegOverride)) if _is_among(row, points))


def restore_overrides(
    session: Session, actor: Actor, kept: Iterable[int], points: Sequence[Point], *, now: datetime
) -> None:
    """Makes the legs set by hand among the points what `overrides_near` had found; what others have set since stays."""
    require(actor, Action.PLAN_TOUR)
    hold_all(session, LegOverride)
    wanted = frozenset(kept)
    for row in session.exec(select(LegOverride)):
        if not _is_among(row, points):
            continue
        if row.id in wanted:
            row.removed_at = None
        elif row.removed_at is None and row.created_by_id == actor.person_id:
            row.removed_at = now


def _hand(row: LegOverride) -> HandMinutes:
    return HandMinutes(row.start, row.end, row.minutes, row.since, row.until, row.both_ways)


def _is_among(row: LegOverride, points: Sequence[Point]) -> bool:
    return all(any(distance_m(end, point) <= SAME_PLACE_M for point in points) for end in (row.start, row.end))
