"""A ride with a leader who chairs, a secretary, two agencies on board and three issues: what protocols are made of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.models import (
    Agency,
    Category,
    City,
    Instruction,
    Issue,
    Participant,
    Person,
    PersonRole,
    Stop,
    Tour,
)
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Answer, Role, SeatGroup, TourState
from planner.services.control.instructions import give_instruction

TODAY = date(2026, 11, 23)
DUE = date(2026, 11, 30)


@dataclass(frozen=True)
class Scene:
    """The tour under way, its people and ids. Viktor leads and chairs, Sonya is the secretary."""

    now: datetime
    tour_id: int
    stop_ids: tuple[int, ...]
    viktor: Actor
    sonya: Actor
    olga: Actor
    kira: Actor
    oksana: Actor
    boris: Actor
    roads: int
    lights: int
    potholes: int

    def issue(self, session: Session, text: str, *, stop: int | None = 1, **fields: Any) -> Issue:
        """What was raised on this tour, at the stop with this number."""
        values: dict[str, Any] = {
            "lat": 50.27,
            "lon": 127.54,
            "address": "ул. Ленина, 1",
            "category_id": self.potholes,
            "text": text,
            "tour_id": self.tour_id,
            "stop_id": self.stop_ids[stop - 1] if stop else None,
            "created_at": self.now,
        }
        issue = Issue(**values | fields)
        session.add(issue)
        session.flush()
        return issue

    def instruct(self, session: Session, issue: Issue, text: str = "Заделать", **fields: Any) -> Instruction:
        """Sonya writes down what the road agency shall do by the end of the month."""
        values: dict[str, Any] = {"uid": new_id(), "text": text, "agency_id": self.roads, "due_on": DUE}
        return give_instruction(
            session, self.sonya, id_of(issue), **{"now": self.now, "today": TODAY} | values | fields
        )

    def set_pin(self, session: Session, pin_hash: str) -> None:
        """Viktor has set a PIN."""
        session.get_one(Person, self.viktor.person_id).pin_hash = pin_hash
        session.flush()


def set_scene(session: Session, now: datetime, **fields: Any) -> Scene:
    """Puts all of them into an empty database."""
    session.add(City(name="Благовещенск"))
    roads, lights = Agency(name="Управление дорог", short_name="Дороги"), Agency(name="Горсвет")
    potholes = Category(name="Ямы", name_en="Potholes")
    session.add_all([roads, lights, potholes])
    session.flush()
    posts = {"Виктор": "заместитель мэра", "Соня": "секретарь", "Оксана": "начальник управления"}
    agencies = {"Оксана": roads.id, "Борис": lights.id}
    names = ("Виктор", "Соня", "Ольга", "Кира", "Оксана", "Борис")
    people = {name: Person(name=name, post=posts.get(name, ""), agency_id=agencies.get(name)) for name in names}
    session.add_all(people.values())
    session.flush()
    roles = {"Соня": Role.SECRETARY, "Ольга": Role.ORGANIZER, "Кира": Role.CONTROLLER}
    for name, person in people.items():
        session.add(PersonRole(person_id=id_of(person), role=roles.get(name, Role.OFFICIAL)))
    tour = Tour(
        **{
            "title": "Объезд Центра",
            "state": TourState.RIDING,
            "leader_id": people["Виктор"].id,
            "secretary_id": people["Соня"].id,
            "starts_at": now,
            "started_at": now,
            "ends_at": now + timedelta(hours=4),
            "created_at": now,
        }
        | fields
    )
    session.add(tour)
    session.flush()
    for number, name in enumerate(("Двор", "Сквер"), 1):
        session.add(Stop(tour_id=id_of(tour), position=number, name=name, address="ул. Мира, 2", lat=50.27, lon=127.54))
    _board(session, tour, people, now)
    stops = session.exec(select(Stop).where(Stop.tour_id == tour.id)).all()
    actors = {
        name: Actor(name, frozenset({roles.get(name, Role.OFFICIAL)}), person_id=each.id, agency_id=each.agency_id)
        for name, each in people.items()
    }
    return Scene(
        now=now,
        tour_id=id_of(tour),
        stop_ids=tuple(id_of(stop) for stop in sorted(stops, key=lambda each: each.position)),
        viktor=actors["Виктор"],
        sonya=actors["Соня"],
        olga=actors["Ольга"],
        kira=actors["Кира"],
        oksana=actors["Оксана"],
        boris=actors["Борис"],
        roads=id_of(roads),
        lights=id_of(lights),
        potholes=id_of(potholes),
    )


def _board(session: Session, tour: Tour, people: dict[str, Person], now: datetime) -> None:
    """Oksana is on the bus, Boris was invited and did not come, two residents ride along."""
    common: dict[str, Any] = {"tour_id": tour.id, "invited_at": now, "answer": Answer.YES}
    oksana, boris = people["Оксана"], people["Борис"]
    session.add_all(
        [
            Participant(person_id=oksana.id, agency_id=oksana.agency_id, name="Оксана", boarded_at=now, **common),
            Participant(person_id=boris.id, agency_id=boris.agency_id, name="Борис", **common),
            *(Participant(name=name, group=SeatGroup.PUBLIC, boarded_at=now, **common) for name in ("Пётр", "Анна")),
        ]
    )
    session.flush()
