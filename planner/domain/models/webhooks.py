"""Addresses of other programs that are told what became public, and what is on its way to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Index, SQLModel

from planner.domain.models.types import UtcDateTime, Word
from planner.domain.webhooks import HookEvent, HookProblem, HookState


class Webhook(SQLModel, table=True):
    """An address, the secret by which what goes there is signed, and of which events it is told."""

    id: int | None = Field(default=None, primary_key=True)
    address: str
    secret: str
    """As it is: a message can only be signed with it."""
    events: list[str] = Field(default_factory=list, sa_type=JSON)
    """Of `HookEvent`."""
    made_by: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    since: datetime = Field(sa_type=UtcDateTime)
    """Of what was before it is not told: of what was before it was made, and while it was paused."""
    seen_until: datetime = Field(sa_type=UtcDateTime)
    """Up to when it was looked for events."""
    passed_tours: list[int] = Field(default_factory=list, sa_type=JSON)
    """Tours that were public at `since`."""
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures: int = 0
    """In a row."""
    rests_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: HookProblem | None = Field(default=None, sa_type=Word(HookProblem))
    status: int | None = None
    """What it answered last, where it did not take a message."""
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it took one last."""


class HookDelivery(SQLModel, table=True):
    """One message to one address."""

    __table_args__ = (UniqueConstraint("webhook_id", "uid"), Index("hookdelivery_turn", "state", "next_at"))

    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = Field(foreign_key="webhook.id", index=True)
    uid: str
    """Of the event: the same at every try, by which its reader knows a repeat."""
    event: HookEvent = Field(sa_type=Word(HookEvent))
    about: dict[str, Any] = Field(sa_type=JSON)
    """The number of what it is about, as the public pages have it."""
    at: datetime = Field(sa_type=UtcDateTime)
    """When everybody could read of it first."""
    state: HookState = Field(default=HookState.WAITING, sa_type=Word(HookState))
    tries: int = 0
    next_at: datetime = Field(sa_type=UtcDateTime)
    """When it may be tried again; while it is being sent, until when nobody else takes it."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
