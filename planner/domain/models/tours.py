"""A tour or an event: its stops, agenda, who was invited and who is on board, which media were let in."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel, func

from planner.domain.geo import Point
from planner.domain.models.types import UtcDateTime, Word
from planner.domain.words import Accreditation, Answer, SeatGroup, TourKind, TourState


class Tour(SQLModel, table=True):
    """A bus tour, or an event at one place: a field event, a press approach.

    An event begins and ends where it is: its place is `start_…`, and its one stop follows from it.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: TourKind = Field(default=TourKind.BUS_TOUR, sa_type=Word(TourKind))
    state: TourState = Field(default=TourState.DRAFT, sa_type=Word(TourState), index=True)
    title: str
    leader_id: int | None = Field(default=None, foreign_key="person.id")
    secretary_id: int | None = Field(default=None, foreign_key="person.id")
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    """The latest return."""
    start_name: str = ""
    start_lat: float | None = None
    start_lon: float | None = None
    end_name: str = ""
    end_lat: float | None = None
    end_lon: float | None = None
    bus_name: str = ""
    bus_plate: str = ""
    seats: int | None = None
    quota_agency: int | None = None
    quota_press: int | None = None
    quota_public: int | None = None
    note: str = ""
    materials: str = ""
    """What is handed out to the media, a line each, with an address maybe."""
    people_came: int | None = None
    """How many people were counted at an event; none: nobody has counted yet."""
    series_id: int | None = Field(default=None, index=True)
    """The series that it was made in; SQLite cannot add a reference to a table that others refer to."""
    cancel_reason: str = ""
    join_code: str | None = Field(default=None, unique=True)
    """The short link of the tablets; none means revoked."""
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime, sa_column_kwargs={"onupdate": func.now()})
    """When the row was last changed, by the database's clock, whoever changed it; none: not since it was made."""
    version: int = 1
    """Grows with each change of the plan; an edit made on an older one is refused."""
    plan_changed_by: str = ""
    plan_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Who made the present version, and when by the database's clock; empty where nobody has changed the plan yet."""
    rules: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What the stops themselves do not say (`domain.tour_rules.TourRules`); None means the defaults."""
    shown: bool | None = None
    """Whether it is on the public pages; none: as the city says of all tours."""
    engine: str = ""
    """Which engine computed the rides of the plan."""
    vote_id: int | None = None
    vote_for: int | None = None
    vote_of: int | None = None
    """The vote in which residents chose a district of this tour: how many were for it, of how many. SQLite cannot add a
    reference to a table that others refer to.
    """
    told: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What those who come along know of the plan (`domain.told_plan.ToldPlan`); None before it is published."""

    @property
    def is_event(self) -> bool:
        """Whether it is at one place, without a bus."""
        return self.kind is not TourKind.BUS_TOUR

    @property
    def start_point(self) -> Point | None:
        return None if self.start_lat is None or self.start_lon is None else Point(self.start_lat, self.start_lon)

    @property
    def end_point(self) -> Point | None:
        return None if self.end_lat is None or self.end_lon is None else Point(self.end_lat, self.end_lon)


class Stop(SQLModel, table=True):
    """A place on a tour, in order; `position` counts from 1."""

    id: int | None = Field(default=None, primary_key=True)
    tour_id: int = Field(foreign_key="tour.id", index=True)
    position: int
    place_id: int | None = Field(default=None, foreign_key="place.id")
    name: str
    address: str = ""
    lat: float
    lon: float
    minutes_off: int = 2
    minutes_talk: int = 15
    window_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    window_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    must: bool = True
    pinned: bool = False
    """Keeps its number when an order is proposed."""
    planned_arrival: datetime | None = Field(default=None, sa_type=UtcDateTime)
    planned_departure: datetime | None = Field(default=None, sa_type=UtcDateTime)
    arrived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    departed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    skipped: bool = False
    public_code: str | None = Field(default=None, index=True, unique=True)
    """The address of the page at the stop, `/stop/<code>`; given when the tour is published."""
    arrival_assumed: bool = False
    """Nobody told when the bus came: the time is computed."""
    ride_after_id: int | None = None
    """The stop from which the plan comes here."""
    ride_minutes: float | None = None
    """The computed ride from there, without what past rides have taught: the next ride is compared with it."""
    ride_engine: str = ""
    ride_position: int | None = None
    ride_minutes_talk: int | None = None
    """What was chosen on the way, beside the plan of record; both are none until then."""
    press: bool = False
    """A press approach is held at this stop of a bus tour."""
    vote_id: int | None = None
    vote_for: int | None = None
    vote_of: int | None = None
    """The vote in which residents chose this stop: how many were for it, of how many."""

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)

    @property
    def order(self) -> int:
        """The place in the order in which the bus really goes."""
        return self.position if self.ride_position is None else self.ride_position

    @property
    def talk(self) -> int:
        """The minutes of talk that are really meant."""
        return self.minutes_talk if self.ride_minutes_talk is None else self.ride_minutes_talk


