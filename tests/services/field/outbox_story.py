"""What tests of items begin with: the issue tests' town with Pyotr's tablet on a ride that Oksana leads, and items as made there."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel, func, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import City, Stop, Tour
from planner.domain.words import TourState
from planner.services.field.items import Answered, take_items
from planner.services.field.sent import ms_of
from planner.storage.folder import FolderStore
from tests.services.issue_story import NOW, Scene, jpeg, set_scene, uid

__all__ = ["NOW", "Bus", "hash_of", "jpeg", "rows", "set_bus", "uid"]

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Bus:
    """The scene, where it is kept, and how late the clock of the tablet is."""

    database: Database
    store: FolderStore
    scene: Scene
    late: timedelta = timedelta(0)

    @property
    def pyotr(self) -> Actor:
        return self.scene.pyotr

    @property
    def oksana(self) -> Actor:
        return self.scene.town.oksana

    def report(self, actor: Actor | None = None, **more: Any) -> dict[str, Any]:
        """A pothole at a place that the tablet knows, seen half an hour ago."""
        place = {"from": "tablet", "lat": 50.271, "lon": 127.541, "accuracy": 12}
        given = {"category": self.scene.town.potholes, "text": "Яма", "place": place}
        return self.item("report", actor, **(given | more))

    def item(self, kind: str, actor: Any = None, *, at: Any = None, **more: Any) -> dict[str, Any]:
        """An item of Pyotr's, as his tablet has it."""
        made = ms_of((at or NOW - 30 * MINUTE) - self.late)
        return {"uid": uid(), "kind": kind, "at": made, "by": (actor or self.pyotr).supporter, **more}

    def send(self, *items: object, actor: Actor | None = None, now: datetime = NOW) -> list[Answered]:
        """What became of the items that Pyotr's tablet sends."""
        tablet_now = ms_of(now - self.late)
        sender = actor or self.pyotr
        return take_items(self.database, sender, self.store, self.scene.tour, items, tablet_now=tablet_now, now=now)


def set_bus(database: Database, folder: Path, *, late: timedelta = timedelta(0)) -> Bus:
    """The ride began an hour ago; three stops of it are ahead."""
    with database.transaction() as session:
        session.add(City(id=1, view_lat=50.27, view_lon=127.54))
        scene = set_scene(session)
        tour = session.get_one(Tour, scene.tour)
        tour.leader_id, tour.starts_at, tour.ends_at = scene.town.oksana.person_id, NOW - 60 * MINUTE, NOW + 60 * MINUTE
        tour.state, tour.started_at = TourState.RIDING, NOW - 60 * MINUTE
        for number in (2, 3):
            session.add(Stop(tour_id=scene.tour, position=number, name=f"Двор {number}", lat=50.27, lon=127.53))
    return Bus(database, FolderStore(folder), scene, late)


def rows(database: Database, table: type[SQLModel]) -> int:
    """How many there are."""
    with database.reading() as session:
        return count(session, table)


def count(session: Session, table: type[SQLModel]) -> int:
    """How many there are."""
    return session.exec(select(func.count()).select_from(table)).one()


def hash_of(data: bytes) -> str:
    """The address of a file."""
    return hashlib.sha256(data).hexdigest()
