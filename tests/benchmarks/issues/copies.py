"""Many issues out of some: copied by the database, which writes a million in a tenth of the time that Python would need."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from planner.database import Database
from planner.domain.models import Instruction, Issue, IssueAgency, IssueWords

_CLOSED = "state = 'closed'"
_MOVED = {
    "sqlite": {
        "moment": "strftime('%Y-%m-%d %H:%M:%f', {name}, '-{days} days') || '000'",
        "day": "date({name}, '-{days} days')",
        "number": "printf('%012d', {number})",
    },
    "postgresql": {
        "moment": "{name} - interval '{days} days'",
        "day": "{name} - {days}",
        "number": "lpad(({number})::text, 12, '0')",
    },
}


def copy_issues(database: Database, some: int, count: int, *, days: int) -> None:
    """Makes `count` issues of the first `some`: each round of copies, with its instructions and words, was raised `days` earlier."""
    for at, begin in enumerate(range(some, count, some), start=1):
        with database.transaction() as session:
            _copy(session.connection(), min(some, count - begin), begin, days * at)


def _copy(connection: Connection, number: int, begin: int, days: int) -> None:
    told = _MOVED[connection.dialect.name]

    def moved(kind: str, name: str) -> str:
        return told[kind].format(name=name, days=days)

    def of_closed(name: str) -> str:
        return f"CASE WHEN {_CLOSED} THEN {moved('day', name)} ELSE {name} END"

    new = told["number"].format(number=f"{{}} + {begin}")
    issue = {
        "id": f"id + {begin}",
        "uid": f"substr(uid, 1, 24) || {new.format('id')}",
        "created_at": moved("moment", "created_at"),
    }
    instruction = {
        "uid": f"substr(uid, 1, 24) || {new.format('issue_id')}",
        "issue_id": f"issue_id + {begin}",
        "given_at": moved("moment", "given_at"),
        "due_on": of_closed("due_on"),
        "reported_on": of_closed("reported_on"),
    }
    part = {"issue_id": f"issue_id + {begin}"}
    words = part | {"words": f"replace(words, '_n' || issue_id, '_n' || (issue_id + {begin}))"}
    for model, changed, key in (
        (Issue, issue, "id"),
        (IssueAgency, part, "issue_id"),
        (Instruction, instruction, "issue_id"),
        (IssueWords, words, "issue_id"),
    ):
        names = list(_names(model, changed))
        chosen = ", ".join(changed.get(name, name) for name in names)
        table = model.__tablename__
        connection.execute(
            text(f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {table} WHERE {key} <= {number}")  # noqa: S608
        )


def _names(model: Any, changed: dict[str, str]) -> Iterator[str]:
    """All columns; a key that is not `changed` is given by the database."""
    for column in model.__table__.columns:
        if column.name in changed or not (column.primary_key and column.name == "id"):
            yield column.name
