"""The facts on the papers of a tour, gathered for whoever may know them; `planner.phrases.papers` says them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from planner.config import settings
from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.models import City, Person, Tour
from planner.domain.permissions import Action, require
from planner.services.access.people import PersonFacts, facts_of
from planner.services.access.scopes import visible_tour
from planner.services.city.city import get_city
from planner.services.city.extract import Extract, current_extract
from planner.services.guests.invitations import InvitedRow, list_participants
from planner.services.papers.issues import AgencyContact, PromisesOfIssue, contacts_at, promises_on_paper
from planner.services.papers.turns import RideTurns, turns_of_plan
from planner.services.tours.plan import Plan, plan_of
from planner.services.travel.travel import travel_times
from planner.storage import FileStore


@dataclass(frozen=True)
class SheetFacts:
    """The driver's sheet: the plan, who is in charge by role ("leader", "secretary"), the turns, what the map is drawn on."""

    plan: Plan
    in_charge: Mapping[str, PersonFacts]
    rides: Sequence[RideTurns]
    city: City
    extract: Extract | None


@dataclass(frozen=True)
class FolderFacts:
    """The leader's folder: the plan and who is in charge; promises by the issue's id, whom to ring by the stop's id.

    `today` is the city's date, by which a promise is overdue.
    """

    plan: Plan
    in_charge: Mapping[str, PersonFacts]
    promises: Mapping[int, PromisesOfIssue]
    contacts: Mapping[int, Sequence[AgencyContact]]
    today: date


@dataclass(frozen=True)
class PassengerFacts:
    """Who rides, in the order of the list."""

    tour: Tour
    rows: Sequence[InvitedRow]


@dataclass(frozen=True)
class PosterFacts:
    """What hangs at the stops."""

    plan: Plan
    city: City


def route_sheet(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> SheetFacts:
    """The driver's sheet, with the leader's and the secretary's phones: for staff that may see the tour.

    As many queries for sixty stops as for one.
    """
    require(actor, Action.SEE_PEOPLE)
    plan = plan_of(session, actor, tour_id, now=now)
    return SheetFacts(
        plan=plan,
        in_charge=_in_charge(session, plan.tour),
        rides=turns_of_plan(travel_times(session), plan),
        city=get_city(session),
        extract=current_extract(settings().data),
    )


def leader_folder(session: Session, actor: Actor, store: FileStore, tour_id: int, *, now: datetime) -> FolderFacts:
    """The leader's folder, for staff that may see the tour; as many queries for sixty stops as for one.

    It holds the issues that this actor may see, and names people on the bus only to those who may see who rides. A
    picture whose file is gone is left out.
    """
    require(actor, Action.SEE_PEOPLE)
    plan = plan_of(session, actor, tour_id, now=now)
    promises = promises_on_paper(session, actor, store, plan)
    return FolderFacts(
        plan=plan,
        in_charge=_in_charge(session, plan.tour),
        promises=promises,
        contacts=contacts_at(session, actor, plan, promises),
        today=today_in(get_city(session).timezone, now),
    )


def passenger_list(session: Session, actor: Actor, tour_id: int) -> PassengerFacts:
    """Who rides, for staff that may see people and who invites or leads this tour. Three queries."""
    require(actor, Action.SEE_PEOPLE)
    rows = list_participants(session, actor, tour_id)
    return PassengerFacts(visible_tour(session, actor, tour_id), rows)


def stop_posters(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> PosterFacts:
    """What hangs at the stops, for everybody who may see the tour: times, names of places; nobody's name."""
    return PosterFacts(plan_of(session, actor, tour_id, now=now), get_city(session))


def _in_charge(session: Session, tour: Tour) -> Mapping[str, PersonFacts]:
    """The leader and the secretary, by their role."""
    wanted = {"leader": tour.leader_id, "secretary": tour.secretary_id}
    ids = [person_id for person_id in wanted.values() if person_id is not None]
    people: Iterable[Person] = session.exec(select(Person).where(col(Person.id).in_(ids))).all() if ids else ()
    by_id = {person.id: facts_of(person) for person in people}
    return {role: by_id[person_id] for role, person_id in wanted.items() if person_id in by_id}
