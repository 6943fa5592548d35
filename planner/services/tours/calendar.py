"""Tours for calendars: one tour, one's own invitation, and everything that a person may have in a calendar."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Agency, City, Participant, Person, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may, require
from planner.domain.words import Answer
from planner.services.access.people import PersonFacts, facts_of
from planner.services.access.scopes import tours_visible_to, visible_tour
from planner.services.city.city import get_city
from planner.services.guests.invitations import subject_of_invitation
from planner.services.tours.due_dates import DueInCalendar, due_dates
from planner.services.tours.in_order import stops_in_order

REMEMBERED = timedelta(days=180)
"""How long a tour stays in a calendar that is subscribed to."""
MOST_TOURS = 500
_RANK = {Answer.YES: 0, Answer.WAITING: 1, Answer.INVITED: 2, Answer.DELEGATED: 3, Answer.NO: 4}


@dataclass(frozen=True)
class OwnAnswer:
    """Somebody's invitation to a tour with its answer, and who that is."""

    invitation: Participant
    name: str
    email: str


@dataclass(frozen=True)
class TourInCalendar:
    """A tour as somebody may have it in a calendar: its stops in order, who made it, and that somebody's own answer.

    `organizer` is None for those who may not see people; `own` where the entry is nobody's in particular.
    """

    tour: Tour
    stops: Sequence[Stop]
    organizer: PersonFacts | None = None
    own: OwnAnswer | None = None


@dataclass(frozen=True)
class PersonalCalendar:
    """A person's calendar: the city that it is of, its tours, the latest first, and the dates of one's agency's work."""

    city: City
    tours: Sequence[TourInCalendar]
    due: Sequence[DueInCalendar] = ()


def tour_calendar(session: Session, actor: Actor, tour_id: int) -> TourInCalendar:
    """The tour for a calendar, for whoever may see it."""
    return _in_calendar(session, actor, [visible_tour(session, actor, tour_id)])[0]


def invitation_calendar(session: Session, actor: Actor, participant_id: int) -> TourInCalendar:
    """The tour with the answer of one invited person or agency, for whoever may give that answer."""
    row = session.get(Participant, participant_id)
    if row is None:
        require(actor, Action.SEE_TOUR)
        raise NotFound("invitations.error.unknown")
    tour = visible_tour(session, actor, row.tour_id)
    require(actor, Action.ANSWER_INVITATION, subject_of_invitation(row, tour))
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    agency = session.get(Agency, row.agency_id) if row.agency_id is not None else None
    name = row.name or (agency.name if agency else row.agency_name)
    email = (person.email or "") if person else (agency.email if agency else "")
    return replace(_in_calendar(session, actor, [tour])[0], own=OwnAnswer(row, name, email))


def personal_calendar(session: Session, actor: Actor, *, now: datetime) -> PersonalCalendar:
    """Every tour that the actor may see, from half a year ago on, with the actor's own answers, and what the
    actor's agency has to do by when. Six queries.

    The same tours give the same facts, whenever it is asked for.
    """
    require(actor, Action.SEE_TOUR)
    recent = select(Tour).where(tours_visible_to(actor), col(Tour.starts_at) > now - REMEMBERED)
    tours = session.exec(recent.order_by(col(Tour.starts_at).desc(), col(Tour.id)).limit(MOST_TOURS)).all()
    me = session.get(Person, actor.person_id) if actor.person_id is not None else None
    email = (me.email or "") if me else ""
    mine = _own_invitations(session, actor, tours)
    own = {tour_id: OwnAnswer(row, actor.name, email) for tour_id, row in mine.items()}
    found = [replace(each, own=own.get(each.tour.id)) for each in _in_calendar(session, actor, tours)]
    return PersonalCalendar(get_city(session), found, due_dates(session, actor))


def _in_calendar(session: Session, actor: Actor, tours: Sequence[Tour]) -> list[TourInCalendar]:
    stops = _stops(session, tours)
    organizers = _organizers(session, actor, tours)
    return [TourInCalendar(tour, stops[tour.id], organizers.get(tour.created_by_id)) for tour in tours]


def _own_invitations(session: Session, actor: Actor, tours: Sequence[Tour]) -> Mapping[int | None, Participant]:
    """The actor's invitation to each tour, else that of the actor's agency; of several the one that promises most."""
    mine = [col(Participant.person_id) == actor.person_id]
    if actor.agency_id is not None:
        for_agency = [col(Participant.person_id).is_(None), col(Participant.tablet).is_(False)]
        mine.append(and_(col(Participant.agency_id) == actor.agency_id, *for_agency))
    found = session.exec(
        select(Participant).where(col(Participant.tour_id).in_([tour.id for tour in tours]), or_(*mine))
    ).all()
    found = sorted(found, key=lambda row: (row.person_id is None, _RANK[row.answer], id_of(row)), reverse=True)
    return {row.tour_id: row for row in found}


def _stops(session: Session, tours: Sequence[Tour]) -> Mapping[int | None, list[Stop]]:
    found: dict[int | None, list[Stop]] = defaultdict(list)
    for stop in session.exec(stops_in_order(*(tour.id for tour in tours))):
        found[stop.tour_id].append(stop)
    return found


def _organizers(session: Session, actor: Actor, tours: Sequence[Tour]) -> Mapping[int | None, PersonFacts]:
    """Who made the tours, for those who may see people."""
    ids = {tour.created_by_id for tour in tours if tour.created_by_id is not None}
    if not ids or not may(actor, Action.SEE_PEOPLE).allowed:
        return {}
    return {person.id: facts_of(person) for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}
