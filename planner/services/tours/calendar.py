"""Tours as entries of calendars: one tour, one's own invitation, and everything that a person may have in a calendar."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Agency, City, Participant, Person, Stop, Tour
from planner.domain.permissions import Action, may, require
from planner.domain.words import Answer, TourState
from planner.i18n import Translator, translator
from planner.links import Site, screen
from planner.render.files.calendar import CalendarEvent, CalendarPerson
from planner.services.access.scopes import tours_visible_to, visible_tour
from planner.services.city.city import get_city
from planner.services.guests.invitations import subject_of_invitation

REMEMBERED = timedelta(days=180)
"""How long a tour stays in a calendar that is subscribed to."""
MOST_TOURS = 500
_RANK = {Answer.YES: 0, Answer.WAITING: 1, Answer.INVITED: 2, Answer.DELEGATED: 3, Answer.NO: 4}
_MAYBE = (Answer.INVITED, Answer.WAITING)


@dataclass(frozen=True)
class PersonalCalendar:
    """A person's calendar: what it is called, the zone it is shown in, and its entries, the latest first."""

    name: str
    zone: str
    events: Sequence[CalendarEvent]


def tour_calendar(session: Session, actor: Actor, tour_id: int, *, now: datetime, site: Site) -> CalendarEvent:
    """The tour as a calendar entry, for whoever may see it; it links back to the plan, and
    the description lists the stops with their times.

    Its `sequence` is the version of the plan, so a calendar that gets the file again takes the newer one.
    """
    tour = visible_tour(session, actor, tour_id)
    return replace(_entries(session, actor, [tour], {tour_id: site.url(screen("tour", id=tour_id))})[0], stamped_at=now)


def invitation_calendar(
    session: Session, actor: Actor, participant_id: int, *, now: datetime, site: Site
) -> CalendarEvent:
    """The tour as the entry of one invited person or agency, with the answer, for whoever may give that answer.

    The same `uid` as the tour's own entry: the one replaces the other. It links to where the answer is given.
    """
    row = session.get(Participant, participant_id)
    if row is None:
        require(actor, Action.SEE_TOUR)
        raise NotFound("invitations.error.unknown")
    tour = visible_tour(session, actor, row.tour_id)
    require(actor, Action.ANSWER_INVITATION, subject_of_invitation(row, tour))
    t = translator(actor.language, get_city(session, actor).timezone)
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    agency = session.get(Agency, row.agency_id) if row.agency_id is not None else None
    name = row.name or (agency.name if agency else row.agency_name)
    email = (person.email or "") if person else (agency.email if agency else "")
    entry = _entries(session, actor, [tour], {tour.id: site.url(screen("invitations", tour=tour.id))})[0]
    return replace(_answered(entry, row, CalendarPerson(name, email), t), stamped_at=now)


def personal_calendar(session: Session, actor: Actor, *, now: datetime, site: Site) -> PersonalCalendar:
    """Every tour that the actor may see, from half a year ago on, with the actor's own answers. Five queries.

    The same tours give the same entries, whenever it is asked for.
    """
    require(actor, Action.SEE_TOUR)
    city = get_city(session, actor)
    t = translator(actor.language, city.timezone)
    recent = select(Tour).where(tours_visible_to(actor), col(Tour.starts_at) > now - REMEMBERED)
    tours = session.exec(recent.order_by(col(Tour.starts_at).desc(), col(Tour.id)).limit(MOST_TOURS)).all()
    me = session.get(Person, actor.person_id) if actor.person_id is not None else None
    invited = CalendarPerson(actor.name, (me.email or "") if me else "")
    mine = _own_invitations(session, actor, tours)
    entries = _entries(session, actor, tours, {tour.id: site.url(screen("tour", id=tour.id)) for tour in tours})
    events = [
        _answered(entry, mine[tour.id], invited, t) if tour.id in mine else entry
        for tour, entry in zip(tours, entries, strict=True)
    ]
    return PersonalCalendar(t("calendars.name", city=_name(city, t)), city.timezone, events)


