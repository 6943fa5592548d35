"""What is said and raised on one tour: the issues of this ride, and the talk at its stops."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Category, Comment, Issue, Stop
from planner.domain.permissions import Action, require
from planner.services.issue_list import describe_issues
from planner.services.scopes import issues_visible_to, subject_of_tour, visible_tour


@dataclass(frozen=True)
class RaisedIssue:
    """An issue of this ride, with what a card needs; `mine`: the actor raised it."""

    issue: Issue
    category: Category
    photo_id: str | None
    mine: bool


def raised_issues(session: Session, actor: Actor, tour_id: int) -> list[RaisedIssue]:
    """What was raised on this tour and may be seen by the actor, the newest first."""
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.RIDE_TOUR, subject_of_tour(tour))
    query = select(Issue).where(Issue.tour_id == tour_id, issues_visible_to(actor)).order_by(col(Issue.id).desc())
    rows = describe_issues(session, actor, session.exec(query).all())
    return [RaisedIssue(row.issue, row.category, row.photo_id, _is_mine(actor, row.issue)) for row in rows]


def talk_at_stop(session: Session, actor: Actor, stop_id: int) -> Sequence[Comment]:
    """What was said at a stop, the first word first, for everybody who may ride this tour."""
    stop = session.get(Stop, stop_id)
    if stop is None:
        raise NotFound("ride.error.unknown_stop")
    require(actor, Action.RIDE_TOUR, subject_of_tour(visible_tour(session, actor, stop.tour_id)))
    query = select(Comment).where(Comment.stop_id == stop_id).order_by(col(Comment.written_at), col(Comment.id))
    return session.exec(query).all()


def _is_mine(actor: Actor, issue: Issue) -> bool:
    if actor.is_tablet:
        return issue.raised_by_participant_id == actor.participant_id
    return actor.person_id is not None and issue.raised_by_person_id == actor.person_id
