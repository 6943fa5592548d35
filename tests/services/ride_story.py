"""The people and the tour of the ride's stories: three stops, led by Oksana, with Pyotr on a tablet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.models import Agency, Participant, Person, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer, Role, TourState
from planner.services.access.join import join_tour
from planner.services.access.sharing import share_tour
from planner.services.access.sign_in import find_actor

MINUTE = timedelta(minutes=1)


@dataclass
class Story:
    """One tour and everybody around it; `now` is half an hour before its start."""

    now: datetime
    tour_id: int
    stop_ids: list[int]
    olga: Actor
    oksana: Actor
    boris: Actor

    @property
    def start(self) -> datetime:
        """When the tour should start."""
        return self.now + 30 * MINUTE

    def stop(self, session: Session, number: int) -> Stop:
        """The stop with this number, as it is in the database."""
        return session.get_one(Stop, self.stop_ids[number - 1])


def write_story(session: Session, now: datetime, *, state: TourState = TourState.PUBLISHED) -> Story:
    """Puts the tour and its people into an empty database."""
    roads, lights = Agency(name="Управление дорог", short_name="Дороги"), Agency(name="Горсвет")
    session.add_all([roads, lights])
    session.flush()
    people = {name: Person(name=name) for name in ("Ольга", "Оксана", "Борис")}
    people["Оксана"].agency_id, people["Борис"].agency_id = roads.id, lights.id
    session.add_all(people.values())
    session.flush()
    tour = add_tour(session, now, state=state, leader_id=people["Оксана"].id)
    return Story(
        now=now,
        tour_id=id_of(tour),
        stop_ids=_stop_ids(session, id_of(tour)),
        olga=_actor(people["Ольга"], Role.ORGANIZER),
        oksana=_actor(people["Оксана"], Role.OFFICIAL),
        boris=_actor(people["Борис"], Role.OFFICIAL),
    )


def add_tour(session: Session, now: datetime, *, state: TourState, leader_id: int | None = None) -> Tour:
    """A bus tour of three stops, 1.1 km apart, that starts half an hour after `now`."""
    start = now + 30 * MINUTE
    tour = Tour(
        title="Объезд Центрального района",
        state=state,
        leader_id=leader_id,
        starts_at=start,
        ends_at=start + 180 * MINUTE,
        start_lat=50.26,
        start_lon=127.53,
        end_lat=50.26,
        end_lon=127.53,
        seats=2,
        created_at=now,
    )
    session.add(tour)
    session.flush()
    for number, name in enumerate(("Рынок", "Набережная", "Школа № 5"), start=1):
        session.add(Stop(tour_id=id_of(tour), position=number, name=name, lat=50.26 + number / 100, lon=127.53))
    session.flush()
    return tour


def add_participant(session: Session, tour_id: int, name: str, now: datetime) -> int:
    """Somebody who said yes; returns the id."""
    participant = Participant(tour_id=tour_id, name=name, answer=Answer.YES, invited_at=now)
    session.add(participant)
    session.flush()
    return id_of(participant)


def pyotr_joins(session: Session, story: Story) -> Actor:
    """Pyotr comes in by the tour's short link."""
    code = share_tour(session, story.olga, story.tour_id)
    token = join_tour(session, code, name="Пётр", now=story.now)
    return find_actor(session, token, now=story.now)


def _stop_ids(session: Session, tour_id: int) -> list[int]:
    rows = session.exec(select(Stop).where(Stop.tour_id == tour_id)).all()
    return [id_of(stop) for stop in sorted(rows, key=lambda stop: stop.position)]


def _actor(person: Person, role: Role) -> Actor:
    return Actor(name=person.name, roles=frozenset({role}), person_id=person.id, agency_id=person.agency_id)
