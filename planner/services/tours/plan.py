"""The plan of a tour: stops in order with their times, the line of the bus, what breaks, and a better order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import AgendaItem, BusPosition, Category, Issue, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may, require
from planner.domain.timetable import Break, Leg, PlannedStop, Row, Timetable, timetable
from planner.domain.words import TourState
from planner.routing.city_travel import CityTravel
from planner.routing.engine import BY_HAND, Matrix, Route, Snap
from planner.routing.order.order import Evaluation, problem_of
from planner.routing.order.order import propose_order as best_order
from planner.routing.streets.dated import DatedClosure
from planner.services.access.codes import new_code
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plannable import PLANNABLE, plan_is_newer, plan_was_changed, plannable_tour
from planner.services.travel.travel import travel_times

_NOWHERE = Leg(0.0, 0.0)


@dataclass(frozen=True)
class PlannedRow:
    """A stop with everything that a screen says of it; `issues` are those that the actor may see.

    `source` says who computed the ride to it, empty where there is none. `snap` is where the bus stops for it.
    """

    stop: Stop
    agenda: tuple[AgendaItem, ...]
    issues: tuple[Issue, ...]
    row: Row
    breaks: tuple[Break, ...]
    source: str
    snap: Snap


@dataclass(frozen=True)
class Plan:
    """The whole plan. `legs` join the places that are driven to, `line` is for the map, `engine` says what computed it.

    `sources` says it leg by leg, empty where nothing is driven. `closed` is what is closed on the day, `silent` why the
    routing server did not answer. `categories` are those of the issues, by id. `can_change`: this actor may change this plan,
    now. Once the tour rides, `stops` stand in the order in which the bus really goes, and `planned` (as the timetable took
    them) have the talks that are really meant; `Stop.position` and `Stop.minutes_talk` stay those of the plan of record.
    """

    tour: Tour
    stops: tuple[PlannedRow, ...]
    planned: tuple[PlannedStop, ...]
    timetable: Timetable
    legs: tuple[Leg, ...]
    line: tuple[Point, ...]
    engine: str
    sources: tuple[str, ...]
    closed: tuple[DatedClosure, ...]
    silent: str
    categories: Mapping[int, Category]
    can_change: bool

    @property
    def breaks_at_end(self) -> tuple[Break, ...]:
        """What breaks at the return."""
        return tuple(each for each in self.timetable.breaks if each.stop_key is None)


@dataclass(frozen=True)
class Figures:
    """What an order is worth: minutes from start to return, kilometres, minutes of lateness, legs without a way."""

    minutes: int
    km: float
    late_minutes: int
    impassable_legs: int


@dataclass(frozen=True)
class OrderProposal:
    """An order for the stops of a tour, which is only a proposal until `apply_order`.

    `exact`: proved to be the best. `version`: of the plan that it was made for. `engine` computed the rides; `rides` says how
    many of all possible ones come from where.
    """

    stop_ids: tuple[int, ...]
    present: Figures
    proposed: Figures
    is_better: bool
    exact: bool
    version: int
    engine: str
    rides: Mapping[str, int]


def plan_of(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Plan:
    """The plan as it is; while the tour rides, with the real times and what they mean for the stops ahead.

    Seven queries, however many stops, eight while it rides. Without a start (end) place the first (last) stop takes its
    part.
    """
    tour = visible_tour(session, actor, tour_id)
    stops = sorted(session.exec(stops_in_order(tour_id)).all(), key=lambda stop: stop.order)
    agenda = _agenda_of(session, stops)
    issues = _issues_of(session, actor, stops)
    engine = _engine(session, tour)
    route = _route(engine, tour, stops)
    legs, sources = _all_legs(tour, stops, route.legs), _all_sources(tour, stops, route.leg_sources())
    planned = _under_way(session, tour, [_planned(stop, agenda[id_of(stop)]) for stop in stops])
    times = _times(tour, planned, legs, now)
    made, closed = iter(sources), engine.closed_on(tour.starts_at)
    rows = tuple(
        PlannedRow(
            stop=stop,
            agenda=tuple(agenda[id_of(stop)]),
            issues=tuple(issue for issue, _ in issues[id_of(stop)]),
            row=row,
            breaks=tuple(each for each in times.breaks if each.stop_key == stop.id),
            source="" if stop.skipped else next(made),
            snap=engine.snap(stop.point),
        )
        for stop, row in zip(stops, times.rows, strict=True)
    )
    categories = {category.id: category for pairs in issues.values() for _, category in pairs if category.id}
    can_change = tour.state in PLANNABLE and may(actor, Action.PLAN_TOUR, subject_of_tour(tour)).allowed
    return Plan(
        tour=tour,
        stops=rows,
        planned=tuple(planned),
        timetable=times,
        legs=legs,
        line=route.line,
        engine=route.engine,
        sources=sources,
        closed=closed,
        silent=engine.silent,
        categories=categories,
        can_change=can_change,
    )


def times_of(session: Session, tour: Tour, *, now: datetime) -> Timetable:
    """The times alone, computed in the same way as `plan_of`, for whoever was let as far as this tour; two queries more."""
    stops = sorted(session.exec(stops_in_order(id_of(tour))).all(), key=lambda stop: stop.order)
    legs = _all_legs(tour, stops, _route(_engine(session, tour), tour, stops).legs)
    return _times(tour, _under_way(session, tour, [_planned(stop, ()) for stop in stops]), legs, now)


def keep_times(session: Session, tour: Tour) -> None:
    """Writes what the plan now says into the stops, and makes the plan one version newer.

    Called after every change; the caller has required the permission. Planned times know nothing of real ones. What each
    ride should take is kept beside them, to be compared with the real one. A stop of a published bus tour has the address of
    its public page from then on.
    """
    session.flush()
    stops = session.exec(stops_in_order(id_of(tour))).all()
    engine = _engine(session, tour)
    route = engine.route(_points(tour, stops), tour.starts_at)
    planned = [PlannedStop(id_of(stop), stop.minutes_off, stop.minutes_talk, stop.window_from) for stop in stops]
    times = timetable(tour.starts_at, tour.ends_at, planned, _all_legs(tour, stops, route.legs))
    for stop, row in zip(stops, times.rows, strict=True):
        stop.planned_arrival, stop.planned_departure = row.arrival, row.departure
        if tour.state is TourState.PUBLISHED and not tour.is_event:
            stop.public_code = stop.public_code or new_code()
    _keep_rides(tour, stops, route, engine)
    tour.engine = route.engine
    plan_is_newer(session, tour)
    session.flush()


def propose_order(session: Session, actor: Actor, tour_id: int) -> OrderProposal:
    """The best order of the stops that the tour has; pinned stops keep their number. Changes nothing.

    Pure reading, which may take a second for twenty stops: call it outside a transaction.
    """
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    stops = session.exec(stops_in_order(tour_id)).all()
    matrix = _engine(session, tour).matrix(_points(tour, stops), tour.starts_at)
    found = best_order(
        problem_of(
            tour.starts_at,
            tour.ends_at,
            [_planned(stop, ()) for stop in stops],
            _padded(tour, matrix),
            pins={index: index for index, stop in enumerate(stops) if stop.pinned},
        )
    )
    return OrderProposal(
        stop_ids=tuple(id_of(stops[index]) for index in found.order),
        present=_figures(found.present),
        proposed=_figures(found.evaluation),
        is_better=found.order != tuple(range(len(stops))),
        exact=found.exact,
        version=tour.version,
        engine=matrix.engine,
        rides=matrix.by_source(),
    )


def apply_order(session: Session, actor: Actor, tour_id: int, stop_ids: Sequence[int], *, version: int) -> None:
    """Puts the stops into this order; `version` is that of the plan which the order was made for.

    Conflict("tours.error.changed") where the plan has changed since, or where these are not exactly its stops.
    """
    tour = plannable_tour(session, actor, tour_id, version=version)
    stops = {id_of(stop): stop for stop in session.exec(stops_in_order(tour_id)).all()}
    if sorted(stop_ids) != sorted(stops):
        raise plan_was_changed(tour, actor)
    for position, stop_id in enumerate(stop_ids, start=1):
        stops[stop_id].position = position
    keep_times(session, tour)


def _agenda_of(session: Session, stops: Iterable[Stop]) -> dict[int, list[AgendaItem]]:
    found: dict[int, list[AgendaItem]] = defaultdict(list)
    query = (
        select(AgendaItem)
        .where(col(AgendaItem.stop_id).in_([id_of(stop) for stop in stops]))
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    for item in session.exec(query):
        found[item.stop_id].append(item)
    return found


def _issues_of(session: Session, actor: Actor, stops: Iterable[Stop]) -> dict[int, list[tuple[Issue, Category]]]:
    found: dict[int, list[tuple[Issue, Category]]] = defaultdict(list)
    query = (
        select(StopIssue.stop_id, Issue, Category)
        .join(Issue, col(Issue.id) == StopIssue.issue_id)
        .join(Category, col(Category.id) == Issue.category_id)
        .where(col(StopIssue.stop_id).in_([id_of(stop) for stop in stops]), issues_visible_to(actor))
        .order_by(col(Issue.id))
    )
    for stop_id, issue, category in session.exec(query):
        found[stop_id].append((issue, category))
    return found


def _engine(session: Session, tour: Tour) -> CityTravel:
    return travel_times(session, until=tour.ends_at)


def _route(engine: CityTravel, tour: Tour, stops: Sequence[Stop]) -> Route:
    return engine.route(_points(tour, [stop for stop in stops if not stop.skipped]), tour.starts_at)


def _times(tour: Tour, stops: Sequence[PlannedStop], legs: Sequence[Leg], now: datetime) -> Timetable:
    return timetable(
        tour.starts_at,
        tour.ends_at,
        stops,
        legs,
        started_at=tour.started_at,
        finished_at=tour.closed_at if tour.state is TourState.CLOSED else None,
        now=now if tour.state is TourState.RIDING else None,
    )


def _under_way(session: Session, tour: Tour, stops: list[PlannedStop]) -> list[PlannedStop]:
    """The stops, the next one with the time at which the bus's position says that it will be there."""
    seen = session.get(BusPosition, tour.id) if tour.state is TourState.RIDING else None
    if seen is None or seen.expected_at is None:
        return stops
    ahead = next((i for i, stop in enumerate(stops) if stop.arrived_at is None and not stop.skipped), None)
    if ahead is None or stops[ahead].key != seen.expected_stop_id:
        return stops
    return [replace(stop, expected_at=seen.expected_at) if i == ahead else stop for i, stop in enumerate(stops)]


