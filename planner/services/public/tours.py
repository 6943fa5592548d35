"""Tours as everybody may read them: where the bus goes, what was found there, and what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, and_, case, col, func, or_, select

from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.geo import Point
from planner.domain.models import City, Issue, Stop, StopIssue, Tour, TourProposal
from planner.domain.open_filter import OpenFilter, OpenLook, open_look
from planner.domain.words import IssueState, TourKind, TourState
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenCounts, OpenMatches
from planner.services.public.issues import OpenIssue, open_rows, photos_of, read_numbers, tell_issues
from planner.services.public.openness import open_city, shown_issues, shown_tours

PAGE_SIZE = 50
MOST_COMING = 100
"""So many of those to come are listed, the nearest."""
MOST_ISSUES = 200
"""So many stand on the page of a tour; the rest is in the list, which has pages."""
MOST_LEFT_OUT = 10
_ON_START = 3


@dataclass(frozen=True)
class OpenTour:
    """One tour in a list; no name of a person, no note, no bus."""

    id: int
    title: str
    kind: TourKind
    state: TourState
    starts_at: datetime
    ends_at: datetime
    stops: int
    counts: OpenCounts


@dataclass(frozen=True)
class OpenTours:
    """Those under way, those to come, the nearest first, and one page of those that are over, the latest first."""

    now: Sequence[OpenTour]
    coming: Sequence[OpenTour]
    past: Sequence[OpenTour]
    page: int
    pages: int

    @property
    def newest(self) -> Sequence[OpenTour]:
        """The few that people ask for first: under way, the next one, and the last ones that are over."""
        return [*self.now, *self.coming[:1], *self.past][:_ON_START]


@dataclass(frozen=True)
class OpenStop:
    """One stop: when the bus is to be there, and when it was; the issues that everybody may read of."""

    number: int
    name: str
    address: str
    point: Point
    planned_at: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None
    skipped: bool
    issues: Sequence[OpenIssue]
    counts: OpenCounts
    chosen_in: "OpenChoice | None" = None
    """The vote in which residents chose it."""
    reasons: Sequence[str] = ()
    """What gave it its points when the route was chosen ("overdue", "supporters", …); none where anything of that is not public."""


@dataclass(frozen=True)
class OpenChoice:
    """A vote of residents: how many were for what was chosen, of how many."""

    vote_id: int
    votes: int
    turnout: int


@dataclass(frozen=True)
class OpenWay:
    """One of the routes among which one was chosen: how many issues it came to of those that everybody may read of now."""

    kind: str
    issues: int


@dataclass(frozen=True)
class OpenRoute:
    """A tour with its stops in the order in which the bus really goes.

    `chosen`: which of the proposals it is ("most", "fairest", …), empty where it was planned by hand. What was typed as the reason
    and the figures of the proposals are not told: they may speak of internal issues. Told is what is counted anew of what is public.
    """

    tour: OpenTour
    stops: Sequence[OpenStop]
    elsewhere: Sequence[OpenIssue]
    """Raised on it at no stop."""
    start: Point | None
    end: Point | None
    chosen: str
    chosen_in: OpenChoice | None = None
    """The vote in which residents chose a district that it goes to."""
    ways: Sequence[OpenWay] = ()
    """The routes among which one was chosen."""
    left_out: Sequence[OpenIssue] = ()
    """Some of the issues that could have been on the way when it was chosen, and are not: late ones first, then those with the most
    supporters."""
    left_out_total: int = 0

    @property
    def issues(self) -> Sequence[OpenIssue]:
        """All of them, each once."""
        every = [issue for stop in self.stops for issue in stop.issues] + [*self.elsewhere]
        return list({issue.number: issue for issue in every}.values())

    @property
    def pairs(self) -> Sequence[OpenIssue]:
        """Those that show what was and what is."""
        return [issue for issue in self.issues if issue.before is not None and issue.after is not None]


def list_open_tours(
    session: Session, columns: IssueColumns, *, now: datetime, page: int = 1, page_size: int = PAGE_SIZE
) -> OpenTours:
    """The tours that everybody may read of, with one page of those that are over; a page past the end is the last one."""
    city = open_city(session)
    shown, start = select(Tour).where(shown_tours(city)), col(Tour.starts_at)
    over = shown.where(Tour.state == TourState.CLOSED)
    pages = max(1, -(-session.exec(select(func.count()).select_from(over.subquery())).one() // page_size))
    page = min(max(1, page), pages)
    riding = session.exec(shown.where(Tour.state == TourState.RIDING).order_by(start, col(Tour.id))).all()
    forgotten = col(Tour.ends_at) < now  # nobody has ridden or cancelled it
    waiting = shown.where(Tour.state == TourState.PUBLISHED).order_by(forgotten, start, col(Tour.id))
    coming = session.exec(waiting.limit(MOST_COMING)).all()
    latest = over.order_by(start.desc(), col(Tour.id).desc())
    past = session.exec(latest.offset((page - 1) * page_size).limit(page_size)).all()
    told = _listed(session, columns, [*riding, *coming, *past], city, now)
    until = len(riding) + len(coming)
    return OpenTours(told[: len(riding)], told[len(riding) : until], told[until:], page, pages)


def every_open_tour(session: Session, columns: IssueColumns, *, now: datetime) -> Sequence[OpenTour]:
    """All of them, the latest first, for a file."""
    city = open_city(session)
    query = select(Tour).where(shown_tours(city)).order_by(col(Tour.starts_at).desc(), col(Tour.id).desc())
    return _listed(session, columns, session.exec(query).all(), city, now)


def open_tour_numbers(session: Session) -> Sequence[int]:
    """The numbers of all of them, the latest first."""
    shown = select(Tour.id).where(shown_tours(open_city(session)))
    found = session.exec(shown.order_by(col(Tour.starts_at).desc(), col(Tour.id).desc()))
    return [number for number in found if number is not None]


def open_route(session: Session, tour_id: int, *, now: datetime) -> OpenRoute:
    """One tour with its stops; NotFound alike for one that there is not and for one that is not shown."""
    city = open_city(session)
    tour = session.exec(select(Tour).where(Tour.id == tour_id, shown_tours(city))).first()
    if tour is None:
        raise NotFound("app.unknown_page")
    today = today_in(city.timezone, now)
    by_stop = _issues_by_stop(session, tour_id, today, now)
    rows = sorted(session.exec(select(Stop).where(Stop.tour_id == tour_id)), key=lambda stop: (stop.order, stop.id))
    why = _why(session, tour_id, rows, now)
    stops = [
        _stop(number, row, by_stop.get(row.id, ()), why.reasons.get(row.id, ()))
        for number, row in enumerate(rows, start=1)
    ]
    every = {issue.number: issue for issues in by_stop.values() for issue in issues}
    left = sorted(why.left_out - every.keys())
    counts = counts_of([*every.values()]) if len(every) < MOST_ISSUES else _counts_of_tour(session, tour_id, today, now)
    return OpenRoute(
        _tour(tour, len(rows), counts),
        stops,
        by_stop.get(None, ()),
        tour.start_point,
        tour.end_point,
        why.chosen,
        _choice(tour),
        why.ways,
        _left_out(session, left, today, now),
        len(left),
    )


def counts_of(issues: Sequence[OpenIssue]) -> OpenCounts:
    """How these issues stand."""
    return OpenCounts(**{look.value: sum(issue.look is look for issue in issues) for look in OpenLook})


def _counts_of_tour(session: Session, tour_id: int, today: date, now: datetime) -> OpenCounts:
    """Of all that was raised on it, where that is more than is shown."""
    facts: list[Any] = [Issue.state, Issue.outcome, Issue.due_on]
    told: list[Any] = [*facts, func.count()]
    query = select(*told).where(shown_issues(now), Issue.tour_id == tour_id).group_by(*facts)
    found: Counter[str] = Counter()
    for state, outcome, due_on, number in session.execute(query):
        found[open_look(state, outcome, due_on, today).value] += number
    return OpenCounts(**found)


def _listed(
    session: Session, columns: IssueColumns, tours: Sequence[Tour], city: City, now: datetime
) -> Sequence[OpenTour]:
    looks = OpenMatches(columns, OpenFilter(), now=now, today=today_in(city.timezone, now)).by_tour()
    asked: list[Any] = [Stop.tour_id, func.count()]
    counted = session.execute(
        select(*asked).where(col(Stop.tour_id).in_([tour.id for tour in tours])).group_by(col(Stop.tour_id))
    )
    stops: dict[int, int] = dict(counted.all())
    return [_tour(tour, stops.get(tour.id or 0, 0), looks.get(tour.id or 0, OpenCounts())) for tour in tours]


def _tour(tour: Tour, stops: int, counts: OpenCounts) -> OpenTour:
    return OpenTour(
        tour.id or 0,
        tour.title,
        tour.kind,
        tour.state,
        tour.started_at or tour.starts_at,
        tour.closed_at or tour.ends_at,
        stops,
        counts,
    )


@dataclass(frozen=True)
class _Why:
    """What of a choice may be told: nothing of it but numbers of issues that everybody may read of, and of stops that there are."""

    chosen: str = ""
    ways: Sequence[OpenWay] = ()
    reasons: Mapping[int | None, Sequence[str]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()


def _why(session: Session, tour_id: int, stops: Sequence[Stop], now: datetime) -> _Why:
    query = select(TourProposal).where(TourProposal.tour_id == tour_id)
    kept = session.exec(query.order_by(col(TourProposal.id).desc())).first()
    if kept is None:
        return _Why()
    routes = {each["kind"]: _stops_told(each) for each in kept.alternatives if each["possible"]}
    issues = {kind: {number for stop in told for number in stop["issues"]} for kind, told in routes.items()}
    beside = {number for each in kept.alternatives for number in each.get("left_out", ())}
    known = beside.union(*issues.values())
    asked = select(Issue.id).where(col(Issue.id).in_(known), shown_issues(now))
    shown = frozenset(number for number in session.exec(asked) if number is not None)
    stop_of: dict[int, int] = dict(
        session.exec(
            select(StopIssue.issue_id, StopIssue.stop_id).where(
                col(StopIssue.stop_id).in_([stop.id for stop in stops]),
            )
        ).all()
    )
    named: dict[tuple[str, str], int | None] = {(stop.name, stop.address): stop.id for stop in stops}
    reasons: dict[int | None, Sequence[str]] = {}
    for told in routes.get(kept.chosen, ()):
        if shown.issuperset(told["issues"]):
            at = [stop_of.get(number) for number in told["issues"]] or [named.get((told["name"], told["address"]))]
            reasons |= {stop_id: tuple(told["parts"]) for stop_id in at if stop_id is not None}
    return _Why(
        kept.chosen,
        [OpenWay(kind, len(numbers & shown)) for kind, numbers in issues.items()],
        reasons,
        shown - stop_of.keys(),
    )


def _stops_told(proposal: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [stop for bus in proposal["buses"] for stop in bus["stops"]]


def _left_out(session: Session, numbers: Sequence[int], today: date, now: datetime) -> Sequence[OpenIssue]:
    late = and_(col(Issue.state) != IssueState.CLOSED, col(Issue.due_on) < today)
    query = select(Issue.id).where(col(Issue.id).in_(numbers), shown_issues(now))
    first = query.order_by(case((late, 0), else_=1), col(Issue.supporters).desc(), col(Issue.id)).limit(MOST_LEFT_OUT)
    return read_numbers(session, session.exec(first).all(), shown_issues(now), today) if numbers else ()


def _stop(number: int, row: Stop, issues: Sequence[OpenIssue], reasons: Sequence[str]) -> OpenStop:
    return OpenStop(
        number,
        row.name,
        row.address,
        row.point,
        row.planned_arrival,
        row.arrived_at,
        row.departed_at,
        row.skipped,
        issues,
        counts_of(issues),
        _choice(row),
        reasons,
    )


def _choice(thing: Stop | Tour) -> OpenChoice | None:
    return None if thing.vote_id is None else OpenChoice(thing.vote_id, thing.vote_for or 0, thing.vote_of or 0)


def _issues_by_stop(
    session: Session, tour_id: int, today: date, now: datetime
) -> Mapping[int | None, Sequence[OpenIssue]]:
    """What was raised at each stop or made the bus stop there; under None what was raised on the way."""
    asked = (
        select(StopIssue.issue_id, StopIssue.stop_id)
        .join(Stop, col(Stop.id) == StopIssue.stop_id)
        .where(Stop.tour_id == tour_id)
    )
    made_for: dict[int, int] = dict(session.exec(asked).all())
    query = (
        open_rows()
        .where(shown_issues(now), or_(col(Issue.tour_id) == tour_id, col(Issue.id).in_(made_for)))
        .order_by(col(Issue.created_at), col(Issue.id))
        .limit(MOST_ISSUES)
    )
    rows = session.execute(query).all()
    told = tell_issues(session, [(row, row) for row in rows], today, photos_of(session, [row.id for row in rows]))
    found: dict[int | None, list[OpenIssue]] = {}
    for row, issue in zip(rows, told, strict=True):
        stop_id = row.stop_id if row.tour_id == tour_id else made_for.get(row.id or 0)
        found.setdefault(stop_id, []).append(issue)
    return found
