"""Letting a release out, at once or from a moment on, taking it back, and how long it took after its tour."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.deadlines import day_begins
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Release, Tour
from planner.domain.permissions import Action, require
from planner.domain.words import ReleaseKind, ReleaseState
from planner.services.city.city import get_city
from planner.services.press.faults import Fault, faults_of, refuse_faults
from planner.services.press.releases import get_release, hold_release, keep_version

FARTHEST = timedelta(days=366)
"""So far ahead a release may wait for its moment."""


@dataclass(frozen=True)
class OutOfYear:
    """What is out of a year: how many of each kind, and how long each release took after the end of its tour, the fastest first."""

    counts: Mapping[ReleaseKind, int]
    took: Sequence[timedelta]


def out_of_year(session: Session, actor: Actor, year: int, *, now: datetime) -> OutOfYear:
    """What can be read by now of what was first let out in a year by the city's clocks; in one query."""
    require(actor, Action.PUBLISH)
    zone = get_city(session).timezone
    since, until = day_begins(zone, date(year, 1, 1)), day_begins(zone, date(year + 1, 1, 1))
    first = col(Release.first_public_at)
    query = select(Release.kind, Release.first_public_at, Release.tour_ended_at, Release.tour_id)
    query = query.where(Release.state == ReleaseState.PUBLISHED, col(Release.public_from) <= now)
    rows = session.exec(query.where(first >= since, first < until).order_by(first)).all()
    told: dict[int, timedelta] = {}
    for kind, out_at, ended_at, tour_id in rows:
        if kind is ReleaseKind.RELEASE and out_at and ended_at and tour_id is not None:
            told.setdefault(tour_id, max(timedelta(0), out_at - ended_at))
    return OutOfYear(Counter(ReleaseKind(row[0]) for row in rows), sorted(told.values()))


def what_hinders(session: Session, actor: Actor, release_id: int, *, now: datetime) -> Sequence[Fault]:
    """Why it cannot go out as it is; empty where it can."""
    require(actor, Action.PUBLISH)
    return faults_of(session, get_release(session, actor, release_id), now=now)


def mark_ready(session: Session, actor: Actor, release_id: int, *, now: datetime) -> Release:
    """Says that it is written and looked through. Conflict with what hinders it, or where it is no draft any more."""
    require(actor, Action.PUBLISH)
    release = _in_state(session, actor, release_id, ReleaseState.DRAFT)
    refuse_faults(session, release, now=now)
    return _move(session, actor, release, ReleaseState.READY, now)


def mark_draft(session: Session, actor: Actor, release_id: int, *, now: datetime) -> Release:
    """Writes on at one that was ready, or that was taken back."""
    require(actor, Action.PUBLISH)
    release = _in_state(session, actor, release_id, ReleaseState.READY, ReleaseState.TAKEN_BACK)
    return _move(session, actor, release, ReleaseState.DRAFT, now)


def publish_release(
    session: Session, actor: Actor, release_id: int, *, now: datetime, shown_from: datetime | None = None
) -> Release:
    """Lets everybody read it, from `shown_from` on or at once. Published again, its moment is set anew until it has come.

    Conflict with what hinders it, for a draft, and for one that is out already; Invalid for a moment too far away.
    """
    require(actor, Action.PUBLISH)
    release = hold_release(session, actor, release_id)
    is_waiting = (
        release.state is ReleaseState.PUBLISHED and release.public_from is not None and release.public_from > now
    )
    if release.state is not ReleaseState.READY and not is_waiting:
        raise Conflict(f"press.error.is_{release.state.value}")
    if shown_from is not None and shown_from > now + FARTHEST:
        raise Invalid("press.error.too_far", field="shown_from")
    refuse_faults(session, release, now=now)
    moment = max(now, shown_from or now)
    tour = session.get(Tour, release.tour_id) if release.tour_id is not None else None
    been = release.first_public_at is not None and release.first_public_at <= now
    release.public_from, release.corrected_at = moment, None
    release.first_public_at = release.first_public_at if been else moment
    release.tour_ended_at = (tour.closed_at or tour.ends_at) if tour is not None else None
    release.published_by, release.published_by_id = actor.name, actor.person_id
    return _move(session, actor, release, ReleaseState.PUBLISHED, now)


def take_back_release(session: Session, actor: Actor, release_id: int, *, now: datetime) -> Release:
    """Puts it away: out of the news at once, or off the desk where it was never out. Its texts and versions are kept."""
    require(actor, Action.PUBLISH)
    release = hold_release(session, actor, release_id)
    if release.state is ReleaseState.TAKEN_BACK:
        raise Conflict("press.error.is_taken_back")
    if release.first_public_at is not None and release.first_public_at > now:
        release.first_public_at = None
    return _move(session, actor, release, ReleaseState.TAKEN_BACK, now)


def took(release: Release) -> timedelta | None:
    """How long after the end of its tour it could be read; None for one that was not read yet, or is about no tour."""
    if release.first_public_at is None or release.tour_ended_at is None:
        return None
    return max(timedelta(0), release.first_public_at - release.tour_ended_at)


def _in_state(session: Session, actor: Actor, release_id: int, *states: ReleaseState) -> Release:
    release = hold_release(session, actor, release_id)
    if release.state not in states:
        raise Conflict(f"press.error.is_{release.state.value}")
    return release


def _move(session: Session, actor: Actor, release: Release, state: ReleaseState, now: datetime) -> Release:
    release.state, release.changed_at = state, now
    session.flush()
    keep_version(session, actor, release, now)
    return release
