"""Tablets of a tour: who speaks on them, when they were heard last, and turning one off without touching the others."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotAllowed, NotFound, Unavailable
from planner.domain.models import FieldSpeaker, FieldTablet, Participant, SignIn
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, require, require_somebody
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour

SEEN_EVERY = timedelta(minutes=1)
"""A contact is noted no more often: tablets ask every few seconds, and each note is a write."""


_SIGNED_IN = select(SignIn.tablet_id).where(col(SignIn.tablet_id).is_not(None))


@dataclass(frozen=True)
class TabletRow:
    """A tablet of a tour, and the names of those who speak on it, the first one first."""

    tablet: FieldTablet
    people: Sequence[str]


def list_tablets(session: Session, actor: Actor, tour_id: int) -> list[TabletRow]:
    """The tablets that came by the tour's link and could still come, or were turned off; the one heard last first."""
    _require_share(session, actor, tour_id)
    query = select(FieldTablet).where(FieldTablet.tour_id == tour_id, col(FieldTablet.id).in_(_SIGNED_IN))
    tablets = session.exec(query.order_by(col(FieldTablet.seen_at).desc(), col(FieldTablet.id))).all()
    names: defaultdict[int, list[str]] = defaultdict(list)
    people = select(FieldSpeaker.tablet_id, Participant.name).join(Participant)
    for tablet_id, name in session.exec(people.where(Participant.tour_id == tour_id).order_by(col(Participant.id))):
        names[tablet_id].append(name)
    return [TabletRow(tablet, names[id_of(tablet)]) for tablet in tablets]


def turn_tablet_off(session: Session, actor: Actor, tour_id: int, tablet_id: int, *, now: datetime) -> FieldTablet:
    """From now on nothing is taken from this tablet and nothing is told to it but that; what it has made stays on it.

    Its people stay on the list, and may join again on another tablet. Once more changes nothing.
    """
    tablet = _held_tablet(session, actor, tour_id, tablet_id)
    if tablet.off_at is None:
        tablet.off_at, tablet.off_by = now, actor.name
        session.flush()
        _note_who_sits(session, tablet)
    return tablet


def turn_tablet_on(session: Session, actor: Actor, tour_id: int, tablet_id: int) -> FieldTablet:
    """Takes that back: the tablet is who it was, and sends what it holds."""
    tablet = _held_tablet(session, actor, tour_id, tablet_id)
    tablet.off_at, tablet.off_by = None, ""
    session.flush()
    _note_who_sits(session, tablet)
    return tablet


def people_on_tablet(session: Session, actor: Actor) -> Sequence[Participant]:
    """Who speaks on the tablet that asks, the first one first; nobody where an account asks."""
    require(actor, Action.RIDE_TOUR, Subject(tour_id=actor.tour_id))
    query = select(Participant).join(FieldSpeaker).where(FieldSpeaker.tablet_id == actor.tablet_id)
    return session.exec(query.order_by(col(Participant.id))).all() if actor.tablet_id is not None else []


def who_speaks(session: Session, actor: Actor, key: str) -> Actor:
    """The one whose key (`Actor.supporter`) this is, if they speak where the actor is signed in.

    Invalid("field.error.other_person") on "by" for anybody else; NotAllowed where the tablet was turned off meanwhile.
    """
    require_somebody(actor)
    if actor.tablet_id is not None:
        tablet = session.get(FieldTablet, actor.tablet_id, populate_existing=True)
        if tablet is None or tablet.off_at is not None:
            raise NotAllowed("permissions.tablet_off")
    if key == actor.supporter:
        return actor
    others = (replace(actor, name=one.name, participant_id=one.id) for one in people_on_tablet(session, actor))
    found = next((other for other in others if other.supporter == key), None)
    if found is None:
        raise Invalid("field.error.other_person", field="by")
    return found


def note_tablet(database: Database, actor: Actor, *, now: datetime) -> None:
    """Notes that the tablet that asks was heard; a database that is busy just now may miss it."""
    require_somebody(actor)
    if actor.tablet_id is None:
        return
    stale = col(FieldTablet.id) == actor.tablet_id, col(FieldTablet.seen_at) < now - SEEN_EVERY
    with database.reading() as session:
        if session.exec(select(FieldTablet.id).where(*stale)).first() is None:
            return
    with suppress(Unavailable), database.transaction() as session:
        session.exec(update(FieldTablet).where(*stale).values(seen_at=now))


def _require_share(session: Session, actor: Actor, tour_id: int) -> None:
    require(actor, Action.SHARE_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))


def _held_tablet(session: Session, actor: Actor, tour_id: int, tablet_id: int) -> FieldTablet:
    _require_share(session, actor, tour_id)
    hold_tour(session, tour_id)
    tablet = session.get(FieldTablet, tablet_id, populate_existing=True)
    if tablet is None or tablet.tour_id != tour_id:
        raise NotFound("sharing.error.unknown_tablet")
    return tablet


def _note_who_sits(session: Session, tablet: FieldTablet) -> None:
    """Whoever speaks on another tablet that is on still sits on one; all others may come in under their names unasked."""
    on = (
        select(FieldSpeaker.participant_id)
        .join(FieldTablet)
        .where(col(FieldTablet.off_at).is_(None), col(FieldTablet.id).in_(_SIGNED_IN))
    )
    there = set(session.exec(on.where(FieldTablet.tour_id == tablet.tour_id)))
    here = select(FieldSpeaker.participant_id).where(FieldSpeaker.tablet_id == tablet.id)
    for participant in session.exec(select(Participant).where(col(Participant.id).in_(here))):
        participant.tablet = participant.id in there
    session.flush()
