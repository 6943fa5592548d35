"""What is said and raised on one tour: the issues of this ride, and the talk at its stops."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Category, Comment, Issue, IssueAgency, Stop
from planner.domain.permissions import Action, Subject, may, require, require_somebody
from planner.domain.words import IssueState
from planner.services.access.scopes import issues_visible_to, owner_of, subject_of_tour, visible_tour
from planner.services.issues.list import describe_issues

MOST_SAID = 30
"""So many words of a stop are told to tablets."""


@dataclass(frozen=True)
class RaisedIssue:
    """An issue of this ride, with what a card needs. `mine`: the actor raised it; `editable`: they may complete it."""

    issue: Issue
    category: Category
    photo_id: str | None
    mine: bool
    editable: bool

    @property
    def undecided(self) -> bool:
        """Nobody has given an instruction, closed it or put it off."""
        return self.issue.state is IssueState.NEW and not self.issue.next_tour


def raised_issues(session: Session, actor: Actor, tour_id: int) -> list[RaisedIssue]:
    """What was raised on this tour and may be seen by the actor, the newest first; a few queries for any number."""
    about = subject_of_tour(visible_tour(session, actor, tour_id))
    require(actor, Action.RIDE_TOUR, about)
    query = select(Issue).where(Issue.tour_id == tour_id, issues_visible_to(actor)).order_by(col(Issue.id).desc())
    rows = describe_issues(session, actor, session.exec(query).all())
    agencies = _agencies_of(session, tour_id)
    return [
        RaisedIssue(
            issue=row.issue,
            category=row.category,
            photo_id=row.photo_id,
            mine=is_own(actor, row.issue),
            editable=is_editable(actor, row.issue, about, agencies[row.issue.id]),
        )
        for row in rows
    ]


def talk_at_stop(session: Session, actor: Actor, stop_id: int) -> Sequence[Comment]:
    """What was said at a stop, the first word first, for everybody who may ride this tour."""
    require_somebody(actor)
    stop = session.get(Stop, stop_id)
    if stop is None:
        raise NotFound("ride.error.unknown_stop")
    require(actor, Action.RIDE_TOUR, subject_of_tour(visible_tour(session, actor, stop.tour_id)))
    query = select(Comment).where(Comment.stop_id == stop_id).order_by(col(Comment.written_at), col(Comment.id))
    return session.exec(query).all()


def talk_on_tour(session: Session, actor: Actor, tour_id: int) -> dict[int, list[Comment]]:
    """The latest `MOST_SAID` words of each stop by the stop's id, the first word first; one query for all stops."""
    require(actor, Action.RIDE_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    stops = select(Stop.id).where(Stop.tour_id == tour_id)
    query = select(Comment).where(col(Comment.stop_id).in_(stops))
    said: defaultdict[int, list[Comment]] = defaultdict(list)
    for comment in session.exec(query.order_by(col(Comment.written_at), col(Comment.id))):
        said[comment.stop_id or 0].append(comment)
    return {stop_id: comments[-MOST_SAID:] for stop_id, comments in said.items()}


def _agencies_of(session: Session, tour_id: int) -> defaultdict[int | None, set[int]]:
    """The agencies with a part in each issue of the tour."""
    involved: defaultdict[int | None, set[int]] = defaultdict(set)
    for row in session.exec(select(IssueAgency).join(Issue).where(Issue.tour_id == tour_id)):
        involved[row.issue_id].add(row.agency_id)
    return involved


def is_editable(actor: Actor, issue: Issue, about: Subject, agencies: AbstractSet[int]) -> bool:
    """Whether the actor, who sees the issue, may complete it; `agencies` are those with a part in it."""
    subject = replace(about, internal=issue.internal, agencies=frozenset(agencies), owner=owner_of(issue))
    return issue.state is not IssueState.CLOSED and may(actor, Action.EDIT_ISSUE, subject).allowed


def is_own(actor: Actor, issue: Issue) -> bool:
    """Whether the actor raised it."""
    return not actor.is_stranger and owner_of(issue) == actor.supporter
