"""Open issues of a whole area, for making stops of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, and_, col, or_, select

from planner.domain.actor import Actor
from planner.domain.cells import runs_around
from planner.domain.geo import Area, Point, box_around, distance_m
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Category, Issue, Place, Stop, StopIssue
from planner.domain.permissions import Action, require
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour
from planner.services.issues.list import wanted_by
from planner.services.search.query import search_of


@dataclass(frozen=True)
class NearPlace:
    """A place of the catalogue, and how far it is."""

    place: Place
    metres: int


@dataclass(frozen=True)
class AreaIssue:
    """An issue of the area with its category."""

    issue: Issue
    category: Category


@dataclass(frozen=True)
class AreaIssues:
    """The most urgent issues of an area, and how many there are in it in all."""

    rows: tuple[AreaIssue, ...]
    total: int


def places_near(
    session: Session, actor: Actor, point: Point, *, radius_m: float = 200.0, limit: int = 4
) -> list[NearPlace]:
    """Places of the catalogue within `radius_m` of `point`, the nearest first."""
    require(actor, Action.SEE_DIRECTORIES)
    box = box_around(point, radius_m)
    query = select(Place).where(
        col(Place.archived).is_(False),
        col(Place.lat).between(box.south, box.north),
        col(Place.lon).between(box.west, box.east),
    )
    found = [NearPlace(place, round(distance_m(point, place.point))) for place in session.exec(query)]
    near = sorted((each for each in found if each.metres <= radius_m), key=lambda each: each.metres)
    return near[:limit]


def issues_in_area(
    session: Session,
    actor: Actor,
    tour_id: int,
    wanted: IssueFilter,
    *,
    today: date,
    around: Point | None = None,
    radius_m: float = 500.0,
    outline: Sequence[Point] = (),
    limit: int = 40,
) -> AreaIssues:
    """Issues that match `wanted` (and lie within `radius_m` of `around`, or inside `outline`) and have no stop on this tour
    yet. An outline has three corners at least.

    The earliest date comes first, issues without a date last. Two queries beside the tour's.
    """
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    taken = select(StopIssue.issue_id).join(Stop, col(Stop.id) == StopIssue.stop_id).where(Stop.tour_id == tour_id)
    asked = wanted_by(session, actor, wanted, search_of(session, actor, wanted.text), today)
    condition = and_(issues_visible_to(actor), asked, col(Issue.id).not_in(taken))
    shape = None
    if len(outline) > 2:
        shape = Area({"type": "Polygon", "coordinates": [[(corner.lon, corner.lat) for corner in outline]]})
        around, radius_m = _circle_around(outline)
    if around is not None:
        near = or_(*(col(Issue.qk).between(first, last) for first, last in runs_around(around, radius_m)))
        condition = and_(condition, near)
    urgency = (col(Issue.due_on).is_(None), col(Issue.due_on), col(Issue.id).desc())
    # Ids alone sort several times faster than whole rows, and a district may have thousands.
    facts = session.exec(select(Issue.id, Issue.lat, Issue.lon).where(condition).order_by(*urgency)).all()

    def is_inside(point: Point) -> bool:
        if shape is not None:
            return shape.holds(point)
        return around is None or distance_m(around, point) <= radius_m

    ids = [issue_id for issue_id, lat, lon in facts if is_inside(Point(lat, lon))]
    shown = (
        select(Issue, Category)
        .join(Category, col(Category.id) == Issue.category_id)
        .where(col(Issue.id).in_(ids[:limit]))
        .order_by(*urgency)
    )
    return AreaIssues(tuple(AreaIssue(issue, category) for issue, category in session.exec(shown)), len(ids))


def _circle_around(outline: Sequence[Point]) -> tuple[Point, float]:
    """The middle of an outline, and how far its farthest corner is from there."""
    lats, lons = [corner.lat for corner in outline], [corner.lon for corner in outline]
    centre = Point((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    return centre, max(distance_m(centre, corner) for corner in outline)
