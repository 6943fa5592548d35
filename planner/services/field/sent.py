"""What a tablet has sent, read with care: every value has the kind that is expected, or is refused by its name."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeGuard, TypeVar

from planner.domain.errors import Invalid
from planner.services.issues.issues import checked_uid

_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_MS = 253_402_300_799_000
"""The last second of the year 9999: no clock shows a later one."""
_LARGEST_NUMBER = 1e9
"""Nothing that is not finite is smaller."""
_LARGEST_ID = 2**31 - 1
DEEPEST = 8
"""Levels of objects and lists in an item."""
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_Word = TypeVar("_Word", bound=StrEnum)


class ItemKind(StrEnum):
    """What can be made on a tablet."""

    REPORT = "report"
    PHOTO = "photo"
    VOICE = "voice"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    SUPPORT = "support"
    COMMENT = "comment"
    START = "start"
    ARRIVE = "arrive"
    LEAVE = "leave"
    UNDO = "undo"
    HEADS = "heads"
    BOARD = "board"
    UNBOARD = "unboard"
    GET_OFF = "get_off"
    INSTRUCT = "instruct"
    CLOSE = "close"
    STANCE = "stance"


@dataclass(frozen=True)
class Fields:
    """A JSON object; each question refuses a value of another kind with Invalid("field.error.item") on that field."""

    values: Mapping[str, Any]

    def has(self, name: str) -> bool:
        """Whether there is such a value; null counts as none."""
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        """A text, "" where there is none; the services clean and measure it."""
        value = self.values.get(name)
        return "" if value is None else value if isinstance(value, str) else _refuse(name)

    def id(self, name: str) -> int | None:
        """The number of a row."""
        value = self.values.get(name)
        if value is None:
            return None
        return value if type(value) is int and 0 < value <= _LARGEST_ID else _refuse(name)

    def count(self, name: str) -> int:
        """A whole number that a column can hold."""
        value = self.values.get(name)
        return value if type(value) is int and abs(value) <= _LARGEST_ID else _refuse(name)

    def degrees(self, name: str) -> float | None:
        """A number; whether it is on the earth is asked by what looks for places."""
        value = self.values.get(name)
        if value is None:
            return None
        return float(value) if is_number(value) and abs(value) < _LARGEST_NUMBER else _refuse(name)

    def word(self, name: str, vocabulary: type[_Word]) -> _Word:
        """A word of a closed vocabulary."""
        value = self.values.get(name)
        if not isinstance(value, str) or value not in [*vocabulary]:
            _refuse(name)
        return vocabulary(str(value))

    def flag(self, name: str) -> bool:
        """Yes or no, which has to be said."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else _refuse(name)

    def ms(self, name: str) -> int:
        """A moment in milliseconds since 1970."""
        value = self.values.get(name)
        if is_number(value) and 0 <= value <= _MOST_MS:
            return math.floor(value)
        return int(_refuse(name))

    def part(self, name: str) -> "Fields":
        """An object inside; an empty one where there is none."""
        value = self.values.get(name)
        return Fields({}) if value is None else Fields(value) if isinstance(value, dict) else _refuse(name)

    def list(self, name: str) -> list[Any]:
        """A list inside; an empty one where there is none."""
        value = self.values.get(name)
        return [] if value is None else value if isinstance(value, list) else _refuse(name)

    def uid(self, name: str) -> str:
        """An id that a tablet has made, in its usual form."""
        return checked_uid(self.text(name))


@dataclass(frozen=True)
class Sent:
    """An item as it came; `fields` are what its kind holds."""

    uid: str
    kind: ItemKind
    by: str
    tablet_ms: int
    fields: Fields

    @property
    def body(self) -> dict[str, Any]:
        """What is kept of it: all but signs that no database takes."""
        return {_kept(name): _kept(value) for name, value in self.fields.values.items()}


def read_item(item: object) -> Sent:
    """The item; Invalid for what is none, and with the key "field.error.kind" for a kind that this server does not know."""
    if not isinstance(item, dict):
        raise Invalid("field.error.item", what="item")
    if _is_deep(item):
        raise Invalid("field.error.item", what="item")
    fields = Fields(item)
    uid = fields.uid("uid")
    if item.get("kind") not in [*ItemKind]:
        raise Invalid("field.error.kind", field="kind")
    return Sent(uid, ItemKind(item["kind"]), fields.text("by"), fields.ms("at"), fields)


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether JSON had a number there: true and false are none."""
    return type(value) in (int, float)


def ms_of(moment: datetime) -> int:
    """A moment as tablets have it: whole milliseconds since 1970."""
    return (moment - _SINCE) // timedelta(milliseconds=1)


def moment_of(ms: int) -> datetime:
    """The moment of so many milliseconds since 1970."""
    return _SINCE + timedelta(milliseconds=ms)


def _refuse(name: str) -> Any:
    raise Invalid("field.error.item", field=name, what=name)


def _is_deep(item: object) -> bool:
    """Whether there are more things in things than any item has."""
    level = [item]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return _NO_TEXT.sub("", value)
    if isinstance(value, list):
        return [_kept(each) for each in value]
    if isinstance(value, dict):
        return {_kept(name): _kept(each) for name, each in value.items()}
    return value
