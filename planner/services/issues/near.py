"""Issues around a point: what is known at a stop, and what may be the same problem."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, false, or_, select

from planner.domain.actor import Actor
from planner.domain.cells import runs_around
from planner.domain.geo import Point, box_around, distance_m
from planner.domain.likeness import ALIKE, likeness
from planner.domain.models import Category, Issue, Move
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, require
from planner.domain.words import OPEN_ISSUE_STATES, IssueState, Outcome, Step
from planner.services.access.scopes import issues_visible_to, raised_by_others, visible_issue
from planner.services.issues.list import describe_issues
from planner.services.issues.place import checked_spot

_TOLD = (Step.REPORT, Step.ACCEPT, Step.CLOSE)
SAME_PLACE_M = 50.0
"""Two issues of one category nearer to each other than this may be the same."""
AGAIN = timedelta(days=365)
"""What comes again later than this is new wear, and no sign that it was never mended."""
LIKELY_PLACE_M, LIKELY_WORDS_M = 200.0, 500.0
"""Within these somebody may look for a repeat: of the same category, or with words alike."""


@dataclass(frozen=True)
class NearIssue:
    """An open issue and how far it is; `photo_id` is its first picture that is not hidden."""

    issue: Issue
    metres: float
    category: Category
    photo_id: str | None


def similar_issues(
    session: Session, actor: Actor, *, lat: float, lon: float, category_id: int, radius_m: float = SAME_PLACE_M
) -> list[Issue]:
    """Open issues of the category within `radius_m`, the nearest first: what a new one may repeat."""
    require(actor, Action.SEE_ISSUE, Subject())
    near = _open_near(session, actor, lat, lon, radius_m, [col(Issue.category_id) == category_id])
    return [issue for _, issue in near]


@dataclass(frozen=True)
class Likely:
    """An open issue that may be the same problem: how far it is, and whether it reads alike."""

    issue: Issue
    metres: float
    alike: bool


def likely_repeats(session: Session, actor: Actor, issue_id: int, *, limit: int = 8) -> list[Likely]:
    """Open issues of the same category within 200 m, and such that read alike within 500 m; the likeliest first."""
    issue = visible_issue(session, actor, issue_id)
    near = _open_near(session, actor, issue.lat, issue.lon, LIKELY_WORDS_M, [col(Issue.id) != issue.id])
    found = [Likely(other, metres, likeness(issue.text, other.text) >= ALIKE) for metres, other in near]
    likely = [each for each in found if each.alike or _is_same_place(each, issue)]
    return sorted(likely, key=lambda each: not (each.alike and _is_same_place(each, issue)))[:limit]


def _is_same_place(likely: Likely, issue: Issue) -> bool:
    return likely.metres <= LIKELY_PLACE_M and likely.issue.category_id == issue.category_id


def issues_to_support(
    session: Session, actor: Actor, *, lat: float, lon: float, category_id: int, limit: int = 10
) -> list[NearIssue]:
    """Of the similar ones the `limit` nearest that somebody else raised: to support one instead of doubling it."""
    require(actor, Action.SUPPORT, Subject())
    wanted = [col(Issue.category_id) == category_id, raised_by_others(actor)]
    return _described(session, actor, _open_near(session, actor, lat, lon, SAME_PLACE_M, wanted)[:limit])


@dataclass(frozen=True)
class FixedBefore:
    """An issue of the same kind that was closed as fixed nearby, who reported the work done and who verified it."""

    number: int
    closed_at: datetime | None
    reported_by: str
    verified_by: str


def fixed_before(session: Session, actor: Actor, issue_id: int, *, limit: int = 5) -> list[FixedBefore]:
    """Where this issue is, the same was called fixed before: the latest first, as far as the actor may see them."""
    issue = visible_issue(session, actor, issue_id)
    return [_fixed(session, each) for each in _fixed_around(session, issue, issues_visible_to(actor))[:limit]]


def mark_again(session: Session, issue: Issue) -> None:
    """Keeps with an issue which one was called fixed at the same place within the year before it, the latest of them.

    Whoever verified that one counts as mistaken from then on. The caller holds the issue, whose place or category is new.
    """
    lately = col(Issue.closed_at) >= issue.created_at - AGAIN
    with session.no_autoflush:
        found = _fixed_around(session, issue, lately)
    issue.again_of_id = found[0].id if found else None


def _fixed_around(session: Session, issue: Issue, wanted: ColumnElement[bool]) -> Sequence[Issue]:
    """The same at the same place, closed as fixed before this one was raised; the latest first, one query."""
    runs = sorted(set(runs_around(issue.point, SAME_PLACE_M)))
    there = or_(false(), *(col(Issue.qk).between(first, last) for first, last in runs))
    alike = and_(Issue.category_id == issue.category_id, col(Issue.id).is_distinct_from(issue.id))
    fixed = and_(Issue.state == IssueState.CLOSED, Issue.outcome == Outcome.FIXED, col(Issue.deleted).is_(False))
    found = session.exec(
        select(Issue).where(there, alike, fixed, col(Issue.closed_at) < issue.created_at, wanted)
    ).all()
    near = [each for each in found if distance_m(each.point, issue.point) <= SAME_PLACE_M]
    return sorted(near, key=lambda each: (each.closed_at or each.created_at, each.id or 0), reverse=True)


def _fixed(session: Session, issue: Issue) -> FixedBefore:
    steps = select(Move.step, Move.by).where(Move.issue_id == issue.id, col(Move.step).in_(_TOLD))
    by = dict(session.exec(steps.order_by(col(Move.id))).all())
    return FixedBefore(
        id_of(issue), issue.closed_at, by.get(Step.REPORT, ""), by.get(Step.ACCEPT) or by.get(Step.CLOSE, "")
    )


def open_issues_near(
    session: Session,
    actor: Actor,
    *,
    lat: float,
    lon: float,
    radius_m: float = 300.0,
    limit: int = 10,
    beside: Collection[int] = (),
) -> list[NearIssue]:
    """The `limit` nearest open issues within `radius_m`, the nearest first; `beside` are ids of those told elsewhere."""
    require(actor, Action.SEE_ISSUE, Subject())
    near = _open_near(session, actor, lat, lon, radius_m, [col(Issue.id).not_in(beside)] if beside else [])
    return _described(session, actor, near[:limit])


def _described(session: Session, actor: Actor, near: Sequence[tuple[float, Issue]]) -> list[NearIssue]:
    rows = describe_issues(session, actor, [issue for _, issue in near])
    return [
        NearIssue(row.issue, metres, row.category, row.photo_id) for (metres, _), row in zip(near, rows, strict=True)
    ]


def open_issues_near_each(
    session: Session, actor: Actor, points: Sequence[Point], *, radius_m: float = 300.0, limit: int = 10
) -> list[list[tuple[float, Issue]]]:
    """The `limit` nearest open issues around each of the points with their metres, the nearest first; two queries for all.

    Only what is told is read whole.
    """
    require(actor, Action.SEE_ISSUE, Subject())
    if not points:
        return []
    columns = select(Issue.id, Issue.lat, Issue.lon).where(open_within(points, radius_m), issues_visible_to(actor))
    spots = session.exec(columns).all()
    near = [_nearest_spots(point, spots, radius_m)[:limit] for point in points]
    told = {number for found in near for _, number in found}
    issues = {issue.id: issue for issue in session.exec(select(Issue).where(col(Issue.id).in_(told)))}
    return [[(metres, issues[number]) for metres, number in found] for found in near]


def _nearest_spots(
    centre: Point, spots: Iterable[tuple[int | None, float, float]], radius_m: float
) -> list[tuple[float, int]]:
    south, west, north, east = box_around(centre, radius_m)
    measured = [
        (distance_m(centre, Point(lat, lon)), number or 0)
        for number, lat, lon in spots
        if south <= lat <= north and west <= lon <= east
    ]
    return sorted((pair for pair in measured if pair[0] <= radius_m), key=lambda pair: (round(pair[0], 1), pair[1]))


def open_within(points: Iterable[Point], radius_m: float) -> ColumnElement[bool]:
    """The condition on `Issue` that it is open and lies in a cell of the map within `radius_m` of one of the points.

    It says which states are not open, because of states that are SQLite would rather search the whole city by them.
    """
    runs = {run for point in points for run in runs_around(point, radius_m)}
    lies_there = or_(false(), *(col(Issue.qk).between(first, last) for first, last in sorted(runs)))
    return and_(lies_there, col(Issue.state).not_in([each for each in IssueState if each not in OPEN_ISSUE_STATES]))


def _open_near(
    session: Session, actor: Actor, lat: float, lon: float, radius_m: float, more: Iterable[ColumnElement[bool]]
) -> list[tuple[float, Issue]]:
    spot = checked_spot(lat, lon, None)
    assert spot is not None
    centre: Point = spot.point
    near = and_(open_within([centre], radius_m), issues_visible_to(actor), *more)
    return _nearest(centre, session.exec(select(Issue).where(near)).all(), radius_m)


def _nearest(centre: Point, issues: Iterable[Issue], radius_m: float) -> list[tuple[float, Issue]]:
    measured = [(distance_m(centre, issue.point), issue) for issue in issues]
    return sorted(
        (pair for pair in measured if pair[0] <= radius_m), key=lambda pair: (round(pair[0], 1), id_of(pair[1]))
    )
