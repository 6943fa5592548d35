"""The list of the media: contacts with their groups, where they were accredited, who published what."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import MediaContact, MediaGuest, MediaMention, Tour
from planner.domain.outlets import KnownContact, outlet_key, outlets_of_guests
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, typed_email, typed_line, typed_phone
from planner.domain.words import Accreditation

MOST_CONTACTS = 2_000
MOST_GUESTS = 5_000
"""Of those let in the latest are looked at."""
_LINES = {"outlet": 200, "name": 100, "note": 300}
_MOST_GROUPS, _LONGEST_GROUP = 20, 60
_LANGUAGES = ("ru", "en")


def list_contacts(session: Session, actor: Actor) -> Sequence[MediaContact]:
    """The contacts in use, by outlet and name."""
    require(actor, Action.PUBLISH)
    query = select(MediaContact).where(col(MediaContact.archived).is_(False))
    return session.exec(query.order_by(col(MediaContact.outlet), col(MediaContact.name), col(MediaContact.id))).all()


def save_contact(
    session: Session,
    actor: Actor,
    contact_id: int | None = None,
    *,
    outlet: str,
    name: str = "",
    email: str = "",
    phone: str = "",
    note: str = "",
    groups: Sequence[str] = (),
    language: str = "ru",
    seen: Values | None = None,
) -> MediaContact:
    """Adds somebody, or changes what is known of them.

    Invalid without an outlet, for an address or a phone that cannot be one, for an address that another contact has, for more
    than 2000; NotFound for one that is not there; ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.PUBLISH)
    contact = _held(session, actor, contact_id) if contact_id is not None else MediaContact(outlet="", token="")
    wanted = {"outlet": outlet, "name": name, "email": email, "phone": phone, "note": note, "groups": [*groups]}
    wanted["language"] = language
    given = beside_others("contact", contact.model_dump(include=set(wanted)), wanted, seen if contact_id else None)
    said: dict[str, Any] = {each: typed_line(given[each], field=each, longest=most) for each, most in _LINES.items()}
    if len(said["outlet"]) < 2:
        raise Invalid("events.error.outlet", field="outlet")
    said["email"] = typed_email(given["email"]) if one_line(given["email"]) else ""
    said["phone"] = typed_phone(given["phone"])
    said["groups"] = _typed_groups(given["groups"])
    said["language"] = given["language"] if given["language"] in _LANGUAGES else "ru"
    _refuse_twice(session, contact.id, said["email"])
    for field, value in said.items():
        setattr(contact, field, value)
    contact.token = contact.token or secrets.token_urlsafe(32)
    session.add(contact)
    session.flush()
    return contact


def archive_contact(session: Session, actor: Actor, contact_id: int) -> None:
    """Puts somebody away; `archive.restore` takes them back into the list."""
    require(actor, Action.PUBLISH)
    _held(session, actor, contact_id).archived = True
    session.flush()


def accreditations(session: Session, actor: Actor) -> Mapping[int, Sequence[tuple[MediaGuest, Tour]]]:
    """Where somebody of the outlet of each contact was let in, the latest first; by the contact's number. Two queries.

    Whose guest somebody is, is told by the address, the phone and the name of the contacts, else by the outlet's name
    (`domain.outlets`).
    """
    require(actor, Action.PUBLISH)
    contacts = list_contacts(session, actor)
    known = [KnownContact(each.id or 0, each.outlet, each.name, each.email, each.phone) for each in contacts]
    query = select(MediaGuest, Tour).join(Tour, col(Tour.id) == MediaGuest.tour_id)
    query = query.where(MediaGuest.state == Accreditation.GRANTED)
    rows = session.exec(query.order_by(col(Tour.starts_at).desc(), col(MediaGuest.id)).limit(MOST_GUESTS)).all()
    keys = outlets_of_guests(known, [(guest.id or 0, guest.outlet, guest.name, guest.contact) for guest, _ in rows])
    found: dict[str, list[tuple[MediaGuest, Tour]]] = {}
    for guest, tour in rows:
        found.setdefault(keys[guest.id or 0], []).append((guest, tour))
    return {each.number: found.get(outlet_key(each.outlet), []) for each in known}


