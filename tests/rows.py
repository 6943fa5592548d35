"""Rows of the database as tests know them: kept, and so with a number."""

from typing import Protocol


class Row(Protocol):
    """What has a number once it is kept."""

    id: int | None


def id_of(row: Row | None) -> int:
    """The number of a row that is kept."""
    assert row is not None
    assert row.id is not None
    return row.id
