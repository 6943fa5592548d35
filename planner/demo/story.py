"""What the demo has made so far, by the keys of its files, and the order of time in which it happens."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Participant, Person, Tour
from planner.domain.words import Role
from planner.services.issues.photos import KeptPhoto
from planner.storage import FileStore

_SPACE = uuid.UUID("5b3f8a52-6f6e-4c0f-9d52-0f1a3c1e7d11")
ORGANIZER, SECRETARY, CONTROLLER, PRESS = "olga", "natalya", "mikhail", "alina"
Happening = tuple[datetime, int, Callable[[datetime], None]]


@dataclass
class Story:
    """What has been made so far, by the keys of the files."""

    session: Session
    store: FileStore
    now: datetime
    zone: str
    districts: dict[str, int]
    categories: dict[str, int]
    agencies: dict[str, int]
    people: dict[str, Person]
    actors: dict[str, Actor]
    places: dict[str, int]
    place_facts: dict[str, dict[str, Any]]
    data: Path
    """The folder in which an extract would lie; the demo's reports name points, and ask none."""
    tours: dict[str, Tour] = field(default_factory=dict)
    stops: dict[tuple[str, int], int] = field(default_factory=dict)
    participants: dict[tuple[str, str], Participant] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    instructions: dict[str, int] = field(default_factory=dict)
    photos: dict[str, KeptPhoto] = field(default_factory=dict)

    def at(self, day: int, clock: str) -> datetime:
        """The moment `day` days from today at this time of the city's clock, but never in the future of a past day."""
        today = self.now.astimezone(ZoneInfo(self.zone)).date()
        moment = datetime.combine(today + timedelta(days=day), time.fromisoformat(clock), ZoneInfo(self.zone))
        return min(moment, self.now) if day <= 0 else moment

    def day(self, day: int) -> date:
        """The city's date `day` days from today."""
        return self.now.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=day)

    def on_day(self, day: int, clock: str) -> datetime:
        """The planned moment, whether or not it has passed."""
        return datetime.combine(self.day(day), time.fromisoformat(clock), ZoneInfo(self.zone))

    def today(self, moment: datetime) -> date:
        """The city's date at `moment`."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def speaker(self, key: str, tour_key: str | None = None) -> Actor:
        """Who somebody is to the services: with an account, by role; else as a participant of the tour."""
        actor = self.actors[key]
        participant = self.participants.get((tour_key or "", key))
        if actor.roles or participant is None:
            return actor
        return Actor(
            name=participant.name,
            roles=frozenset({Role.PARTICIPANT}),
            tour_id=participant.tour_id,
            participant_id=participant.id,
        )

    def official(self, agency_id: int) -> Actor:
        """Whoever answers for an agency."""
        return next(
            actor for actor in self.actors.values() if actor.agency_id == agency_id and Role.OFFICIAL in actor.roles
        )


def calling(step: Callable[..., None], *given: Any) -> Callable[[datetime], None]:
    """`step` with what is known already; the moment comes last."""
    return lambda now: step(*given, now)


def uid_of(name: str) -> str:
    """The same name is the same id in every installation: the demo loaded twice would be the demo once."""
    return str(uuid.uuid5(_SPACE, name))
