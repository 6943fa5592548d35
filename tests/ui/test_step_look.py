"""The one table of steps: each step has a look, its dialog asks for what it demands, and its service makes that step."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.models import Instruction, Issue, Move
from planner.domain.models.types import id_of
from planner.domain.words import Outcome, Step
from planner.domain.workflow import INSTRUCTION_MOVES
from planner.services.control.closing import close_issue
from planner.services.control.hand_overs import ask_hand_over
from planner.services.control.instructions import ask_extension, report_done
from planner.ui.step_look import LOOKS, Given, fields_of, place_of
from tests.services.control_story import DUE, NOW, TODAY, Town, a_photo, an_instruction, an_issue, make_town

LATER = DUE + timedelta(days=7)
WITHOUT_A_SERVICE = {
    Step.INSTRUCT,
    Step.CORRECT,
    Step.MERGE,
    Step.TAKE_BACK,
    Step.EDIT,
    Step.RAISE,
    Step.WITHDRAW,
    Step.ADD_PHOTO,
    Step.HIDE_PHOTO,
    Step.SHOW_PHOTO,
    Step.ADD_VOICE,
    Step.HIDE_VOICE,
    Step.SHOW_VOICE,
}
TAKEN = {
    Step.TAKE: "oksana",
    Step.INFORM: "oksana",
    Step.REPORT: "oksana",
    Step.ASK_EXTENSION: "oksana",
    Step.ASK_HAND_OVER: "oksana",
    Step.HAND_OVER: "boris",
    Step.REFUSE_HAND_OVER: "kira",
    Step.EXTEND: "kira",
    Step.REFUSE_EXTENSION: "kira",
    Step.ACCEPT: "kira",
    Step.RETURN: "kira",
    Step.CANCEL: "sonya",
    Step.CLOSE: "sonya",
    Step.REOPEN: "kira",
    Step.NEXT_TOUR: "sonya",
}
"""Who makes the step in these tests."""


def test_every_step_has_a_look() -> None:
    assert set(LOOKS) == set(Step)


def test_every_step_has_a_service_or_a_dialog_of_its_own() -> None:
    without = {step for step, look in LOOKS.items() if look.take is None}

    assert without == WITHOUT_A_SERVICE
    assert set(TAKEN) == set(Step) - WITHOUT_A_SERVICE


def test_dialog_asks_for_all_that_its_step_demands() -> None:
    asked = {step: set(fields_of(step)) for step in INSTRUCTION_MOVES}

    assert asked == {step: {*move.demands, *LOOKS[step].also} for step, move in INSTRUCTION_MOVES.items()}


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (Step.TAKE, ("text",)),
        (Step.INFORM, ("text",)),
        (Step.REPORT, ("text", "photo")),
        (Step.ASK_EXTENSION, ("date", "text")),
        (Step.EXTEND, ("date", "text")),
        (Step.REFUSE_EXTENSION, ("text",)),
        (Step.ASK_HAND_OVER, ("agency", "text")),
        (Step.HAND_OVER, ("text",)),
        (Step.REFUSE_HAND_OVER, ("text",)),
        (Step.ACCEPT, ("outcome", "text")),
        (Step.RETURN, ("date", "text")),
        (Step.CANCEL, ("text",)),
        (Step.CLOSE, ("outcome", "text")),
        (Step.REOPEN, ("date", "text")),
        (Step.NEXT_TOUR, ("text",)),
    ],
)
def test_fields_of_a_dialog(step: Step, fields: tuple[str, ...]) -> None:
    assert fields_of(step) == fields


def test_main_steps_come_in_the_order_of_what_people_came_for() -> None:
    main = sorted((step for step, look in LOOKS.items() if look.main), key=place_of)

    assert main == [Step.ACCEPT, Step.REPORT, Step.INSTRUCT]


@pytest.mark.parametrize("step", TAKEN)
def test_service_of_a_step_makes_that_step(database: Database, step: Step) -> None:
    with database.transaction() as session:
        town = make_town(session)
        issue = an_issue(session, town)
        given = _before(session, town, issue, step)

        take = LOOKS[step].take
        assert take is not None
        take(session, given)

        moves = session.exec(select(Move).where(Move.issue_id == issue.id).order_by(col(Move.id))).all()
        assert (moves[-1].step, moves[-1].by) == (step, given.actor.name)


def _before(session: Session, town: Town, issue: Issue, step: Step) -> Given:
    """Brings the issue where the step can be made, and says what is given with it."""
    instruction = None if step in (Step.CLOSE, Step.REOPEN, Step.NEXT_TOUR) else an_instruction(session, town, issue)
    if instruction is not None:
        _ready(session, town, issue, instruction, step)
    if step is Step.REOPEN:
        close_issue(session, town.sonya, id_of(issue), outcome=Outcome.NOT_NEEDED, reason="Gone", now=NOW)
    answers: Mapping[Step, dict[str, Any]] = {
        Step.REPORT: {"photo_ids": [a_photo(session, issue)]},
        Step.ASK_EXTENSION: {"until": LATER},
        Step.EXTEND: {"until": LATER},
        Step.ASK_HAND_OVER: {"agency_id": town.parks},
        Step.RETURN: {"until": LATER},
    }
    return Given(
        getattr(town, TAKEN[step]),
        issue.id or 0,
        instruction.id or 0 if instruction else 0,
        now=NOW,
        today=TODAY,
        text="As it is",
        **answers.get(step, {}),
    )


def _ready(session: Session, town: Town, issue: Issue, instruction: Instruction, step: Step) -> None:
    number = instruction.id or 0
    if step in (Step.ACCEPT, Step.RETURN):
        report_done(session, town.oksana, number, text="Filled", photo_ids=[a_photo(session, issue)], now=NOW)
    if step in (Step.HAND_OVER, Step.REFUSE_HAND_OVER):
        ask_hand_over(session, town.oksana, number, agency_id=town.parks, reason="A park", now=NOW)
    if step in (Step.EXTEND, Step.REFUSE_EXTENSION):
        ask_extension(session, town.oksana, number, until=LATER, reason="Frost", now=NOW, today=TODAY)
