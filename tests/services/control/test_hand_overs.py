"""Handing over is a wish: it stays with the old agency until the new one or a controller accepts, and every wish is timed."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.models import Agency, CoExecutor, Instruction, Issue, IssueAgency, Move
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, Step
from planner.services.access.scopes import visible_issue
from planner.services.control.hand_overs import ask_hand_over, hand_over, refuse_hand_over
from planner.services.control.instructions import cancel_instruction, report_done
from planner.services.control.progress import take_instruction
from tests.services.control_story import DUE, NOW, Town, a_photo, an_instruction, an_issue, last_move, make_town

LATER = NOW + timedelta(days=2, hours=3)


def asked(session: Session, town: Town, instruction: Instruction, actor: Actor | None = None) -> Instruction:
    wish: dict[str, Any] = {"agency_id": town.parks, "reason": "It lies in a park"}
    return ask_hand_over(session, actor or town.oksana, id_of(instruction), now=NOW, **wish)


def test_a_wish_leaves_everything_where_it_is(
    session: Session, town: Town, issue: Issue, instruction: Instruction
) -> None:
    take_instruction(session, town.oksana, id_of(instruction), now=NOW)

    asked(session, town, instruction)

    assert (instruction.agency_id, instruction.due_on, instruction.hand_overs) == (town.roads, DUE, 0)
    assert (instruction.state, issue.agency_id) == (InstructionState.IN_WORK, town.roads)
    assert (instruction.wished_agency_id, instruction.wished_reason) == (town.parks, "It lies in a park")
    move = last_move(session, issue)
    assert (move.step, move.text) == (Step.ASK_HAND_OVER, "It lies in a park")
    assert move.facts == {
        "from_agency": {"id": town.roads, "name": "Roads"},
        "to_agency": {"id": town.parks, "name": "Parks"},
    }


@pytest.mark.parametrize("who", ["boris", "kira"])
def test_the_wished_agency_or_a_controller_accepts(
    session: Session, town: Town, issue: Issue, instruction: Instruction, who: str
) -> None:
    take_instruction(session, town.oksana, id_of(instruction), now=NOW)
    asked(session, town, instruction)

    hand_over(session, getattr(town, who), id_of(instruction), text="Ours", now=LATER)

    assert (instruction.agency_id, instruction.due_on, instruction.hand_overs) == (town.parks, DUE, 1)
    assert (instruction.state, issue.agency_id) == (InstructionState.HANDED_OVER, town.parks)
    assert (instruction.wished_agency_id, instruction.wished_reason, instruction.wished_at) == (None, "", None)
    move = last_move(session, issue)
    assert (move.step, move.text, move.facts["waited_minutes"]) == (Step.HAND_OVER, "Ours", 51 * 60)


@pytest.mark.parametrize("who", ["boris", "kira"])
def test_the_wished_agency_or_a_controller_refuses_and_says_why(
    session: Session, town: Town, issue: Issue, instruction: Instruction, who: str
) -> None:
    asked(session, town, instruction)

    with pytest.raises(Invalid, match=r"^instructions\.error\.needs_text$"):
        refuse_hand_over(session, getattr(town, who), id_of(instruction), reason=" ", now=LATER)
    refuse_hand_over(session, getattr(town, who), id_of(instruction), reason="The road is yours", now=LATER)

    assert (instruction.agency_id, instruction.wished_agency_id, instruction.hand_overs) == (town.roads, None, 0)
    move = last_move(session, issue)
    assert (move.step, move.text) == (Step.REFUSE_HAND_OVER, "The road is yours")
    assert move.facts == {"to_agency": {"id": town.parks, "name": "Parks"}, "waited_minutes": 51 * 60}


def test_nobody_answers_a_wish_of_his_own(session: Session, town: Town, instruction: Instruction) -> None:
    asked(session, town, instruction, town.both)

    for answer in (hand_over, lambda *given, now: refuse_hand_over(*given, reason="No", now=now)):
        with pytest.raises(NotAllowed, match=r"^permissions\.own_report$"):
            answer(session, town.both, id_of(instruction), now=NOW)


def test_others_do_not_answer(session: Session, town: Town, instruction: Instruction) -> None:
    asked(session, town, instruction)

    for actor in (town.oksana, town.olga, town.sonya):
        with pytest.raises(NotAllowed):
            hand_over(session, actor, id_of(instruction), now=NOW)


def test_without_a_wish_there_is_nothing_to_answer(session: Session, town: Town, instruction: Instruction) -> None:
    for answer in (hand_over, lambda *given, now: refuse_hand_over(*given, reason="No", now=now)):
        with pytest.raises(Conflict, match=r"^instructions\.error\.nothing_wished$"):
            answer(session, town.kira, id_of(instruction), now=NOW)


def test_the_wished_agency_sees_what_it_shall_take_over(session: Session, town: Town) -> None:
    issue = an_issue(session, town, internal=True)
    instruction = an_instruction(session, town, issue)
    with pytest.raises(NotFound):
        visible_issue(session, town.boris, id_of(issue))

    asked(session, town, instruction)

    assert visible_issue(session, town.boris, id_of(issue)) is issue


def test_the_right_to_report_goes_with_it_and_the_view_stays(session: Session, town: Town) -> None:
    issue = an_issue(session, town, internal=True)
    instruction = an_instruction(session, town, issue)
    asked(session, town, instruction)
    about: dict[str, Any] = {"text": "Filled", "photo_ids": [a_photo(session, issue)], "now": NOW}

    hand_over(session, town.boris, id_of(instruction), now=NOW)

    with pytest.raises(NotAllowed):
        report_done(session, town.oksana, id_of(instruction), **about)
    assert visible_issue(session, town.oksana, id_of(issue)) is issue
    assert report_done(session, town.boris, id_of(instruction), **about).state is InstructionState.REPORTED


def test_a_co_executor_who_becomes_responsible_helps_no_more(session: Session, town: Town, issue: Issue) -> None:
    instruction = an_instruction(session, town, issue, co_executor_ids=[town.parks, town.power])
    asked(session, town, instruction)

    hand_over(session, town.boris, id_of(instruction), now=NOW)

    assert session.exec(select(CoExecutor.agency_id)).all() == [town.power]
    involved = session.exec(select(IssueAgency.agency_id).where(IssueAgency.issue_id == issue.id)).all()
    assert sorted(involved) == sorted([town.roads, town.parks, town.power])


@pytest.mark.parametrize(
    ("agency", "reason", "key"),
    [
        ("parks", " ", "instructions.error.needs_text"),
        (None, "A park", "instructions.error.needs_agency"),
        ("roads", "A park", "instructions.error.same_agency"),
    ],
)
def test_a_wish_names_another_owner_and_why(
    session: Session, town: Town, instruction: Instruction, agency: str | None, reason: str, key: str
) -> None:
    agency_id = getattr(town, agency) if agency else None

    with pytest.raises(Invalid) as refusal:
        ask_hand_over(session, town.oksana, id_of(instruction), agency_id=agency_id, reason=reason, now=NOW)

    assert refusal.value.key == key
    assert instruction.wished_agency_id is None


def test_a_report_or_a_cancellation_answers_the_wish(session: Session, town: Town, issue: Issue) -> None:
    mended, cancelled = (asked(session, town, an_instruction(session, town, issue)) for _ in range(2))

    report_done(session, town.oksana, id_of(mended), text="Filled", photo_ids=[a_photo(session, issue)], now=NOW)
    cancel_instruction(session, town.sonya, id_of(cancelled), reason="Twice", now=NOW)

    assert [each.wished_agency_id for each in (mended, cancelled)] == [None, None]


def test_an_agency_that_is_out_of_use_takes_nothing_over(
    session: Session, town: Town, instruction: Instruction
) -> None:
    asked(session, town, instruction)
    session.get_one(Agency, town.parks).archived = True

    with pytest.raises(Invalid, match=r"^instructions\.error\.needs_agency$"):
        hand_over(session, town.kira, id_of(instruction), now=NOW)

    refuse_hand_over(session, town.kira, id_of(instruction), reason="There is no such agency", now=NOW)
    assert (instruction.agency_id, instruction.wished_agency_id) == (town.roads, None)


def test_of_two_who_answer_at_once_the_second_finds_no_wish(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        instruction = an_instruction(session, town, an_issue(session, town))
        number = id_of(asked(session, town, instruction))
    start, answers = threading.Barrier(2), list[str]()

    def answer(accepts: bool) -> None:
        start.wait()
        try:
            with database.transaction() as session:
                if accepts:
                    hand_over(session, town.boris, number, now=NOW)
                else:
                    refuse_hand_over(session, town.kira, number, reason="No", now=NOW)
            answers.append("done")
        except PlannerError as error:
            answers.append(error.key)

    threads = [threading.Thread(target=answer, args=(accepts,)) for accepts in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    refused = ({"instructions.error.nothing_wished"}, {"permissions.not_wished_agency"})
    assert set(answers) - {"done"} in refused
    with database.reading() as session:
        steps = session.exec(select(Move.step).where(Move.instruction_id == number)).all()
        assert len(steps) == 3
