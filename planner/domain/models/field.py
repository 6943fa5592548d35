"""Tablets on the bus and what they have sent: items as they came, photos that wait to be shown, the bus's track."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, BigInteger, Field, SQLModel

from planner.domain.geo import Point
from planner.domain.models.types import UtcDateTime, Word
from planner.domain.words import PhotoPhase


class PhotoFate(StrEnum):
    """What became of a photo that a tablet has sent: it waits to be made safe to show, is shown, or cannot be shown."""

    WAITING = "waiting"
    READY = "ready"
    UNREADABLE = "unreadable"


class FieldItem(SQLModel, table=True):
    """One thing that a tablet has sent and the server has taken: once, whatever comes again under its `uid`."""

    uid: str = Field(primary_key=True)
    tour_id: int = Field(foreign_key="tour.id", index=True)
    kind: str
    by: str
    """Who made it, in the form of `Actor.supporter`."""
    tablet_at: int = Field(sa_type=BigInteger)
    """By the tablet's clock, in milliseconds since 1970."""
    at: datetime = Field(sa_type=UtcDateTime)
    """The same moment by the server's clock."""
    received_at: datetime = Field(sa_type=UtcDateTime)
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """As it came."""
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What it is answered each time that it comes: the issue, what others had changed, the tap."""
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    brought_by: str = ""
    """Who brought it as a file, where the tablet could not send it, and so vouches for it."""


class FieldPhoto(SQLModel, table=True):
    """A photo that has come whole and durable; its `uid` will be the id of the `Photo` that others see."""

    uid: str = Field(primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    original: str
    """The file in the store."""
    state: PhotoFate = Field(default=PhotoFate.WAITING, sa_type=Word(PhotoFate), index=True)
    by: str
    taken_by: str
    """The name as it was then."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    phase: PhotoPhase = Field(default=PhotoPhase.BEFORE, sa_type=Word(PhotoPhase))
    added_at: datetime = Field(sa_type=UtcDateTime)


class FieldVoice(SQLModel, table=True):
    """A voice note of an issue, whose file is in the store as it came."""

    uid: str = Field(primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    file: str
    media: str
    """What its first bytes say: audio/webm, audio/ogg or audio/mp4."""
    seconds: int
    """As long as the tablet says it is."""
    by: str
    said_by: str
    """The name as it was then."""
    added_at: datetime = Field(sa_type=UtcDateTime)
    hidden: bool = False


class TrackPoint(SQLModel, table=True):
    """Where the bus was at a moment of its ride, by the one tablet that is the bus."""

    tour_id: int = Field(foreign_key="tour.id", primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    lat: float
    lon: float
    accuracy_m: int

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)


class FieldTablet(SQLModel, table=True):
    """A browser that joined a tour by its link; it belongs to nobody, and several people may speak on it."""

    id: int | None = Field(default=None, primary_key=True)
    tour_id: int = Field(foreign_key="tour.id", index=True)
    device: str = ""
    """What its browser calls itself."""
    joined_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    """Its last contact, within a minute."""
    off_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when it was turned off: it is nobody then, and nothing is taken from it."""
    off_by: str = ""


class FieldSpeaker(SQLModel, table=True):
    """Somebody who speaks on a tablet."""

    tablet_id: int = Field(foreign_key="fieldtablet.id", primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", primary_key=True, index=True)
