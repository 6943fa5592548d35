"""Items that come twice at the same moment, from one tablet or from several: each is taken once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.errors import Conflict
from planner.domain.models import Comment, FieldItem, Issue, Move
from planner.services.field.items import State, take_item
from tests.services.field.outbox_story import NOW, Bus, rows, set_bus
from tests.whole.at_once import Write, at_once


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path)


def take(bus: Bus, item: dict[str, object], *, by_oksana: bool = False) -> Write:
    actor = bus.oksana if by_oksana else bus.pyotr
    return lambda session: take_item(session, actor, bus.store, bus.scene.tour, item, late_ms=0, now=NOW)


def test_report_that_comes_twice_at_once_is_one_issue_and_one_answer(bus: Bus) -> None:
    report = bus.report()

    first, second, third = at_once(bus.database, take(bus, report), take(bus, report), take(bus, report))

    assert first == second == third
    assert (rows(bus.database, Issue), rows(bus.database, Move), rows(bus.database, FieldItem)) == (1, 1, 1)


def test_comment_that_comes_twice_at_once_is_one(bus: Bus) -> None:
    report = bus.report()
    bus.send(report)
    comment = bus.item("comment", about=report["uid"], text="Да")

    answers = at_once(bus.database, take(bus, comment), take(bus, comment))

    assert answers[0] == answers[1]
    assert rows(bus.database, Comment) == 1


def test_one_uid_of_two_people_at_once_is_the_first_one_s(bus: Bus) -> None:
    report = bus.report()
    other = report | {"by": bus.oksana.supporter}

    first, second = at_once(bus.database, take(bus, report), take(bus, other, by_oksana=True))

    with bus.database.reading() as session:
        assert first == {"issue": session.exec(select(Issue.id)).one()}
    assert (type(second), second.key) == (Conflict, "issues.error.used_uid")


def test_bus_full_of_tablets_sends_twice_at_once_and_nothing_is_lost_or_doubled(bus: Bus) -> None:
    batches = [[bus.report(text=f"Яма {tablet} {number}") for number in range(3)] for tablet in range(6)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda batch: bus.send(*batch), batches * 2))

    assert {answer.state for each in answers for answer in each} == {State.RECEIVED}
    assert answers[:6] == answers[6:]
    assert (rows(bus.database, Issue), rows(bus.database, FieldItem)) == (18, 18)
