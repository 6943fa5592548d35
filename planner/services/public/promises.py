"""How agencies kept their promises about issues that everybody may read of: counted from columns in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection
from sqlmodel import col, select

from planner.domain.models import Instruction
from planner.domain.words import DONE_INSTRUCTION_STATES, InstructionState
from planner.services.issues.columns import Ints, IssueColumns
from planner.services.public.counting import shown_numbers

_BATCH = 10_000


class Promises(NamedTuple):
    """The instructions that are not cancelled, as arrays of equal length; days are ordinals, 0 stands for none."""

    issue: NDArray[np.int32]
    agency: NDArray[np.int32]
    done: NDArray[np.bool_]
    due: NDArray[np.int32]
    reported: NDArray[np.int32]
    missed: NDArray[np.bool_]
    """A date that was moved since."""

    def rows(self, chosen: NDArray[np.bool_]) -> "Promises":
        """The chosen ones."""
        return Promises(*(column[chosen] for column in cast("tuple[Any, ...]", self)))


@dataclass(frozen=True)
class PromiseCounts:
    """An agency's promises: kept, kept late, waiting in time, and past their day."""

    kept: int = 0
    late: int = 0
    waiting: int = 0
    broken: int = 0


def count_promises(columns: IssueColumns, *, now: datetime, today: date) -> Mapping[int, PromiseCounts]:
    """By agency, for each that was given anything about issues that everybody may read of at `now`.

    Late is what `lateness_of` calls late.
    """
    held, promises = columns.with_beside(read_promises)
    shown = shown_numbers(held, now)
    known = promises.issue < len(shown)
    counted = promises.rows(known & shown[np.where(known, promises.issue, 0)])
    late = counted.missed | (counted.due < np.where(counted.reported > 0, counted.reported, today.toordinal()))
    kinds = 2 * ~counted.done + late
    table = np.bincount(counted.agency * 4 + kinds, minlength=4 * (1 + int(counted.agency.max(initial=0))))
    return {
        agency: PromiseCounts(*(int(number) for number in row))
        for agency, row in enumerate(table.reshape(-1, 4))
        if row.any()
    }


def read_promises(connection: Connection, known: Promises | None, changed: Ints, /) -> Promises:
    """All of them, or what is known with those of the changed issues read anew."""
    if known is None:
        return _arrays(connection.execute(_ROWS).all())
    numbers = np.unique(changed)
    stay = known.rows(~np.isin(known.issue, numbers))
    batches = (numbers[start : start + _BATCH].tolist() for start in range(0, len(numbers), _BATCH))
    fresh = _arrays(list(_of_issues(connection, batches)))
    return Promises(*(np.concatenate(pair) for pair in zip(cast("tuple[Any, ...]", stay), fresh, strict=True)))


def _of_issues(connection: Connection, batches: Iterator[Sequence[int]]) -> Iterator[Any]:
    for numbers in batches:
        yield from connection.execute(_ROWS.where(col(Instruction.issue_id).in_(numbers)))


def _arrays(rows: Sequence[Any]) -> Promises:
    """`reported` is the day of a report that stands: one that was returned is none."""
    matrix = np.array(
        [
            (
                row.issue_id,
                row.agency_id,
                row.state in DONE_INSTRUCTION_STATES,
                row.due_on.toordinal(),
                row.reported_on.toordinal() if row.reported_on and row.state in DONE_INSTRUCTION_STATES else 0,
                row.late_before > 0,
            )
            for row in rows
        ],
        np.int32,
    ).reshape(-1, 6)
    issue, agency, done, due, reported, missed = matrix.T
    return Promises(issue, agency, done.astype(np.bool_), due, reported, missed.astype(np.bool_))


_ROWS: Any = select(  # type: ignore[call-overload]
    Instruction.issue_id,
    Instruction.agency_id,
    Instruction.state,
    Instruction.due_on,
    Instruction.reported_on,
    Instruction.late_before,
).where(col(Instruction.state) != InstructionState.CANCELLED)
