"""Notices by Telegram over a real HTTP server: chats are joined and ended, messages go out, nothing is lost at a kill."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from planner.config import ROOT, TelegramBot, settings
from planner.database import Database, the_database
from planner.domain.actor import Actor
from planner.domain.models import Issue, Person, TelegramChat
from planner.domain.notices import Channel, MailState
from planner.services.access.sign_in import sign_out_everywhere
from planner.services.notices.telegram import ChatState, begin_chat, end_chat, my_chat
from planner.worker.mailing import write_letters
from planner.worker.smtp import Unreachable
from planner.worker.telegram import answer_messages, hand_over_messages, use_telegram
from tests.services.control_story import an_instruction
from tests.services.notices.notice_story import Office, set_office, tell_all
from tests.worker.mail_story import add_mails, mails, states
from tests.worker.telegram_story import BotApi, bot_api, telegram_settings

SENDER = """
import time
from datetime import timedelta
from planner.services.notices import mails
mails.LEASE = timedelta(seconds=2)
from planner.config import settings
from planner.worker.telegram import hand_over_messages
while True:
    hand_over_messages(settings().telegram)
    time.sleep(0.02)
"""


@pytest.fixture
def api() -> Iterator[BotApi]:
    with bot_api() as api:
        yield api


@pytest.fixture
def own(database_url: str, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database that this process uses, with the bot in the settings."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", database_url)
    for name, value in telegram_settings(api.port).items():
        monkeypatch.setenv(name, value)
    the_database.cache_clear()
    yield the_database()
    the_database().close()
    the_database.cache_clear()


def bot() -> TelegramBot:
    found = settings().telegram
    assert found is not None
    return found


def code_of(own: Database, actor: Actor) -> str:
    with own.transaction() as session:
        return begin_chat(session, actor, now=datetime.now(UTC))


def town_with_chat(own: Database, api: BotApi, **fields: Any) -> Office:
    """Oksana has joined chat 7 and has no mail address."""
    with own.transaction() as session:
        town = set_office(session)
        session.get_one(Person, town.town.oksana.person_id).email = None
        chat = {"person_id": town.town.oksana.person_id or 0, "chat_id": 7} | fields
        session.add(TelegramChat(**chat))
    return town


def instruct(own: Database, town: Office) -> None:
    now = datetime.now(UTC)
    with own.transaction() as session:
        due = now.date() + timedelta(days=7)
        an_instruction(session, town.town, session.get_one(Issue, town.issue), now=now, today=now.date(), due_on=due)
        tell_all(session, now)


def test_chat_is_joined_by_a_code_once_and_ended_by_stop(own: Database, api: BotApi) -> None:
    with own.transaction() as session:
        town = set_office(session).town
    code = code_of(own, town.oksana)
    api.write(7, f"/start {code}")
    api.write(8, f"/start {code}", language="en")
    api.write(-9, "/start", kind="group")

    read_until = answer_messages(bot(), 0)
    with own.reading() as session:
        joined = my_chat(session, town.oksana)
    api.write(7, "/stop")
    answer_messages(bot(), read_until)

    with own.reading() as session:
        assert (joined, my_chat(session, town.oksana)) == (ChatState.OPEN, ChatState.STOPPED)
    assert [(chat, text.partition(" ")[0]) for chat, text in api.texts] == [(7, "Чат"), (8, "This"), (7, "Уведомления")]


def test_message_that_comes_again_is_answered_the_same(own: Database, api: BotApi) -> None:
    with own.transaction() as session:
        town = set_office(session).town
    api.write(7, f"/start {code_of(own, town.oksana)}")

    reads = {answer_messages(bot(), 0) for _ in range(2)}

    assert (len(reads), len(set(api.texts)), len(api.sent)) == (1, 1, 2)


def test_chat_is_one_persons_and_a_late_code_is_none(own: Database, api: BotApi) -> None:
    with own.transaction() as session:
        town = set_office(session).town
        session.add(TelegramChat(person_id=town.boris.person_id or 0, chat_id=7))
    late = code_of(own, town.oksana)
    with own.transaction() as session:
        session.get_one(TelegramChat, town.oksana.person_id).code_until = datetime.now(UTC)
    api.write(7, f"/start {late}")
    read_until = answer_messages(bot(), 0)
    api.write(7, code_of(own, town.oksana))
    answer_messages(bot(), read_until)

    with own.transaction() as session:
        chats = [my_chat(session, one) for one in (town.oksana, town.boris)]
        end_chat(session, town.oksana)
        ended = my_chat(session, town.oksana)

    assert (chats, ended) == ([ChatState.OPEN, ChatState.NONE], ChatState.NONE)


def test_notice_goes_to_whoever_joined_a_chat_with_a_link_and_the_way_to_stop(own: Database, api: BotApi) -> None:
    town = town_with_chat(own, api)
    instruct(own, town)

    written = (write_letters(), write_letters())
    waits = [hand_over_messages(bot()) for _ in range(2)]

    [message] = api.sent
    assert (written, waits, states(own)) == ((1, 0), [0.0, 0.0], [MailState.SENT])
    assert (message["chat_id"], "/stop" in message["text"]) == (7, True)
    assert f"https://tours.city.ru/issue?id={town.issue}" in message["text"]
    assert "parse_mode" not in message


@pytest.mark.parametrize("wanted", [True, False])
def test_stopped_chat_gets_nothing(own: Database, api: BotApi, wanted: bool) -> None:
    instruct(own, town_with_chat(own, api, wanted=wanted))

    write_letters()

    assert [mail.channel for mail in mails(own)] == [Channel.TELEGRAM] * wanted


@pytest.mark.parametrize("ended_by", ["the owner", "signing out everywhere", "somebody else's chat", "nobody"])
def test_what_waits_for_a_chat_that_was_ended_does_not_go_out(own: Database, api: BotApi, ended_by: str) -> None:
    office = town_with_chat(own, api)
    town = office.town
    instruct(own, office)
    write_letters()
    with own.transaction() as session:
        match ended_by:
            case "the owner":
                end_chat(session, town.oksana)
            case "signing out everywhere":
                sign_out_everywhere(session, town.oksana)
            case "somebody else's chat":
                chat = session.get_one(TelegramChat, town.oksana.person_id)
                chat.chat_id = None
                session.flush()
                session.add(TelegramChat(person_id=town.boris.person_id or 0, chat_id=7))

    hand_over_messages(bot())

    kept = ended_by == "nobody"
    assert (len(api.sent), states(own)) == ((1, [MailState.SENT]) if kept else (0, []))


def add_messages(own: Database, n: int) -> None:
    add_mails(own, n, channel=Channel.TELEGRAM, address="7")


def test_haste_is_slowed_and_an_absent_api_counts_no_try(own: Database, api: BotApi) -> None:
    add_messages(own, 1)
    api.says = lambda message: (429, {"ok": False, "parameters": {"retry_after": 3}})
    slowed = hand_over_messages(bot())
    api.says = lambda message: (502, {})
    with own.transaction() as session:
        session.merge(mails(own)[0]).next_at = datetime.now(UTC)
    away = hand_over_messages(bot())

    [mail] = mails(own)
    assert (slowed, away > slowed, mail.state, mail.tries) == (3.0, True, MailState.WAITING, 0)


def test_blocked_bot_ends_the_chat_and_gives_the_message_up(own: Database, api: BotApi) -> None:
    town = town_with_chat(own, api)
    add_messages(own, 1)
    api.says = lambda message: (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"})

    hand_over_messages(bot())

    with own.reading() as session:
        assert my_chat(session, town.town.oksana) is ChatState.STOPPED
    [mail] = mails(own)
    assert (mail.state, mail.problem) == (MailState.FAILED, "403 Forbidden: bot was blocked by the user")


def test_wrong_token_is_told_without_the_token(own: Database, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_TELEGRAM_TOKEN", "1:other")

    with pytest.raises(Unreachable) as told:
        answer_messages(bot(), 0)

    assert (str(told.value).strip(), told.value.__cause__) == ("401", None)


def test_messages_do_not_wait_for_mails_nor_mails_for_messages(own: Database, api: BotApi) -> None:
    add_mails(own, 1)
    add_messages(own, 1)

    hand_over_messages(bot())

    assert states(own) == [MailState.WAITING, MailState.SENT]


def test_nothing_is_lost_where_the_sender_is_killed(own: Database, api: BotApi, database_url: str) -> None:
    add_messages(own, 12)
    environment = os.environ | telegram_settings(api.port) | {"PLANNER_DATABASE_URL": database_url}
    api.says = lambda message: time.sleep(0.05)
    command = [sys.executable, "-c", SENDER]
    for kills in (2, 5):
        with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
            _wait_for(lambda kills=kills: len(api.sent) >= kills)
            process.send_signal(signal.SIGKILL)
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        _wait_for(lambda: states(own) == [MailState.SENT] * 12)
        process.kill()

    assert 12 <= len(api.sent) <= 14


def test_nothing_is_asked_outside_without_a_bot(own: Database, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_TELEGRAM_TOKEN", "")
    add_messages(own, 1)

    asyncio.run(use_telegram())

    assert (api.asked, write_letters()) == ([], 0)


def _wait_for(is_so: Any) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)
