"""What everybody may read (the public copies of issues and photos, and who decided it), and what residents report."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, Index, SQLModel

from planner.domain.geo import Point
from planner.domain.models.types import UtcDateTime, Word
from planner.domain.words import Publicity, ReportKind, ReportState


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


class ResidentReport(SQLModel, table=True):
    """One report. `uid` is that of the form, so that a form sent twice is one report. It is no issue: nothing counts, lists or shows
    it but the queue of those who decide on it, and the page of whoever has its link.

    E-mail, name and phone are personal data: told to those who decide alone, and gone after a time (`forgotten_at`).
    """

    __table_args__ = (Index("residentreport_queue", "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    kind: ReportKind = Field(default=ReportKind.PROBLEM, sa_type=Word(ReportKind))
    state: ReportState = Field(default=ReportState.WAITING, sa_type=Word(ReportState))
    category_id: int = Field(foreign_key="category.id")
    text: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    """None where there is only an address that nobody knows."""
    media_url: str = ""
    """An address that a program gave; kept as it is, and never fetched."""
    email: str = ""
    name: str = ""
    phone: str = ""
    language: str = "ru"
    follow_code: str = Field(unique=True)
    """Whoever has it reads what became of the report; kept as it is, because each mail about it carries it."""
    confirm_code: str | None = Field(default=None, unique=True)
    """Goes by mail alone; none: no mail was sent, because the city sends none or no address was given."""
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the link in the mail was used, so that the address is somebody's who knows of the report."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    about_issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    """The issue that is said not to be fixed."""
    key_id: int | None = Field(default=None, foreign_key="apikey.id")
    """The program that has sent it; none: the form of the public page."""
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    """What it became, or was joined to."""
    answer: str = ""
    """Why it was refused, in words for the resident."""
    decided_by: str = ""
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer_cause: int | None = None
    """The number of the cause by which the resident is told; it goes out when the time to undo is over."""
    forgotten_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when there is no contact any more."""

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


class ReportPhoto(SQLModel, table=True):
    """A picture that came with a form, named by the form's `uid`: it is there before the report, which may have to be mended first.

    Only the copies without metadata are kept: what a resident's camera wrote about the place is nobody's.
    """

    uid: str = Field(primary_key=True)
    clean: str
    thumbnail: str
    width: int
    height: int
    added_at: datetime = Field(sa_type=UtcDateTime)


class ApiKey(SQLModel, table=True):
    """A program that may report in the name of residents; only the key's hash is kept."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    key_hash: str = Field(unique=True)
    made_by: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
