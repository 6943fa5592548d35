"""A ride at its last stop: 40 issues, three of them undecided, a secretary, and a chair who has a PIN."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Agency, Category, Issue, Person, PersonRole, Tour
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Role
from planner.services.access.passwords import hash_pin
from planner.services.access.sign_in import open_sign_in_for
from planner.services.control.instructions import give_instruction
from planner.services.ride.ride import arrive, leave, start_ride
from tests.browser.ride.ride_story import LAT, Ride, make_ride
from tests.browser.servers import Server

PIN = "271804"
ISSUES, UNDECIDED = 40, 3
WHAT = ("Яма у подъезда", "Не горит фонарь", "Сломана скамейка", "Нет урны", "Открытый колодец")


@dataclass
class LastStop:
    """The ride, who leads it as its chair with `PIN`, the token of its secretary, and the undecided issues."""

    ride: Ride
    sonya: str
    undecided: list[int]


def make_last_stop(server: Server, database: Database) -> LastStop:
    """Writes the ride up to the last stop, where the bus stands now."""
    ride, pin_hash = make_ride(server, database, "ru"), hash_pin(PIN)
    now = datetime.now(UTC)
    with database.transaction() as session:
        person = Person(name="Соня Ким", language="ru")
        session.add(person)
        session.flush()
        session.add(PersonRole(person_id=id_of(person), role=Role.SECRETARY))
        session.get_one(Tour, ride.tour_id).secretary_id = person.id
        session.get_one(Person, ride.oksana.person_id).pin_hash = pin_hash
        session.flush()
        first, last = ride.stop_ids
        start_ride(session, ride.oksana, ride.tour_id, now=now - timedelta(minutes=9))
        arrive(session, ride.oksana, first, now=now - timedelta(minutes=8))
        leave(session, ride.oksana, first, now=now - timedelta(minutes=5))
        arrive(session, ride.oksana, last, now=now - timedelta(minutes=4))
        lights = session.exec(select(Agency).where(Agency.name == "Горсвет")).one()
        category = session.exec(select(Category)).first()
        assert category is not None
        sonya = Actor(person.name, frozenset({Role.SECRETARY}), person_id=person.id)
        undecided = []
        for number in range(ISSUES):
            issue = Issue(
                category_id=id_of(category),
                text=f"{WHAT[number % len(WHAT)]} ({number + 1})",
                lat=LAT + number / 10_000,
                lon=127.5,
                tour_id=ride.tour_id,
                stop_id=ride.stop_ids[number % 2],
                created_at=now,
            )
            session.add(issue)
            session.flush()
            if number < UNDECIDED:
                undecided.append(id_of(issue))
            else:
                give_instruction(
                    session,
                    sonya,
                    id_of(issue),
                    uid=new_id(),
                    text="Устранить",
                    agency_id=id_of(lights),
                    due_on=(now + timedelta(days=30)).date(),
                    now=now,
                    today=now.date(),
                )
        return LastStop(ride, open_sign_in_for(session, person, now=now), undecided)