def _entries(
    session: Session, actor: Actor, tours: Sequence[Tour], urls: Mapping[int | None, str]
) -> list[CalendarEvent]:
    t = translator(actor.language, get_city(session, actor).timezone)
    stops = _stops(session, tours)
    organizers = _organizers(session, actor, tours)
    return [_entry(tour, stops[tour.id], organizers.get(tour.created_by_id), urls[tour.id], t) for tour in tours]


def _entry(
    tour: Tour, stops: Sequence[Stop], organizer: CalendarPerson | None, url: str, t: Translator
) -> CalendarEvent:
    draft, cancelled = tour.state is TourState.DRAFT, tour.state is TourState.CANCELLED
    reason = [t("calendars.cancelled", reason=tour.cancel_reason)] if cancelled else []
    return CalendarEvent(
        uid=f"tour-{tour.id}-{int(tour.created_at.timestamp())}@planner",
        changed_at=tour.changed_at or tour.created_at,
        starts_at=tour.starts_at,
        ends_at=tour.ends_at,
        summary=t("calendars.draft", title=tour.title) if draft else tour.title,
        location=tour.start_name or (stops[0].name if stops else ""),
        description="\n".join([*reason, *(_line(stop, t) for stop in stops)]),
        url=url,
        position=tour.start_point or (stops[0].point if stops else None),
        sequence=tour.version,
        status="CANCELLED" if cancelled else "TENTATIVE" if draft else "CONFIRMED",
        organizer=organizer,
    )


def _answered(entry: CalendarEvent, row: Participant, invited: CalendarPerson, t: Translator) -> CalendarEvent:
    """The entry with one's own answer: tentative until it is yes, and free hours where somebody else goes or nobody."""
    answer = t("calendars.answer", answer=t(f"words.answer.{row.answer.value}"))
    unsure = entry.status == "CONFIRMED" and row.answer in _MAYBE
    return replace(
        entry,
        changed_at=max(entry.changed_at, row.answered_at or row.invited_at),
        description="\n".join(filter(None, [answer, entry.description])),
        status="TENTATIVE" if unsure else entry.status,
        invited=invited,
        answer=row.answer,
    )


def _own_invitations(session: Session, actor: Actor, tours: Sequence[Tour]) -> Mapping[int | None, Participant]:
    """The actor's invitation to each tour, else that of the actor's agency; of several the one that promises most."""
    mine = [col(Participant.person_id) == actor.person_id]
    if actor.agency_id is not None:
        for_agency = [col(Participant.person_id).is_(None), col(Participant.tablet).is_(False)]
        mine.append(and_(col(Participant.agency_id) == actor.agency_id, *for_agency))
    found = session.exec(
        select(Participant).where(col(Participant.tour_id).in_([tour.id for tour in tours]), or_(*mine))
    ).all()
    found = sorted(found, key=lambda row: (row.person_id is None, _RANK[row.answer], row.id or 0), reverse=True)
    return {row.tour_id: row for row in found}


def _stops(session: Session, tours: Sequence[Tour]) -> Mapping[int | None, list[Stop]]:
    found: dict[int | None, list[Stop]] = defaultdict(list)
    query = select(Stop).where(col(Stop.tour_id).in_([tour.id for tour in tours]))
    for stop in session.exec(query.order_by(col(Stop.position), col(Stop.id))):
        found[stop.tour_id].append(stop)
    return found


def _organizers(session: Session, actor: Actor, tours: Sequence[Tour]) -> Mapping[int | None, CalendarPerson]:
    """Who made the tours, for those who may see people."""
    ids = {tour.created_by_id for tour in tours if tour.created_by_id is not None}
    if not ids or not may(actor, Action.SEE_PEOPLE).allowed:
        return {}
    people = session.exec(select(Person).where(col(Person.id).in_(ids))).all()
    return {person.id: CalendarPerson(person.name, person.email or "") for person in people}


def _line(stop: Stop, t: Translator) -> str:
    clock = "" if stop.planned_arrival is None else f"{t.time(stop.planned_arrival)} "
    return f"{stop.position}. {clock}{stop.name}" + (f", {stop.address}" if stop.address else "")


def _name(city: City, t: Translator) -> str:
    return (city.name_en if t.language == "en" else "") or city.name
