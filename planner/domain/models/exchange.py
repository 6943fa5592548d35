"""What is known of files that go out and come in: the backups by schedule, and what files call our columns."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, BigInteger, Field, SQLModel

from planner.domain.models.types import UtcDateTime


class BackupState(SQLModel, table=True):
    """The one row that says how the backups by schedule stand, and by which processes agree on who makes the next one."""

    id: int = Field(default=1, primary_key=True)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the last one was begun, whatever became of it."""
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Somebody makes one until then, and says so again before that; none: nobody does."""
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the last one that is whole was begun: what it holds is of that moment."""
    file: str = ""
    file_bytes: int = Field(default=0, sa_type=BigInteger)
    problem: str = ""
    """The key of what was wrong with the last one; empty where nothing was."""
    problem_values: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class ColumnName(SQLModel, table=True):
    """What files of a `thing` call one of our columns, as somebody has said once."""

    thing: str = Field(primary_key=True)
    given: str = Field(primary_key=True)
    """As `services.exchange.columns.folded` writes it."""
    column: str
