"""The first steps of a new city: what there is to set up before its first tour is published, each done once the data says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.models import Agency, Category, City, District, Person, Place, Tour
from planner.domain.permissions import Action, may, require
from planner.domain.words import TourState
from planner.services.city.city import has_untouched_view
from planner.services.city.extract import current_extract

_OUT = (TourState.PUBLISHED, TourState.RIDING, TourState.CLOSED)


class SetUpStep(StrEnum):
    """The steps in the order in which they are best made."""

    CITY = "city"
    MAP = "map"
    DISTRICTS = "districts"
    AGENCIES = "agencies"
    PEOPLE = "people"
    PLACES = "places"
    TOUR = "tour"


NEEDS = {
    SetUpStep.CITY: Action.MANAGE_CITY,
    SetUpStep.MAP: Action.MANAGE_CITY,
    SetUpStep.DISTRICTS: Action.MANAGE_CITY,
    SetUpStep.AGENCIES: Action.MANAGE_AGENCIES,
    SetUpStep.PEOPLE: Action.MANAGE_PEOPLE,
    SetUpStep.PLACES: Action.MANAGE_PLACES,
    SetUpStep.TOUR: Action.PLAN_TOUR,
}
OPTIONAL = frozenset({SetUpStep.PLACES})
"""Good to have, and no tour needs it."""


@dataclass(frozen=True)
class FirstStep:
    """One step: whether it is done, how many entries there are of it (0 where none are counted), whether this actor may make it."""

    step: SetUpStep
    done: bool
    number: int
    allowed: bool

    @property
    def optional(self) -> bool:
        return self.step in OPTIONAL


def first_steps(session: Session, actor: Actor, *, data: Path) -> Sequence[FirstStep]:
    """The steps, for those who plan tours, while no tour was ever published; nothing after that. One query then."""
    require(actor, Action.PLAN_TOUR)
    if session.exec(select(Tour.id).where(col(Tour.state).in_(_OUT)).limit(1)).first() is not None:
        return ()
    city = session.get(City, 1)
    numbers: dict[SetUpStep, int] = {
        SetUpStep.CITY: 0,
        SetUpStep.MAP: 0,
        SetUpStep.DISTRICTS: _count(session, District),
        SetUpStep.AGENCIES: _count(session, Agency),
        SetUpStep.PEOPLE: _count(session, Person),
        SetUpStep.PLACES: _count(session, Place),
        SetUpStep.TOUR: 0,
    }
    done = {
        SetUpStep.CITY: city is not None and bool(city.name),
        SetUpStep.MAP: not has_untouched_view(session) or current_extract(data) is not None,
        SetUpStep.DISTRICTS: numbers[SetUpStep.DISTRICTS] > 0,
        SetUpStep.AGENCIES: numbers[SetUpStep.AGENCIES] > 0 and _count(session, Category) > 0,
        SetUpStep.PEOPLE: numbers[SetUpStep.PEOPLE] > 1,
        SetUpStep.PLACES: numbers[SetUpStep.PLACES] > 0,
        SetUpStep.TOUR: False,
    }
    return tuple(FirstStep(step, done[step], numbers[step], may(actor, NEEDS[step]).allowed) for step in SetUpStep)


def next_step(steps: Sequence[FirstStep]) -> FirstStep | None:
    """The first one that is not done, is needed, and that this actor may make."""
    return next((each for each in steps if not each.done and each.allowed and not each.optional), None)


def _count(session: Session, table: type[District] | type[Agency] | type[Person] | type[Place] | type[Category]) -> int:
    return session.exec(select(func.count()).select_from(table).where(col(table.archived).is_(False))).one()
