"""What a tour could stop for: its own stops, open issues gathered by walking distance, places of the catalogue, and
repairs whose guarantee ends soon."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from sqlmodel import Session, and_, col, or_, select

from planner.domain.actor import Actor
from planner.domain.deadlines import days_overdue, today_in
from planner.domain.geo import Point
from planner.domain.issue_look import is_issue_overdue
from planner.domain.models import Category, District, Issue, Place, Repair, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.nearby import gathered, middle, talk_minutes
from planner.domain.permissions import Action, require
from planner.domain.prize import Prize, PrizeDistrict, PrizeIssue, Weights, prize_of
from planner.domain.repaired import spot_on
from planner.domain.tour_rules import TourRules
from planner.domain.words import OPEN_ISSUE_STATES, IssueState, Severity, TourState
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour
from planner.services.city.city import get_city
from planner.services.city.districts import DistrictMap, district_map, list_districts
from planner.services.proposals.fairness import YEAR, days_unvisited, real_stops
from planner.services.proposals.lapsing import lapsing_repairs
from planner.services.proposals.weights import get_weights
from planner.services.tours.in_order import stops_in_order

PROMISED_AROUND = timedelta(days=3)
"""A promise that falls due so soon after the tour is looked at on the tour."""
OFF_MINUTES = 2
_COMING = (TourState.DRAFT, TourState.PUBLISHED, TourState.RIDING)


class KnownIssue(NamedTuple):
    """What candidates need to know of an issue; a row of these is a quarter of the price of a whole issue."""

    id: int
    lat: float
    lon: float
    address: str
    district_id: int | None
    category_id: int
    severity: Severity
    state: IssueState
    due_on: date | None
    supporters: int
    internal: bool
    next_tour: bool

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)


@dataclass(frozen=True)
class Candidate:
    """One stop that could be made. `key` is the same as long as the city is: "stop:7", "place:3", "repair:2", "issue:148"
    (its first).

    `issue_ids`: the most urgent first. `promises`: how many of them are promised around the day of the tour.
    `guarantee_until`: of a repair, its last day. `pinned_to`: the number from 1 that a stop of the tour has to keep, or LAST.
    """

    key: str
    kind: Literal["stop", "issues", "place", "repair"]
    point: Point
    name: str
    address: str
    district_id: int | None
    issue_ids: tuple[int, ...]
    minutes_off: int
    minutes_talk: int
    prize: Prize
    promises: int
    must: bool = False
    stop_id: int | None = None
    place_id: int | None = None
    guarantee_until: date | None = None
    window_from: datetime | None = None
    window_to: datetime | None = None
    pinned_to: int | None = None


@dataclass(frozen=True)
class Candidates:
    """All candidates, the tour's own stops first, in order; the rest by prize. `unvisited`: days by district."""

    rows: tuple[Candidate, ...]
    weights: Weights
    rules: TourRules
    districts: tuple[District, ...]
    unvisited: Mapping[int, int]


