"""Notices that go out by mail: found when their time has come, gathered by reader, kept as mails."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select, true

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.models import Issue, Mail, MailChoice, Notice, Person, TelegramChat, Tour
from planner.domain.notices import Channel
from planner.domain.permissions import Action, require
from planner.services.notices.recipients import Recipients, is_open

TOO_LATE = timedelta(days=2)
"""What could not go out so long, because there was no mail server, stays inside the planner."""


@dataclass(frozen=True)
class Gathered:
    """What one reader is told in one mail. `name` and `token` are empty for an address that is nobody's."""

    address: str
    language: str
    notices: Sequence[Notice]
    person_id: int | None = None
    channel: Channel = Channel.MAIL
    name: str = ""
    token: str = ""


def gather_letters(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    limit: int = 200,
    channels: Collection[Channel] = frozenset({Channel.MAIL}),
) -> list[Gathered]:
    """The notices whose time to go out has come, by reader and by the `channels` that there are; for the worker, which keeps them in the same transaction.

    They are held meanwhile, and several processes pass over what others hold. What somebody may not know of any more, or
    does not want any more, is left out for good.
    """
    require(actor, Action.MANAGE_CITY)
    mine = col(Notice.person_id).is_not(None) if Channel.MAIL not in channels else true()
    due = select(Notice).where(mine, col(Notice.mail_after) <= now).order_by(col(Notice.id)).limit(limit)
    rows = session.exec(due.with_for_update(skip_locked=True).execution_options(populate_existing=True)).all()
    recipients = Recipients(session, now)
    by_reader: dict[tuple[int | None, str], list[Notice]] = {}
    for notice in rows:
        if notice.mail_after is not None and notice.mail_after >= now - TOO_LATE and _is_known(recipients, notice):
            by_reader.setdefault((notice.person_id, notice.address), []).append(notice)
        notice.mail_after = None
    session.flush()
    found = (_gathered(session, person_id, address, each) for (person_id, address), each in by_reader.items())
    return [letter for letters in found for letter in letters if letter.channel in channels]


def keep_mail(session: Session, actor: Actor, gathered: Gathered, letter: dict[str, Any], *, now: datetime) -> Mail:
    """Keeps a letter as a mail that waits to be sent; for the worker, in the transaction in which it was gathered."""
    require(actor, Action.MANAGE_CITY)
    mail = Mail(
        person_id=gathered.person_id,
        channel=gathered.channel,
        address=gathered.address,
        letter=letter,
        next_at=now,
        created_at=now,
    )
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


def _gathered(session: Session, person_id: int | None, address: str, notices: Sequence[Notice]) -> list[Gathered]:
    """Of a person one for each way that is open."""
    if person_id is None:
        return [Gathered(address, notices[0].facts.get("language", "ru"), notices)]
    person, found = session.get_one(Person, person_id), []
    choice, chat = mail_choice(session, person_id), session.get(TelegramChat, person_id)
    if person.email and choice.wanted:
        found.append(Gathered(person.email, person.language, notices, person_id, name=person.name, token=choice.token))
    if is_open(chat):
        number = str(chat.chat_id)
        found.append(Gathered(number, person.language, notices, person_id, Channel.TELEGRAM, person.name))
    return found
