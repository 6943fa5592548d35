"""How fairly tours serve the districts: real stops of closed tours, their minutes, and what was mended after them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, and_, col, func, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.models import District, Issue, Place, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.prize import MOST_DAYS_UNVISITED
from planner.domain.words import Outcome, TourState
from planner.services.access.scopes import issues_visible_to, tours_visible_to
from planner.services.city.city import get_city
from planner.services.city.districts import DistrictMap, district_map, list_districts

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class RealStop:
    """A stop that a closed tour has made: in which district (None: in none that is known), when, for how long."""

    district_id: int | None
    at: datetime
    minutes: int


@dataclass(frozen=True)
class DistrictYear:
    """A year of one district. `days_unvisited`: since the last stop there, at most 365."""

    district: District
    stops: int
    minutes: int
    fixes: int
    days_unvisited: int

    def per_thousand(self, figure: float) -> float | None:
        """A figure of this district for 1,000 of its residents; None where nobody has entered them."""
        return figure * 1000 / self.district.population if self.district.population else None


@dataclass(frozen=True)
class FairYear:
    """All districts, first those where nobody has been for longest, and the stops that lie in none of them."""

    districts: tuple[DistrictYear, ...]
    stops_elsewhere: int
    tours: int


def fairness_of_year(session: Session, actor: Actor, *, now: datetime) -> FairYear:
    """Stops, minutes and fixes of each district in the 365 days before `now`: eight queries, however many tours.

    A stop counts when somebody reported the arrival or the departure there, on a tour that is closed. A fix is an issue
    that was closed as mended within the year, and was raised at such a tour's stop or was a reason for one.
    """
    require(actor, Action.SEE_LISTS)
    districts = list_districts(session, actor)
    stops = real_stops(session, actor, district_map(session, actor), since=now - YEAR, until=now)
    fixes = _fixes(session, actor, since=now - YEAR, until=now)
    tours = session.exec(
        select(func.count(func.distinct(Tour.id)))
        .join(Stop, col(Stop.tour_id) == Tour.id)
        .where(_real(now - YEAR, now), tours_visible_to(actor))
    ).one()
    unvisited = days_unvisited(stops, districts, zone=get_city(session).timezone, now=now)
    numbers = Counter(stop.district_id for stop in stops)
    minutes: Counter[int | None] = Counter()
    for stop in stops:
        minutes[stop.district_id] += stop.minutes
    rows = tuple(
        DistrictYear(each, numbers[each.id], minutes[each.id], fixes.get(each.id, 0), unvisited[id_of(each)])
        for each in districts
    )
    rows = tuple(sorted(rows, key=lambda row: (row.stops > 0, -row.days_unvisited)))
    return FairYear(rows, len(stops) - sum(row.stops for row in rows), tours)


def real_stops(
    session: Session, actor: Actor, districts: DistrictMap, *, since: datetime, until: datetime
) -> list[RealStop]:
    """The stops made between two moments, in two queries. A stop lies where its place does, else in the polygon that
    holds it, else where most of its issues lie.
    """
    require(actor, Action.SEE_LISTS)
    found = session.exec(
        select(Stop, Place.district_id)
        .join(Tour, col(Tour.id) == Stop.tour_id)
        .outerjoin(Place, col(Place.id) == Stop.place_id)
        .where(_real(since, until), tours_visible_to(actor))
        .order_by(col(Stop.id))
    ).all()
    homeless = [id_of(stop) for stop, _ in found]
    of_issues = _districts_of_issues(session, homeless)
    return [
        RealStop(
            district_id or districts.id_at(stop.point) or of_issues.get(id_of(stop)),
            stop.arrived_at or stop.departed_at or since,
            _minutes(stop),
        )
        for stop, district_id in found
    ]


def days_unvisited(
    stops: Iterable[RealStop], districts: Iterable[District], *, zone: str, now: datetime
) -> Mapping[int, int]:
    """Days of the city's calendar since the last of these stops in each district; 365 where there is none."""
    today, last = today_in(zone, now), dict[int | None, datetime]()
    for stop in stops:
        last[stop.district_id] = max(stop.at, last.get(stop.district_id, stop.at))

    def days(district_id: int) -> int:
        at = last.get(district_id)
        return (
            MOST_DAYS_UNVISITED if at is None else max(0, min(MOST_DAYS_UNVISITED, (today - today_in(zone, at)).days))
        )

    return {id_of(each): days(id_of(each)) for each in districts}


def _real(since: datetime, until: datetime):  # type: ignore[no-untyped-def]
    return and_(
        col(Tour.state) == TourState.CLOSED,
        col(Stop.skipped).is_(False),
        func.coalesce(Stop.arrived_at, Stop.departed_at).between(since, until),
    )


def _minutes(stop: Stop) -> int:
    if stop.arrived_at is not None and stop.departed_at is not None:
        return max(0, round((stop.departed_at - stop.arrived_at) / timedelta(minutes=1)))
    return stop.minutes_off + stop.minutes_talk


def _districts_of_issues(session: Session, stop_ids: Sequence[int]) -> dict[int, int]:
    """The district that most issues of a stop lie in, the one with the lowest number of two equals."""
    if not stop_ids:
        return {}
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for stop_id, district_id, number in session.exec(
        select(StopIssue.stop_id, Issue.district_id, func.count())
        .join(Issue, col(Issue.id) == StopIssue.issue_id)
        .where(col(StopIssue.stop_id).in_(stop_ids), col(Issue.district_id).is_not(None))
        .group_by(col(StopIssue.stop_id), col(Issue.district_id))
    ):
        if district_id is not None:
            counts[stop_id][district_id] = number
    return {stop_id: min(found, key=lambda each: (-found[each], each)) for stop_id, found in counts.items()}


def _fixes(session: Session, actor: Actor, *, since: datetime, until: datetime) -> dict[int | None, int]:
    closed = select(Stop.id).join(Tour, col(Tour.id) == Stop.tour_id).where(col(Tour.state) == TourState.CLOSED)
    reasons = select(StopIssue.issue_id).where(col(StopIssue.stop_id).in_(closed))
    return dict(
        session.exec(
            select(Issue.district_id, func.count())
            .where(
                col(Issue.outcome) == Outcome.FIXED,
                col(Issue.closed_at).between(since, until),
                or_(col(Issue.stop_id).in_(closed), col(Issue.id).in_(reasons)),
                issues_visible_to(actor),
            )
            .group_by(col(Issue.district_id))
        ).all()
    )
