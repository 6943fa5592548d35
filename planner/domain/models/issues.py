"""An issue, what was decided about it, and its whole history."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, BigInteger, Field, Index, SQLModel, text

from planner.domain.geo import Point
from planner.domain.models.types import UtcDateTime, Word, new_id
from planner.domain.words import (
    ControlKind,
    InstructionState,
    IssueState,
    Outcome,
    PhotoPhase,
    PhotoSource,
    Severity,
    Step,
)

_PUBLIC = "public_from IS NOT NULL AND internal IS {no} AND deleted IS {no}"


class Issue(SQLModel, table=True):
    """One problem. `id` is the number people use; `uid` is made where the issue was logged."""

    __table_args__ = (
        Index("issue_rev", "rev", sqlite_where=text("rev > 0"), postgresql_where=text("rev > 0")),
        Index("issue_raised", "created_at", "deleted"),
        Index("issue_ended", "closed_at", "outcome", "deleted"),
        Index("issue_deleted", "id", sqlite_where=text("deleted IS 1"), postgresql_where=text("deleted IS true")),
        Index("issue_internal", "id", sqlite_where=text("internal IS 1"), postgresql_where=text("internal IS true")),
        Index(
            "issue_public",  # every column that the public pages filter, sort and count by
            *("created_at", "id", "public_from", "state", "outcome", "due_on", "district_id", "category_id"),
            *("agency_id", "tour_id", "closed_at"),
            sqlite_where=text(_PUBLIC.format(no="0")),
            postgresql_where=text(_PUBLIC.format(no="false")),
        ),
        Index(
            "issue_public_district",
            *("district_id", "created_at", "id", "public_from", "state", "outcome", "due_on"),
            sqlite_where=text(_PUBLIC.format(no="0")),
            postgresql_where=text(_PUBLIC.format(no="false")),
        ),
        Index(
            "issue_newest",  # the same columns in the order of the list: a page of it is found without sorting
            *("created_at", "id", "state", "due_on", "internal", "deleted", "category_id", "district_id", "agency_id"),
            *("tour_id", "severity", "supporters"),
        ),
        Index(
            "issue_due",
            *("due_on", "created_at", "id", "state", "internal", "deleted", "category_id", "district_id", "agency_id"),
            sqlite_where=text("due_on IS NOT NULL"),
            postgresql_where=text("due_on IS NOT NULL"),
        ),
        Index(
            "issue_list",  # every column that lists filter and sort by: counting 100,000 issues touches no row
            "state",
            "due_on",
            "created_at",
            "id",
            "internal",
            "category_id",
            "district_id",
            "agency_id",
            "tour_id",
            "deleted",
            "late_settled",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_id, unique=True)
    lat: float
    lon: float
    line: list[list[float]] | None = Field(default=None, sa_type=JSON)
    """[[lat, lon], …] where the problem has a length; lat and lon are then its middle."""
    address: str = ""
    district_id: int | None = Field(default=None, foreign_key="district.id", index=True)
    category_id: int = Field(foreign_key="category.id", index=True)
    text: str = ""
    severity: Severity = Field(default=Severity.NORMAL, sa_type=Word(Severity))
    internal: bool = False
    """Seen by those who steer the work and by the agencies involved, by nobody else."""
    state: IssueState = Field(default=IssueState.NEW, sa_type=Word(IssueState))
    outcome: Outcome | None = Field(default=None, sa_type=Word(Outcome))
    duplicate_of_id: int | None = Field(default=None, foreign_key="issue.id")
    again_of_id: int | None = Field(default=None, index=True)
    """The issue that was called fixed at this place before: it was not, or not for long."""
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    """Responsible by the open instruction that `due_on` is of, else by the last one."""
    due_on: date | None = None
    """The earliest date of an instruction that waits for its agency, else of one that waits for the controller."""
    late_settled: int = 0
    """The most days by which an instruction that does not wait for its agency any more missed its date; lists are sorted by it."""
    tour_id: int | None = Field(default=None, foreign_key="tour.id", index=True)
    stop_id: int | None = Field(default=None, foreign_key="stop.id", index=True)
    raised_by_person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    raised_by_participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    raised_by: str = ""
    """The name as it was then."""
    behalf: str = ""
    """The resident in whose name it was raised: told to staff alone, and to no history."""
    by_resident: bool = False
    """A resident has reported it, and somebody has accepted it; whose report it was is kept apart (`ResidentReport`)."""
    external_number: str = ""
    """«№ обращения» in the system from which it came; told to accounts, not to tablets."""
    placed: bool = True
    """False: nobody has said where it is, the point is where the bus was last known to be."""
    accuracy_m: int | None = None
    """How exact the device called the point."""
    place_from: str = ""
    """What gave the point: "tablet", "map", "stop", "open" (the bus's own way), or nothing known."""
    next_tour: bool = False
    """Was put off until the next tour, and nothing was decided since."""
    supporters: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    public_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """From then on everybody may read its public copy (`PublicIssue`); none: nobody may."""
    qk: int = Field(default=0, sa_type=BigInteger, index=True)
    """`geo.qk_of` of the point; the map's columns are sorted by it."""
    rev: int = Field(default=0, sa_type=BigInteger)
    """A mark that grows with each change, by which the map's columns are kept fresh."""
    deleted: bool = False

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)


