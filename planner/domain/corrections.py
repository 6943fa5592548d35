"""What a table that comes back would change: compared with what is here now, and with what others have changed meanwhile."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple


class Since(NamedTuple):
    """A field that somebody has changed since the table went out: what it was then, and who changed it last."""

    was: Any
    by: str


@dataclass(frozen=True)
class FieldChange:
    """One cell that says something else than what is here. `by`: who has changed the same meanwhile, which is a conflict."""

    field: str
    before: Any
    after: Any
    by: str | None = None


@dataclass(frozen=True)
class Correction:
    """One row that would change something: what it is about, or a new thing where `id` is None. `called`: its number, where
    people know it by another one than `id`.

    `wanted` and `seen` are the columns' values, the file's and those of now, by the name of the field that brought them.
    """

    row: int
    id: int | None
    title: str
    changes: Sequence[FieldChange]
    wanted: Mapping[str, Mapping[str, Any]]
    seen: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    called: str = ""

    def values(self, take: Collection[tuple[int, str]]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What to store, and what was seen of it: all changes, but conflicts only where (row, field) is among `take`."""
        fields = [each.field for each in self.changes if each.by is None or (self.row, each.field) in take]
        wanted = {name: value for each in fields for name, value in self.wanted[each].items()}
        seen = {name: value for each in fields for name, value in self.seen.get(each, {}).items()}
        return wanted, seen

    def whole(self, take: Collection[tuple[int, str]]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The same with all that the row says, also what does not change: for a service that wants the whole form."""
        seen = {name: value for values in self.seen.values() for name, value in values.items()}
        return seen | self.values(take)[0], seen


@dataclass(frozen=True)
class BadRow:
    """A row that cannot come in: the key of the reason and what fills it."""

    row: int
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """All that an import would do; nothing is written yet. `same`: rows that say nothing new. `passed_over`: columns of the file
    that no import reads.
    """

    corrections: Sequence[Correction]
    bad: Sequence[BadRow]
    same: int
    passed_over: Sequence[str] = ()

    @property
    def changed(self) -> int:
        """How many things that are here would change, conflicts left out."""
        return sum(
            each.id is not None and any(change.by is None for change in each.changes) for each in self.corrections
        )

    @property
    def new(self) -> int:
        """How many things would be new."""
        return sum(each.id is None for each in self.corrections)

    @property
    def conflicts(self) -> list[tuple[Correction, FieldChange]]:
        """Each cell that somebody has changed here too."""
        return [(each, change) for each in self.corrections for change in each.changes if change.by is not None]


def against(told: Mapping[str, Any], present: Mapping[str, Any], *, as_it_went_out: bool) -> list[FieldChange]:
    """The same where nobody knows which field others have changed: then each difference may be a conflict."""
    by = None if as_it_went_out else ""
    return [FieldChange(name, present[name], value, by) for name, value in told.items() if value != present[name]]


def changes_of(wanted: Mapping[str, Any], present: Mapping[str, Any], since: Mapping[str, Since]) -> list[FieldChange]:
    """What the file says otherwise. A cell that still says what went out was touched by nobody there, and changes nothing."""
    found = []
    for name, value in wanted.items():
        if value == present[name]:
            continue
        meanwhile = since.get(name)
        if meanwhile is None:
            found.append(FieldChange(name, present[name], value))
        elif value != meanwhile.was:
            found.append(FieldChange(name, present[name], value, meanwhile.by))
    return found


def mark_of(told: Mapping[str, Any]) -> str:
    """A short mark of what a row says: another one where anything in it has changed. It begins with a letter, so that no
    spreadsheet takes it for a number.
    """
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return f"v{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def told_instruction(
    text: str, agency: str, co_executors: Iterable[str], controller: str, due_on: date
) -> dict[str, Any]:
    """What of an instruction can be corrected in a table, as a row tells it; its mark is another one once any of it changes."""
    helping = "; ".join(sorted(co_executors))
    about = {"text": text, "agency": agency, "co_executors": helping, "controller": controller}
    return {**about, "due_on": due_on.isoformat()}
