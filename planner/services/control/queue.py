"""The controller's queue by nearness: from where somebody stands, has verified last, or from the stops of the next tour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import Issue, Move, Stop, Tour
from planner.domain.permissions import Action, Subject, require
from planner.domain.words import Step, TourState
from planner.services.access.scopes import issues_visible_to, tours_visible_to
from planner.services.control.work import NO_DAY, Pile, WorkRow, list_work

_ON_THE_WAY = timedelta(hours=12)


@dataclass(frozen=True)
class NextRound:
    """The next published tour, and where it stops."""

    tour: Tour
    points: Sequence[Point]


def nearest_to_verify(
    session: Session, actor: Actor, *, near: Sequence[Point], beside: int = 0, most: int = 5
) -> Sequence[WorkRow]:
    """What waits for this controller, the nearest first, but for what belongs to the issue `beside`; empty for others."""
    require(actor, Action.SEE_ISSUE, Subject())
    rows = list_work(session, actor, Pile.TO_VERIFY, today=NO_DAY, near=near, page_size=most + 10)
    return [row for row in rows if row.issue.id != beside][:most]


def next_to_verify(session: Session, actor: Actor, *, beside: int) -> WorkRow | None:
    """The nearest to the issue that is open; None for who verifies nothing."""
    require(actor, Action.SEE_ISSUE, Subject())
    here = session.exec(select(Issue).where(Issue.id == beside, issues_visible_to(actor))).first()
    near = [here.point] if here else []
    return next(iter(nearest_to_verify(session, actor, near=near, beside=beside, most=1)), None)


def last_verified(session: Session, actor: Actor, *, now: datetime) -> Issue | None:
    """Where this person has verified last within half a day: there they stand, as far as anybody knows."""
    require(actor, Action.SEE_ISSUE, Subject())
    if actor.person_id is None:
        return None
    query = (
        select(Issue)
        .join(Move, col(Move.issue_id) == Issue.id)
        .where(col(Move.step).in_((Step.ACCEPT, Step.RETURN)), Move.by_person_id == actor.person_id)
        .where(col(Move.at) >= now - _ON_THE_WAY, issues_visible_to(actor))
    )
    return session.exec(query.order_by(col(Move.id).desc())).first()


def next_round(session: Session, actor: Actor, *, now: datetime) -> NextRound | None:
    """The next published tour that this visitor may see and that has stops; two queries."""
    require(actor, Action.SEE_ISSUE, Subject())
    coming = select(Tour).where(tours_visible_to(actor), Tour.state == TourState.PUBLISHED, Tour.starts_at >= now)
    tour = session.exec(coming.order_by(col(Tour.starts_at))).first()
    if tour is None:
        return None
    stops = session.exec(select(Stop).where(Stop.tour_id == tour.id)).all()
    return NextRound(tour, [Point(stop.lat, stop.lon) for stop in stops]) if stops else None
