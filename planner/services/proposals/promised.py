"""What was promised around the day of a tour beside its way: each place as a stop that could be made, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.geo import Point, distance_m
from planner.domain.models import Issue
from planner.domain.models.types import id_of
from planner.routing.optimiser.problem import NO_WAY
from planner.services.access.scopes import issues_visible_to
from planner.services.proposals.brief import Brief, read_brief
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.problem import Tables, tables_for
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plan import apply_order
from planner.services.tours.plannable import plannable_tour
from planner.services.tours.stops import add_stops_from_issues

NEAR_M = 2_000.0
"""So far from a stop, the start or the return a promise is beside the way."""
MOST = 6
_MOST_ASKED = 15
"""Of those that are near, so many are asked for travel times, the nearest as the crow flies."""


@dataclass(frozen=True)
class OnTheWay:
    """A stop for promises. `minutes` are what it adds to the tour: the detour, getting off and the talk. `at` is its number from 1 in
    the order that costs least. `due_on`: the first of its promises. `internal`: of its issues those that not everybody may know of.
    """

    issue_ids: tuple[int, ...]
    name: str
    minutes: int
    at: int
    due_on: date | None
    internal: tuple[int, ...]


@dataclass(frozen=True)
class Promised:
    """What lies beside the way, the cheapest first; `version` is the plan's that was looked at."""

    version: int
    rows: tuple[OnTheWay, ...]


def promised_on_the_way(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Promised:
    """Places of open issues with instructions that fall due around the tour and have no stop yet, for those who plan it.

    May take a second in a large city, and asks the city's travel engine: call it outside a transaction.
    """
    brief = read_brief(session, actor, tour_id, now=now)
    own = [row for row in brief.rows if row.kind == "stop"]
    near = _near(brief, own)
    tables = tables_for(brief, [*own, *near])
    costs = [(each, *_cheapest(tables, len(own), len(own) + 1 + number)) for number, each in enumerate(near)]
    possible = sorted((minutes, each.key, at, each) for each, minutes, at in costs if minutes < NO_WAY)
    return Promised(
        brief.version,
        tuple(_told(session, actor, each, minutes, at) for minutes, _, at, each in possible[:MOST]),
    )


def add_promised(session: Session, actor: Actor, tour_id: int, on_the_way: OnTheWay, *, version: int) -> None:
    """Makes the stop where it costs least. Conflict("tours.error.changed") where the plan has changed since it was looked at, and whatever
    `add_stops_from_issues` raises.
    """
    plannable_tour(session, actor, tour_id, version=version)
    added = [id_of(stop) for stop in add_stops_from_issues(session, actor, tour_id, on_the_way.issue_ids)]
    before = [id_of(stop) for stop in session.exec(stops_in_order(tour_id)) if stop.id not in added]
    order = [*before[: on_the_way.at - 1], *added, *before[on_the_way.at - 1 :]]
    tour = plannable_tour(session, actor, tour_id)
    apply_order(session, actor, tour_id, order, version=tour.version)


def _near(brief: Brief, own: Sequence[Candidate]) -> list[Candidate]:
    """Those with promises that lie beside the way, the nearest first."""
    anchors = [
        point for point in (brief.start_point, brief.end_point, *(row.point for row in own)) if point is not None
    ]
    far = {row.key: _metres_to(anchors, row.point) for row in brief.rows if row.kind == "issues" and row.promises}
    near = [row for row in brief.rows if far.get(row.key, NEAR_M + 1) <= NEAR_M]
    return sorted(near, key=lambda row: (far[row.key], row.key))[:_MOST_ASKED]


def _metres_to(anchors: Sequence[Point], point: Point) -> float:
    return min((distance_m(each, point) for each in anchors), default=NEAR_M + 1)


def _cheapest(tables: Tables, stops: int, new: int) -> tuple[int, int]:
    """The minutes that the stop with the number `new` adds where it costs least, and its number in the order."""
    way, end = range(stops + 1), len(tables.rows) + 1
    row, minutes = tables.rows[new - 1], tables.minutes
    detours = [
        (int(minutes[here, new] + minutes[new, there] - minutes[here, there]), here + 1)
        for here, there in zip(way, [*way[1:], end], strict=True)
    ]
    detour, at = min(detours)
    return max(0, detour) + row.minutes_off + row.minutes_talk, at


def _told(session: Session, actor: Actor, row: Candidate, minutes: int, at: int) -> OnTheWay:
    facts = session.exec(select(Issue).where(col(Issue.id).in_(row.issue_ids), issues_visible_to(actor))).all()
    internal = tuple(id_of(each) for each in facts if each.internal)
    due_on = min((each.due_on for each in facts if each.due_on is not None), default=None)
    return OnTheWay(row.issue_ids, row.name, minutes, at, due_on, internal)
