"""The lives of a tour and of an instruction: state → moves, and what each move demands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.errors import Conflict, Invalid
from planner.domain.permissions import Action
from planner.domain.words import InstructionState, IssueState, Step, TourState


class TourMove(StrEnum):
    """What can be done to a tour as a whole."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    START = "start"
    UNDO_START = "undo_start"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    DELETE = "delete"
    RESTORE = "restore"


TOUR_MOVES: Mapping[TourState, Mapping[TourMove, TourState]] = {
    TourState.DRAFT: {
        TourMove.PUBLISH: TourState.PUBLISHED,
        TourMove.CANCEL: TourState.CANCELLED,
        TourMove.DELETE: TourState.DELETED,
    },
    TourState.PUBLISHED: {
        TourMove.START: TourState.RIDING,
        TourMove.WITHDRAW: TourState.DRAFT,
        TourMove.CANCEL: TourState.CANCELLED,
    },
    TourState.RIDING: {TourMove.CLOSE: TourState.CLOSED, TourMove.UNDO_START: TourState.PUBLISHED},
    TourState.CLOSED: {TourMove.REOPEN: TourState.RIDING},
    TourState.CANCELLED: {},
    TourState.DELETED: {TourMove.RESTORE: TourState.DRAFT},
}


def next_tour_state(state: TourState, move: TourMove) -> TourState:
    """Where `move` leads from `state`; raises Conflict("tours.error.move") where there is no such way."""
    target = TOUR_MOVES[state].get(move)
    if target is None:
        raise Conflict("tours.error.move", state=state.value, move=move.value)
    return target


@dataclass(frozen=True)
class InstructionMove:
    """One step of an instruction: from where, to where, whose right it is, and what must be given with it.

    `demands` names inputs that may not be empty: "text", "photo", "date", "agency", "outcome".
    """

    sources: frozenset[InstructionState]
    target: InstructionState | None
    """None: the state stays."""
    action: Action
    demands: frozenset[str] = frozenset({"text"})


_OPEN = frozenset({InstructionState.ASSIGNED, InstructionState.RETURNED})

INSTRUCTION_MOVES: Mapping[Step, InstructionMove] = {
    Step.REPORT: InstructionMove(_OPEN, InstructionState.REPORTED, Action.REPORT_DONE, frozenset({"text", "photo"})),
    Step.ASK_EXTENSION: InstructionMove(_OPEN, None, Action.ASK_EXTENSION, frozenset({"text", "date"})),
    Step.EXTEND: InstructionMove(_OPEN, None, Action.DECIDE_EXTENSION, frozenset({"date"})),
    Step.REFUSE_EXTENSION: InstructionMove(_OPEN, None, Action.DECIDE_EXTENSION),
    Step.HAND_OVER: InstructionMove(_OPEN, InstructionState.ASSIGNED, Action.HAND_OVER, frozenset({"text", "agency"})),
    Step.ACCEPT: InstructionMove(
        frozenset({InstructionState.REPORTED}), InstructionState.CLOSED, Action.VERIFY, frozenset({"outcome"})
    ),
    Step.RETURN: InstructionMove(frozenset({InstructionState.REPORTED}), InstructionState.RETURNED, Action.VERIFY),
    Step.CANCEL: InstructionMove(
        _OPEN | {InstructionState.REPORTED}, InstructionState.CANCELLED, Action.CANCEL_INSTRUCTION
    ),
    Step.REOPEN: InstructionMove(frozenset({InstructionState.CLOSED}), InstructionState.RETURNED, Action.REOPEN_ISSUE),
}


def next_instruction_state(state: InstructionState, step: Step) -> InstructionState:
    """Where `step` leads from `state`; raises Conflict("instructions.error.move") where there is no such way."""
    move = INSTRUCTION_MOVES[step]
    if state not in move.sources:
        raise Conflict("instructions.error.move", state=state.value, step=step.value)
    return move.target or state


def check_demands(step: Step, given: Mapping[str, object]) -> None:
    """Raises Invalid("instructions.error.needs_<input>") at the first input that `step` demands and `given` lacks."""
    for demand in sorted(INSTRUCTION_MOVES[step].demands):
        value = given.get(demand)
        if not (value.strip() if isinstance(value, str) else value):
            raise Invalid(f"instructions.error.needs_{demand}", field=demand)


def issue_state_of(instructions: Iterable[InstructionState]) -> IssueState:
    """The state of an issue that is not closed by itself, from the states of its instructions.

    The worst news counts: returned before assigned before reported. All taken off control is closed; no instruction that
    counts (none, or only cancelled ones) is new.
    """
    states = {state for state in instructions if state is not InstructionState.CANCELLED}
    for found, meaning in (
        (InstructionState.RETURNED, IssueState.RETURNED),
        (InstructionState.ASSIGNED, IssueState.ASSIGNED),
        (InstructionState.REPORTED, IssueState.REPORTED),
        (InstructionState.CLOSED, IssueState.CLOSED),
    ):
        if found in states:
            return meaning
    return IssueState.NEW
