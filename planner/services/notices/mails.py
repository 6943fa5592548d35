"""Mails on their way: taken one by one by whoever sends, tried again with more and more patience, shown where given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, and_, col, delete, func, or_, select, update

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Cause, Mail, Notice, Person
from planner.domain.models.types import id_of
from planner.domain.notices import Channel, MailState
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line

LEASE = timedelta(minutes=5)
"""So long a mail belongs to who took it; a sender that was killed meanwhile does not come back, and another one takes it."""
PATIENCE = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""How long after each try the next one comes; after the last one the mail is given up."""
KEPT = timedelta(days=90)
"""So long mails that were sent, and causes that were told, are kept; notices a year."""
_LONGEST_PROBLEM = 500


@dataclass(frozen=True)
class Taken:
    """A mail that the caller alone may send now. `turn` tells this try from any later one."""

    id: int
    uid: str
    address: str
    letter: dict[str, Any]
    created_at: datetime
    turn: int


@dataclass(frozen=True)
class MailRow:
    """A mail that was given up, and whom it was for."""

    mail: Mail
    name: str


@dataclass(frozen=True)
class MailStanding:
    """How sending goes: how many wait, since when, what the server said last; how many were given up, and the newest of them."""

    waiting: int
    waiting_since: datetime | None
    problem: str
    given_up: int
    rows: Sequence[MailRow]


def take_mail(session: Session, actor: Actor, *, now: datetime, channel: Channel = Channel.MAIL) -> Taken | None:
    """The next mail, or message by another channel, whose turn has come, held for `LEASE`; None where there is none. For whoever sends.

    Several processes take different ones. A mail whose sender did not come back is taken again: it may arrive twice, with
    the same Message-ID.
    """
    require(actor, Action.MANAGE_CITY)
    is_due = and_(
        col(Mail.channel) == channel,
        col(Mail.state).in_([MailState.WAITING, MailState.SENDING]),
        col(Mail.next_at) <= now,
    )
    query = select(Mail).where(is_due).order_by(col(Mail.next_at), col(Mail.id)).limit(1)
    mail = session.exec(query.with_for_update(skip_locked=True).execution_options(populate_existing=True)).first()
    if mail is None:
        return None
    mail.state, mail.next_at, mail.tries = MailState.SENDING, now + LEASE, mail.tries + 1
    session.flush()
    return Taken(id_of(mail), mail.uid, mail.address, mail.letter, mail.created_at, mail.tries)


def note_sent(session: Session, actor: Actor, taken: Taken, *, now: datetime) -> None:
    """The mail server has taken it."""
    require(actor, Action.MANAGE_CITY)
    _end(session, taken, state=MailState.SENT, ended_at=now, problem="")


def note_not_sent(session: Session, actor: Actor, taken: Taken, *, problem: str, for_good: bool, now: datetime) -> None:
    """It was not taken: it waits for its next try, or is given up after the last one, or where no try will help."""
    require(actor, Action.MANAGE_CITY)
    told = one_line(problem)[:_LONGEST_PROBLEM]
    if for_good or taken.turn > len(PATIENCE):
        _end(session, taken, state=MailState.FAILED, ended_at=now, problem=told)
    else:
        _end(session, taken, state=MailState.WAITING, next_at=now + PATIENCE[taken.turn - 1], problem=told)


def put_back(session: Session, actor: Actor, taken: Taken, *, problem: str, after: datetime) -> None:
    """Nobody could be reached to take any mail: it waits for the server, and no try is counted."""
    require(actor, Action.MANAGE_CITY)
    told = one_line(problem)[:_LONGEST_PROBLEM]
    _end(session, taken, state=MailState.WAITING, next_at=after, problem=told, tries=taken.turn - 1)


def mail_standing(session: Session, actor: Actor, *, most: int = 50) -> MailStanding:
    """How sending goes, for an administrator."""
    require(actor, Action.MANAGE_CITY)
    is_waiting = col(Mail.state).in_([MailState.WAITING, MailState.SENDING])
    waiting, since = session.exec(select(func.count(), func.min(Mail.created_at)).where(is_waiting)).one()
    told = select(Mail.problem).where(is_waiting, Mail.problem != "").order_by(col(Mail.next_at).desc()).limit(1)
    given_up = session.exec(select(func.count()).select_from(Mail).where(Mail.state == MailState.FAILED)).one()
    query = select(Mail, Person.name).outerjoin(Person, col(Person.id) == Mail.person_id)
    failed = query.where(Mail.state == MailState.FAILED).order_by(col(Mail.ended_at).desc(), col(Mail.id)).limit(most)
    rows = [MailRow(mail, name or "") for mail, name in session.exec(failed)]
    return MailStanding(waiting, since, session.exec(told).first() or "", given_up, rows)


def send_again(session: Session, actor: Actor, mail_ids: Sequence[int], *, now: datetime) -> int:
    """Lets mails that were given up be tried anew, to the addresses that their readers have now; how many there were."""
    require(actor, Action.MANAGE_CITY)
    query = select(Mail).where(col(Mail.id).in_(mail_ids), Mail.state == MailState.FAILED).order_by(col(Mail.id))
    mails = session.exec(query.with_for_update().execution_options(populate_existing=True)).all()
    if not mails:
        raise NotFound("mails.error.unknown")
    for mail in mails:
        person = session.get(Person, mail.person_id) if mail.person_id is not None else None
        if mail.channel is Channel.MAIL:
            mail.address = (person.email if person else None) or mail.address
        mail.state, mail.tries, mail.next_at, mail.ended_at = MailState.WAITING, 0, now, None
    session.flush()
    return len(mails)


def forget_mails(session: Session, actor: Actor, mail_ids: Sequence[int]) -> int:
    """Takes mails that were given up off the list: they are not to be sent; how many there were."""
    require(actor, Action.MANAGE_CITY)
    wanted = [col(Mail.id).in_(mail_ids), col(Mail.state) == MailState.FAILED]
    session.exec(update(Notice).where(col(Notice.mail_id).in_(select(Mail.id).where(*wanted))).values(mail_id=None))
    return session.exec(delete(Mail).where(*wanted)).rowcount


def forget_old(session: Session, actor: Actor, *, now: datetime) -> None:
    """Deletes what was sent and told long ago; for the daily cleaning."""
    require(actor, Action.MANAGE_CITY)
    hold_all(session, Mail)
    old = [col(Mail.state) == MailState.SENT, col(Mail.ended_at) < now - KEPT]
    session.exec(update(Notice).where(col(Notice.mail_id).in_(select(Mail.id).where(*old))).values(mail_id=None))
    session.exec(delete(Mail).where(*old))
    session.exec(delete(Cause).where(col(Cause.told_at) < now - KEPT))
    year_ago = now - timedelta(days=365)
    done = or_(col(Notice.mail_id).is_(None), col(Notice.mail_id).in_(select(Mail.id).where(*old)))
    session.exec(delete(Notice).where(col(Notice.at) < year_ago, done))


def _end(session: Session, taken: Taken, **values: Any) -> None:
    """Ends this try, unless the mail was taken anew meanwhile."""
    mine = [col(Mail.id) == taken.id, col(Mail.state) == MailState.SENDING, col(Mail.tries) == taken.turn]
    session.exec(update(Mail).where(*mine).values(**values))
