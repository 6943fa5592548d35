"""What everybody may read: the public copies of issues and photos, and who decided it."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from planner.domain.models.types import UtcDateTime, Word
from planner.domain.words import Publicity


class PublicIssue(SQLModel, table=True):
    """What was decided about an issue; without a row nobody has decided yet. Public pages read these texts, never the issue's."""

    issue_id: int = Field(foreign_key="issue.id", primary_key=True)
    choice: Publicity = Field(sa_type=Word(Publicity))
    text: str = ""
    """What everybody reads; the issue keeps its own."""
    text_closed: bool = False
    """Nothing of the text is shown, and it says so."""
    address: str = ""
    place_closed: bool = False
    """Neither the address nor the point is shown, only the district."""
    shown_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Not before this moment; none: at once."""
    of_text: str = ""
    of_address: str = ""
    """What the issue said when it was decided: where it says something else by now, somebody has to look again."""
    by_rule: bool = False
    decided_by: str = ""
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime = Field(sa_type=UtcDateTime)


class PublicPhoto(SQLModel, table=True):
    """What was decided about a photo; the two hashes name its public copy, with what was blacked out gone for good."""

    photo_id: str = Field(foreign_key="photo.id", primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    passed: bool = False
    picture: str | None = None
    thumbnail: str | None = None
    width: int = 0
    height: int = 0
    boxes: list[list[float]] = Field(default_factory=list, sa_type=JSON)
    """What is black: [left, top, right, bottom], as shares of the width and the height."""
    decided_by: str = ""
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime = Field(sa_type=UtcDateTime)


class PublicDecision(SQLModel, table=True):
    """One decision about an issue or one of its photos: written once, never edited, never deleted."""

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    photo_id: str | None = Field(default=None, foreign_key="photo.id")
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""
    by_person_id: int | None = Field(default=None, foreign_key="person.id")
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What was decided until then and from then on, as `PublicIssue` or `PublicPhoto` has it; none: nothing."""