def _points(tour: Tour, stops: Sequence[Stop]) -> list[Point]:
    ends = (tour.start_point, *(stop.point for stop in stops), tour.end_point)
    return [point for point in ends if point is not None]


def _all_legs(tour: Tour, stops: Sequence[Stop], driven: Sequence[Leg]) -> tuple[Leg, ...]:
    """One leg more than stops to make, whether or not the tour has a start and an end place."""
    before = [] if tour.start_point else [_NOWHERE]
    after = [] if tour.end_point else [_NOWHERE]
    return tuple([*before, *driven, *after][: sum(not stop.skipped for stop in stops) + 1])


def _all_sources(tour: Tour, stops: Sequence[Stop], driven: Sequence[str]) -> tuple[str, ...]:
    """Beside `_all_legs`: who computed each leg, empty for a leg that nobody drives."""
    before, after = [""] * (tour.start_point is None), [""] * (tour.end_point is None)
    return tuple([*before, *driven, *after][: sum(not stop.skipped for stop in stops) + 1])


def _keep_rides(tour: Tour, stops: Sequence[Stop], route: Route, engine: CityTravel) -> None:
    legs, sources = _all_legs(tour, stops, route.legs), _all_sources(tour, stops, route.leg_sources())
    if any(stop.skipped for stop in stops):
        return
    before: int | None = None
    for stop, leg, source in zip(stops, legs, sources, strict=False):
        known = before is not None and leg.is_passable and source != BY_HAND
        stop.ride_after_id, stop.ride_engine = before, source
        stop.ride_minutes = engine.unlearned(leg, source, tour.starts_at) if known else None
        before = stop.id


def _padded(tour: Tour, matrix: Matrix) -> Matrix:
    """The matrix with a start and an end place, which lie right beside every stop where the tour names none."""
    before, after = [0.0] * (tour.start_point is None), [0.0] * (tour.end_point is None)

    def padded(table: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
        rows = [(*before, *row, *after) for row in table]
        zeros = (0.0,) * (len(before) + len(table) + len(after))
        return tuple([zeros] * len(before) + rows + [zeros] * len(after))

    return Matrix(matrix.engine, padded(matrix.minutes), padded(matrix.km))


def _planned(stop: Stop, agenda: Iterable[AgendaItem]) -> PlannedStop:
    return PlannedStop(
        key=id_of(stop),
        minutes_off=stop.minutes_off,
        minutes_talk=stop.talk,
        window_from=stop.window_from,
        window_to=stop.window_to,
        arrived_at=stop.arrived_at,
        departed_at=stop.departed_at,
        skipped=stop.skipped,
        agenda_minutes=sum(item.minutes for item in agenda),
    )


def _figures(worth: Evaluation) -> Figures:
    return Figures(worth.finish_minute, worth.km, worth.late_minutes, worth.impassable_legs)
