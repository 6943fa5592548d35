"""Notices by Telegram: a person joins their chat by a code that is good once, and ends it there or in the account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, String, cast, col, delete, not_, select, update

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.models import Mail, Notice, Person, TelegramChat
from planner.domain.notices import Channel, MailState
from planner.domain.permissions import Action, own_account, require
from planner.domain.typed import one_line
from planner.services.access.codes import LONG_CODE, new_code
from planner.services.access.hold import hold_person
from planner.services.access.sign_in import actor_of_person, hash_token
from planner.services.notices.recipients import is_open

CODE_GOOD = timedelta(minutes=15)


class ChatState(StrEnum):
    """How the chat of a person stands."""

    NONE = "none"
    OPEN = "open"
    STOPPED = "stopped"
    """By /stop: the chat is known, and nothing goes there."""


class ChatAnswer(StrEnum):
    """What the bot answers."""

    JOINED = "joined"
    STOPPED = "stopped"
    UNKNOWN_CODE = "unknown_code"
    HELP = "help"


@dataclass(frozen=True)
class Answered:
    """What is answered to a message, in whose language; None where nobody is known."""

    answer: ChatAnswer
    language: str | None


def my_chat(session: Session, actor: Actor) -> ChatState:
    """How the actor's own chat stands."""
    require(actor, Action.SEE_LISTS)
    chat = session.get(TelegramChat, own_account(actor))
    if is_open(chat):
        return ChatState.OPEN
    return ChatState.STOPPED if chat is not None and chat.chat_id is not None else ChatState.NONE


def begin_chat(session: Session, actor: Actor, *, now: datetime) -> str:
    """A code for the bot, good once and for `CODE_GOOD`; the one before it is good no longer."""
    person_id = own_account(actor)
    require(actor, Action.SEE_LISTS)
    hold_person(session, person_id)
    code = new_code(LONG_CODE)
    chat = session.get(TelegramChat, person_id, populate_existing=True) or TelegramChat(person_id=person_id)
    chat.code_hash, chat.code_until = hash_token(code), now + CODE_GOOD
    session.add(chat)
    session.flush()
    return code


def end_chat(session: Session, actor: Actor) -> None:
    """The actor's chat is forgotten; nothing goes there any more."""
    person_id = own_account(actor)
    require(actor, Action.SEE_LISTS)
    hold_person(session, person_id)
    chat = session.get(TelegramChat, person_id, populate_existing=True)
    if chat is not None:
        session.delete(chat)
        session.flush()


def take_message(session: Session, actor: Actor, chat_id: int, text: str, *, now: datetime) -> Answered:
    """What somebody wrote to the bot in a chat of their own; for the worker. The same again is answered the same.

    A code joins the chat, which then is nobody else's; «stop» ends the messages until a new code.
    """
    require(actor, Action.MANAGE_CITY)
    words = one_line(text).split()
    code = words[-1].lower() if words else ""
    given = select(TelegramChat).where(TelegramChat.code_hash == hash_token(code), col(TelegramChat.code_until) > now)
    found = session.exec(given).first() if code else None
    if found is not None and actor_of_person(session, found.person_id) is not None:
        return _joined(session, found.person_id, chat_id)
    known = session.exec(select(TelegramChat).where(TelegramChat.chat_id == chat_id)).first()
    language = session.get_one(Person, known.person_id).language if known else None
    command = words[0].lower().removeprefix("/") if words else ""
    if known is not None and command == "stop":
        hold_person(session, known.person_id)
        _end(session, chat_id)
        return Answered(ChatAnswer.STOPPED, language)
    if len(words) > 1 and command == "start":
        return Answered(ChatAnswer.JOINED if is_open(known) else ChatAnswer.UNKNOWN_CODE, language)
    return Answered(ChatAnswer.HELP, language)


def close_chat(session: Session, actor: Actor, address: str) -> None:
    """The chat cannot be written to any more (the bot was blocked there): nothing goes there until it is joined anew."""
    require(actor, Action.MANAGE_CITY)
    hold_all(session, TelegramChat)
    if address.lstrip("-").isdecimal():
        _end(session, int(address))


def drop_stray_messages(session: Session, actor: Actor) -> int:
    """Takes away what still waits for chats that are not, or no longer, open to whom it was written for; how many there were.

    A chat ends by its owner, by a new password, by signing out everywhere, or becomes somebody else's.
    """
    require(actor, Action.MANAGE_CITY)
    theirs = select(TelegramChat.person_id).where(
        col(TelegramChat.person_id) == Mail.person_id,
        cast(col(TelegramChat.chat_id), String) == Mail.address,
        col(TelegramChat.wanted),
    )
    is_waiting = (col(Mail.channel) == Channel.TELEGRAM, col(Mail.state) == MailState.WAITING)
    waiting = (*is_waiting, col(Mail.person_id).is_not(None))
    stray = session.exec(select(Mail.id).where(*waiting, not_(theirs.exists())).order_by(col(Mail.id))).all()
    if not stray:
        return 0
    session.exec(update(Notice).where(col(Notice.mail_id).in_(stray)).values(mail_id=None))
    return session.exec(delete(Mail).where(col(Mail.id).in_(stray), *waiting)).rowcount


def _joined(session: Session, person_id: int, chat_id: int) -> Answered:
    hold_person(session, person_id)
    hold_all(session, TelegramChat)  # a chat is one person's: the other one may be joining it just now
    others = [col(TelegramChat.chat_id) == chat_id, col(TelegramChat.person_id) != person_id]
    session.exec(update(TelegramChat).where(*others).values(chat_id=None))
    joined = {"chat_id": chat_id, "wanted": True, "code_hash": None, "code_until": None}
    session.exec(update(TelegramChat).where(col(TelegramChat.person_id) == person_id).values(**joined))
    return Answered(ChatAnswer.JOINED, session.get_one(Person, person_id).language)


def _end(session: Session, chat_id: int) -> None:
    session.exec(update(TelegramChat).where(col(TelegramChat.chat_id) == chat_id).values(wanted=False))
