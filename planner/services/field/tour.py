"""What a tablet on the bus knows of its tour without a network: everything that the ride's screens tell, at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import Invalid
from planner.domain.models import Category, Comment, HeadCount, Stop
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.services.access.tablets import people_on_tablet, who_speaks
from planner.services.city.agencies import AgencyRow, list_agencies, list_categories
from planner.services.city.city import get_city
from planner.services.deadlines.rules import Norms, norms_of_each
from planner.services.field.door import ridden_tour
from planner.services.field.fates import Fate, fates_of
from planner.services.field.known import KnownIssues, known_issues
from planner.services.field.likely import likely_categories
from planner.services.field.mark import field_mark
from planner.services.guests.boarding import Traveller, check_in_of
from planner.services.protocol.editions import Protocol, protocol_of
from planner.services.ride.on_board import talk_on_tour
from planner.services.ride.under_way import Ride, ride_of


@dataclass(frozen=True)
class FieldNews:
    """Whether the tablet's state is the present one, and what became of its visitor's own items."""

    mark: str
    fates: Sequence[Fate]


@dataclass(frozen=True)
class FieldTour:
    """One tour as this visitor may see it.

    `likely` has the categories to offer first by the stop's id, under None those for the way. `agencies` and `norms` of terms
    are there for whoever decides, `people` for whoever leads: empty for others, and so is
    the `protocol` (for whoever leads and may know people). `heads` are the people counted and `said` what
    was said at each stop. `speaker` is who sees it so, `speakers` are all who speak on this tablet, the fates those of what any
    of them has made.
    """

    mark: str
    ride: Ride
    leads: bool
    decides: bool
    closes: bool
    known: KnownIssues
    categories: Sequence[Category]
    likely: Mapping[int | None, Sequence[int]]
    norms: Mapping[int, Norms]
    agencies: Sequence[AgencyRow]
    people: Sequence[Traveller]
    protocol: Protocol | None
    heads: Mapping[int, int]
    fates: Sequence[Fate]
    said: Mapping[int, Sequence[Comment]]
    speaker: Actor
    speakers: Sequence[Actor]


def field_news(session: Session, actor: Actor, code: str, *, by: str = "", now: datetime) -> FieldNews:
    """What is asked every few seconds: the mark and the fates, without the plan. Refuses as `field_tour`."""
    tour = ridden_tour(session, actor, code, now=now)
    mark = field_mark(session, _speaker(session, actor, by), tour, now=now)
    return FieldNews(mark, _fates(session, actor, id_of(tour), today_in(get_city(session).timezone, now)))


def field_tour(session: Session, actor: Actor, code: str, *, by: str = "", now: datetime) -> FieldTour:
    """The tour of a link for whoever may ride it. The same number of queries for any number of stops and issues.

    `by` is the key of who speaks on the tablet; it is told as they may see it, or as who is signed in where they do not.

    NotAllowed for everybody else, whom `field_door` tells how to come in; NotFound("join.error.link") for a link that is
    unknown, revoked, or of a tour that has been over for 12 hours.
    """
    tour = ridden_tour(session, actor, code, now=now)
    actor = _speaker(session, actor, by)
    tour_id, today = id_of(tour), today_in(get_city(session).timezone, now)
    mark = field_mark(session, actor, tour, now=now)  # before all else: what changes meanwhile changes the next mark
    ride = ride_of(session, actor, tour_id, now=now)
    leads = may(actor, Action.LEAD_TOUR, ride.subject).allowed
    decides = may(actor, Action.GIVE_INSTRUCTION, ride.subject).allowed
    known = known_issues(session, actor, tour, [row.stop for row in ride.plan.stops], today=today)
    categories = list_categories(session, actor)
    return FieldTour(
        mark=mark,
        ride=ride,
        leads=leads,
        decides=decides,
        closes=may(actor, Action.CLOSE_ISSUE, ride.subject).allowed,
        known=known,
        categories=categories,
        likely=likely_categories(session, actor, tour_id, categories, known.around, known.raised_on(tour_id), now=now),
        norms=norms_of_each(session, categories, today=today) if decides else {},
        agencies=list_agencies(session, actor) if decides else (),
        people=_people(session, actor, tour_id) if leads else (),
        protocol=protocol_of(session, actor, tour_id) if leads and _reads_protocols(actor) else None,
        heads=_heads(session, tour_id),
        fates=_fates(session, actor, tour_id, today),
        said=talk_on_tour(session, actor, tour_id),
        speaker=actor,
        speakers=_speakers(session, actor),
    )


def _reads_protocols(actor: Actor) -> bool:
    return may(actor, Action.SEE_PEOPLE).allowed


def _speaker(session: Session, actor: Actor, key: str) -> Actor:
    """Whoever of this tablet is named; else, or where that is nobody of it, who is signed in."""
    try:
        return who_speaks(session, actor, key) if key else actor
    except Invalid:
        return actor


def _speakers(session: Session, actor: Actor) -> list[Actor]:
    people = people_on_tablet(session, actor)
    return [replace(actor, name=one.name, participant_id=one.id) for one in people] or [actor]


def _fates(session: Session, actor: Actor, tour_id: int, today: date) -> list[Fate]:
    return [fate for one in _speakers(session, actor) for fate in fates_of(session, one, tour_id, today=today)]


def _people(session: Session, actor: Actor, tour_id: int) -> list[Traveller]:
    """Who is expected, on board or was; whoever said no is none of them."""
    travellers = check_in_of(session, actor, tour_id).travellers
    return [one for one in travellers if one.is_expected or one.on_board or one.got_off]


def _heads(session: Session, tour_id: int) -> dict[int, int]:
    rows = select(HeadCount.stop_id, HeadCount.people).join(Stop, col(Stop.id) == HeadCount.stop_id)
    return dict(session.exec(rows.where(Stop.tour_id == tour_id)).all())
