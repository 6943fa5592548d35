"""The rows of a table that comes back: each is read by itself, and what they change is written in one way."""

from collections.abc import Callable, Collection

from planner.domain.corrections import BadRow, Correction, Preview
from planner.domain.errors import Invalid
from planner.render.tables.sheets import Sheet, SheetRow
from planner.services.exchange.cells import Columns


class Reading:
    """What has been read of a table so far; `columns`: ours, and what the table calls them."""

    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        self._sheet, self._columns = sheet, columns
        self._found: list[Correction] = []
        self._bad: list[BadRow] = []
        self._taken: set[int] = set()

    def read(
        self, row: SheetRow, number: int | Invalid | None, correct: Callable[[int | None], Correction | None]
    ) -> None:
        """Keeps what `correct` says that the row would change, if anything; what it refuses is the refusal of the row."""
        try:
            if isinstance(number, Invalid):
                raise number
            correction = correct(number)
        except Invalid as error:
            self._bad.append(BadRow(row.number, error.key, error.values))
        else:
            self._found += [correction] if correction is not None and correction.changes else []

    def take(self, number: int) -> None:
        """Notes that a row is about this thing; Invalid for the second one."""
        if number in self._taken:
            raise Invalid("corrections.bad.twice", number=number)
        self._taken.add(number)

    def preview(self) -> Preview:
        """All that was read."""
        same = len(self._sheet.rows) - len(self._found) - len(self._bad)
        passed_over = [name for name in self._sheet.columns if name not in self._columns.values()]
        return Preview(self._found, self._bad, same, passed_over)


def write_rows(
    preview: Preview,
    take: Collection[tuple[int, str]],
    *,
    add: Callable[..., object],
    change: Callable[..., object],
    whole: bool = False,
) -> tuple[int, int]:
    """Hands every row on, conflicts as far as `take` has them: `add` gets the fields of a new thing, `change` its number,
    `seen` and the fields, with `whole` also those that stay. How many were changed and how many are new.
    """
    changed = new = 0
    for each in sorted(preview.corrections, key=lambda each: each.id or 0):
        wanted, seen = each.whole(take) if whole else each.values(take)
        if each.id is None:
            add(**wanted)
            new += 1
        elif wanted != seen:
            change(each.id, seen=seen, **wanted)
            changed += 1
    return changed, new
