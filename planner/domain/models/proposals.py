"""What was proposed for a tour, what was chosen, and why: kept for publication."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from planner.domain.models.types import UtcDateTime


class TourProposal(SQLModel, table=True):
    """One choice among proposals: written once, never edited, never deleted."""

    id: int | None = Field(default=None, primary_key=True)
    tour_id: int = Field(foreign_key="tour.id", index=True)
    chosen: str
    """Which of `alternatives`."""
    reason: str = ""
    engine: str
    """Who computed the travel times."""
    chosen_by: str = ""
    chosen_by_id: int | None = Field(default=None, foreign_key="person.id")
    chosen_at: datetime = Field(sa_type=UtcDateTime)
    version_before: int
    version_after: int
    candidates: int
    """Among how many stops the proposals were chosen."""
    weights: dict[str, Any] = Field(sa_type=JSON)
    rules: dict[str, Any] = Field(sa_type=JSON)
    alternatives: list[dict[str, Any]] = Field(sa_type=JSON)
    """Each proposal with its figures and its stops in order (name, address, arrival, points and their parts),
    and the issues that it leaves out, those of candidates worth most."""
