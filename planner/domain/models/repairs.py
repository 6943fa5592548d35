"""What a contractor has repaired and still answers for."""

from datetime import date
from typing import Any

from sqlmodel import JSON, Field, SQLModel


class Repair(SQLModel, table=True):
    """A repaired street, yard or thing: where it is, by which contract, and until when the contractor mends it again for nothing."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    geometry: dict[str, Any] = Field(sa_type=JSON)
    """GeoJSON: Point, LineString, MultiLineString, Polygon or MultiPolygon."""
    south: float = Field(index=True)
    west: float
    north: float
    east: float
    """The box around it, by which it is found."""
    contract: str = ""
    contractor: str = ""
    """The name as it stands in the contract."""
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    """The contractor among the agencies, where it is one of them."""
    accepted_on: date | None = None
    guarantee_until: date = Field(index=True)
    archived: bool = False
