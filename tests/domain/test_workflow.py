"""Every state × step of tours and instructions, and the state of an issue that follows from its instructions."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Conflict, Invalid
from planner.domain.permissions import Action
from planner.domain.words import InstructionState, IssueState, Step, TourState
from planner.domain.workflow import (
    INSTRUCTION_MOVES,
    TourMove,
    check_demands,
    issue_state_of,
    next_instruction_state,
    next_tour_state,
)

TOURS = """
          publish   withdraw start  undo_start close  reopen cancel    delete  restore
draft     published -        -      -          -      -      cancelled deleted -
published -         draft    riding -          -      -      cancelled -       -
riding    -         -        -      published  closed -      -         -       -
closed    -         -        -      -          -      riding -         -       -
cancelled -         -        -      -          -      -      -         -       -
deleted   -         -        -      -          -      -      -         -       draft
"""

INSTRUCTIONS = """
          report   ask_extension extend   refuse_extension hand_over accept return   cancel    reopen
assigned  reported assigned      assigned assigned         assigned  -      -        cancelled -
reported  -        -             -        -                -         closed returned cancelled -
returned  reported returned      returned returned         assigned  -      -        cancelled -
closed    -        -             -        -                -         -      -        -         returned
cancelled -        -             -        -                -         -      -        -         -
"""

DEMANDS = {
    Step.REPORT: (Action.REPORT_DONE, {"text", "photo"}),
    Step.ASK_EXTENSION: (Action.ASK_EXTENSION, {"text", "date"}),
    Step.EXTEND: (Action.DECIDE_EXTENSION, {"date"}),
    Step.REFUSE_EXTENSION: (Action.DECIDE_EXTENSION, {"text"}),
    Step.HAND_OVER: (Action.HAND_OVER, {"text", "agency"}),
    Step.ACCEPT: (Action.VERIFY, {"outcome"}),
    Step.RETURN: (Action.VERIFY, {"text"}),
    Step.CANCEL: (Action.CANCEL_INSTRUCTION, {"text"}),
    Step.REOPEN: (Action.REOPEN_ISSUE, {"text"}),
}


def cells(table: str) -> list[tuple[str, str, str]]:
    moves, *rows = [line.split() for line in table.strip().splitlines()]
    return [(state, move, cell) for state, *row in rows for move, cell in zip(moves, row, strict=True)]


def test_the_tables_have_every_state_and_every_move_once() -> None:
    assert sorted(cell[:2] for cell in cells(TOURS)) == sorted((s.value, m.value) for s in TourState for m in TourMove)
    assert sorted(cell[:2] for cell in cells(INSTRUCTIONS)) == sorted(
        (s.value, m.value) for s in InstructionState for m in INSTRUCTION_MOVES
    )


@pytest.mark.parametrize(("state", "move", "target"), cells(TOURS))
def test_a_move_of_a_tour(state: str, move: str, target: str) -> None:
    if target != "-":
        assert next_tour_state(TourState(state), TourMove(move)) is TourState(target)
        return

    with pytest.raises(Conflict) as refusal:
        next_tour_state(TourState(state), TourMove(move))

    assert (refusal.value.key, refusal.value.values) == ("tours.error.move", {"state": state, "move": move})


@pytest.mark.parametrize(("state", "step", "target"), cells(INSTRUCTIONS))
def test_a_step_of_an_instruction(state: str, step: str, target: str) -> None:
    if target != "-":
        assert next_instruction_state(InstructionState(state), Step(step)) is InstructionState(target)
        return

    with pytest.raises(Conflict) as refusal:
        next_instruction_state(InstructionState(state), Step(step))

    assert (refusal.value.key, refusal.value.values) == ("instructions.error.move", {"state": state, "step": step})


@pytest.mark.parametrize("step", INSTRUCTION_MOVES)
def test_a_step_has_its_right_and_its_demands(step: Step) -> None:
    move = INSTRUCTION_MOVES[step]

    action, demands = DEMANDS[step]
    assert (move.action, move.demands) == (action, frozenset(demands))


@pytest.mark.parametrize(
    ("step", "demand"), [(step, demand) for step, (_, demands) in DEMANDS.items() for demand in sorted(demands)]
)
@pytest.mark.parametrize("empty", [None, "", "  \n", []])
def test_a_missing_demand_is_named(step: Step, demand: str, empty: object) -> None:
    everything = dict.fromkeys(DEMANDS[step][1], "given")

    check_demands(step, everything)
    with pytest.raises(Invalid) as refusal:
        check_demands(step, everything | {demand: empty})

    assert (refusal.value.key, refusal.value.field) == (f"instructions.error.needs_{demand}", demand)


def test_a_demand_that_is_not_mentioned_is_missing() -> None:
    with pytest.raises(Invalid) as refusal:
        check_demands(Step.REPORT, {"text": "Done"})

    assert refusal.value.field == "photo"


@pytest.mark.parametrize(
    ("instructions", "state"),
    [
        ([], IssueState.NEW),
        ([InstructionState.CANCELLED], IssueState.NEW),
        ([InstructionState.ASSIGNED], IssueState.ASSIGNED),
        ([InstructionState.REPORTED], IssueState.REPORTED),
        ([InstructionState.RETURNED], IssueState.RETURNED),
        ([InstructionState.CLOSED], IssueState.CLOSED),
        ([InstructionState.CLOSED, InstructionState.CANCELLED], IssueState.CLOSED),
        ([InstructionState.CLOSED, InstructionState.REPORTED], IssueState.REPORTED),
        ([InstructionState.REPORTED, InstructionState.ASSIGNED], IssueState.ASSIGNED),
        ([InstructionState.ASSIGNED, InstructionState.RETURNED], IssueState.RETURNED),
    ],
)
def test_an_issues_state_follows_from_its_instructions(instructions: list[InstructionState], state: IssueState) -> None:
    assert issue_state_of(instructions) is state


STATES = st.lists(st.sampled_from(list(InstructionState)), max_size=8)


@given(STATES, st.randoms())
def test_the_order_of_instructions_does_not_matter(states: list[InstructionState], random: Random) -> None:
    shuffled = list(states)
    random.shuffle(shuffled)

    assert issue_state_of(shuffled) is issue_state_of(states)


@given(STATES)
def test_a_cancelled_instruction_or_the_same_one_twice_changes_nothing(states: list[InstructionState]) -> None:
    assert issue_state_of([*states, InstructionState.CANCELLED]) is issue_state_of(states)
    assert issue_state_of([*states, *states]) is issue_state_of(states)


@given(STATES)
def test_an_issue_is_closed_only_when_nothing_is_left_to_do(states: list[InstructionState]) -> None:
    open_ones = {InstructionState.ASSIGNED, InstructionState.REPORTED, InstructionState.RETURNED} & set(states)

    closed = issue_state_of(states) is IssueState.CLOSED

    assert closed == (not open_ones and InstructionState.CLOSED in states)


@given(STATES, st.sampled_from(list(InstructionState)))
def test_one_more_instruction_never_makes_the_news_better(
    states: list[InstructionState], more: InstructionState
) -> None:
    from_worst = [IssueState.RETURNED, IssueState.ASSIGNED, IssueState.REPORTED, IssueState.CLOSED, IssueState.NEW]

    before, after = issue_state_of(states), issue_state_of([*states, more])

    assert from_worst.index(after) <= from_worst.index(before)
