"""What a tour has to tell everybody: its figures and its issues, of what is public and of nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case
from sqlalchemy import select as select_columns
from sqlmodel import Session, and_, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Issue, Release, Stop, Tour
from planner.domain.open_filter import OpenLook
from planner.domain.permissions import Action, require
from planner.domain.press import Figures
from planner.domain.words import IssueState, Outcome, TourKind, TourState
from planner.services.access.scopes import visible_tour
from planner.services.city.city import get_city
from planner.services.public.issues import OpenIssue
from planner.services.public.openness import shown_issues
from planner.services.public.tours import OpenRoute, open_route

MOST_TOLD = 8
"""So many issues are told one by one; the others have their list."""
_MENDED = (Outcome.FIXED, Outcome.PARTLY_FIXED)
_FIRST = (OpenLook.FIXED, OpenLook.LATE, OpenLook.WORK, OpenLook.ENDED)


@dataclass(frozen=True)
class TourStory:
    """A tour as a release tells it: its public page, its figures, some of its issues, the districts and agencies in them."""

    route: OpenRoute
    figures: Figures
    issues: Sequence[OpenIssue]
    districts: Sequence[str]
    agencies: Sequence[str]


def tour_story(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> TourStory:
    """What may be told of a tour that is over; counted of what is public. Conflict for one that is not, or that everybody may not read of."""
    require(actor, Action.PUBLISH)
    tour = visible_tour(session, actor, tour_id)
    if tour.state is not TourState.CLOSED:
        raise Conflict("press.error.not_over")
    if not get_city(session).open_pages:
        raise Conflict("press.error.pages_off")
    try:
        route = open_route(session, tour_id, now=now)
    except NotFound:
        raise Conflict("press.error.tour_not_shown") from None
    issues = sorted(route.issues, key=lambda each: (_FIRST.index(each.look), each.after is None, each.number))
    return TourStory(
        route,
        _figures(session, tour_id, now),
        issues[:MOST_TOLD],
        sorted({each.district.name for each in route.issues if each.district is not None}),
        sorted({each.agency.name for each in route.issues if each.agency is not None}),
    )


def figures_now(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Figures:
    """The figures of a tour as they are by now. Three queries with the tour."""
    require(actor, Action.PUBLISH)
    visible_tour(session, actor, tour_id)
    return _figures(session, tour_id, now)


def tours_untold(session: Session, actor: Actor, *, limit: int = 20) -> Sequence[Tour]:
    """The tours that are over and have no release yet, the latest first."""
    require(actor, Action.PUBLISH)
    told = select(Release.tour_id).where(col(Release.tour_id).is_not(None))
    query = select(Tour).where(Tour.state == TourState.CLOSED, col(Tour.id).not_in(told))
    return session.exec(query.order_by(col(Tour.starts_at).desc(), col(Tour.id).desc()).limit(limit)).all()


def is_fixed() -> ColumnElement[bool]:
    """The condition on `Issue` that the public pages call it fixed (`domain.open_filter.open_look`)."""
    outcome = col(Issue.outcome)
    return and_(col(Issue.state) == IssueState.CLOSED, or_(outcome.is_(None), outcome.in_(_MENDED)))


def _figures(session: Session, tour_id: int, now: datetime) -> Figures:
    raised = and_(shown_issues(now), col(Issue.tour_id) == tour_id)
    still = and_(col(Issue.state) != IssueState.CLOSED, col(Issue.due_on).is_not(None))
    due = case((still, col(Issue.due_on)))
    counted: list[Any] = [
        func.count(),
        func.count(case((col(Issue.state) != IssueState.NEW, 1))),
        func.count(case((is_fixed(), 1))),
        *(func.count(due), func.min(due), func.max(due)),
    ]
    total, decided, fixed, promised, first, last = session.execute(select_columns(*counted).where(raised)).one()
    made = (
        select(func.count())
        .select_from(Stop)
        .join(Tour, col(Tour.id) == Stop.tour_id)
        .where(Stop.tour_id == tour_id, col(Stop.skipped).is_(False), Tour.kind == TourKind.BUS_TOUR)
    )  # an event is at one place
    return Figures(session.exec(made).one(), total, decided, fixed, promised, first, last)
