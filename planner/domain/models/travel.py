"""What organizers know of the streets: legs whose minutes they set, and streets that are closed."""

from datetime import date, datetime

from sqlmodel import JSON, Field, SQLModel

from planner.domain.geo import Point
from planner.domain.models.types import UtcDateTime


class LegOverride(SQLModel, table=True):
    """A leg whose minutes an organizer has set by hand, for tours from the day `since` to the day `until`."""

    id: int | None = Field(default=None, primary_key=True)
    from_name: str = ""
    from_lat: float
    from_lon: float
    to_name: str = ""
    to_lat: float
    to_lon: float
    minutes: int
    both_ways: bool = True
    reason: str
    since: date
    until: date = Field(index=True)
    created_by_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Taken back; kept, so that it can come again."""

    @property
    def start(self) -> Point:
        return Point(self.from_lat, self.from_lon)

    @property
    def end(self) -> Point:
        return Point(self.to_lat, self.to_lon)


class Closure(SQLModel, table=True):
    """A street, or an area, through which no bus goes from the day `since` to the day `until`."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    is_area: bool = False
    line: list[list[float]] = Field(sa_type=JSON)
    """[[lat, lon], …] in order; an area closes by itself."""
    since: date
    until: date = Field(index=True)
    created_by_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(Point(lat, lon) for lat, lon in self.line)
