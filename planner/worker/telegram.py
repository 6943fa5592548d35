"""Telegram beside visitors: what people write to the bot is answered, and the letters that wait for their chats are sent."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from planner.config import TelegramBot, settings
from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.errors import Unavailable
from planner.domain.letter import Letter
from planner.domain.notices import Channel
from planner.i18n import LANGUAGES, translator
from planner.render.files.telegram import telegram_text
from planner.services.notices.mails import Taken, note_not_sent, note_sent, put_back, take_mail
from planner.services.notices.telegram import close_chat, drop_stray_messages, take_message
from planner.worker.mailing import write_letters
from planner.worker.smtp import Refused, Unreachable
from planner.worker.telegram_api import Slower, call

LOOK_EVERY_S = 5.0
UNREACHABLE_S = 60.0
_AT_ONCE = 20
_UPDATES = 100
_log = logging.getLogger("planner.worker")


async def use_telegram() -> None:
    """From the first request to the last, in a thread beside visitors; without a bot it ends at once and nothing is asked."""
    bot = settings().telegram
    if bot is None:
        return
    read_until = 0
    while True:
        wait_s = LOOK_EVERY_S
        try:
            read_until = await asyncio.to_thread(answer_messages, bot, read_until)
            await asyncio.to_thread(write_letters)
            wait_s = max(wait_s, await asyncio.to_thread(hand_over_messages, bot))
        except Unreachable as error:
            _log.warning("Telegram cannot be reached: %s", error)
            wait_s = UNREACHABLE_S
        except Unavailable as error:
            _log.warning("%s hinders Telegram", error.key)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
            _log.error("Telegram failed", exc_info=error)
        await asyncio.sleep(wait_s)


def answer_messages(bot: TelegramBot, read_until: int) -> int:
    """Takes what was written to the bot since; until which number it was read. What was not read to the end comes again."""
    updates = call(bot, "getUpdates", offset=read_until, limit=_UPDATES, timeout=0, allowed_updates=["message"])
    for update in updates if isinstance(updates, list) else []:
        if isinstance(update, dict) and type(update.get("update_id")) is int:
            _answer(bot, update.get("message"))
            read_until = max(read_until, update["update_id"] + 1)
    return read_until


def hand_over_messages(bot: TelegramBot) -> float:
    """Sends some of what waits; so many seconds are to be waited before the next look."""
    for _ in range(_AT_ONCE):
        with the_database().transaction() as session:
            drop_stray_messages(session, KEEPER)
            taken = take_mail(session, KEEPER, now=datetime.now(UTC), channel=Channel.TELEGRAM)
        if taken is None:
            break
        try:
            call(bot, "sendMessage", **_message(taken))
        except Unreachable as error:
            wait_s = error.seconds if isinstance(error, Slower) else UNREACHABLE_S
            _put_back(taken, str(error), wait_s)
            return wait_s
        except Refused as error:
            _note_not_sent(taken, error)
        else:
            with the_database().transaction() as session:
                note_sent(session, KEEPER, taken, now=datetime.now(UTC))
    return 0.0


def _message(taken: Taken) -> dict[str, Any]:
    try:
        text = telegram_text(Letter.from_data(taken.letter))
        return {"chat_id": int(taken.address), "text": text, "link_preview_options": {"is_disabled": True}}
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(str(error), for_good=True) from error


def _answer(bot: TelegramBot, message: object) -> None:
    """Only to what somebody wrote in a chat of their own; an answer that cannot be sent is left out."""
    if not isinstance(message, dict) or not isinstance(message.get("text"), str):
        return
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or chat.get("type") != "private" or type(chat.get("id")) is not int:
        return
    now = datetime.now(UTC)
    with the_database().transaction() as session:
        answered = take_message(session, KEEPER, chat["id"], message["text"], now=now)
    spoken = sender.get("language_code") if isinstance(sender, dict) else None
    language = answered.language or (spoken if spoken in LANGUAGES else "ru")
    t = translator(language, "UTC")
    try:
        call(bot, "sendMessage", chat_id=chat["id"], text=t(f"telegram.answer.{answered.answer.value}"))
    except Refused as error:
        _log.warning("an answer was not taken by Telegram: %s", error)


def _put_back(taken: Taken, problem: str, wait_s: float) -> None:
    _log.warning("Telegram takes nothing now: %s", problem)
    after = datetime.now(UTC) + timedelta(seconds=wait_s)
    with the_database().transaction() as session:
        put_back(session, KEEPER, taken, problem=problem, after=after)


def _note_not_sent(taken: Taken, error: Refused) -> None:
    _log.warning("message %s was not taken: %s", taken.id, error)
    with the_database().transaction() as session:
        note_not_sent(session, KEEPER, taken, problem=str(error), for_good=error.for_good, now=datetime.now(UTC))
        if error.for_good:
            close_chat(session, KEEPER, taken.address)
