"""Sixty days of one instruction, with a fixed clock: the reminders and digests equal those counted by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.clock import moment_on
from planner.domain.models import Instruction, Notice, Person
from planner.domain.models.types import id_of
from planner.domain.notices import TOPICS, NoticeKind
from planner.domain.words import NoticeTopic, Outcome
from planner.services.control.instructions import accept_report, extend_deadline, report_done, return_report
from planner.services.notices.reminders import instructions_to_remind_of, remind
from tests.services.control_story import a_photo, an_instruction
from tests.services.notices.notice_story import Office, set_office, the_issue
from tests.whole.at_once import at_once

ZONE = "Asia/Yakutsk"
GIVEN = date(2026, 11, 2)
DUE = date(2026, 11, 9)


def at_eight(day: date) -> datetime:
    return moment_on(day, time(8), ZONE)


def walk(database: Database, office: Office, deeds: dict[date, Callable[[Session], object]]) -> list[str]:
    """Sixty days from the first, one after the other: at eight the worker, twice; at noon what is done on that day."""
    for number in range(60):
        day = GIVEN + timedelta(days=number)
        for _ in range(2):
            with database.transaction() as session:
                remind(
                    session, KEEPER, instructions_to_remind_of(session, KEEPER, now=at_eight(day)), now=at_eight(day)
                )
        if day in deeds:
            with database.transaction() as session:
                deeds[day](session)
    with database.reading() as session:
        return reminders(session)


def reminders(session: Session) -> list[str]:
    """«2026-11-06 due_soon: oksana yan», a line for each day and kind."""
    query = select(Notice, Person.name).join(Person, col(Person.id) == Notice.person_id).order_by(col(Notice.id))
    lines: dict[str, list[str]] = {}
    for notice, name in session.exec(query).all():
        if TOPICS[notice.kind] is NoticeTopic.REMINDERS:
            day = (notice.at + timedelta(hours=9)).date()
            lines.setdefault(f"{day} {notice.kind.value}", []).append(name.lower())
    return [f"{line}: {' '.join(names)}" for line, names in lines.items()]


def give(database: Database, **fields: object) -> tuple[Office, int]:
    with database.transaction() as session:
        office = set_office(session)
        values = {"now": at_eight(GIVEN), "today": GIVEN, "due_on": DUE} | fields
        return office, id_of(an_instruction(session, office.town, the_issue(session, office), **values))


def test_sixty_days_of_an_instruction_that_nobody_touches(database: Database) -> None:
    office, _ = give(database)

    assert walk(database, office, {}) == [
        "2026-11-06 due_soon: oksana yan",
        "2026-11-09 due_today: oksana yan",
        "2026-11-10 overdue: oksana yan gleb",
        "2026-11-17 overdue: oksana yan gleb lev",
        "2026-11-24 overdue: oksana yan gleb lev",
        "2026-12-01 overdue: oksana yan gleb lev",
        "2026-12-08 overdue: oksana yan gleb lev",
        "2026-12-15 overdue: oksana yan gleb lev",
        "2026-12-22 overdue: oksana yan gleb lev",
        "2026-12-29 overdue: oksana yan gleb lev",
    ]


def test_sixty_days_of_an_instruction_with_a_life(database: Database) -> None:
    office, number = give(database)
    town = office.town

    def reports(day: date) -> Callable[[Session], object]:
        def report(session: Session) -> object:
            photo = a_photo(session, the_issue(session, office))
            return report_done(session, town.oksana, number, text="Done", photo_ids=[photo], now=at_eight(day))

        return report

    deeds: dict[date, Callable[[Session], object]] = {
        date(2026, 11, 14): reports(date(2026, 11, 14)),
        date(2026, 11, 25): lambda s: return_report(
            *(s, town.kira, number),
            until=date(2026, 11, 25),
            reason="No",
            now=at_eight(date(2026, 11, 25)),
            today=date(2026, 11, 25),
        ),
        date(2026, 12, 2): lambda s: extend_deadline(
            s, town.kira, number, until=date(2026, 12, 16), now=at_eight(date(2026, 12, 2)), today=date(2026, 12, 2)
        ),
        date(2026, 12, 18): reports(date(2026, 12, 18)),
        date(2026, 12, 21): lambda s: accept_report(
            s, town.kira, number, outcome=Outcome.FIXED, now=at_eight(date(2026, 12, 21))
        ),
    }

    assert walk(database, office, deeds) == [
        "2026-11-06 due_soon: oksana yan",
        "2026-11-09 due_today: oksana yan",
        "2026-11-10 overdue: oksana yan gleb",  # reported on the 14th: nothing on the 17th and the 24th
        "2026-11-26 overdue: oksana yan gleb",  # returned on the 25th, until that day; extended on the 2nd
        "2026-12-13 due_soon: oksana yan",
        "2026-12-16 due_today: oksana yan",
        "2026-12-17 overdue: oksana yan gleb",  # reported on the 18th, accepted on the 21st
    ]


def test_date_that_was_just_given_is_not_reminded_of(database: Database) -> None:
    office, _ = give(database, due_on=GIVEN + timedelta(days=1))

    assert walk(database, office, {})[:2] == ["2026-11-03 due_today: oksana yan", "2026-11-04 overdue: oksana yan gleb"]


def test_what_was_missed_while_nothing_ran_is_told_for_three_days(database: Database) -> None:
    _, number = give(database)
    days = [DUE + timedelta(days=4), DUE + timedelta(days=5), DUE + timedelta(days=11), DUE + timedelta(days=12)]

    found = []
    for day in days:
        with database.transaction() as session:
            found.append(remind(session, KEEPER, [number], now=at_eight(day)))

    assert found == [3, 0, 4, 0]


def test_reminders_are_due_by_the_citys_day(database: Database) -> None:
    _, number = give(database)
    evening_before = datetime(2026, 11, 5, 14, 59, tzinfo=UTC)
    midnight = datetime(2026, 11, 5, 15, 0, tzinfo=UTC)

    with database.transaction() as session:
        early = remind(session, KEEPER, [number], now=evening_before)
        due = remind(session, KEEPER, [number], now=midnight)

    assert (early, due) == (0, 2)


def test_those_to_remind_of_are_the_ones_that_are_due(database: Database) -> None:
    office, number = give(database)
    with database.transaction() as session:
        an_instruction(
            session, office.town, the_issue(session, office), due_on=date(2027, 3, 1), now=at_eight(GIVEN), today=GIVEN
        )
        done = an_instruction(
            session, office.town, the_issue(session, office), due_on=DUE, now=at_eight(GIVEN), today=GIVEN
        )
        photo = a_photo(session, the_issue(session, office))
        report_done(session, office.town.oksana, id_of(done), text="Done", photo_ids=[photo], now=at_eight(GIVEN))

    with database.reading() as session:
        assert instructions_to_remind_of(session, KEEPER, now=at_eight(DUE)) == [number]


def test_two_workers_at_once_remind_once(database: Database) -> None:
    _, number = give(database)

    def work(session: Session) -> int:
        return remind(session, KEEPER, [number], now=at_eight(DUE))

    first, second = at_once(database, work, work)

    with database.reading() as session:
        kinds = [notice.kind for notice in session.exec(select(Notice)).all()]
    assert (first, second, kinds) == (2, 0, [NoticeKind.DUE_TODAY] * 2)


def test_issue_that_was_withdrawn_is_not_reminded_of(database: Database) -> None:
    office, number = give(database)
    with database.transaction() as session:
        the_issue(session, office).deleted = True

    with database.transaction() as session:
        assert remind(session, KEEPER, [number], now=at_eight(DUE)) == 0


def test_cancelled_between_looking_and_reminding_is_not_reminded_of(database: Database) -> None:
    _, number = give(database)
    with database.transaction() as session:
        session.get_one(Instruction, number).state = "cancelled"  # type: ignore[assignment]

    with database.transaction() as session:
        assert remind(session, KEEPER, [number], now=at_eight(DUE)) == 0
