"""The lives of a tour, an issue and an instruction: state → moves, whose right each is, and what it demands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.errors import Conflict, Invalid
from planner.domain.permissions import Action
from planner.domain.words import (
    OPEN_INSTRUCTION_STATES,
    OPEN_ISSUE_STATES,
    UNTAKEN_INSTRUCTION_STATES,
    WAITING_INSTRUCTION_STATES,
    InstructionState,
    IssueState,
    Outcome,
    Step,
    TourState,
)


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


@dataclass(frozen=True)
class IssueMove:
    """One step of an issue itself: from which states, whose right it is, and what must be given with it.

    Where it leads follows from the instructions (`issue_state_of`); only CLOSE says so by itself.
    """

    sources: frozenset[IssueState]
    action: Action
    demands: frozenset[str] = frozenset()


_WAITING = frozenset(WAITING_INSTRUCTION_STATES)
_REPORTED = frozenset({InstructionState.REPORTED})
_OPEN = frozenset(OPEN_INSTRUCTION_STATES)
_NOTHING = frozenset[str]()

INSTRUCTION_MOVES: Mapping[Step, InstructionMove] = {
    Step.TAKE: InstructionMove(
        frozenset(UNTAKEN_INSTRUCTION_STATES), InstructionState.IN_WORK, Action.REPORT_DONE, _NOTHING
    ),
    Step.INFORM: InstructionMove(_WAITING, None, Action.REPORT_DONE),
    Step.REPORT: InstructionMove(_WAITING, InstructionState.REPORTED, Action.REPORT_DONE, frozenset({"text", "photo"})),
    Step.ASK_EXTENSION: InstructionMove(_WAITING, None, Action.ASK_EXTENSION, frozenset({"text", "date"})),
    Step.EXTEND: InstructionMove(_WAITING, None, Action.DECIDE_EXTENSION, frozenset({"date"})),
    Step.REFUSE_EXTENSION: InstructionMove(_WAITING, None, Action.DECIDE_EXTENSION),
    Step.ASK_HAND_OVER: InstructionMove(_WAITING, None, Action.ASK_HAND_OVER, frozenset({"text", "agency"})),
    Step.HAND_OVER: InstructionMove(_WAITING, InstructionState.HANDED_OVER, Action.DECIDE_HAND_OVER, _NOTHING),
    Step.REFUSE_HAND_OVER: InstructionMove(_WAITING, None, Action.DECIDE_HAND_OVER),
    Step.ACCEPT: InstructionMove(_REPORTED, InstructionState.CLOSED, Action.VERIFY, frozenset({"outcome"})),
    Step.RETURN: InstructionMove(_REPORTED, InstructionState.RETURNED, Action.VERIFY, frozenset({"text", "date"})),
    Step.CORRECT: InstructionMove(_WAITING, None, Action.CORRECT_INSTRUCTION, frozenset({"text", "agency", "date"})),
    Step.CANCEL: InstructionMove(_OPEN, InstructionState.CANCELLED, Action.CANCEL_INSTRUCTION),
    Step.REOPEN: InstructionMove(
        frozenset({InstructionState.CLOSED}),
        InstructionState.RETURNED,
        Action.REOPEN_ISSUE,
        frozenset({"text", "date"}),
    ),
}

_NOT_CLOSED = frozenset(OPEN_ISSUE_STATES)
ISSUE_MOVES: Mapping[Step, IssueMove] = {
    Step.INSTRUCT: IssueMove(_NOT_CLOSED, Action.GIVE_INSTRUCTION, frozenset({"text", "agency", "date"})),
    Step.CLOSE: IssueMove(frozenset({IssueState.NEW}), Action.CLOSE_ISSUE, frozenset({"text", "outcome"})),
    Step.NEXT_TOUR: IssueMove(frozenset({IssueState.NEW}), Action.GIVE_INSTRUCTION, frozenset()),
    Step.MERGE: IssueMove(_NOT_CLOSED, Action.CLOSE_ISSUE, frozenset({"text", "duplicate_of"})),
    Step.REOPEN: IssueMove(frozenset({IssueState.CLOSED}), Action.REOPEN_ISSUE, frozenset({"text"})),
    Step.EDIT: IssueMove(_NOT_CLOSED, Action.EDIT_ISSUE),
}

ACCEPTED_OUTCOMES = (Outcome.FIXED, Outcome.PARTLY_FIXED)
"""With what reported work is taken off control. What was not done is cancelled, and the issue closed for another reason."""

AGENCY_STEPS = frozenset({Step.TAKE, Step.INFORM, Step.REPORT, Step.ASK_EXTENSION, Step.ASK_HAND_OVER, Step.HAND_OVER})
"""Once one of these was made, the agency has acted: who gave the instruction corrects it no more, a controller does."""


def next_instruction_state(state: InstructionState, step: Step) -> InstructionState:
    """Where `step` leads from `state`; raises Conflict("instructions.error.move") where there is no such way."""
    move = INSTRUCTION_MOVES[step]
    if state not in move.sources:
        raise Conflict("instructions.error.move", state=state.value, step=step.value)
    return move.target or state


def check_demands(step: Step, given: Mapping[str, object]) -> None:
    """Raises Invalid("instructions.error.needs_<input>") where `given` lacks inputs that `step` demands of an instruction."""
    require_given(INSTRUCTION_MOVES[step].demands, given)


def require_given(demands: Iterable[str], given: Mapping[str, object]) -> None:
    """The same for any demands: what is missing is told at once, the first as the error and the rest as its `others`."""
    missing = [
        Invalid(f"instructions.error.needs_{name}", field=name) for name in sorted(demands) if _lacks(given, name)
    ]
    if missing:
        missing[0].others = tuple(missing[1:])
        raise missing[0]


def _lacks(given: Mapping[str, object], name: str) -> bool:
    value = given.get(name)
    return not (value.strip() if isinstance(value, str) else value)


def issue_state_of(instructions: Iterable[InstructionState]) -> IssueState:
    """The state of an issue that is not closed by itself, from the states of its instructions.

    The worst news counts: returned before assigned (or in work) before reported. All taken off control is closed; no instruction that
    counts (none, or only cancelled ones) is new.
    """
    states = {state for state in instructions if state is not InstructionState.CANCELLED}
    for found, meaning in (
        (InstructionState.RETURNED, IssueState.RETURNED),
        (InstructionState.ASSIGNED, IssueState.ASSIGNED),
        (InstructionState.HANDED_OVER, IssueState.ASSIGNED),
        (InstructionState.IN_WORK, IssueState.ASSIGNED),
        (InstructionState.REPORTED, IssueState.REPORTED),
        (InstructionState.CLOSED, IssueState.CLOSED),
    ):
        if found in states:
            return meaning
    return IssueState.NEW
