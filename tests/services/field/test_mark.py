"""The mark: it changes with everything that a tablet is told, and stays while nothing happens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import City, Issue, Participant, ProtocolStance, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer
from planner.services.field.mark import RIDING_STALE, field_mark
from planner.services.issues.issues import edit_issue, support_issue
from planner.services.issues.photos import hide_photo
from planner.services.ride.ride import arrive
from tests.services.control_story import a_photo, an_instruction
from tests.services.field_story import set_ride
from tests.services.issue_story import Scene, log


@dataclass(frozen=True)
class World:
    """The ride, an issue near its stop with a photo and one far away."""

    session: Session
    ride: Scene
    near: Issue
    far: Issue
    photo: str
    now: datetime

    def mark(self, actor: Actor | None = None, *, later: timedelta = timedelta(0)) -> str:
        """The mark for Pyotr's tablet, or for somebody else."""
        self.session.flush()
        tour = self.session.get_one(Tour, self.ride.tour)
        return field_mark(self.session, actor or self.ride.pyotr, tour, now=self.now + later)

    @property
    def number(self) -> int:
        """The issue that is near."""
        return id_of(self.near)


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    session.add(City(id=1))
    ride = set_ride(session, now)
    near = log(session, ride, ride.town.olga, lat=50.2701, lon=127.5301)
    far = log(session, ride, ride.town.olga, lat=50.29, lon=127.58)
    return World(session, ride, near, far, a_photo(session, near), now)


def _support(w: World) -> object:
    return support_issue(w.session, w.ride.pavel, w.number, now=w.now)


def _speak(w: World) -> object:
    values: dict[str, Any] = {
        "edition": 1,
        "seal": "",
        "agency_id": w.ride.town.roads,
        "accepts": True,
        "said_by": "",
        "noted_by": "",
    }
    w.session.add(ProtocolStance(tour_id=w.ride.tour, at=w.now, **values))
    return None


def _move_away(w: World) -> object:
    return edit_issue(w.session, w.ride.town.olga, w.number, now=w.now, lat=50.29, lon=127.58)


def _join(w: World) -> object:
    w.session.add(Participant(tour_id=w.ride.tour, name="Анна", answer=Answer.YES, invited_at=w.now))
    return None


def _rename(w: World) -> object:
    w.session.get_one(Tour, w.ride.tour).title = "Другое имя"
    return None


def _delete(w: World) -> object:
    w.session.get_one(Issue, w.number).deleted = True
    return None


def _develop(w: World) -> object:
    return a_photo(w.session, w.near)


CHANGES: dict[str, Callable[[World], object]] = {
    "raised on the ride": lambda w: log(w.session, w.ride, w.ride.pyotr, lat=50.30, lon=127.60),
    "logged near a stop": lambda w: log(w.session, w.ride, w.ride.town.olga, lat=50.2702, lon=127.5302),
    "supported": _support,
    "text changed": lambda w: edit_issue(w.session, w.ride.town.olga, w.number, now=w.now, text="Иначе"),
    "moved away": _move_away,
    "made internal": lambda w: edit_issue(w.session, w.ride.town.olga, w.number, now=w.now, internal=True),
    "deleted": _delete,
    "said to the protocol": _speak,
    "decided": lambda w: an_instruction(w.session, w.ride.town, w.near),
    "photo came": _develop,
    "photo hidden": lambda w: hide_photo(w.session, w.ride.town.olga, w.photo, reason="лицо", now=w.now),
    "arrived": lambda w: arrive(w.session, w.ride.town.oksana, w.ride.stop, now=w.now),
    "joined": _join,
    "renamed": _rename,
}


@pytest.mark.parametrize("what", CHANGES)
def test_mark_changes_with_what_a_tablet_is_told(world: World, what: str) -> None:
    before = world.mark()

    CHANGES[what](world)

    assert world.mark() != before


def test_mark_changes_with_an_instruction_that_leaves_the_issue_as_it_is(world: World) -> None:
    an_instruction(world.session, world.ride.town, world.near)
    before = world.mark()

    an_instruction(world.session, world.ride.town, world.near, agency_id=world.ride.town.parks)

    assert world.mark() != before


def test_mark_is_another_one_for_another_reader_and_after_a_while(world: World) -> None:
    pyotr = world.ride.pyotr

    marks = {
        world.mark(),
        world.mark(replace(pyotr, language="en")),
        world.mark(world.ride.town.olga),
        world.mark(later=RIDING_STALE),
    }

    assert len(marks) == 4


def test_mark_stays_with_what_a_tablet_is_not_told(world: World) -> None:
    before = world.mark()

    edit_issue(world.session, world.ride.town.olga, id_of(world.far), now=world.now, text="Иначе")

    assert world.mark() == before
