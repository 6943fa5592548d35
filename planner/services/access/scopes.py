"""Who may see which rows, as conditions for queries and as subjects for the permission table."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Instruction, Issue, IssueAgency, Tour
from planner.domain.permissions import Action, Subject, may, require_somebody
from planner.domain.words import TourState


def issues_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Issue` that says the same as Action.SEE_ISSUE, for lists and counts."""
    alive = col(Issue.deleted).is_(False)
    if may(actor, Action.SEE_ISSUE, Subject(internal=True)).allowed:
        return alive
    if not may(actor, Action.SEE_ISSUE, Subject(internal=False)).allowed:
        return false()
    open_to_all = col(Issue.internal).is_(False)
    if actor.agency_id is None or actor.is_tablet:
        return and_(alive, open_to_all)
    own = select(IssueAgency.issue_id).where(IssueAgency.agency_id == actor.agency_id)
    return and_(alive, or_(open_to_all, col(Issue.id).in_(own)))


def raised_by_actor(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Issue` that the actor raised it; PostgreSQL finds it by an index, as it would not by `not_` of the others."""
    return or_(false(), *(column == number for column, number in _as_whom(actor)))


def raised_by_others(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Issue` that somebody else raised it."""
    return and_(true(), *(column.is_distinct_from(number) for column, number in _as_whom(actor)))


def _as_whom(actor: Actor) -> list[tuple[Any, int]]:
    """The columns of `Issue` that say who raised it, each with the actor's own number; none for a stranger."""
    ids = (
        (col(Issue.raised_by_person_id), actor.person_id),
        (col(Issue.raised_by_participant_id), actor.participant_id),
    )
    return [(column, number) for column, number in ids if number is not None]


def tours_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Tour`: planners see drafts, leaders their own, others what is published, tablets of that their tour.
    A deleted draft is in no list but that of deleted ones.
    """
    kept, known = col(Tour.state) != TourState.DELETED, col(Tour.state).not_in([TourState.DRAFT, TourState.DELETED])
    if may(actor, Action.SEE_DRAFT_TOUR).allowed:
        return kept
    if actor.is_tablet:
        return and_(col(Tour.id) == actor.tour_id, known)
    if not may(actor, Action.SEE_TOUR).allowed:
        return false()
    return or_(known, and_(kept, led_by(actor)))


def led_by(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Tour` that the actor leads it, or is its secretary; nobody without an account does."""
    if actor.person_id is None:
        return false()
    return or_(col(Tour.leader_id) == actor.person_id, col(Tour.secretary_id) == actor.person_id)


def subject_of_tour(tour: Tour) -> Subject:
    """What the permission table needs to know of a tour."""
    return Subject(tour_id=tour.id, leaders=frozenset(p for p in (tour.leader_id, tour.secretary_id) if p is not None))


def subject_of_issue(session: Session, issue: Issue) -> Subject:
    """What the permission table needs to know of an issue: who is involved, whose it is, on which tour it was raised."""
    agencies = session.exec(select(IssueAgency.agency_id).where(IssueAgency.issue_id == issue.id)).all()
    tour = session.get(Tour, issue.tour_id) if issue.tour_id else None
    return Subject(
        tour_id=issue.tour_id,
        leaders=subject_of_tour(tour).leaders if tour else frozenset(),
        internal=issue.internal,
        agencies=frozenset(agencies),
        owner=owner_of(issue),
    )


def subject_of_instruction(session: Session, instruction: Instruction) -> Subject:
    """The issue's subject, with the responsible agency and the person who reported the work done."""
    issue = session.get_one(Issue, instruction.issue_id)
    about = subject_of_issue(session, issue)
    return Subject(
        tour_id=about.tour_id,
        leaders=about.leaders,
        internal=about.internal,
        agencies=about.agencies,
        owner=about.owner,
        responsible=instruction.agency_id,
        reporter_id=instruction.reported_by_id,
    )


def visible_issue(session: Session, actor: Actor, issue_id: int) -> Issue:
    """The issue, or NotFound("issues.error.unknown") also where it exists but the actor may not know of it.

    A stranger is asked to sign in before anything is looked for, and so cannot tell what there is.
    """
    require_somebody(actor)
    issue = session.get(Issue, issue_id)
    if issue is None or issue.deleted:
        raise NotFound("issues.error.unknown", number=issue_id)
    if not may(actor, Action.SEE_ISSUE, subject_of_issue(session, issue)).allowed:
        raise NotFound("issues.error.unknown", number=issue_id)
    return issue


def visible_tour(session: Session, actor: Actor, tour_id: int) -> Tour:
    """The tour, or NotFound("tours.error.unknown") also where it is somebody else's draft or another tablet's tour. A deleted
    draft is there for those who plan.

    A stranger is asked to sign in before anything is looked for, and so cannot tell what there is.
    """
    require_somebody(actor)
    tour = session.get(Tour, tour_id)
    if tour is None:
        raise NotFound("tours.error.unknown", number=tour_id)
    subject = subject_of_tour(tour)
    if not may(actor, _seen_by(tour.state), subject).allowed:
        raise NotFound("tours.error.unknown", number=tour_id)
    return tour


def _seen_by(state: TourState) -> Action:
    match state:
        case TourState.DRAFT:
            return Action.SEE_DRAFT_TOUR
        case TourState.DELETED:
            return Action.PLAN_TOUR
        case TourState.PUBLISHED | TourState.RIDING | TourState.CLOSED | TourState.CANCELLED:
            return Action.SEE_TOUR


def owner_of(issue: Issue) -> str | None:
    """Who raised an issue, in the form of `Actor.supporter`; None for one that nobody raised who is known here."""
    if issue.raised_by_person_id is not None:
        return f"person:{issue.raised_by_person_id}"
    if issue.raised_by_participant_id is not None:
        return f"participant:{issue.raised_by_participant_id}"
    return None
