"""From steps to notices: who is told of which, once, and only what they may know."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.models import Cause, DemoLoad, Instruction, Issue, Notice
from planner.domain.models.types import id_of
from planner.domain.words import Outcome
from planner.services.control.closing import close_issue, reopen_issue
from planner.services.control.correcting import correct_instruction
from planner.services.control.hand_overs import ask_hand_over, hand_over, refuse_hand_over
from planner.services.control.instructions import (
    accept_report,
    ask_extension,
    cancel_instruction,
    extend_deadline,
    refuse_extension,
    report_done,
    return_report,
)
from planner.services.control.progress import inform
from planner.services.notices.telling import TOO_OLD, tell_cause, untold_causes
from planner.services.outbox.causes import quietly
from tests.services.control_story import DUE, NOW, TODAY, a_photo, an_instruction
from tests.services.notices.notice_story import Office, new_ones, set_office, tell_all, the_issue, told
from tests.whole.at_once import at_once

LATER = date(2026, 12, 14)


@pytest.fixture
def office(session: Session) -> Office:
    return set_office(session)


@pytest.fixture
def instruction(session: Session, office: Office) -> Instruction:
    """Given, with the parks as a help, and everybody told."""
    given = an_instruction(session, office.town, the_issue(session, office), co_executor_ids=[office.town.parks])
    tell_all(session)
    return given


def report(session: Session, office: Office, instruction: Instruction) -> None:
    photo = a_photo(session, the_issue(session, office))
    report_done(session, office.town.oksana, id_of(instruction), text="Done", photo_ids=[photo], now=NOW)


def test_instruction_is_told_to_its_agency_and_those_who_help(session: Session, instruction: Instruction) -> None:
    assert sorted(told(session)) == ["boris helping", "oksana instructed", "yan instructed"]


def test_life_of_an_instruction_is_told_step_by_step(
    session: Session, office: Office, instruction: Instruction
) -> None:
    town, number = office.town, id_of(instruction)
    ask_extension(session, town.oksana, number, until=LATER, reason="Frost", now=NOW, today=TODAY)
    asked = new_ones(session)
    refuse_extension(session, town.kira, number, reason="No", now=NOW)
    refused = new_ones(session)
    report(session, office, instruction)
    reported = new_ones(session)
    return_report(session, town.kira, number, until=DUE, reason="Not flat", now=NOW, today=TODAY)
    returned = new_ones(session)
    extend_deadline(session, town.kira, number, until=LATER, now=NOW, today=TODAY)
    extended = new_ones(session)
    report(session, office, instruction)
    tell_all(session)
    accept_report(session, town.kira, number, outcome=Outcome.FIXED, now=NOW)
    accepted = new_ones(session)
    reopen_issue(session, town.kira, office.issue, reason="Again", until=LATER, now=NOW, today=TODAY)
    reopened = new_ones(session)

    assert asked == ["kira extension_asked", "yan extension_asked"]
    assert refused == ["oksana extension_refused", "yan extension_refused"]
    assert reported == ["kira reported", "yan reported"]
    assert returned == ["oksana returned", "yan returned"]
    assert extended == ["oksana extended", "yan extended"]
    assert accepted == ["oksana accepted", "olga solved", "yan accepted"]
    assert reopened == ["oksana reopened", "olga unsolved", "yan reopened"]


def test_hand_over_is_told_to_the_new_agency_and_who_verifies(
    session: Session, office: Office, instruction: Instruction
) -> None:
    town = office.town
    number = id_of(instruction)
    ask_hand_over(session, town.oksana, number, agency_id=town.parks, reason="A tree", now=NOW)
    asked = new_ones(session)
    refuse_hand_over(session, town.boris, number, reason="Not ours", now=NOW)
    refused = new_ones(session)
    ask_hand_over(session, town.oksana, number, agency_id=town.parks, reason="A tree", now=NOW)
    tell_all(session)
    hand_over(session, town.boris, number, now=NOW)

    assert asked == ["boris hand_over_wished", "kira hand_over_asked", "yan hand_over_asked"]
    assert refused == ["oksana hand_over_refused", "yan hand_over_refused"]
    assert new_ones(session) == ["kira handed_away", "yan handed_away"]  # Boris did it himself


def test_correction_and_word_on_the_work_are_told(session: Session, office: Office, instruction: Instruction) -> None:
    town, number = office.town, id_of(instruction)
    correct_instruction(session, town.kira, number, text="Fill it well", now=NOW, today=TODAY)
    corrected = new_ones(session)
    inform(session, town.oksana, number, text="Asphalt is ordered", now=NOW)

    assert corrected == ["boris corrected", "oksana corrected", "yan corrected"]
    assert new_ones(session) == ["kira informed", "yan informed"]


def test_cancelling_is_told_to_all_who_work_on_it(session: Session, office: Office, instruction: Instruction) -> None:
    cancel_instruction(session, office.town.sonya, id_of(instruction), reason="Twice", now=NOW)

    assert new_ones(session) == ["boris cancelled", "oksana cancelled", "yan cancelled"]


def test_named_controller_alone_is_told_of_a_report(session: Session, office: Office) -> None:
    kira = office.town.kira.person_id
    instruction = an_instruction(session, office.town, the_issue(session, office), controller_id=kira)
    tell_all(session)
    report(session, office, instruction)

    assert new_ones(session) == ["kira reported"]


def test_who_reported_is_told_although_working_elsewhere_now(
    session: Session, office: Office, instruction: Instruction
) -> None:
    report(session, office, instruction)
    tell_all(session)
    hand = session.get_one(Instruction, instruction.id)
    hand.agency_id = office.town.power
    return_report(session, office.town.kira, id_of(instruction), until=DUE, reason="No", now=NOW, today=TODAY)

    assert new_ones(session) == ["oksana returned"]


def test_closed_without_an_instruction_is_told_to_who_raised_it(session: Session, office: Office) -> None:
    close_issue(session, office.town.sonya, office.issue, outcome=Outcome.NOT_NEEDED, reason="Gone", now=NOW)

    assert new_ones(session) == ["olga solved"]


def test_what_one_may_not_know_is_not_told(session: Session, office: Office, instruction: Instruction) -> None:
    issue = the_issue(session, office)
    issue.raised_by_person_id = office.town.boris.person_id
    report(session, office, instruction)
    issue.deleted = True
    session.flush()

    assert new_ones(session) == []


def test_notice_says_what_was_so_at_that_moment(session: Session, office: Office, instruction: Instruction) -> None:
    the_issue(session, office).address = "ул. Ленина, 5"
    session.flush()

    facts = session.exec(select(Notice.facts)).first()

    assert facts == {
        "issue": office.issue,
        "instruction": instruction.id,
        "address": "ул. Зейская, 1",
        "text": "Fill the hole",
        "work": "Fill the hole",
        "by": "Sonya",
        "agency": "Roads",
        "due_on": "2026-11-30",
    }


def test_nobody_is_told_of_what_is_done_quietly(session: Session, office: Office) -> None:
    with quietly(session):
        an_instruction(session, office.town, the_issue(session, office))

    assert session.exec(select(Cause)).all() == []


def test_nobody_is_told_of_what_happened_long_ago(session: Session, office: Office) -> None:
    an_instruction(session, office.town, the_issue(session, office))

    assert new_ones(session, NOW + TOO_OLD + timedelta(seconds=1)) == []


def test_no_mail_is_meant_for_those_who_came_with_the_demo_city(session: Session, office: Office) -> None:
    oksana = office.town.oksana.person_id or 0
    session.add(DemoLoad(loaded_at=NOW, brought={"person": [oksana]}, city={}))
    an_instruction(session, office.town, the_issue(session, office))
    tell_all(session)

    by_mail = {notice.person_id: notice.mail_after for notice in session.exec(select(Notice)).all()}

    assert by_mail == {oksana: None, office.town.both.person_id: NOW}


def test_cause_goes_with_its_transaction(database: Database) -> None:
    with database.transaction() as session:
        office = set_office(session)

    def fail() -> None:
        with database.transaction() as session:
            an_instruction(session, office.town, session.get_one(Issue, office.issue))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()

    with database.reading() as session:
        assert (session.exec(select(Instruction)).all(), session.exec(select(Cause)).all()) == ([], [])


def test_two_workers_at_once_tell_each_cause_once(database: Database) -> None:
    with database.transaction() as session:
        office = set_office(session)
        for _ in range(5):
            an_instruction(session, office.town, the_issue(session, office))
    with database.reading() as session:
        causes = untold_causes(session, KEEPER, limit=10, now=NOW)

    def work(session: Session) -> int:
        return sum(tell_cause(session, KEEPER, cause_id, now=NOW) for cause_id in causes)

    first, second = at_once(database, work, work)

    with database.reading() as session:
        notices = len(session.exec(select(Notice)).all())
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert (first + second, notices) == (10, 10)
