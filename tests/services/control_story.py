"""The people and the pothole that the tests of control share: Oksana's road agency mends, Kira verifies."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import (
    Agency,
    Category,
    District,
    Instruction,
    Issue,
    Move,
    Person,
    PersonRole,
    Photo,
)
from planner.domain.models.types import id_of, new_id
from planner.domain.words import AgencyKind, PhotoPhase, Role
from planner.services.control.instructions import give_instruction

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DUE = date(2026, 11, 30)


@dataclass(frozen=True)
class Town:
    """Actors by name, and the ids of what they talk about."""

    olga: Actor
    sonya: Actor
    oksana: Actor
    boris: Actor
    kira: Actor
    both: Actor
    roads: int
    parks: int
    power: int
    district: int
    potholes: int


def make_town(session: Session) -> Town:
    """Three agencies, a category, and six people; `both` is a road official who also has the controller's role."""
    roads, parks, power = (
        _kept(session, Agency(name=name, kind=AgencyKind.DEPARTMENT)) for name in ("Roads", "Parks", "Power")
    )
    district = _kept(session, District(name="Centre"))
    potholes = _kept(session, Category(name="Ямы", name_en="Potholes", days=10))
    return Town(
        olga=_person(session, "Olga", Role.ORGANIZER),
        sonya=_person(session, "Sonya", Role.SECRETARY),
        oksana=_person(session, "Oksana", Role.OFFICIAL, agency_id=roads),
        boris=_person(session, "Boris", Role.OFFICIAL, agency_id=parks),
        kira=_person(session, "Kira", Role.CONTROLLER),
        both=_person(session, "Yan", Role.OFFICIAL, Role.CONTROLLER, agency_id=roads),
        roads=roads,
        parks=parks,
        power=power,
        district=district,
        potholes=potholes,
    )


def an_issue(session: Session, town: Town, **fields: Any) -> Issue:
    """A pothole in the centre, raised by nobody in particular."""
    values: dict[str, Any] = {"lat": 50.27, "lon": 127.54, "category_id": town.potholes, "created_at": NOW}
    issue = Issue(**(values | {"district_id": town.district} | fields))
    session.add(issue)
    session.flush()
    return issue


def an_instruction(session: Session, town: Town, issue: Issue, **fields: Any) -> Instruction:
    """The road agency shall fill the hole by the end of the month; Sonya writes it down."""
    values: dict[str, Any] = {"uid": new_id(), "text": "Fill the hole", "agency_id": town.roads, "due_on": DUE}
    return give_instruction(session, town.sonya, id_of(issue), **({"now": NOW, "today": TODAY} | values | fields))


def a_photo(session: Session, issue: Issue, **fields: Any) -> str:
    """The id of a picture of the work done."""
    values: dict[str, Any] = {
        "issue_id": issue.id,
        "phase": PhotoPhase.AFTER,
        "original": "o",
        "clean": "c",
        "thumbnail": "t",
    }
    photo = Photo(**(values | {"width": 4, "height": 3, "added_at": NOW} | fields))
    session.add(photo)
    session.flush()
    return photo.id


def last_move(session: Session, issue: Issue) -> Move:
    """What stands last in the history of the issue."""
    return session.exec(select(Move).where(Move.issue_id == issue.id).order_by(col(Move.id).desc())).all()[0]


def _person(session: Session, name: str, *roles: Role, agency_id: int | None = None) -> Actor:
    person_id = _kept(session, Person(name=name, agency_id=agency_id))
    for role in roles:
        session.add(PersonRole(person_id=person_id, role=role))
    session.flush()
    return Actor(name=name, roles=frozenset(roles), person_id=person_id, agency_id=agency_id)


def _kept(session: Session, row: Agency | District | Category | Person) -> int:
    session.add(row)
    session.flush()
    return id_of(row)
