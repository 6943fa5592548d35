"""An event as its screen and its papers know it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import AgendaItem, MediaGuest, Participant, Person, Stop, Tour
from planner.domain.permissions import Action, may
from planner.domain.words import Answer
from planner.services.access.people import PersonFacts, facts_of
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.events.media import list_media
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plannable import PLANNABLE


@dataclass(frozen=True)
class Event:
    """An event at one place, or the press approach at a stop of a bus tour.

    `stop` is its place, none while that is not known. `topics` are what is talked about, with who speaks. `host` leads it,
    `organiser` answers for it; both have their phones only for those who see people. `media` are empty for those who may not
    read them (`sees_media`). `invited`: how many are on the list of guests who have not said no, `coming` how many said yes.
    """

    tour: Tour
    stop: Stop | None
    topics: Sequence[AgendaItem]
    host: PersonFacts | None
    organiser: PersonFacts | None
    media: Sequence[MediaGuest]
    sees_media: bool
    invited: int
    coming: int
    can_change: bool
    can_lead: bool

    @property
    def minutes_of_topics(self) -> int:
        """How long all topics take together."""
        return sum(each.minutes for each in self.topics)


def event_of(session: Session, actor: Actor, tour_id: int) -> Event:
    """The event, for everybody who may see it; or the press approach of a bus tour, which is at the first stop that has one.

    NotFound("events.error.no_press") for a bus tour without one. Seven queries at most.
    """
    tour = visible_tour(session, actor, tour_id)
    stops = session.exec(stops_in_order(tour_id)).all()
    stop = next((each for each in stops if each.press or tour.is_event), None)
    if stop is None and not tour.is_event:
        raise NotFound("events.error.no_press")
    host, organiser = (_person(session, actor, number) for number in (tour.leader_id, tour.secretary_id))
    subject = subject_of_tour(tour)
    runs = may(actor, Action.INVITE).allowed or may(actor, Action.LEAD_TOUR, subject).allowed
    sees_media = runs and may(actor, Action.SEE_PEOPLE).allowed
    answers = dict(
        session.exec(
            select(Participant.answer, func.count()).where(Participant.tour_id == tour_id).group_by(Participant.answer)
        ).all()
    )
    return Event(
        tour=tour,
        stop=stop,
        topics=_topics(session, stop),
        host=host,
        organiser=organiser,
        media=list_media(session, actor, tour_id) if sees_media else (),
        sees_media=sees_media,
        invited=sum(answers.values()) - answers.get(Answer.NO, 0) - answers.get(Answer.DELEGATED, 0),
        coming=answers.get(Answer.YES, 0),
        can_change=tour.state in PLANNABLE and may(actor, Action.PLAN_TOUR, subject).allowed,
        can_lead=may(actor, Action.LEAD_TOUR, subject).allowed,
    )


def _topics(session: Session, stop: Stop | None) -> Sequence[AgendaItem]:
    if stop is None:
        return ()
    rows = select(AgendaItem).where(AgendaItem.stop_id == stop.id)
    return session.exec(rows.order_by(col(AgendaItem.position), col(AgendaItem.id))).all()


def _person(session: Session, actor: Actor, person_id: int | None) -> PersonFacts | None:
    """Who that is; of those who may not see people only the name is told."""
    person = session.get(Person, person_id) if person_id is not None else None
    if person is None:
        return None
    facts = facts_of(person)
    sees = may(actor, Action.SEE_PEOPLE).allowed
    return facts if sees else replace(facts, post="", phone="", email=None, agency_id=None)
