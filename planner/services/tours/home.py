"""What the start page tells: what is coming up and how much is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, case, col, func, select

from planner.domain.actor import Actor
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Issue, Tour
from planner.domain.permissions import Action, may, require
from planner.domain.words import OPEN_ISSUE_STATES, Answer, IssueState, TourState
from planner.services.access.scopes import issues_visible_to, led_by, tours_visible_to
from planner.services.control.work import Pile, leads_tours, my_work
from planner.services.guests.invitations import my_invitations
from planner.services.issues.list import matches


@dataclass(frozen=True)
class LastRide:
    """The latest tour that rides or has ridden, and how many of its issues nobody has decided on."""

    tour: Tour
    undecided: int


@dataclass(frozen=True)
class Home:
    """The next tours (riding first), and how many of the issues that the actor may see are in which trouble.

    `unanswered`: invitations of the actor, or of the
    actor's agency, that wait for an answer. `piles`: what waits for the actor, as on «Моя работа». `last_ride` is there for whoever gives
    instructions; who does for leading tours alone has their own.
    """

    tours: tuple[Tour, ...]
    overdue: int
    without_instruction: int
    to_verify: int
    unanswered: int
    piles: Mapping[Pile, int] = field(default_factory=dict)
    last_ride: LastRide | None = None


def home_of(session: Session, actor: Actor, *, now: datetime, today: date) -> Home:
    """The start page of a signed-in person; at most three tours that are riding or have not ended."""
    require(actor, Action.SEE_TOUR)
    coming = (
        select(Tour)
        .where(tours_visible_to(actor), col(Tour.state).in_([TourState.DRAFT, TourState.PUBLISHED, TourState.RIDING]))
        .where((col(Tour.ends_at) > now) | (col(Tour.state) == TourState.RIDING))
        .order_by(case((col(Tour.state) == TourState.RIDING, 0), else_=1), col(Tour.starts_at))
        .limit(3)
    )
    counts = session.exec(
        select(
            func.count(case((matches(IssueFilter(overdue=True), today), 1))),
            func.count(case((col(Issue.state) == IssueState.NEW, 1))),
            func.count(case((col(Issue.state) == IssueState.REPORTED, 1))),
        ).where(issues_visible_to(actor), col(Issue.state).in_(OPEN_ISSUE_STATES))
    ).one()
    invitations = my_invitations(session, actor, now=now)
    return Home(
        tuple(session.exec(coming).all()),
        *counts,
        unanswered=sum(each.participant.answer is Answer.INVITED for each in invitations),
        piles=my_work(session, actor, today=today).piles,
        last_ride=_last_ride(session, actor),
    )


def _last_ride(session: Session, actor: Actor) -> LastRide | None:
    ridden = select(Tour).where(col(Tour.state).in_([TourState.RIDING, TourState.CLOSED]), tours_visible_to(actor))
    if not may(actor, Action.GIVE_INSTRUCTION).allowed:
        if not leads_tours(session, actor):
            return None
        ridden = ridden.where(led_by(actor))
    tour = session.exec(ridden.order_by(col(Tour.starts_at).desc()).limit(1)).first()
    if tour is None:
        return None
    new = (Issue.tour_id == tour.id, Issue.state == IssueState.NEW, issues_visible_to(actor))
    return LastRide(tour, session.exec(select(func.count()).select_from(Issue).where(*new)).one())
