"""What a person chooses: which notices come by mail and how, the quiet hours, and the end of all mails by a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import MailChoice, NoticeChoice, Person
from planner.domain.notices import USUAL
from planner.domain.permissions import Action, own_account, require
from planner.domain.typed import one_line
from planner.domain.words import Delivery, NoticeTopic, Role
from planner.services.access.hold import hold_person
from planner.services.access.sign_in import actor_of_person
from planner.services.notices.letters import mail_choice

_OF_ROLES: Mapping[NoticeTopic, frozenset[Role]] = {
    NoticeTopic.WORK: frozenset({Role.OFFICIAL}),
    NoticeTopic.CONTROL: frozenset({Role.CONTROLLER}),
    NoticeTopic.REMINDERS: frozenset(Role),
    NoticeTopic.ISSUES: frozenset(Role),
    NoticeTopic.TOURS: frozenset(Role),
    NoticeTopic.DIGEST: frozenset(Role),
    NoticeTopic.QUOTES: frozenset(Role),
}
"""Whom a topic can concern; anybody may head an agency or lead a tour."""


@dataclass(frozen=True)
class NoticeSettings:
    """How notices come to one person. `deliveries` has the topics that can concern that person, in order."""

    address: str
    wanted: bool
    quiet_from: time | None
    quiet_until: time | None
    deliveries: Mapping[NoticeTopic, Delivery]


def my_notice_settings(session: Session, actor: Actor) -> NoticeSettings:
    """What the actor chose, else what is usual."""
    person_id = own_account(actor)
    require(actor, Action.SEE_LISTS)
    general = session.get(MailChoice, person_id) or MailChoice(person_id=person_id, token="")
    rows = session.exec(select(NoticeChoice).where(NoticeChoice.person_id == person_id)).all()
    chosen = {row.topic: row.delivery for row in rows}
    topics = (topic for topic, roles in _OF_ROLES.items() if roles & actor.roles)
    return NoticeSettings(
        address=session.get_one(Person, person_id).email or "",
        wanted=general.wanted,
        quiet_from=general.quiet_from,
        quiet_until=general.quiet_until,
        deliveries={topic: chosen.get(topic, USUAL[topic]) for topic in topics},
    )


def choose_notices(
    session: Session,
    actor: Actor,
    *,
    wanted: bool,
    deliveries: Mapping[NoticeTopic, Delivery],
    quiet_from: time | None,
    quiet_until: time | None,
) -> None:
    """Keeps what the actor chooses; it holds for notices from now on.

    Invalid where only one end of the quiet hours is given, or the digest would come at once.
    """
    person_id = own_account(actor)
    require(actor, Action.SEE_LISTS)
    hold_person(session, person_id)
    if (quiet_from is None) != (quiet_until is None):
        raise Invalid("notices.error.quiet", field="quiet")
    if deliveries.get(NoticeTopic.DIGEST) is Delivery.AT_ONCE:
        raise Invalid("notices.error.digest", field=NoticeTopic.DIGEST.value)
    general = mail_choice(session, person_id)
    general.wanted, general.quiet_from, general.quiet_until = wanted, quiet_from, quiet_until
    session.exec(delete(NoticeChoice).where(col(NoticeChoice.person_id) == person_id))
    session.add_all(
        NoticeChoice(person_id=person_id, topic=topic, delivery=delivery) for topic, delivery in deliveries.items()
    )
    session.flush()


def reader_of_mails(session: Session, token: str) -> Actor:
    """Whose mails carry this secret. NotFound("mails.error.link") for one that nobody has."""
    return _reader(session, token)


def stop_mails(session: Session, token: str) -> Actor:
    """Ends all mails to the person whose mails carry this secret; asked again it changes nothing. Who that is.

    NotFound as `reader_of_mails`.
    """
    reader = _reader(session, token)
    hold_person(session, reader.person_id or 0)
    session.get_one(MailChoice, reader.person_id).wanted = False
    session.flush()
    return reader


def _reader(session: Session, token: str) -> Actor:
    found = session.exec(select(MailChoice).where(MailChoice.token == one_line(token))).first()
    reader = actor_of_person(session, found.person_id) if found else None
    if reader is None:
        raise NotFound("mails.error.link")
    return reader
