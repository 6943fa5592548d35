"""How the issues that everybody may read of stand, and which are the newest: counted from columns in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

import numpy as np
from numpy.typing import NDArray

from planner.domain.open_filter import OpenFilter, OpenLook, open_look
from planner.services.issues.columns import (
    OUTCOME_CODES,
    STATE_CODES,
    Columns,
    Held,
    Ints,
    IssueColumns,
    moment_code,
    moment_of,
)

LOOKS = tuple(OpenLook)
_TODAY = date(2000, 1, 2)


def _look_codes() -> NDArray[np.uint8]:
    """The look of each state, outcome, and whether its day is past: asked of `open_look`, so that both say the same."""
    codes = np.zeros((len(STATE_CODES), len(OUTCOME_CODES), 2), np.uint8)
    for (state, row), (outcome, column), late in product(STATE_CODES.items(), OUTCOME_CODES.items(), (False, True)):
        due_on = _TODAY - timedelta(days=1) if late else _TODAY
        codes[row, column, int(late)] = LOOKS.index(open_look(state, outcome, due_on, _TODAY))
    return codes


_LOOK_CODES = _look_codes()


@dataclass(frozen=True)
class OpenCounts:
    """How the issues stand that everybody may read of."""

    fixed: int = 0
    work: int = 0
    late: int = 0
    ended: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.fixed + self.work + self.late + self.ended

    def of(self, look: OpenLook | None) -> int:
        """Those that stand in this way; None: all."""
        return self.total if look is None else int(getattr(self, look.value))


class OpenMatches:
    """The issues that match a filter, but for its look, of those that everybody may read of at `now`."""

    def __init__(self, columns: IssueColumns, wanted: OpenFilter, *, now: datetime, today: date) -> None:
        """As the database has them at this moment, committed."""
        parts = [part.rows(_matching(part, dead, wanted, now)) for part, dead in columns.current().parts]
        base, tail = parts
        self._found = Columns(*(np.concatenate([one, other]) for one, other in zip(base, tail, strict=True)))
        self._looks = _looks_of(self._found, today)

    def counts(self) -> OpenCounts:
        """How they stand, each look by itself."""
        return _counts(np.bincount(self._looks, minlength=len(LOOKS)))

    def by_district(self) -> Mapping[int, OpenCounts]:
        """The same for each district that has any."""
        return self._by(self._found.district)

    def by_tour(self) -> Mapping[int, OpenCounts]:
        """The same for each tour on which any was raised."""
        return self._by(self._found.tour)

    def _by(self, column: NDArray[np.int32]) -> Mapping[int, OpenCounts]:
        most = int(column.max(initial=0))
        table = np.bincount(column * len(LOOKS) + self._looks, minlength=(most + 1) * len(LOOKS))
        rows = table.reshape(-1, len(LOOKS))
        return {number: _counts(row) for number, row in enumerate(rows) if number and row.any()}

    def newest(self, look: OpenLook | None = None, *, offset: int = 0, limit: int) -> Sequence[int]:
        """The numbers of those that stand in this way, the one raised last first, from `offset` on."""
        wanted = slice(None) if look is None else self._looks == LOOKS.index(look)
        return _latest(self._found.raised[wanted], self._found.id[wanted], offset, limit)

    def latest_out(self, *, limit: int) -> Sequence[int]:
        """The numbers of those that became public last, the latest first."""
        return _latest(self._found.public_from, self._found.id, 0, limit)

    def numbers(self) -> NDArray[np.int32]:
        """Of all of them, in no order."""
        return self._found.id

    def out_between(self) -> tuple[datetime, datetime] | None:
        """When the first of them became public, and the last; None where there are none."""
        if not len(self._found.id):
            return None
        first, last = int(self._found.public_from.min()), int(self._found.public_from.max())
        return moment_of(first), moment_of(last)


def _latest(moments: Ints, numbers: NDArray[np.int32], offset: int, limit: int) -> Sequence[int]:
    """The numbers from `offset` on, by their moments and where these are equal by themselves, the largest first.

    What lies before and behind all of the page is not sorted.
    """
    last = min(offset + limit, len(moments))
    if offset >= last:
        return []
    first_at, last_at = len(moments) - 1 - offset, len(moments) - last
    ranked = np.partition(moments, (last_at, first_at))
    newest, oldest = ranked[first_at], ranked[last_at]
    before = int(np.count_nonzero(moments > newest))
    near = (moments >= oldest) & (moments <= newest)
    moments, numbers = moments[near], numbers[near]
    order = np.lexsort((numbers, moments))[::-1]
    return [int(number) for number in numbers[order[offset - before : last - before]]]


def shown_numbers(held: Held, now: datetime) -> NDArray[np.bool_]:
    """Of each number up to the largest, whether everybody may read of the issue at `now`."""
    found = [part.id[_matching(part, dead, OpenFilter(), now)] for part, dead in held.parts]
    shown = np.zeros(1 + max(int(numbers.max(initial=0)) for numbers in found), np.bool_)
    for numbers in found:
        shown[numbers] = True
    return shown


def _matching(part: Columns, dead: Ints, wanted: OpenFilter, now: datetime) -> NDArray[np.bool_]:
    """Which rows; says the same of what is shown as `shown_issues`."""
    mask: NDArray[np.bool_] = ~part.internal & (part.public_from > 0) & (part.public_from <= moment_code(now))
    mask[dead] = False
    for column, value in (
        (part.district, wanted.district),
        (part.category, wanted.topic),
        (part.agency, wanted.agency),
        (part.tour, wanted.tour),
    ):
        if value is not None:
            mask &= column == value
    return mask


def matching_rows(part: Columns, dead: Ints, wanted: OpenFilter, *, now: datetime, today: date) -> NDArray[np.bool_]:
    """Which rows of a part everybody may read of at `now` and match the filter, its look, too."""
    mask = _matching(part, dead, wanted, now)
    return mask if wanted.look is None else mask & (_looks_of(part, today) == LOOKS.index(wanted.look))


def _looks_of(part: Columns, today: date) -> NDArray[np.uint8]:
    late = (part.due > 0) & (part.due < today.toordinal())
    looks: NDArray[np.uint8] = _LOOK_CODES[part.state, part.outcome, late.astype(np.uint8)]
    return looks


def _counts(numbers: Sequence[int] | Ints) -> OpenCounts:
    return OpenCounts(**{look.value: int(number) for look, number in zip(LOOKS, numbers, strict=True)})