class IssueAgency(SQLModel, table=True):
    """An agency that has, or had, a part in an issue: as responsible, as co-executor, or asked to take it over."""

    __table_args__ = (Index("issueagency_issues", "agency_id", "issue_id"),)

    issue_id: int = Field(foreign_key="issue.id", primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", primary_key=True)


class Support(SQLModel, table=True):
    """Somebody has the same problem; `supporter` is "person:7" or "participant:12", so that nobody counts twice."""

    issue_id: int = Field(foreign_key="issue.id", primary_key=True)
    supporter: str = Field(primary_key=True)
    supported_at: datetime = Field(sa_type=UtcDateTime)


class Photo(SQLModel, table=True):
    """A picture of an issue; the three hashes name files in the store."""

    id: str = Field(default_factory=new_id, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    instruction_id: int | None = Field(default=None, foreign_key="instruction.id")
    phase: PhotoPhase = Field(default=PhotoPhase.BEFORE, sa_type=Word(PhotoPhase))
    original: str
    clean: str
    """Upright and without location: what others may download."""
    thumbnail: str
    width: int
    height: int
    lat: float | None = None
    lon: float | None = None
    """Of the device that took it, else from the file, if it had a position; shown to staff only."""
    source: PhotoSource = Field(default=PhotoSource.FILE, sa_type=Word(PhotoSource))
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was taken, by the clock of the device that took it; None for a file."""
    accuracy_m: int | None = None
    """How exact the device called its position."""
    taken_by: str = ""
    added_at: datetime = Field(sa_type=UtcDateTime)
    hidden: bool = False


class Comment(SQLModel, table=True):
    """What was said about an issue or at a stop."""

    id: str = Field(default_factory=new_id, primary_key=True)
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    stop_id: int | None = Field(default=None, foreign_key="stop.id", index=True)
    author: str
    author_person_id: int | None = Field(default=None, foreign_key="person.id")
    author_participant_id: int | None = Field(default=None, foreign_key="participant.id")
    text: str
    written_at: datetime = Field(sa_type=UtcDateTime)


class Instruction(SQLModel, table=True):
    """What was decided about an issue: who does it, until when, under whose control."""

    __table_args__ = (
        Index("instruction_due", "state", "due_on", "agency_id", "issue_id"),
        Index(
            "instruction_reported",  # what the board counts of reports, by their day
            *("reported_on", "state", "agency_id", "given_on", "due_on", "late_before", "issue_id"),
        ),
        Index(
            "instruction_record",  # every column that the figures of agencies are counted from
            *("agency_id", "state", "due_on", "reported_on", "given_on", "hand_overs", "late_before", "issue_id"),
        ),
        Index("instruction_number", "tour_id", "stop_number", "item", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_id, unique=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    text: str
    agency_id: int = Field(foreign_key="agency.id", index=True)
    due_on: date
    state: InstructionState = Field(default=InstructionState.ASSIGNED, sa_type=Word(InstructionState))
    controller_id: int | None = Field(default=None, foreign_key="person.id")
    control: ControlKind = Field(default=ControlKind.USUAL, sa_type=Word(ControlKind))
    tour_id: int | None = Field(default=None, foreign_key="tour.id")
    """The tour on which it was given, whose protocol has it; none: outside of any."""
    stop_number: int = 0
    """The position of the stop on that tour; 0: at no stop."""
    item: int = 1
    """Counts what was given at that stop, else what was given about that issue outside of tours
    (`domain.instruction_number`)."""
    given_by: str = ""
    given_by_id: int | None = Field(default=None, foreign_key="person.id")
    """Who set the term, and may move it; None where it came from nobody known here."""
    given_at: datetime = Field(sa_type=UtcDateTime)
    given_on: date | None = None
    """The city's day of it: its term is counted from here."""
    reported_by_id: int | None = Field(default=None, foreign_key="person.id")
    reported_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reported_on: date | None = None
    """The city's day of the last report; it stays when the work is taken off control, or returned."""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_until: date | None = None
    """A wish for more time that nobody has answered yet."""
    asked_reason: str = ""
    wished_agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    """The agency that shall take it over, by a wish that nobody has answered yet; until then it stays where it is."""
    wished_reason: str = ""
    wished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    extensions: int = 0
    hand_overs: int = 0
    returns: int = 0
    late_before: int = 0
    """The most days by which it had missed a date that was moved then, by a return or an extension."""


class CoExecutor(SQLModel, table=True):
    """An agency that helps with an instruction."""

    instruction_id: int = Field(foreign_key="instruction.id", primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", primary_key=True)


class Move(SQLModel, table=True):
    """One step of an issue or of an instruction: written once, never edited. A decision for many that is taken back, before anybody
    was told of it, is the only one that leaves: another step tells of it.
    """

    __table_args__ = (
        Index("move_at", "at", "issue_id"),
        Index("move_step", "step", "at", "agency_id", "outcome", "issue_id", "instruction_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    instruction_id: int | None = Field(default=None, foreign_key="instruction.id")
    step: Step = Field(sa_type=Word(Step))
    from_state: str = ""
    to_state: str = ""
    by: str = ""
    by_person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    text: str = ""
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    """Of a step of an instruction, the agency that had it; of a hand-over, the one that gave it away."""
    outcome: Outcome | None = Field(default=None, sa_type=Word(Outcome))
    """Of `facts`, for counting."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What changed: dates as ISO text, agencies by id and by the name they had then."""