def list_candidates(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Candidates:
    """Everything that this tour could stop for, for those who plan it: fifteen queries, however many issues.

    Only issues that the actor may see, that are open and have no stop on this tour or another that is to come. Issues within walking distance of a
    stop that the tour has belong to that stop; the others gather around the most urgent among them. The same data give the
    same candidates.
    """
    tour, stops, maker = _maker_for(session, actor, tour_id, now)
    places = _places(session, {stop.place_id for stop in stops}) if maker.rules.with_places else []
    lapsing = lapsing_repairs(session, actor, day=maker.day, months=maker.rules.guarantee_months)
    sights = [*map(maker.sight_of_place, places), *map(maker.sight_of_repair, lapsing)]
    linked = _linked_issues(session, actor, stops)
    own, others = _gathered(maker, stops, sights, linked, _open_issues(session, actor, tour, now))
    others.sort(key=lambda each: (-each.prize.total, each.key))
    return maker.candidates((*own, *others))


def list_own_stops(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Candidates:
    """The stops that the tour has, in order, with the issues that they are made for: what checking an order needs."""
    _, stops, maker = _maker_for(session, actor, tour_id, now)
    linked = _linked_issues(session, actor, stops)
    return maker.candidates(tuple(maker.of_stop(stop, linked.get(id_of(stop), ())) for stop in stops))


def _maker_for(session: Session, actor: Actor, tour_id: int, now: datetime) -> tuple[Tour, Sequence[Stop], "_Maker"]:
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    city = get_city(session)
    day = today_in(city.timezone, tour.starts_at)
    districts = list_districts(session, actor)
    areas = district_map(session, actor)
    visits = real_stops(session, actor, areas, since=now - YEAR, until=now)
    unvisited = days_unvisited(visits, districts, zone=city.timezone, now=now)
    stops = session.exec(stops_in_order(tour_id)).all()
    own = {id_of(stop): id_of(stop) for stop in stops}
    rules = TourRules.from_data(tour.rules).renamed(own)
    names = _category_names(session, actor)
    weights = rules.own_weights or get_weights(session, actor)
    return tour, stops, _Maker(day, weights, rules, districts, areas, unvisited, names)


def _gathered(
    maker: "_Maker",
    stops: Sequence[Stop],
    sights: Sequence["_Sight"],
    linked: Mapping[int, Sequence[KnownIssue]],
    loose: Sequence[KnownIssue],
) -> tuple[list[Candidate], list[Candidate]]:
    """The stops with the issues around them; then the sights beside no stop, with theirs, and the groups of the rest."""
    urgent = sorted(loose, key=lambda issue: (-maker.points(issue), issue.id))
    first_sight, first_issue = len(stops), len(stops) + len(sights)
    points = [*(stop.point for stop in stops), *(sight.point for sight in sights), *(issue.point for issue in urgent)]
    around: dict[int, list[KnownIssue]] = {}
    others: list[Candidate] = []
    for heart, *members in gathered(points, float(maker.rules.walk_m)):
        issues = [urgent[index - first_issue] for index in members if index >= first_issue]
        beside = [sights[index - first_sight] for index in members if first_sight <= index < first_issue]
        if heart < first_sight:  # another stop at the same spot stays a candidate; the issues belong to the first
            around[heart] = issues
        elif heart < first_issue:
            others.append(sights[heart - first_sight].candidate(issues))
            others += [sight.candidate(()) for sight in beside]
        else:
            others.append(maker.of_issues([urgent[heart - first_issue], *issues]))
    own = [maker.of_stop(stop, [*linked.get(id_of(stop), ()), *around.get(at, ())]) for at, stop in enumerate(stops)]
    return own, others


class _Sight(NamedTuple):
    """Something worth a stop whatever issues lie around it, and the candidate that it is with them."""

    point: Point
    candidate: Callable[[Sequence[KnownIssue]], Candidate]


class _Maker:
    """Makes candidates of one tour."""

    def __init__(
        self,
        day: date,
        weights: Weights,
        rules: TourRules,
        districts: Sequence[District],
        areas: DistrictMap,
        unvisited: Mapping[int, int],
        category_names: Mapping[int, str],
    ) -> None:
        self.day, self.weights, self.rules, self.districts = day, weights, rules, districts
        self._areas = areas
        self._residents = {each.id: each.population for each in districts}
        self._unvisited, self._names = unvisited, category_names
        self._facts: dict[int, PrizeIssue] = {}

    def candidates(self, rows: tuple[Candidate, ...]) -> Candidates:
        """The rows with what they were made by."""
        return Candidates(rows, self.weights, self.rules, tuple(self.districts), self._unvisited)

    def points(self, issue: KnownIssue) -> float:
        """What one issue alone is worth."""
        return prize_of([self._fact(issue)], self.weights).total

    def of_stop(self, stop: Stop, issues: Sequence[KnownIssue]) -> Candidate:
        """A stop that the tour has; its minutes are those that the organizer gave it, without a break taken there."""
        pauses = sum(pause.taken for pause in self.rules.pauses if pause.stop == stop.id)
        district_id = self._district_of(stop.point, issues)
        return Candidate(
            key=f"stop:{stop.id}",
            kind="stop",
            point=stop.point,
            name=stop.name,
            address=stop.address,
            district_id=district_id,
            issue_ids=tuple(issue.id for issue in issues),
            minutes_off=stop.minutes_off,
            minutes_talk=max(0, stop.minutes_talk - pauses),
            prize=self._prize(issues, district_id, planned=True),
            promises=self._promises(issues),
            must=stop.must,
            stop_id=stop.id,
            place_id=stop.place_id,
            window_from=stop.window_from,
            window_to=stop.window_to,
            pinned_to=dict(self.rules.positions).get(id_of(stop), stop.position if stop.pinned else None),
        )

    def of_issues(self, issues: Sequence[KnownIssue]) -> Candidate:
        """One stop for these issues, called by the address of the most urgent of those that are for everybody, as the stop
        will be; where nobody has written an address, by its category, where all are internal, by the district.
        """
        first, shown = issues[0], [issue for issue in issues if not issue.internal]
        return Candidate(
            key=f"issue:{min(issue.id for issue in issues)}",
            kind="issues",
            point=middle([issue.point for issue in issues]),
            name=self._name_of(first, shown),
            address="",
            district_id=first.district_id,
            issue_ids=tuple(issue.id for issue in issues),
            minutes_off=OFF_MINUTES,
            minutes_talk=talk_minutes(len(issues), self.rules.talk_most),
            prize=self._prize(issues, first.district_id),
            promises=self._promises(issues),
        )

    def sight_of_place(self, place: Place) -> _Sight:
        """A place of the catalogue."""
        row = self._of_sight(f"place:{place.id}", "place", place.point, name=place.name, address=place.address)
        return self._sight(replace(row, place_id=place.id), place.district_id)

    def sight_of_repair(self, repair: Repair) -> _Sight:
        """What was repaired and is to be looked at while its contractor still mends it for nothing."""
        row = self._of_sight(f"repair:{repair.id}", "repair", spot_on(repair.geometry), name=repair.name)
        return self._sight(replace(row, guarantee_until=repair.guarantee_until), None)

    def _of_sight(
        self, key: str, kind: Literal["place", "repair"], point: Point, *, name: str, address: str = ""
    ) -> Candidate:
        return Candidate(
            key=key,
            kind=kind,
            point=point,
            name=name,
            address=address,
            district_id=None,
            issue_ids=(),
            minutes_off=OFF_MINUTES,
            minutes_talk=0,
            prize=Prize(),
            promises=0,
        )

    def _sight(self, row: Candidate, district_id: int | None) -> _Sight:
        """`district_id` as it is written down; else the one around the point."""

        def with_issues(issues: Sequence[KnownIssue]) -> Candidate:
            district = district_id or self._district_of(row.point, issues)
            return replace(
                row,
                district_id=district,
                issue_ids=tuple(issue.id for issue in issues),
                minutes_talk=talk_minutes(len(issues), self.rules.talk_most),
                prize=self._prize(issues, district, planned=True),
                promises=self._promises(issues),
            )

        return _Sight(row.point, with_issues)

    def _name_of(self, first: KnownIssue, shown: Sequence[KnownIssue]) -> str:
        address = next((issue.address for issue in shown if issue.address), "")
        topic = self._names.get(shown[0].category_id, "") if shown else ""
        return address or topic or self._district_name(first.district_id)

    def _district_name(self, district_id: int | None) -> str:
        return next((each.name for each in self.districts if each.id == district_id), "…")

    def _prize(self, issues: Sequence[KnownIssue], district_id: int | None, *, planned: bool = False) -> Prize:
        waits = self._unvisited.get(district_id or 0)
        district = None if waits is None else PrizeDistrict(waits, self._residents.get(district_id))
        facts = [self._fact(issue) for issue in issues]
        put_off = any(issue.next_tour for issue in issues)
        return prize_of(facts, self.weights, district=district, planned=planned or put_off)

    def _promises(self, issues: Sequence[KnownIssue]) -> int:
        return sum(self._fact(issue).promised for issue in issues)

    def _fact(self, issue: KnownIssue) -> PrizeIssue:
        if issue.id not in self._facts:
            self._facts[issue.id] = self._new_fact(issue)
        return self._facts[issue.id]

    def _new_fact(self, issue: KnownIssue) -> PrizeIssue:
        overdue = is_issue_overdue(issue.state, issue.due_on, self.day)
        return PrizeIssue(
            severity=issue.severity,
            days_overdue=days_overdue(issue.due_on, self.day) if overdue and issue.due_on else 0,
            supporters=issue.supporters,
            promised=issue.due_on is not None and issue.due_on <= self.day + PROMISED_AROUND,
        )

    def _district_of(self, point: Point, issues: Sequence[KnownIssue]) -> int | None:
        held_by = self._areas.id_at(point)
        if held_by is not None:
            return held_by
        named = Counter(issue.district_id for issue in issues if issue.district_id is not None)
        return min(named, key=lambda each: (-named[each], each)) if named else None


_COLUMNS = (
    Issue.id,
    Issue.lat,
    Issue.lon,
    Issue.address,
    Issue.district_id,
    Issue.category_id,
    Issue.severity,
    Issue.state,
    Issue.due_on,
    Issue.supporters,
    Issue.internal,
    Issue.next_tour,
)


def _open_issues(session: Session, actor: Actor, tour: Tour, now: datetime) -> list[KnownIssue]:
    taken = (
        select(StopIssue.issue_id)
        .join(Stop, col(Stop.id) == StopIssue.stop_id)
        .join(Tour, col(Tour.id) == Stop.tour_id)
        .where(or_(Tour.id == tour.id, and_(col(Tour.state).in_(_COMING), col(Tour.ends_at) > now)))
    )
    query = select(*_COLUMNS).where(  # type: ignore[call-overload]
        col(Issue.state).in_(OPEN_ISSUE_STATES), issues_visible_to(actor), col(Issue.id).not_in(taken)
    )
    return [KnownIssue(*row) for row in session.exec(query)]


def _linked_issues(session: Session, actor: Actor, stops: Sequence[Stop]) -> dict[int, list[KnownIssue]]:
    found: dict[int, list[KnownIssue]] = {}
    query = (
        select(StopIssue.stop_id, *_COLUMNS)  # type: ignore[call-overload]
        .join(Issue, col(Issue.id) == StopIssue.issue_id)
        .where(
            col(StopIssue.stop_id).in_([stop.id for stop in stops]),
            col(Issue.state).in_(OPEN_ISSUE_STATES),
            issues_visible_to(actor),
        )
        .order_by(col(Issue.id))
    )
    for stop_id, *row in session.exec(query):
        found.setdefault(stop_id, []).append(KnownIssue(*row))
    return found


def _category_names(session: Session, actor: Actor) -> dict[int, str]:
    return {id_of(each): each.name_in(actor.language) for each in session.exec(select(Category))}


def _places(session: Session, taken: set[int | None]) -> list[Place]:
    """Those of the catalogue; what stands in a layer is there to be found, and no reason for a stop by itself."""
    query = select(Place).where(col(Place.archived).is_(False), col(Place.layer_id).is_(None)).order_by(col(Place.id))
    return [place for place in session.exec(query) if place.id not in taken]
