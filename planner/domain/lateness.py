"""Lateness is a fact: work that was reported, closed or handed over late stays late by as many days as it was."""

from datetime import date

from planner.domain.deadlines import days_overdue
from planner.domain.words import InstructionState

_DONE = (InstructionState.REPORTED, InstructionState.CLOSED)


def days_late(state: InstructionState, due_on: date, reported_on: date | None, today: date, *, before: int = 0) -> int:
    """By how many whole days an instruction missed its date; 0 for one in time, still in time, or cancelled.

    What was reported counts to the day of its last report (`reported_on`, in the city's zone), whether or not it was
    taken off control since; what still waits for its agency counts to `today`, also when an earlier report was returned.
    `before`: by how many it had missed a date that was moved since (`Instruction.late_before`): the most counts.
    """
    if state is InstructionState.CANCELLED:
        return 0
    return max(before, days_overdue(due_on, reported_on if state in _DONE and reported_on is not None else today))
