"""The worker tells what waits, and at eight what the day brings; killed in the middle it loses nothing."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select, update

from planner.database import Database, the_database
from planner.domain.actor import KEEPER
from planner.domain.models import Cause, Instruction, Notice, PersonRole
from planner.domain.notices import CauseKind, NoticeKind
from planner.domain.words import Role
from planner.services.notices.letters import gather_letters
from planner.worker import notifying
from planner.worker.notifying import tell_of_no_mail, tell_of_the_day, tell_what_waits
from tests.services.control_story import an_instruction
from tests.services.notices.notice_story import Office, set_office, the_issue, untold

ROOT = Path(__file__).resolve().parents[2]
TELLER = "from planner.worker.notifying import tell_what_waits\ntell_what_waits(set())\n"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def own(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database that this process uses."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", database_url)
    the_database.cache_clear()
    yield the_database()
    the_database().close()
    the_database.cache_clear()


@pytest.fixture
def office(own: Database) -> Office:
    with own.transaction() as session:
        return set_office(session)


def give(own: Database, office: Office, n: int, due_on: date = TODAY) -> None:
    now = datetime.now(UTC)
    with own.transaction() as session:
        for _ in range(n):
            an_instruction(session, office.town, the_issue(session, office), now=now, today=due_on, due_on=due_on)


def kinds(own: Database) -> list[NoticeKind]:
    with own.reading() as session:
        return sorted(notice.kind for notice in session.exec(select(Notice)).all())


def test_all_that_waits_is_told_once(own: Database, office: Office) -> None:
    give(own, office, 60)

    assert (tell_what_waits(set()), tell_what_waits(set()), untold(own)) == (120, 0, 0)


def test_cause_that_cannot_be_told_hinders_no_other(own: Database, office: Office) -> None:
    with own.transaction() as session:
        session.add(Cause(kind=CauseKind.MOVE, about={"move": 77}, at=datetime.now(UTC)))
    give(own, office, 1)
    passed = set[int]()

    told = [tell_what_waits(passed) for _ in range(2)]

    assert (told, len(passed), untold(own)) == ([2, 0], 1, 1)


def test_tellers_that_are_killed_lose_nothing_and_tell_nothing_twice(
    own: Database, office: Office, database_url: str
) -> None:
    give(own, office, 300)
    variables = {**os.environ, "PLANNER_DATABASE_URL": database_url}

    for waits in (280, 200):
        teller = subprocess.Popen([sys.executable, "-c", TELLER], cwd=ROOT, env=variables)
        end = time.monotonic() + 60
        while untold(own) > waits:
            assert time.monotonic() < end
        teller.send_signal(signal.SIGKILL)
        teller.wait()
    left = untold(own)
    tell_what_waits(set())

    assert left > 0
    assert (untold(own), kinds(own)) == (0, [NoticeKind.INSTRUCTED] * 600)


def test_day_begins_at_eight_by_the_citys_clocks_and_is_done_once(own: Database, office: Office) -> None:
    monday = date(2026, 11, 23)
    with own.transaction() as session:
        long_ago = datetime(2026, 11, 1, tzinfo=UTC)
        an_instruction(
            session, office.town, the_issue(session, office), now=long_ago, today=long_ago.date(), due_on=monday
        )
    before = tell_of_the_day(None, datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    nothing = kinds(own)
    done = tell_of_the_day(before, datetime(2026, 11, 22, 23, 0, tzinfo=UTC))
    first = kinds(own)
    tell_of_the_day(done, datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    tell_of_the_day(None, datetime(2026, 11, 23, 2, 0, tzinfo=UTC))

    due, digest, leader = NoticeKind.DUE_TODAY, NoticeKind.DIGEST, NoticeKind.LEADER_DIGEST
    assert (before, nothing, done) == (None, [], monday)
    assert first == [digest, digest, due, due, leader]
    assert kinds(own) == first


def test_all_of_the_morning_goes_out_in_one_mail_for_each_reader(own: Database, office: Office) -> None:
    eight = datetime(2026, 11, 22, 23, 0, 3, tzinfo=UTC)
    give(own, office, 2, date(2026, 11, 23))
    with own.transaction() as session:
        for instruction in session.exec(select(Instruction)).all():
            instruction.given_at = datetime(2026, 11, 1, tzinfo=UTC)
        session.exec(update(Cause).values(told_at=eight))
    tell_of_the_day(None, eight)

    with own.transaction() as session:
        early = gather_letters(session, KEEPER, now=eight + timedelta(minutes=1))
        letters = gather_letters(session, KEEPER, now=eight + timedelta(minutes=2))
    found = {each.name: sorted(notice.kind.value for notice in each.notices) for each in letters}
    official = ["digest", "due_today", "due_today"]
    assert (early, found) == ([], {"Oksana": official, "Yan": official, "Lev": ["leader_digest"]})


def test_no_digest_is_made_in_the_afternoon(own: Database, office: Office) -> None:
    give(own, office, 1, date(2026, 11, 30))
    tell_of_the_day(None, datetime(2026, 11, 23, 3, 0, tzinfo=UTC))

    assert kinds(own) == []


def test_administrators_are_told_once_that_no_mails_go_out(own: Database, office: Office) -> None:
    with own.transaction() as session:
        session.add(PersonRole(person_id=office.lev, role=Role.ADMIN))
    tell_of_no_mail()
    tell_of_no_mail()

    assert kinds(own) == [NoticeKind.NO_MAIL]


def test_task_tells_what_comes_while_it_runs(own: Database, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifying, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(notifying, "tell_of_the_day", lambda done_on, now: done_on)

    async def story() -> None:
        task = asyncio.create_task(notifying.notify())
        for n in (2, 4):
            await asyncio.to_thread(give, own, office, 1)
            async with asyncio.timeout(60):
                while len(await asyncio.to_thread(kinds, own)) < n:
                    assert not task.done()
                    await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(story())

    assert kinds(own) == [NoticeKind.INSTRUCTED] * 4
