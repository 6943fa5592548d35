"""What people are told: what happened, the notice that each of them gets of it, the mails in which notices go out."""

from datetime import datetime, time
from typing import Any

from sqlmodel import JSON, BigInteger, Field, Index, SQLModel, text

from planner.domain.models.types import UtcDateTime, Word, new_id
from planner.domain.notices import CauseKind, Channel, MailState, NoticeKind
from planner.domain.words import Delivery, NoticeTopic


class Cause(SQLModel, table=True):
    """Something that people may have to be told of: written in the transaction in which it happens, told by the worker."""

    __table_args__ = (
        Index("cause_untold", "id", sqlite_where=text("told_at IS NULL"), postgresql_where=text("told_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: CauseKind = Field(sa_type=Word(CauseKind))
    about: dict[str, Any] = Field(sa_type=JSON)
    """The numbers of what it is about, and what was so at that moment: {"move": 17}."""
    at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Nobody is told before: until then it may be taken back."""


class Notice(SQLModel, table=True):
    """What one person, or one address, is told. `key` says what it is about and who is told: nobody is told it twice."""

    __table_args__ = (
        Index("notice_list", "person_id", "id"),
        Index(
            "notice_unread", "person_id", sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL")
        ),
        Index(
            "notice_to_mail",
            "mail_after",
            sqlite_where=text("mail_after IS NOT NULL"),
            postgresql_where=text("mail_after IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: NoticeKind = Field(sa_type=Word(NoticeKind))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    address: str = ""
    """Where it goes by mail when it is for no person: an agency's address."""
    issue_id: int | None = Field(default=None, foreign_key="issue.id")
    tour_id: int | None = Field(default=None, foreign_key="tour.id")
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What was so at that moment: days as ISO text, names, what was typed."""
    at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mail_after: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """From when on it goes into a mail; none: it is in one already, or goes into none."""
    mail_id: int | None = Field(default=None, foreign_key="mail.id", index=True)


class Mail(SQLModel, table=True):
    """One mail to one address: what it says, and how far it has come."""

    __table_args__ = (Index("mail_turn", "state", "channel", "next_at"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_id, unique=True)
    """Makes its Message-ID, which stays the same at every try."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    channel: Channel = Field(default=Channel.MAIL, sa_type=Word(Channel))
    address: str
    """Of a mail; the number of the chat, for Telegram."""
    letter: dict[str, Any] = Field(sa_type=JSON)
    """`planner.domain.letter.Letter` as it was written."""
    state: MailState = Field(default=MailState.WAITING, sa_type=Word(MailState))
    tries: int = 0
    next_at: datetime = Field(sa_type=UtcDateTime)
    """When it may be tried again; while it is being sent, until when nobody else takes it."""
    problem: str = ""
    """What the mail server, or the network, said at the last try."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NoticeChoice(SQLModel, table=True):
    """How a person wants to have the notices of one topic by mail."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    topic: NoticeTopic = Field(sa_type=Word(NoticeTopic), primary_key=True)
    delivery: Delivery = Field(sa_type=Word(Delivery))


class MailChoice(SQLModel, table=True):
    """Whether a person wants mails at all, in which hours none, and the secret by which a mail is unsubscribed from."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    token: str = Field(unique=True)
    """Kept as it is, because each mail carries it; all that it opens is the end of the mails."""
    wanted: bool = True
    quiet_from: time | None = None
    quiet_until: time | None = None


class TelegramChat(SQLModel, table=True):
    """The chat in which a person gets notices, once it was joined by a code that is good once."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    chat_id: int | None = Field(default=None, sa_type=BigInteger, unique=True)
    wanted: bool = True
    """False: the person has written /stop."""
    code_hash: str | None = Field(default=None, unique=True)
    code_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
