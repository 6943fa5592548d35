"""Confirmed editions of a tour's protocol, what agencies say to its text, and the templates of papers."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, LargeBinary, SQLModel, UniqueConstraint

from planner.domain.models.types import UtcDateTime


class ProtocolEdition(SQLModel, table=True):
    """A text that the chair has confirmed: written once, never edited, never deleted. `number` counts from 1."""

    __table_args__ = (UniqueConstraint("tour_id", "number", name="protocoledition_number"),)

    id: int | None = Field(default=None, primary_key=True)
    tour_id: int = Field(foreign_key="tour.id")
    number: int
    content: dict[str, Any] = Field(sa_type=JSON)
    """`domain.protocol.to_json` of the text."""
    seal: str
    """`domain.protocol.seal_of` it."""
    confirmed_by: str
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime = Field(sa_type=UtcDateTime)


class ProtocolStance(SQLModel, table=True):
    """An agency accepts the text, or objects to it: written once; of an agency's stances to one text the last counts."""

    id: int | None = Field(default=None, primary_key=True)
    tour_id: int = Field(foreign_key="tour.id", index=True)
    edition: int
    """The number of the edition that was to be confirmed."""
    point: str = ""
    """The number of the point that it is said to; empty for the whole text."""
    seal: str
    """Of the text that was read, or of the point."""
    agency_id: int = Field(foreign_key="agency.id")
    accepts: bool
    text: str = ""
    said_by: str
    noted_by: str
    noted_by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class PaperTemplate(SQLModel, table=True):
    """A city's own Word template of a paper; of each paper one at most is in use."""

    id: int | None = Field(default=None, primary_key=True)
    paper: str = Field(index=True)
    file: bytes = Field(sa_type=LargeBinary)
    name: str
    """Of the file, as it was uploaded."""
    uploaded_by: str
    uploaded_by_id: int | None = Field(default=None, foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    in_use: bool = False
