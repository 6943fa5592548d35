"""Residents who follow what becomes public: an address, and what of the city it wants to hear of."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from planner.domain.models.types import UtcDateTime


class Subscriber(SQLModel, table=True):
    """An address that was confirmed, or waits for that; with its last subscription it goes."""

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(unique=True)
    language: str
    token: str = Field(unique=True)
    """Kept as it is, because each mail carries it; all that it opens is the end of the mails."""
    told_until: datetime = Field(sa_type=UtcDateTime)
    """What happened up to this moment was told, or was before."""


class Subscription(SQLModel, table=True):
    """What an address wants to hear of: issues of a district, of a topic, of an agency; what is None does not matter."""

    id: int | None = Field(default=None, primary_key=True)
    subscriber_id: int = Field(foreign_key="subscriber.id", index=True)
    district_id: int | None = Field(default=None, foreign_key="district.id")
    category_id: int | None = Field(default=None, foreign_key="category.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    token_hash: str = Field(unique=True)
    """Of the link that confirms it."""
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
