"""The mark of what a tablet knows of a ride: while it stays the same, nothing needs to be sent again."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import (
    Comment,
    Issue,
    Move,
    Participant,
    Photo,
    ProtocolEdition,
    ProtocolStance,
    Stop,
    StopIssue,
    Support,
    Tour,
)
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import TourState
from planner.services.access.scopes import issues_visible_to, subject_of_tour
from planner.services.access.tablets import people_on_tablet
from planner.services.field.known import NEAR_M
from planner.services.issues.near import open_within
from planner.services.ride.under_way import ride_mark

STALE = timedelta(minutes=10)
"""After so long the state is sent again, whatever the mark has missed: settings, names, what is due from today on."""
RIDING_STALE = timedelta(minutes=2)
"""The same under way: the expected times move with the clock where nobody taps."""


def field_mark(session: Session, actor: Actor, tour: Tour, *, now: datetime) -> str:
    """A word that changes when anything may have changed that `field_tour` tells this actor.

    For whoever may ride the tour. It follows what `ride_mark` follows, the tour's own data, who is on the list, and of all issues that the tablet knows each
    change, step and photo. Categories, agencies, people's names and the city's settings follow by the clock, within `STALE`;
    expected times under way within `RIDING_STALE`. Six queries, none of which computes the plan.
    """
    require(actor, Action.RIDE_TOUR, subject_of_tour(tour))
    tour_id = id_of(tour)
    known = _known(session, actor, tour_id)
    stale = RIDING_STALE if tour.state is TourState.RIDING else STALE
    facts = (
        ride_mark(session, actor, tour_id),
        *(tour.changed_at, tour.title, tour.ends_at, tour.start_name, tour.leader_id, tour.secretary_id),
        *(actor.supporter, actor.name, sorted(actor.roles), actor.agency_id, actor.language),
        *(one.id for one in people_on_tablet(session, actor)),
        len(known),
        sum(rev for _, rev in known),  # each change makes a row's own larger, but not always larger than all others
        *_counts(session, tour_id, [number for number, _ in known]),
        int(now.timestamp() // stale.total_seconds()),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]


def _known(session: Session, actor: Actor, tour_id: int) -> set[tuple[int | None, int]]:
    """The issues of the ride, of its stops and around them, with what counts their changes; more of them than are told."""
    stops = session.exec(select(Stop.id, Stop.lat, Stop.lon).where(Stop.tour_id == tour_id)).all()
    points = [Point(lat, lon) for _, lat, lon in stops]
    made_for = select(StopIssue.issue_id).where(col(StopIssue.stop_id).in_([stop_id for stop_id, _, _ in stops]))
    of_ride = or_(col(Issue.tour_id) == tour_id, col(Issue.id).in_(made_for))
    columns = select(Issue.id, Issue.rev)
    around = columns.where(open_within(points, NEAR_M), issues_visible_to(actor))
    return {*session.exec(columns.where(of_ride)).all(), *session.exec(around).all()}


def _counts(session: Session, tour_id: int, issue_ids: Sequence[int | None]) -> Sequence[object]:
    """How many photos, steps, supporters and participants there are, and what was said last to the protocol; steps are never deleted, photos are hidden instead."""
    shown = select(func.count()).where(col(Photo.issue_id).in_(issue_ids), col(Photo.hidden).is_(False))
    photos = select(func.count()).where(col(Photo.issue_id).in_(issue_ids))
    moves = select(func.count()).where(col(Move.issue_id).in_(issue_ids))
    supports = select(func.count()).where(col(Support.issue_id).in_(issue_ids))
    comments = select(func.count()).where(col(Comment.issue_id).in_(issue_ids))
    stances = select(func.max(ProtocolStance.id)).where(ProtocolStance.tour_id == tour_id)
    editions = select(func.max(ProtocolEdition.id)).where(ProtocolEdition.tour_id == tour_id)
    people = select(func.count()).where(Participant.tour_id == tour_id)
    answered = select(func.max(Participant.answered_at)).where(Participant.tour_id == tour_id)
    facts = (shown, photos, moves, supports, comments, stances, editions, people, answered)
    return tuple(session.execute(select(*(fact.scalar_subquery() for fact in facts))).one())
