"""What the start page tells: what is coming up and how much is open."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, case, col, func, select

from planner.domain.actor import Actor
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import District, Issue, Tour
from planner.domain.permissions import Action, require
from planner.domain.words import OPEN_ISSUE_STATES, Answer, IssueState, TourState
from planner.services.access.scopes import issues_visible_to, tours_visible_to
from planner.services.guests.invitations import my_invitations
from planner.services.issues.list import matches


@dataclass(frozen=True)
class Home:
    """The next tours (riding first), and how many of the issues that the actor may see are in which trouble.

    `untouched`: nothing was ever set up here, neither districts nor tours. `unanswered`: invitations of the actor, or of the
    actor's agency, that wait for an answer.
    """

    tours: tuple[Tour, ...]
    overdue: int
    without_instruction: int
    to_verify: int
    untouched: bool
    unanswered: int


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
    nothing = session.exec(select(District.id).limit(1)).first() is None and (
        session.exec(select(Tour.id).limit(1)).first() is None
    )
    invitations = my_invitations(session, actor, now=now)
    return Home(
        tuple(session.exec(coming).all()),
        *counts,
        untouched=nothing,
        unanswered=sum(each.participant.answer is Answer.INVITED for each in invitations),
    )
