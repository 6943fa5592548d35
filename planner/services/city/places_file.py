"""A place before it is stored: as a row of a file says it."""

from dataclasses import dataclass

from planner.domain.geo import Point
from planner.domain.typed import typed_line


@dataclass(frozen=True)
class PlaceDraft:
    """A row of a file that can be stored; `district` is a name, `district_id` the same where it is known already."""

    row: int
    name: str
    lat: float
    lon: float
    kind: str = ""
    address: str = ""
    district: str = ""
    source: str = ""
    district_id: int | None = None

    @property
    def point(self) -> Point:
        """Where it lies."""
        return Point(self.lat, self.lon)


def place_texts(name: str, kind: str, address: str, source: str) -> tuple[str, str, str, str]:
    """The texts of a place as they are kept; Invalid at the field of one that is too long, and without a name."""
    return (
        typed_line(name, field="name", longest=300, needed="places.error.name"),
        typed_line(kind, field="kind", longest=100),
        typed_line(address, field="address", longest=300),
        typed_line(source, field="source", longest=300),
    )
