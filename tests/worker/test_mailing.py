"""Mails are handed to a real SMTP server: all of them, once, whatever it says; and nothing is lost when the sender is killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from aiosmtpd.smtp import Envelope
from sqlmodel import select

from planner.config import settings
from planner.database import Database, the_database
from planner.domain.models import Issue, MailChoice, Notice
from planner.domain.notices import MailState
from planner.services.notices import mails as mails_service
from planner.worker import mailing, smtp
from planner.worker.mailing import hand_over_mails, write_letters
from tests.services.control_story import an_instruction
from tests.services.notices.notice_story import set_office, tell_all
from tests.worker.mail_story import PostOffice, add_mails, mail_settings, mails, post_office, states

ROOT = Path(__file__).resolve().parents[2]
SENDER = """
import time
from datetime import timedelta
from planner.services.notices import mails
mails.LEASE = timedelta(seconds=5)
from planner.config import settings
from planner.worker.mailing import hand_over_mails, write_letters
while True:
    write_letters()
    hand_over_mails(settings().mail)
    time.sleep(0.02)
"""


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture
def own(database_url: str, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database that this process uses, with the mail server in the settings."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", database_url)
    for name, value in mail_settings(office.port).items():
        monkeypatch.setenv(name, value)
    the_database.cache_clear()
    yield the_database()
    the_database().close()
    the_database.cache_clear()


def send() -> bool:
    server = settings().mail
    assert server is not None
    return hand_over_mails(server)


def test_mails_that_wait_are_sent_once(own: Database, office: PostOffice) -> None:
    ids = add_mails(own, 3)

    assert (send(), send()) == (True, True)
    assert (office.ids, states(own)) == (ids, [MailState.SENT] * 3)


def test_notices_become_one_mail_for_each_reader(own: Database, office: PostOffice) -> None:
    now = datetime.now(UTC)
    with own.transaction() as session:
        town = set_office(session)
        session.add(MailChoice(person_id=town.town.both.person_id or 0, token="t", wanted=False))
        for _ in range(2):
            issue = session.get_one(Issue, town.issue)
            due = now.date() + timedelta(days=7)
            an_instruction(session, town.town, issue, now=now, today=now.date(), due_on=due)
        tell_all(session, now)

    written = (write_letters(), write_letters())
    send()

    with own.reading() as session:
        token = session.exec(select(MailChoice.token).where(MailChoice.person_id == town.town.oksana.person_id)).one()
    (message,) = office.arrived
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert plain is not None
    assert html is not None
    stop = f"https://tours.city.ru/mail/stop/{token}"
    assert written == (1, 0)
    assert (message["To"], message["From"]) == ("oksana@city.ru", "Объезды города <tours@city.ru>")
    assert message["Subject"] == "2 уведомления по объездам города"
    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (
        f"<{stop}>",
        "List-Unsubscribe=One-Click",
    )
    assert plain.get_content().count("Поручение: Fill the hole") == 2
    assert plain.get_content().count(f"https://tours.city.ru/issue?id={town.issue}") == 2
    assert html.get_content().count(f'<a href="{stop}">Больше не присылать писем</a>') == 1


def test_mail_of_the_quiet_hours_waits_for_their_end(own: Database) -> None:
    now = datetime.now(UTC)
    with own.transaction() as session:
        town = set_office(session)
        issue = session.get_one(Issue, town.issue)
        an_instruction(session, town.town, issue, now=now, today=now.date(), due_on=now.date())
        tell_all(session, now)
        for notice in session.exec(select(Notice)).all():
            notice.mail_after = now + timedelta(hours=1)

    assert write_letters() == 0


def test_mail_that_is_refused_for_now_is_tried_again_later(own: Database, office: PostOffice) -> None:
    office.says = lambda envelope: "451 try again later"
    (sent_id,) = add_mails(own, 1)
    send()
    send()
    (waiting,) = mails(own)
    with own.transaction() as session:
        session.merge(waiting).next_at = datetime.now(UTC) - timedelta(seconds=1)
    office.says = lambda envelope: "250 OK"
    send()

    assert (waiting.state, waiting.tries, waiting.problem) == (MailState.WAITING, 1, "451 try again later")
    assert (office.ids, states(own)) == ([sent_id], [MailState.SENT])


def test_address_that_nobody_has_is_given_up_and_hinders_no_other(own: Database, office: PostOffice) -> None:
    office.takes_recipient = lambda address: "550 no such user" if address == "somebody0@city.ru" else "250 OK"
    ids = add_mails(own, 2)
    send()

    assert (office.ids, states(own)) == (ids[1:], [MailState.FAILED, MailState.SENT])
    assert mails(own)[0].problem == "550 no such user"


def test_address_that_is_none_is_given_up_and_hinders_no_other(own: Database, office: PostOffice) -> None:
    add_mails(own, 1, address="пётр@город.рф")
    add_mails(own, 1, address="a@b.ru\r\nBcc: evil@example.org")
    ids = add_mails(own, 1)
    send()

    assert (office.ids, states(own)) == (ids, [MailState.FAILED, MailState.FAILED, MailState.SENT])


def test_mail_is_given_up_after_its_last_try(own: Database, office: PostOffice) -> None:
    office.says = lambda envelope: "451 try again later"
    add_mails(own, 1, tries=len(mails_service.PATIENCE))
    send()

    assert states(own) == [MailState.FAILED]


def test_server_that_is_dead_costs_no_try(own: Database, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    add_mails(own, 2)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = closed.getsockname()[1]
    monkeypatch.setenv("PLANNER_MAIL_URL", f"smtp://127.0.0.1:{dead}?security=none")

    reached = send()

    first, second = mails(own)
    assert (reached, states(own), first.tries, second.tries) == (False, [MailState.WAITING] * 2, 0, 0)
    assert first.problem.startswith("ConnectionRefusedError")


def test_server_that_never_answers_is_left(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "ANSWER_S", 0.2)
    add_mails(own, 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("PLANNER_MAIL_URL", f"smtp://127.0.0.1:{silent.getsockname()[1]}?security=none")
        reached = send()

    assert (reached, states(own)) == (False, [MailState.WAITING])


def test_server_without_tls_is_told_nothing_where_tls_is_asked_for(
    own: Database, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_mails(own, 1)
    monkeypatch.setenv("PLANNER_MAIL_URL", f"smtp://user:secret@127.0.0.1:{office.port}")

    assert (send(), office.arrived) == (False, [])
    assert mails(own)[0].problem.startswith("SMTPNotSupportedError")


def test_others_write_while_the_server_is_slow(own: Database, office: PostOffice) -> None:
    reached, goes_on = threading.Event(), threading.Event()

    def slow(envelope: Envelope) -> str:
        reached.set()
        goes_on.wait(30)
        return "250 OK"

    office.says = slow
    add_mails(own, 1)
    sending = threading.Thread(target=send)
    sending.start()
    assert reached.wait(30)
    add_mails(own, 1, state=MailState.SENT)  # a write of somebody else
    meanwhile = states(own)
    goes_on.set()
    sending.join()

    assert (meanwhile, states(own)) == ([MailState.SENDING, MailState.SENT], [MailState.SENT] * 2)


def test_two_senders_at_once_send_each_mail_once(own: Database, office: PostOffice) -> None:
    ids = add_mails(own, 20)
    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert (sorted(office.ids), states(own)) == (sorted(ids), [MailState.SENT] * 20)


def test_senders_that_are_killed_lose_nothing_and_double_at_most_what_was_under_way(
    own: Database, office: PostOffice, database_url: str
) -> None:
    ids = add_mails(own, 60)
    variables = {**os.environ, **mail_settings(office.port), "PLANNER_DATABASE_URL": database_url}
    kills = 0

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", SENDER], cwd=ROOT, env=variables)

    senders = [start(), start()]
    try:
        for at_least in (5, 25):
            until(partial(arrived_are, office, at_least))
            for place, sender in enumerate(senders):
                sender.send_signal(signal.SIGKILL)
                sender.wait()
                kills += 1
                senders[place] = start()
        until(lambda: set(office.ids) == set(ids))
        until(lambda: set(states(own)) == {MailState.SENT})
    finally:
        for sender in senders:
            sender.kill()
            sender.wait()

    assert set(office.ids) == set(ids)
    assert len(office.ids) - len(ids) <= kills


def arrived_are(office: PostOffice, at_least: int) -> bool:
    return len(office.arrived) >= at_least


def until(is_so: Callable[[], bool]) -> None:
    """Waits up to a minute."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_nothing_runs_without_a_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_MAIL_URL", raising=False)

    asyncio.run(asyncio.wait_for(mailing.send_mails(), 60))

    assert settings().mail is None
