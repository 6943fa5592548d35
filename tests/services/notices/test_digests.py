"""Digests at eight: to officials on working days, to leaders on Mondays, once, and none where nothing waits."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.clock import moment_on
from planner.domain.models import DayKind, Notice, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import DaySort, InstructionState, Role
from planner.services.notices.digests import digest, people_with_digests
from tests.services.control_story import an_instruction
from tests.services.notices.notice_story import Office, set_office, the_issue, told
from tests.whole.at_once import at_once

MONDAY, TUESDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28)


def at_eight(day: date) -> datetime:
    return moment_on(day, time(8), "Asia/Yakutsk")


def set_work(session: Session) -> Office:
    """The roads have one that is late, one that is due this week, one for later; Boris's parks have nothing."""
    office = set_office(session)
    for due in (MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(days=30)):
        long_ago = MONDAY - timedelta(days=30)
        an_instruction(
            session, office.town, the_issue(session, office), due_on=due, now=at_eight(long_ago), today=long_ago
        )
    return office


def digests(session: Session, day: date) -> list[str]:
    people = people_with_digests(session, KEEPER, now=at_eight(day))
    before = len(told(session))
    digest(session, KEEPER, people, now=at_eight(day))
    return told(session)[before:]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (MONDAY, ["oksana digest", "yan digest", "lev leader_digest"]),
        (TUESDAY, ["oksana digest", "kira control_digest", "yan digest", "yan control_digest"]),
        (SATURDAY, []),
    ],
)
def test_digests_go_to_those_for_whom_something_waits(session: Session, day: date, expected: list[str]) -> None:
    set_work(session)

    assert digests(session, day) == expected


def test_digest_counts_what_waits(session: Session) -> None:
    set_work(session)
    digests(session, TUESDAY)

    assert session.exec(select(Notice.facts)).first() == {"on": "2026-11-24", "overdue": 1, "due_soon": 1, "later": 1}


def test_leaders_digest_counts_their_tours_instructions(session: Session) -> None:
    office = set_work(session)
    digests(session, MONDAY)

    facts = session.exec(select(Notice.facts).where(Notice.person_id == office.lev)).one()

    assert facts == {"on": "2026-11-23", "open": 3}


def test_controllers_digest_counts_what_waits_for_them(session: Session) -> None:
    office = set_work(session)
    reported = an_instruction(session, office.town, the_issue(session, office), due_on=MONDAY + timedelta(days=30))
    reported.state = InstructionState.REPORTED
    digests(session, TUESDAY)

    facts = session.exec(select(Notice.facts).where(Notice.person_id == office.town.kira.person_id)).one()

    assert facts == {"on": "2026-11-24", "to_verify": 1, "late": 1}


@pytest.mark.parametrize(("day", "expected"), [(MONDAY, [{"on": "2026-11-23", "open": 3}]), (TUESDAY, [])])
def test_mayor_reads_on_mondays_how_the_city_stands(
    session: Session, day: date, expected: list[dict[str, object]]
) -> None:
    set_work(session)
    mayor = Person(name="Marina")
    session.add(mayor)
    session.flush()
    session.add(PersonRole(person_id=id_of(mayor), role=Role.OBSERVER))
    session.flush()
    digests(session, day)

    assert session.exec(select(Notice.facts).where(Notice.person_id == mayor.id)).all() == expected


def test_digest_is_written_once_a_day(session: Session) -> None:
    set_work(session)

    assert (len(digests(session, TUESDAY)), len(digests(session, TUESDAY)), len(digests(session, MONDAY))) == (4, 0, 3)


def test_two_workers_at_once_write_one_digest(database: Database) -> None:
    with database.transaction() as session:
        office = set_work(session)

    def work(session: Session) -> int:
        return digest(session, KEEPER, [office.town.oksana.person_id or 0], now=at_eight(TUESDAY))

    assert at_once(database, work, work) == [1, 0]


def test_no_digest_on_a_day_off_of_the_citys_calendar(session: Session) -> None:
    set_work(session)
    session.add(DayKind(day=TUESDAY, sort=DaySort.OFF, source="Постановление"))
    session.flush()

    assert digests(session, TUESDAY) == []
