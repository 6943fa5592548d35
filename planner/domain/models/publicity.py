"""What everybody may read: the public copies of issues and photos, who decided it, and the releases and reports of the press
office; and what residents report.
"""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Field, Index, SQLModel, UniqueConstraint

from planner.domain.geo import Point
from planner.domain.models.types import UtcDateTime, Word
from planner.domain.press_report import ReportFigure
from planner.domain.words import (
    Publicity,
    QuoteSource,
    ReleaseKind,
    ReleaseState,
    ReportKind,
    ReportState,
    ReportStep,
)


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


class Release(SQLModel, table=True):
    """One release in both languages; everybody reads it while it is published and its moment has come."""

    __tablename__ = "pressrelease"  # RELEASE is a word of SQL
    __table_args__ = (Index("pressrelease_out", "state", "public_from", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: ReleaseKind = Field(default=ReleaseKind.RELEASE, sa_type=Word(ReleaseKind))
    state: ReleaseState = Field(default=ReleaseState.DRAFT, sa_type=Word(ReleaseState))
    tour_id: int | None = Field(default=None, foreign_key="tour.id", index=True)
    """What it tells of; none: it is about no tour."""
    title: str = ""
    lead: str = ""
    body: str = ""
    title_en: str = ""
    lead_en: str = ""
    body_en: str = ""
    """Empty: nobody has said it in English, and English pages have the Russian one."""
    offered: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What was made out of the data (`domain.press.Offer`), for comparing; none: it was written by hand."""
    public_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The moment from which a published one is read."""
    first_public_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was read first, whatever became of it since."""
    tour_ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its tour ended, as it was known when it was let out: how long it took stays what it was."""
    corrected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its text was last changed while everybody could read it."""
    made_by: str = ""
    made_by_id: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime, index=True)
    credit: str = ""
    """Whose pictures they are, for all of them."""
    published_by: str = ""
    published_by_id: int | None = Field(default=None, foreign_key="person.id")


class ReleaseQuote(SQLModel, table=True):
    """What somebody said, in a release; it goes out only when it was approved, and every change wants a new approval."""

    id: int | None = Field(default=None, primary_key=True)
    release_id: int = Field(foreign_key="pressrelease.id", index=True)
    position: int = 1
    source: QuoteSource = Field(default=QuoteSource.TYPED, sa_type=Word(QuoteSource))
    source_key: str = ""
    """Which decision, or which words of whom; the same ones are chosen once."""
    issue_id: int | None = Field(default=None, foreign_key="issue.id")
    """The issue that it is about: nobody reads the quote when nobody may read of that."""
    speaker: str
    post: str = ""
    speaker_id: int | None = Field(default=None, foreign_key="person.id")
    text: str
    text_en: str = ""
    edition: int = 1
    """Grows with each change: who approves says which one was read."""
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_by: str = ""
    approved_by_id: int | None = Field(default=None, foreign_key="person.id")


class ReleasePair(SQLModel, table=True):
    """What was and what is: two public copies of photos of one issue, in a release. What is checked is the very copy that was looked
    at: another copy of the photo wants another look.
    """

    __table_args__ = (UniqueConstraint("release_id", "issue_id", name="releasepair_issue"),)

    id: int | None = Field(default=None, primary_key=True)
    release_id: int = Field(foreign_key="pressrelease.id")
    position: int = 1
    issue_id: int = Field(foreign_key="issue.id")
    before_id: str = Field(foreign_key="photo.id")
    after_id: str = Field(foreign_key="photo.id")
    caption: str = ""
    caption_en: str = ""
    before_checked: str = ""
    after_checked: str = ""
    """The hash of the copy in which somebody has looked for faces and plates; empty: nobody has."""
    before_checked_by: str = ""
    after_checked_by: str = ""


class ReleaseVersion(SQLModel, table=True):
    """The texts of a release as somebody saved them: written once, never edited. `number` counts from 1."""

    __table_args__ = (UniqueConstraint("release_id", "number", name="releaseversion_number"),)

    id: int | None = Field(default=None, primary_key=True)
    release_id: int = Field(foreign_key="pressrelease.id")
    number: int
    texts: dict[str, str] = Field(sa_type=JSON)
    """By the names of the columns of `Release`."""
    state: ReleaseState = Field(sa_type=Word(ReleaseState))
    """Where the release stood then."""
    by: str = ""
    by_person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class OutsideFigure(SQLModel, table=True):
    """How many there were in a year of what the planner did not count itself: typed by the press office."""

    year: int = Field(primary_key=True)
    figure: ReportFigure = Field(sa_type=Word(ReportFigure), primary_key=True)
    value: int
    by: str = ""
    by_person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class PublicReport(SQLModel, table=True):
    """A report that somebody has let out: its days. Its figures are counted of what is public at each moment."""

    id: int | None = Field(default=None, primary_key=True)
    first_day: date
    last_day: date
    let_out_at: datetime = Field(sa_type=UtcDateTime)
    let_out_by: str = ""
    let_out_by_id: int | None = Field(default=None, foreign_key="person.id")
    taken_back: bool = False


class MediaContact(SQLModel, table=True):
    """Somebody of the media whom releases go to. Who they are is known to the press office alone."""

    id: int | None = Field(default=None, primary_key=True)
    outlet: str
    name: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    groups: list[str] = Field(default_factory=list, sa_type=JSON)
    """To which groups of the list they belong, as typed: «газеты», «телевидение»."""
    language: str = "ru"
    token: str = Field(unique=True)
    """The secret in each letter; all that it opens is the end of the letters."""
    wanted: bool = True
    """False: they have ended the letters by themselves."""
    archived: bool = False


class MediaSent(SQLModel, table=True):
    """A letter to the media that was handed to the mails, in the same transaction: nobody gets the same thing twice."""

    key: str = Field(primary_key=True)
    """What it tells: "release:5", "month:2026-12"."""
    contact_id: int = Field(foreign_key="mediacontact.id", primary_key=True, index=True)
    address: str
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""
    by_person_id: int | None = Field(default=None, foreign_key="person.id")


class MediaMention(SQLModel, table=True):
    """Who published what about the city's work."""

    id: int | None = Field(default=None, primary_key=True)
    outlet: str
    title: str
    url: str = ""
    published_on: date
    release_id: int | None = Field(default=None, foreign_key="pressrelease.id", index=True)
    """The release that it follows, where it follows one."""
    noted_by: str = ""
    noted_by_id: int | None = Field(default=None, foreign_key="person.id")
    noted_at: datetime = Field(sa_type=UtcDateTime)


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

    @property
    def says(self) -> dict[str, Any]:
        """What of it may be mended, by the names of the fields of the form."""
        point = None if self.lat is None or self.lon is None else (self.lat, self.lon)
        return {"text": self.text, "category_id": self.category_id, "address": self.address, "point": point}


class ReportMove(SQLModel, table=True):
    """What was done with a report besides deciding on it; written once, never changed. The first `before` has what was sent."""

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="residentreport.id", index=True)
    step: ReportStep = Field(sa_type=Word(ReportStep))
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What stood there until then: the fields that were changed, or the refusal that was taken back."""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""
    by_person_id: int | None = Field(default=None, foreign_key="person.id")


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
