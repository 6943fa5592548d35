"""Notices that go out by mail: found when their time has come, gathered by reader, kept as mails."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.models import Issue, Mail, MailChoice, Notice, Person, Tour
from planner.domain.permissions import Action, require
from planner.services.notices.recipients import Recipients

TOO_LATE = timedelta(days=2)
"""What could not go out so long, because there was no mail server, stays inside the planner."""


@dataclass(frozen=True)
class Gathered:
    """What one reader is told in one mail. `name` and `token` are empty for an address that is nobody's."""

    address: str
    language: str
    notices: Sequence[Notice]
    person_id: int | None = None
    name: str = ""
    token: str = ""


def gather_letters(session: Session, actor: Actor, *, now: datetime, limit: int = 200) -> list[Gathered]:
    """The notices whose time to go out has come, by reader; for the worker, which keeps them in the same transaction.

    They are held meanwhile, and several processes pass over what others hold. What somebody may not know of any more, or
    does not want any more, is left out for good.
    """
    require(actor, Action.MANAGE_CITY)
    due = select(Notice).where(col(Notice.mail_after) <= now).order_by(col(Notice.id)).limit(limit)
    rows = session.exec(due.with_for_update(skip_locked=True).execution_options(populate_existing=True)).all()
    recipients = Recipients(session, now)
    by_reader: dict[tuple[int | None, str], list[Notice]] = {}
    for notice in rows:
        if notice.mail_after is not None and notice.mail_after >= now - TOO_LATE and _is_known(recipients, notice):
            by_reader.setdefault((notice.person_id, notice.address), []).append(notice)
        notice.mail_after = None
    session.flush()
    found = (_gathered(session, person_id, address, each) for (person_id, address), each in by_reader.items())
    return [each for each in found if each is not None]


def keep_mail(session: Session, actor: Actor, gathered: Gathered, letter: dict[str, Any], *, now: datetime) -> Mail:
    """Keeps a letter as a mail that waits to be sent; for the worker, in the transaction in which it was gathered."""
    require(actor, Action.MANAGE_CITY)
    mail = Mail(person_id=gathered.person_id, address=gathered.address, letter=letter, next_at=now, created_at=now)
    session.add(mail)
    session.flush()
    for notice in gathered.notices:
        notice.mail_id = mail.id
    session.flush()
    return mail


def mail_choice(session: Session, person_id: int) -> MailChoice:
    """What a person chose about mails, with the secret of their letters; made where there is none yet."""
    known = session.get(MailChoice, person_id)
    if known is not None:
        return known
    hold_all(session, MailChoice)
    known = session.get(MailChoice, person_id) or MailChoice(person_id=person_id, token=secrets.token_urlsafe(32))
    session.add(known)
    session.flush()
    return known


def _is_known(recipients: Recipients, notice: Notice) -> bool:
    """Whether its reader still may know of what it is about."""
    if notice.person_id is None:
        return True
    things: Iterable[Issue | Tour | None] = (
        recipients.session.get(Issue, notice.issue_id) if notice.issue_id is not None else None,
        recipients.session.get(Tour, notice.tour_id) if notice.tour_id is not None else None,
    )
    about = [thing for thing in things if thing is not None]
    return recipients.actor(notice.person_id) is not None and all(
        recipients.may_see(notice.person_id, thing) for thing in about
    )


def _gathered(session: Session, person_id: int | None, address: str, notices: Sequence[Notice]) -> Gathered | None:
    if person_id is None:
        return Gathered(address, notices[0].facts.get("language", "ru"), notices)
    person = session.get_one(Person, person_id)
    choice = mail_choice(session, person_id)
    if not person.email or not choice.wanted:
        return None
    return Gathered(person.email, person.language, notices, person_id, person.name, choice.token)
