"""Tours as everybody may read them: where the bus goes, what was found there, and what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.geo import Point
from planner.domain.models import Issue, Stop, StopIssue, Tour, TourProposal
from planner.domain.open_filter import OpenFilter, OpenLook, open_look
from planner.domain.words import TourKind, TourState
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenCounts, OpenMatches
from planner.services.public.issues import OpenIssue, open_rows, photos_of, tell_issues
from planner.services.public.openness import open_city, shown_issues, shown_tours

MOST_TOURS = 100
MOST_ISSUES = 200
"""So many stand on the page of a tour; the rest is in the list, which has pages."""


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


@dataclass(frozen=True)
class OpenChoice:
    """A vote of residents: how many were for what was chosen, of how many."""

    vote_id: int
    votes: int
    turnout: int


@dataclass(frozen=True)
class OpenRoute:
    """A tour with its stops in the order in which the bus really goes.

    `chosen`: which of the proposals it is ("most", "fairest", …), empty where it was planned by hand. Their figures and the
    reason are not told: they may speak of internal issues.
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

    @property
    def issues(self) -> Sequence[OpenIssue]:
        """All of them, each once."""
        every = [issue for stop in self.stops for issue in stop.issues] + [*self.elsewhere]
        return list({issue.number: issue for issue in every}.values())

    @property
    def pairs(self) -> Sequence[OpenIssue]:
        """Those that show what was and what is."""
        return [issue for issue in self.issues if issue.before is not None and issue.after is not None]


def list_open_tours(session: Session, columns: IssueColumns, *, now: datetime) -> Sequence[OpenTour]:
    """The tours that everybody may read of, the latest first."""
    city = open_city(session)
    query = select(Tour).where(shown_tours(city)).order_by(col(Tour.starts_at).desc(), col(Tour.id).desc())
    tours = session.exec(query.limit(MOST_TOURS)).all()
    matches = OpenMatches(columns, OpenFilter(), now=now, today=today_in(city.timezone, now))
    return _listed(session, tours, matches.by_tour())


def open_route(session: Session, tour_id: int, *, now: datetime) -> OpenRoute:
    """One tour with its stops; NotFound alike for one that there is not and for one that is not shown."""
    city = open_city(session)
    tour = session.exec(select(Tour).where(Tour.id == tour_id, shown_tours(city))).first()
    if tour is None:
        raise NotFound("app.unknown_page")
    today = today_in(city.timezone, now)
    by_stop = _issues_by_stop(session, tour_id, today, now)
    rows = sorted(session.exec(select(Stop).where(Stop.tour_id == tour_id)), key=lambda stop: (stop.order, stop.id))
    stops = [_stop(number, row, by_stop.get(row.id, ())) for number, row in enumerate(rows, start=1)]
    every = {issue.number: issue for issues in by_stop.values() for issue in issues}
    counts = counts_of([*every.values()]) if len(every) < MOST_ISSUES else _counts_of_tour(session, tour_id, today, now)
    return OpenRoute(
        _tour(tour, len(rows), counts),
        stops,
        by_stop.get(None, ()),
        tour.start_point,
        tour.end_point,
        _chosen(session, tour_id),
        _choice(tour),
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


def _listed(session: Session, tours: Sequence[Tour], looks: Mapping[int, OpenCounts]) -> Sequence[OpenTour]:
    ids = [tour.id for tour in tours]
    columns: list[Any] = [Stop.tour_id, func.count()]
    counted = session.execute(select(*columns).where(col(Stop.tour_id).in_(ids)).group_by(col(Stop.tour_id)))
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


def _chosen(session: Session, tour_id: int) -> str:
    query = select(TourProposal.chosen).where(TourProposal.tour_id == tour_id)
    return session.exec(query.order_by(col(TourProposal.id).desc())).first() or ""


def _stop(number: int, row: Stop, issues: Sequence[OpenIssue]) -> OpenStop:
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
