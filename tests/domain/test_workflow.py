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
    ISSUE_MOVES,
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
            take    inform      report   ask_extension extend      refuse_extension ask_hand_over hand_over   refuse_hand_over
assigned    in_work assigned    reported assigned      assigned    assigned         assigned      handed_over assigned
handed_over in_work handed_over reported handed_over   handed_over handed_over      handed_over   handed_over handed_over
in_work     -       in_work     reported in_work       in_work     in_work          in_work       handed_over in_work
reported    -       -           -        -             -           -                -             -           -
returned    -       returned    reported returned      returned    returned         returned      handed_over returned
closed      -       -           -        -             -           -                -             -           -
cancelled   -       -           -        -             -           -                -             -           -
"""

ENDS = """
            accept return   correct     cancel    reopen
assigned    -      -        assigned    cancelled -
handed_over -      -        handed_over cancelled -
in_work     -      -        in_work     cancelled -
reported    closed returned -           cancelled -
returned    -      -        returned    cancelled -
closed      -      -        -           -         returned
cancelled   -      -        -           -         -
"""

ISSUES = """
          instruct edit close merge reopen next_tour
new       yes      yes  yes   yes   -      yes
assigned  yes      yes  -     yes   -      -
reported  yes      yes  -     yes   -      -
returned  yes      yes  -     yes   -      -
closed    -        -    -     -     yes    -
"""

DEMANDS = {
    Step.TAKE: (Action.REPORT_DONE, set()),
    Step.INFORM: (Action.REPORT_DONE, {"text"}),
    Step.REPORT: (Action.REPORT_DONE, {"text", "photo"}),
    Step.ASK_EXTENSION: (Action.ASK_EXTENSION, {"text", "date"}),
    Step.EXTEND: (Action.DECIDE_EXTENSION, {"date"}),
    Step.REFUSE_EXTENSION: (Action.DECIDE_EXTENSION, {"text"}),
    Step.ASK_HAND_OVER: (Action.ASK_HAND_OVER, {"text", "agency"}),
    Step.HAND_OVER: (Action.DECIDE_HAND_OVER, set()),
    Step.REFUSE_HAND_OVER: (Action.DECIDE_HAND_OVER, {"text"}),
    Step.ACCEPT: (Action.VERIFY, {"outcome"}),
    Step.RETURN: (Action.VERIFY, {"text", "date"}),
    Step.CORRECT: (Action.CORRECT_INSTRUCTION, {"text", "agency", "date"}),
    Step.CANCEL: (Action.CANCEL_INSTRUCTION, {"text"}),
    Step.REOPEN: (Action.REOPEN_ISSUE, {"text", "date"}),
}

DEMANDS_OF_ISSUE = {
    Step.INSTRUCT: (Action.GIVE_INSTRUCTION, {"text", "agency", "date"}),
    Step.EDIT: (Action.EDIT_ISSUE, set()),
    Step.CLOSE: (Action.CLOSE_ISSUE, {"text", "outcome"}),
    Step.MERGE: (Action.CLOSE_ISSUE, {"text", "duplicate_of"}),
    Step.NEXT_TOUR: (Action.GIVE_INSTRUCTION, set()),
    Step.REOPEN: (Action.REOPEN_ISSUE, {"text"}),
}


def cells(table: str) -> list[tuple[str, str, str]]:
    moves, *rows = [line.split() for line in table.strip().splitlines()]
    return [(state, move, cell) for state, *row in rows for move, cell in zip(moves, row, strict=True)]


def test_the_tables_have_every_state_and_every_move_once() -> None:
    assert sorted(cell[:2] for cell in cells(TOURS)) == sorted((s.value, m.value) for s in TourState for m in TourMove)
    assert sorted(cell[:2] for cell in [*cells(INSTRUCTIONS), *cells(ENDS)]) == sorted(
        (s.value, m.value) for s in InstructionState for m in INSTRUCTION_MOVES
    )
    assert sorted(cell[:2] for cell in cells(ISSUES)) == sorted(
        (s.value, m.value) for s in IssueState for m in ISSUE_MOVES
    )


@pytest.mark.parametrize(("state", "move", "target"), cells(TOURS))
def test_a_move_of_a_tour(state: str, move: str, target: str) -> None:
    if target != "-":
        assert next_tour_state(TourState(state), TourMove(move)) is TourState(target)
        return

    with pytest.raises(Conflict) as refusal:
        next_tour_state(TourState(state), TourMove(move))

    assert (refusal.value.key, refusal.value.values) == ("tours.error.move", {"state": state, "move": move})


@pytest.mark.parametrize(("state", "step", "target"), [*cells(INSTRUCTIONS), *cells(ENDS)])
def test_a_step_of_an_instruction(state: str, step: str, target: str) -> None:
    if target != "-":
        assert next_instruction_state(InstructionState(state), Step(step)) is InstructionState(target)
        return

    with pytest.raises(Conflict) as refusal:
        next_instruction_state(InstructionState(state), Step(step))

    assert (refusal.value.key, refusal.value.values) == ("instructions.error.move", {"state": state, "step": step})


@pytest.mark.parametrize(("state", "step", "answer"), cells(ISSUES))
def test_a_step_of_an_issue(state: str, step: str, answer: str) -> None:
    assert (IssueState(state) in ISSUE_MOVES[Step(step)].sources) == (answer == "yes")


@pytest.mark.parametrize("step", ISSUE_MOVES)
def test_a_step_of_an_issue_has_its_right_and_its_demands(step: Step) -> None:
    move = ISSUE_MOVES[step]

    action, demands = DEMANDS_OF_ISSUE[step]
    assert (move.action, move.demands) == (action, frozenset(demands))


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


def test_everything_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        check_demands(Step.CORRECT, {"text": " "})

    told = [refusal.value, *refusal.value.others]
    assert [(error.field, error.key) for error in told] == [
        (name, f"instructions.error.needs_{name}") for name in ("agency", "date", "text")
    ]


@pytest.mark.parametrize(
    ("instructions", "state"),
    [
        ([], IssueState.NEW),
        ([InstructionState.CANCELLED], IssueState.NEW),
        ([InstructionState.ASSIGNED], IssueState.ASSIGNED),
        ([InstructionState.IN_WORK], IssueState.ASSIGNED),
        ([InstructionState.HANDED_OVER], IssueState.ASSIGNED),
        ([InstructionState.IN_WORK, InstructionState.REPORTED], IssueState.ASSIGNED),
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
    open_ones = set(states) - {InstructionState.CLOSED, InstructionState.CANCELLED}

    closed = issue_state_of(states) is IssueState.CLOSED

    assert closed == (not open_ones and InstructionState.CLOSED in states)


@given(STATES, st.sampled_from(list(InstructionState)))
def test_one_more_instruction_never_makes_the_news_better(
    states: list[InstructionState], more: InstructionState
) -> None:
    from_worst = [IssueState.RETURNED, IssueState.ASSIGNED, IssueState.REPORTED, IssueState.CLOSED, IssueState.NEW]

    before, after = issue_state_of(states), issue_state_of([*states, more])

    assert from_worst.index(after) <= from_worst.index(before)
