"""Decisions that were made for many at once, as long as they may be taken back."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from planner.domain.models.types import UtcDateTime, Word, new_id
from planner.domain.words import Step


class BulkDecision(SQLModel, table=True):
    """One step for many, by one person; its rows are `BulkChange`. Forgotten some time after it could be taken back."""

    __tablename__ = "bulk_decision"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_id, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    step: Step = Field(sa_type=Word(Step))
    at: datetime = Field(sa_type=UtcDateTime)
    wanted: int
    """For how many it was meant."""
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BulkChange(SQLModel, table=True):
    """What a decision has changed in one issue, and how it was before: for the way back."""

    __tablename__ = "bulk_change"

    decision_id: int = Field(foreign_key="bulk_decision.id", primary_key=True)
    number: int = Field(primary_key=True)
    """Of the instruction, of a step of issues the issue's."""
    issue_id: int = Field(foreign_key="issue.id")
    before: dict[str, Any] = Field(sa_type=JSON)
    causes: list[int] = Field(sa_type=JSON)
    """The numbers of the causes that tell of it; they are held until it cannot be taken back any more."""
    taken_back: bool = False
