"""The people and the city of the planning stories: Olga plans, Oksana's roads and Boris's lights are invited."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.geo import Point, qk_of
from planner.domain.models import Agency, Category, City, Issue, Person, Stop
from planner.domain.models.types import id_of
from planner.domain.words import AgencyKind, IssueState, Role
from planner.services.tours.stops import add_stop
from planner.services.tours.tours import create_tour

MINUTE = timedelta(minutes=1)
CENTRE = (50.26, 127.53)


@dataclass
class Story:
    """A city on one bank, with a straight road to everywhere, and its people; `start` is 10:00 of the day."""

    now: datetime
    olga: Actor
    oksana: Actor
    boris: Actor
    media_id: int
    roads_id: int
    category_id: int

    @property
    def start(self) -> datetime:
        """10:00 in the city."""
        return self.now + 60 * MINUTE

    def tour(self, session: Session, **fields: Any) -> int:
        """A draft of Olga's from 10:00 to 13:00, which starts and ends in the centre; returns the id."""
        ends = {"start_lat": 50.26, "start_lon": 127.53, "end_lat": 50.26, "end_lon": 127.53}
        given = {"title": "Объезд Центра", "starts_at": self.start, "ends_at": self.start + 180 * MINUTE, **ends}
        tour = create_tour(session, self.olga, now=self.now, past_is_meant=True, **{**given, **fields})
        return id_of(tour)

    def stops(self, session: Session, tour_id: int, *kilometres: float) -> list[int]:
        """Stops that lie so many kilometres north of the centre; returns their ids."""
        stops = [
            add_stop(
                session,
                self.olga,
                tour_id,
                name=f"{north:g} км",
                lat=50.26 + north * 0.0089932,
                lon=127.53,
                far_is_meant=True,
            )
            for north in kilometres
        ]
        return [id_of(stop) for stop in stops]

    def issue(self, session: Session, *, north_m: float = 0, east_m: float = 0, **fields: Any) -> int:
        """An open issue so many metres north and east of the centre; returns the id."""
        given = {"state": IssueState.NEW, "category_id": self.category_id, "created_at": self.now, **fields}
        point = Point(50.26 + north_m * 0.0000089932, 127.53 + east_m * 0.00001407)
        issue = Issue(lat=point.lat, lon=point.lon, qk=qk_of(point), **given)
        session.add(issue)
        session.flush()
        return id_of(issue)


def write_story(session: Session, now: datetime) -> Story:
    """Puts the city and its people into an empty database: 20 km/h at any hour, streets as long as the great circle."""
    session.add(City(name="Благовещенск", speed_kmh=20, detour_factor=1.0, travel_factors=[]))
    roads = Agency(name="Управление дорог", short_name="Дороги")
    lights = Agency(name="Горсвет", kind=AgencyKind.UTILITY)
    media = Agency(name="Амурская правда", kind=AgencyKind.MEDIA)
    category = Category(name="Освещение", name_en="Lighting")
    session.add_all([roads, lights, media, category])
    session.flush()
    people = {
        "Ольга": Person(name="Ольга"),
        "Оксана": Person(name="Оксана", agency_id=roads.id),
        "Борис": Person(name="Борис", agency_id=lights.id),
    }
    session.add_all(people.values())
    session.flush()
    return Story(
        now=now,
        olga=_actor(people["Ольга"], Role.ORGANIZER),
        oksana=_actor(people["Оксана"], Role.OFFICIAL),
        boris=_actor(people["Борис"], Role.OFFICIAL),
        media_id=id_of(media),
        roads_id=id_of(roads),
        category_id=id_of(category),
    )


def names(session: Session, tour_id: int) -> list[str]:
    """The stops of a tour in order, by name."""
    stops = session.exec(select(Stop).where(Stop.tour_id == tour_id)).all()
    assert sorted(stop.position for stop in stops) == list(range(1, len(stops) + 1))
    return [stop.name for stop in sorted(stops, key=lambda stop: stop.position)]


def _actor(person: Person, role: Role) -> Actor:
    return Actor(name=person.name, roles=frozenset({role}), person_id=person.id, agency_id=person.agency_id)
