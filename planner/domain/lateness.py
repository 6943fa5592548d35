"""Lateness is a fact: work that was reported, closed or handed over late stays late by as many days as it was."""

from datetime import date
from typing import Protocol

from planner.domain.deadlines import days_overdue
from planner.domain.words import DONE_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES, InstructionState


class Dated(Protocol):
    """What of an instruction says how late it is; `late_before`: by how many days a date was missed that was moved since."""

    @property
    def state(self) -> InstructionState: ...
    @property
    def due_on(self) -> date: ...
    @property
    def reported_on(self) -> date | None: ...
    @property
    def late_before(self) -> int: ...


def lateness_of(given: Dated, today: date) -> int:
    """By how many whole days an instruction missed its date or one that was moved since, the most of them; else 0."""
    return days_late(given.state, given.due_on, given.reported_on, today, before=given.late_before)


def lateness_told(given: Dated, today: date) -> int:
    """The days that stand beside the date on a page: past the present date those since it, else all of `lateness_of`."""
    overdue = days_overdue(given.due_on, today) if given.state in WAITING_INSTRUCTION_STATES else 0
    return overdue or lateness_of(given, today)


def state_word(state: InstructionState, late: int) -> str:
    """The key of the word of a state: what is off control says whether its date was kept."""
    if state is not InstructionState.CLOSED:
        return f"words.instruction_state.{state.value}"
    return "instructions.closed_late" if late else "instructions.closed_in_time"


def days_late(state: InstructionState, due_on: date, reported_on: date | None, today: date, *, before: int = 0) -> int:
    """The rule behind `lateness_of`; 0 for one in time, still in time, or cancelled.

    What was reported counts to the day of its last report (`reported_on`, in the city's zone), whether or not it was
    taken off control since; what still waits for its agency counts to `today`, also when an earlier report was returned.
    `before`: by how many it had missed a date that was moved since (`Instruction.late_before`): the most counts.
    """
    if state is InstructionState.CANCELLED:
        return 0
    done_on = reported_on if state in DONE_INSTRUCTION_STATES else None
    return max(before, days_overdue(due_on, done_on or today))
