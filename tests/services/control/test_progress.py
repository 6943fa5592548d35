"""What an agency tells while the work goes on moves nothing but the word of its state, and closes nothing."""

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import Instruction, Issue
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, IssueState, Step
from planner.services.control.instructions import report_done
from planner.services.control.progress import inform, take_instruction
from tests.services.control_story import NOW, Town, a_photo, last_move


def test_what_was_taken_is_in_work_and_stays_under_control(
    session: Session, town: Town, issue: Issue, instruction: Instruction
) -> None:
    take_instruction(session, town.oksana, id_of(instruction), now=NOW)

    assert (instruction.state, issue.state) == (InstructionState.IN_WORK, IssueState.ASSIGNED)
    move = last_move(session, issue)
    assert (move.step, move.from_state, move.to_state, move.text) == (Step.TAKE, "assigned", "in_work", "")


def test_what_was_taken_is_not_taken_again(session: Session, town: Town, instruction: Instruction) -> None:
    take_instruction(session, town.oksana, id_of(instruction), now=NOW)

    with pytest.raises(Conflict):
        take_instruction(session, town.oksana, id_of(instruction), now=NOW)


@pytest.mark.parametrize("taken", [False, True])
def test_word_on_the_work_changes_nothing_else(
    session: Session, town: Town, issue: Issue, instruction: Instruction, taken: bool
) -> None:
    if taken:
        take_instruction(session, town.oksana, id_of(instruction), now=NOW)
    before, before_issue = instruction.model_dump(), issue.model_dump(exclude={"rev"})

    inform(session, town.oksana, id_of(instruction), text=" The asphalt is ordered ", now=NOW)

    assert (instruction.model_dump(), issue.model_dump(exclude={"rev"})) == (before, before_issue)
    move = last_move(session, issue)
    assert (move.step, move.from_state, move.text) == (Step.INFORM, move.to_state, "The asphalt is ordered")


def test_word_on_the_work_says_something_and_comes_from_the_agency(
    session: Session, town: Town, issue: Issue, instruction: Instruction
) -> None:
    with pytest.raises(Invalid) as refusal:
        inform(session, town.oksana, id_of(instruction), text=" ", now=NOW)
    for actor in (town.boris, town.kira, town.olga):
        with pytest.raises(NotAllowed):
            inform(session, actor, id_of(instruction), text="Soon", now=NOW)

    assert (refusal.value.key, refusal.value.field) == ("instructions.error.needs_text", "text")
    report_done(session, town.oksana, id_of(instruction), text="Filled", photo_ids=[a_photo(session, issue)], now=NOW)
    with pytest.raises(Conflict):
        inform(session, town.oksana, id_of(instruction), text="Soon", now=NOW)
