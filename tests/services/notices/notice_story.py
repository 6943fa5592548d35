"""What the tests of notices share: the town of control with addresses, a head, a leader, and the worker's hand."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.models import Cause, Issue, Notice, Person, PersonRole, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Role, TourState
from planner.services.notices.telling import tell_cause, untold_causes
from tests.services.control_story import NOW, Town, an_issue, make_town


class Office(NamedTuple):
    """The town; Gleb heads the roads, Lev leads the tour on which the issue was raised, Olga raised it."""

    town: Town
    gleb: int
    lev: int
    tour: int
    issue: int


def set_office(session: Session) -> Office:
    """Everybody has an address, so that mail may go to them."""
    town = make_town(session)
    gleb = _person(session, "Gleb", Role.SECRETARY, agency_id=town.roads, heads=True)
    lev = _person(session, "Lev", Role.SECRETARY)
    tour = Tour(title="Объезд", state=TourState.CLOSED, leader_id=lev, starts_at=NOW, ends_at=NOW, created_at=NOW)
    session.add(tour)
    session.flush()
    issue = an_issue(session, town, address="ул. Зейская, 1", tour_id=tour.id, raised_by_person_id=town.olga.person_id)
    for person in session.exec(select(Person)).all():
        person.email = f"{person.name.lower()}@city.ru"
    session.flush()
    return Office(town, gleb, lev, id_of(tour), id_of(issue))


def the_issue(session: Session, office: Office) -> Issue:
    """The pothole."""
    return session.get_one(Issue, office.issue)


def tell_all(session: Session, now: datetime = NOW) -> None:
    """What the worker does with causes."""
    for cause_id in untold_causes(session, KEEPER, limit=1000, now=now):
        tell_cause(session, KEEPER, cause_id, now=now)


def told(session: Session) -> list[str]:
    """Every notice that there is, in the order in which it was written: «oksana instructed»."""
    query = select(Person.name, Notice.kind).join(Notice, col(Notice.person_id) == Person.id).order_by(col(Notice.id))
    return [f"{name.lower()} {kind}" for name, kind in session.exec(query)]


def new_ones(session: Session, now: datetime = NOW) -> list[str]:
    """Tells what waits, and says what that has added."""
    before = len(told(session))
    tell_all(session, now)
    return sorted(told(session)[before:])


def untold(database: Database) -> int:
    """How many causes wait."""
    with database.reading() as session:
        return len(session.exec(select(Cause).where(col(Cause.told_at).is_(None))).all())


def _person(session: Session, name: str, role: Role, *, agency_id: int | None = None, heads: bool = False) -> int:
    person = Person(name=name, agency_id=agency_id, heads_agency=heads)
    session.add(person)
    session.flush()
    session.add(PersonRole(person_id=id_of(person), role=role))
    session.flush()
    return id_of(person)