class StopIssue(SQLModel, table=True):
    """An issue that a stop was made for."""

    stop_id: int = Field(foreign_key="stop.id", primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", primary_key=True, index=True)


class AgendaItem(SQLModel, table=True):
    """What is talked about at a stop, who speaks, for how long."""

    id: int | None = Field(default=None, primary_key=True)
    stop_id: int = Field(foreign_key="stop.id", index=True)
    position: int = 1
    text: str
    speaker: str = ""
    minutes: int = 5


class Participant(SQLModel, table=True):
    """Somebody on one tour: the invitation, the answer, the seat, the boarding."""

    id: int | None = Field(default=None, primary_key=True)
    tour_id: int = Field(foreign_key="tour.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    name: str = ""
    """Empty while an agency was invited and has not said yet whom it sends."""
    agency_name: str = ""
    """As typed on a tablet, where no agency was chosen."""
    group: SeatGroup = Field(default=SeatGroup.AGENCY, sa_type=Word(SeatGroup))
    answer: Answer = Field(default=Answer.INVITED, sa_type=Word(Answer))
    delegated_to_id: int | None = Field(default=None, foreign_key="participant.id")
    waiting_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    invited_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    boarded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Got off before the end of the ride."""
    tablet: bool = False
    """Came in by the short link."""
    post: str = ""
    phone: str = ""
    email: str = ""
    """How this one is reached; what is empty, the person's or the agency's entry says."""
    note: str = ""
    """What else is to be known of how they are reached, as typed."""
    answer_code: str | None = Field(default=None, index=True, unique=True)
    """Opens the page where one answers without an account; none while the link is taken back."""
    promoted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Came from the line to a seat then, and has not been told by anybody yet."""


class MediaGuest(SQLModel, table=True):
    """Somebody of the media who is asked to an event, or to the press approach of a tour."""

    id: int | None = Field(default=None, primary_key=True)
    tour_id: int = Field(foreign_key="tour.id", index=True)
    outlet: str
    name: str = ""
    """Empty while the outlet has not said yet whom it sends."""
    contact: str = ""
    """Phone, mail, as typed."""
    note: str = ""
    """What is to be let in besides: a camera, a car."""
    state: Accreditation = Field(default=Accreditation.ASKED, sa_type=Word(Accreditation))
    came: bool | None = None
    """None: nobody has said yet."""


class TourSeries(SQLModel, table=True):
    """Tours that were made ahead by one rule, out of one tour."""

    id: int | None = Field(default=None, primary_key=True)
    rule: dict[str, Any] = Field(sa_type=JSON)
    """As `domain.series.SeriesRule.to_data` writes it."""
    made_by: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)


class TourTemplate(SQLModel, table=True):
    """What was kept of a tour, for new ones; written once."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    content: dict[str, Any] = Field(sa_type=JSON)
    """As `services.events.templates` writes it."""
    made_by: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)


class HeadCount(SQLModel, table=True):
    """How many were on the bus when it left a stop."""

    stop_id: int = Field(foreign_key="stop.id", primary_key=True)
    people: int
    counted_at: datetime = Field(sa_type=UtcDateTime)
    counted_by: str = ""


class RideChange(SQLModel, table=True):
    """What was chosen on the way, or taken back: written once, never edited, never deleted."""

    id: int | None = Field(default=None, primary_key=True)
    tour_id: int = Field(foreign_key="tour.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""
    by_person_id: int | None = Field(default=None, foreign_key="person.id")
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """Its steps: kind, stop, minutes, other, and in `before` what the stops said until then; empty when taken back."""
    breaks: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """Why: what did not work out at that moment (kind, stop, minutes)."""
    undoes_id: int | None = Field(default=None, foreign_key="ridechange.id", unique=True)
    """The choice that is taken back by this row."""


class BusPosition(SQLModel, table=True):
    """The last position of the bus on one ride: the only one that is kept, and only until the ride is closed."""

    tour_id: int = Field(foreign_key="tour.id", primary_key=True)
    lat: float
    lon: float
    accuracy_m: int
    at: datetime = Field(sa_type=UtcDateTime)
    near_stop_id: int | None = Field(default=None, foreign_key="stop.id")
    near_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when the bus has been seen beside this stop without a break."""
    away_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    muted_stop_id: int | None = Field(default=None, foreign_key="stop.id")
    """Somebody took back what the position said of this stop: it says nothing of it until the bus has been elsewhere."""
    expected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the bus will be at `expected_stop_id`, by the rest of the way; elsewhere it means nothing."""
    expected_stop_id: int | None = Field(default=None, foreign_key="stop.id")

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)
