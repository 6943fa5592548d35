"""Letters to the media: a release, or the plan of a month, to chosen contacts; each gets the same thing once."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Mail, MediaContact, MediaSent, Release, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.tour_filter import next_month
from planner.domain.typed import one_line
from planner.domain.words import ReleaseState, TourState
from planner.services.events.finding import tours_between
from planner.services.press.faults import refuse_faults
from planner.services.press.releases import hold_release

_ANNOUNCED = (TourState.PUBLISHED, TourState.RIDING, TourState.CLOSED)


@dataclass(frozen=True)
class Reached:
    """A contact whom a letter may reach, and when this very thing went there already."""

    contact: MediaContact
    sent_at: datetime | None


def release_key(release_id: int) -> str:
    """What letters with a release tell."""
    return f"release:{release_id}"


def month_key(year: int, month: int) -> str:
    """What letters with the plan of a month tell."""
    return f"month:{year:04}-{month:02}"


def tours_to_announce(session: Session, actor: Actor, month: date) -> Sequence[Tour]:
    """What the plan of a month tells: what is published and may be told, neither drafts nor what was cancelled or kept back."""
    require(actor, Action.PUBLISH)
    last = date.fromordinal(next_month(month).toordinal() - 1)
    rows = tours_between(session, actor, first=month.replace(day=1), last=last)
    return [each.tour for each in rows if each.tour.state in _ANNOUNCED and each.tour.shown is not False]


def whom_to_write(session: Session, actor: Actor, key: str) -> Sequence[Reached]:
    """Everybody of the list who has an address and wants letters, by outlet and name."""
    require(actor, Action.PUBLISH)
    sent = dict(session.exec(select(MediaSent.contact_id, MediaSent.at).where(MediaSent.key == one_line(key))).all())
    wanted = (col(MediaContact.archived).is_(False), col(MediaContact.wanted).is_(True), MediaContact.email != "")
    query = select(MediaContact).where(*wanted).order_by(col(MediaContact.outlet), col(MediaContact.name))
    return [Reached(each, sent.get(id_of(each))) for each in session.exec(query)]


def send_release(
    session: Session,
    actor: Actor,
    release_id: int,
    contact_ids: Sequence[int],
    letters: Mapping[int, dict[str, Any]],
    *,
    now: datetime,
) -> int:
    """Hands a release to the mails for each of these contacts who has not got it yet; how many letters that are.

    `letters` has each one's letter, as JSON. Only what is published goes out, also what waits for its moment: its letter names
    that. Invalid where nobody is chosen.
    """
    require(actor, Action.PUBLISH)
    release = hold_release(session, actor, release_id)
    _refuse_unpublished(session, release, now)
    return _send(session, actor, release_key(release_id), contact_ids, letters, now)


def send_month(
    session: Session,
    actor: Actor,
    year: int,
    month: int,
    contact_ids: Sequence[int],
    letters: Mapping[int, dict[str, Any]],
    *,
    now: datetime,
) -> int:
    """The same for the plan of a month."""
    require(actor, Action.PUBLISH)
    return _send(session, actor, month_key(year, month), contact_ids, letters, now)


def sent_to(session: Session, actor: Actor, key: str) -> Sequence[tuple[MediaSent, MediaContact]]:
    """To whom something went, by outlet."""
    require(actor, Action.PUBLISH)
    query = select(MediaSent, MediaContact).join(MediaContact, col(MediaContact.id) == MediaSent.contact_id)
    return session.exec(query.where(MediaSent.key == one_line(key)).order_by(col(MediaContact.outlet))).all()


def _refuse_unpublished(session: Session, release: Release, now: datetime) -> None:
    if release.state is not ReleaseState.PUBLISHED:
        raise Conflict("media.error.not_published")
    refuse_faults(session, release, now=now)


def _send(
    session: Session,
    actor: Actor,
    key: str,
    contact_ids: Sequence[int],
    letters: Mapping[int, dict[str, Any]],
    now: datetime,
) -> int:
    """In one transaction the letter and the note that it is on its way; two who send at once wait for each other."""
    if not contact_ids:
        raise Invalid("media.error.nobody", field="whom")
    hold_all(session, MediaSent)
    chosen: Set[int] = {*contact_ids}
    rows = [each for each in whom_to_write(session, actor, key) if each.sent_at is None]
    written = 0
    for contact in (each.contact for each in rows if each.contact.id in chosen and each.contact.id in letters):
        number = id_of(contact)
        session.add(Mail(address=contact.email, letter=letters[number], next_at=now, created_at=now))
        about: dict[str, Any] = {"by": actor.name, "by_person_id": actor.person_id, "at": now}
        session.add(MediaSent(key=key, contact_id=number, address=contact.email, **about))
        written += 1
    session.flush()
    return written
