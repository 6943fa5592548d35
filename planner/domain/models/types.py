"""What the tables share: times in UTC, stored words, random ids, and the id of a row that is stored."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; a naive one is refused, because nobody could say what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A word of a closed vocabulary, stored as its text, so that a new word needs no migration."""

    impl = String(24)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.vocabulary(value)


class Numbered(Protocol):
    """A row of a table whose numbers the database gives."""

    @property
    def id(self) -> int | None: ...


def id_of(row: Numbered) -> int:
    """The number of a row; ValueError for one that is not stored yet: it was not flushed."""
    if row.id is None:
        raise ValueError(f"{type(row).__name__} has no id before it is stored")
    return row.id


def new_id() -> str:
    """A random id (UUID version 4) that a tablet may also make by itself, so that a repeated write is one write."""
    return str(uuid.uuid4())
