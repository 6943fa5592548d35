"""An instruction is corrected by who gave it until its agency acts, by a controller after that; the history has both versions."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import CoExecutor, Instruction, Issue, IssueAgency, Move
from planner.domain.models.types import id_of
from planner.domain.words import ControlKind, InstructionState, Step
from planner.services.control.correcting import correct_instruction
from planner.services.control.hand_overs import ask_hand_over
from planner.services.control.instructions import ask_extension, report_done
from planner.services.control.progress import inform, take_instruction
from tests.services.control_story import DUE, NOW, TODAY, Town, a_photo, an_instruction

LATER = DUE + timedelta(days=7)
Acting = Callable[[Session, Town, Issue, int], object]

ACTS: dict[str, Acting] = {
    "take": lambda session, town, issue, number: take_instruction(session, town.oksana, number, now=NOW),
    "inform": lambda session, town, issue, number: inform(session, town.oksana, number, text="Soon", now=NOW),
    "ask for time": lambda session, town, issue, number: ask_extension(
        session, town.oksana, number, until=LATER, reason="Frost", now=NOW, today=TODAY
    ),
    "ask to hand over": lambda session, town, issue, number: ask_hand_over(
        session, town.oksana, number, agency_id=town.power, reason="Theirs", now=NOW
    ),
}


@pytest.fixture
def instruction(session: Session, town: Town, issue: Issue) -> Instruction:
    return an_instruction(session, town, issue, co_executor_ids=[town.power])


def moves_of(session: Session, issue: Issue) -> list[Move]:
    return list(session.exec(select(Move).where(Move.issue_id == issue.id).order_by(col(Move.id))).all())


def test_everything_is_corrected_and_both_versions_stand_in_the_history(
    session: Session, town: Town, issue: Issue, instruction: Instruction
) -> None:
    correct_instruction(
        session,
        town.sonya,
        id_of(instruction),
        text=" Fill both holes ",
        agency_id=town.parks,
        due_on=LATER,
        co_executor_ids=[town.roads],
        controller_id=town.kira.person_id,
        control=ControlKind.PERSONAL,
        now=NOW,
        today=TODAY,
    )

    assert (instruction.text, instruction.agency_id, instruction.due_on) == ("Fill both holes", town.parks, LATER)
    assert (issue.agency_id, issue.due_on) == (town.parks, LATER)
    assert session.exec(select(CoExecutor.agency_id)).all() == [town.roads]
    assert (instruction.extensions, instruction.hand_overs) == (0, 0)
    move = moves_of(session, issue)[-1]
    assert (move.step, move.text, move.from_state, move.to_state) == (Step.CORRECT, "", "assigned", "assigned")
    assert move.facts["changes"] == {
        "text": ["Fill the hole", "Fill both holes"],
        "agency": ["Roads", "Parks"],
        "due_on": ["2026-11-30", "2026-12-07"],
        "co_executors": ["Power", "Roads"],
        "controller": ["", "Kira"],
        "control": ["usual", "personal"],
    }


def test_what_stays_the_same_is_no_correction(
    session: Session, town: Town, issue: Issue, instruction: Instruction
) -> None:
    correct_instruction(
        session,
        town.sonya,
        id_of(instruction),
        text="Fill the hole ",
        due_on=DUE,
        co_executor_ids={town.power},
        now=NOW,
        today=TODAY,
    )

    assert [move.step for move in moves_of(session, issue)] == [Step.INSTRUCT]


@pytest.mark.parametrize("act", ACTS)
def test_once_the_agency_has_acted_only_a_controller_corrects(
    session: Session, town: Town, issue: Issue, instruction: Instruction, act: str
) -> None:
    change: dict[str, Any] = {"text": "Fill it", "now": NOW, "today": TODAY}
    ACTS[act](session, town, issue, id_of(instruction))

    with pytest.raises(NotAllowed) as refusal:
        correct_instruction(session, town.sonya, id_of(instruction), **change)
    correct_instruction(session, town.kira, id_of(instruction), **change)

    assert refusal.value.key == "permissions.agency_acted"
    assert instruction.text == "Fill it"


def test_others_than_the_giver_and_controllers_correct_nothing(
    session: Session, town: Town, instruction: Instruction
) -> None:
    for actor in (town.olga, town.oksana, town.boris):
        with pytest.raises(NotAllowed, match=r"^permissions\.not_giver$"):
            correct_instruction(session, actor, id_of(instruction), text="Nothing", now=NOW, today=TODAY)


def test_reported_work_is_not_corrected(session: Session, town: Town, issue: Issue, instruction: Instruction) -> None:
    report_done(session, town.oksana, id_of(instruction), text="Filled", photo_ids=[a_photo(session, issue)], now=NOW)

    with pytest.raises(Conflict):
        correct_instruction(session, town.kira, id_of(instruction), text="Nothing", now=NOW, today=TODAY)


def test_another_agency_begins_anew_and_takes_no_wish_along(
    session: Session, town: Town, issue: Issue, instruction: Instruction
) -> None:
    take_instruction(session, town.oksana, id_of(instruction), now=NOW)
    ask_extension(session, town.oksana, id_of(instruction), until=LATER, reason="Frost", now=NOW, today=TODAY)

    correct_instruction(session, town.kira, id_of(instruction), agency_id=town.power, now=NOW, today=TODAY)

    assert (instruction.agency_id, instruction.state) == (town.power, InstructionState.ASSIGNED)
    assert (instruction.asked_until, session.exec(select(CoExecutor)).all()) == (None, [])
    involved = session.exec(select(IssueAgency.agency_id).where(IssueAgency.issue_id == issue.id)).all()
    assert sorted(involved) == sorted([town.roads, town.power])


@pytest.mark.parametrize(("acts", "extensions"), [(False, 0), (True, 1)])
def test_a_later_date_is_an_extension_once_the_agency_has_acted(
    session: Session, town: Town, issue: Issue, instruction: Instruction, acts: bool, extensions: int
) -> None:
    if acts:
        take_instruction(session, town.oksana, id_of(instruction), now=NOW)

    correct_instruction(session, town.kira, id_of(instruction), due_on=LATER, now=NOW, today=TODAY)

    assert (instruction.due_on, instruction.extensions, issue.due_on) == (LATER, extensions, LATER)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"text": " ", "agency_id": None, "due_on": None}, ["agency", "date", "text"]),
        ({"due_on": TODAY - timedelta(days=1)}, ["date"]),
        ({"agency_id": 999}, ["agency"]),
        ({"co_executor_ids": [999]}, ["co_executors"]),
    ],
)
def test_what_is_wrong_is_said_beside_its_fields(
    session: Session, town: Town, instruction: Instruction, change: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        correct_instruction(session, town.sonya, id_of(instruction), now=NOW, today=TODAY, **change)

    assert [error.field for error in (refusal.value, *refusal.value.others)] == fields


def test_only_a_controller_is_named_as_one(session: Session, town: Town, instruction: Instruction) -> None:
    with pytest.raises(Invalid) as refusal:
        correct_instruction(
            session, town.sonya, id_of(instruction), controller_id=town.boris.person_id, now=NOW, today=TODAY
        )

    assert (refusal.value.key, refusal.value.field) == ("instructions.error.not_controller", "controller")


def test_a_past_date_that_nobody_touches_stays(session: Session, town: Town, instruction: Instruction) -> None:
    in_december = date(2026, 12, 10)

    correct_instruction(session, town.sonya, id_of(instruction), text="Fill it", now=NOW, today=in_december)

    assert (instruction.text, instruction.due_on, instruction.late_before) == ("Fill it", DUE, 0)


def test_what_cannot_be_corrected_is_a_mistake(session: Session, town: Town, instruction: Instruction) -> None:
    with pytest.raises(TypeError):
        correct_instruction(session, town.kira, id_of(instruction), state="closed", now=NOW, today=TODAY)