def note_mention(
    session: Session,
    actor: Actor,
    *,
    outlet: str,
    title: str,
    url: str = "",
    published_on: date | None,
    release_id: int | None = None,
    now: datetime,
) -> MediaMention:
    """Notes that an outlet has published something. Invalid without an outlet, a title, a day, or for what is no web address."""
    require(actor, Action.PUBLISH)
    said = typed_line(outlet, field="outlet", longest=200, needed="events.error.outlet")
    what = typed_line(title, field="title", longest=300, needed="press.error.title")
    way = typed_line(url, field="url", longest=1000)
    if way and (urlsplit(way).scheme not in ("http", "https") or not urlsplit(way).netloc):
        raise Invalid("media.error.url", field="url")
    if published_on is None:
        raise Invalid("media.error.day", field="published_on")
    about: dict[str, Any] = {"noted_by": actor.name, "noted_by_id": actor.person_id, "noted_at": now}
    mention = MediaMention(outlet=said, title=what, url=way, published_on=published_on, release_id=release_id, **about)
    session.add(mention)
    session.flush()
    return mention


def remove_mention(session: Session, actor: Actor, mention_id: int) -> None:
    """Takes it off the list; NotFound where it is off it already."""
    require(actor, Action.PUBLISH)
    mention = session.get(MediaMention, mention_id, populate_existing=True, with_for_update=True)
    if mention is None:
        raise NotFound("media.error.gone")
    session.delete(mention)
    session.flush()


def list_mentions(
    session: Session, actor: Actor, *, release_id: int | None = None, limit: int = 100
) -> Sequence[MediaMention]:
    """Who published what, the latest first; about one release, where it is named."""
    require(actor, Action.PUBLISH)
    query = select(MediaMention).order_by(col(MediaMention.published_on).desc(), col(MediaMention.id).desc())
    query = query if release_id is None else query.where(MediaMention.release_id == release_id)
    return session.exec(query.limit(limit)).all()


def mention_counts(session: Session, actor: Actor) -> Mapping[str, int]:
    """How often each outlet has published something, by its key (`domain.outlets.outlet_key`)."""
    require(actor, Action.PUBLISH)
    query = select(MediaMention.outlet, func.count()).group_by(col(MediaMention.outlet))
    found: Counter[str] = Counter()
    for outlet, number in session.exec(query):
        found[outlet_key(outlet)] += number
    return found


def reader_of_news(session: Session, token: str) -> None:
    """NotFound("mails.error.link") unless somebody's letters carry this secret."""
    _reader(session, token)


def stop_news(session: Session, token: str) -> None:
    """Ends the letters to whoever's letters carry this secret; asked again it changes nothing. NotFound as `reader_of_news`."""
    reader = _reader(session, token)
    session.get(MediaContact, reader.id, populate_existing=True, with_for_update=True)
    reader.wanted = False
    session.flush()


def _reader(session: Session, token: str) -> MediaContact:
    found = session.exec(select(MediaContact).where(MediaContact.token == one_line(token))).first()
    if found is None or not found.token:
        raise NotFound("mails.error.link")
    return found


def _held(session: Session, actor: Actor, contact_id: int) -> MediaContact:
    require(actor, Action.PUBLISH)
    contact = session.get(MediaContact, contact_id, populate_existing=True, with_for_update=True)
    if contact is None:
        raise NotFound("media.error.gone")
    return contact


def _typed_groups(groups: Sequence[str]) -> list[str]:
    said = [typed_line(each, field="groups", longest=_LONGEST_GROUP) for each in groups]
    return sorted({each for each in said if each})[:_MOST_GROUPS]


def _refuse_twice(session: Session, contact_id: int | None, email: str) -> None:
    """One address stands in the list once, so that nobody is written to twice."""
    others = [each for each in session.exec(select(MediaContact)) if each.id != contact_id]
    if email and any(each.email == email for each in others):
        raise Invalid("media.error.twice", field="email")
    if contact_id is None and len(others) >= MOST_CONTACTS:
        raise Invalid("media.error.too_many", most=MOST_CONTACTS)
