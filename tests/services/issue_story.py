"""What the tests of issues share: the town of the control tests with districts on the map, a ride with Pyotr's tablet."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Category, District, Issue, Participant, Stop, Tour
from planner.domain.words import Answer, Role, TourState
from planner.services.issues.issues import log_issue
from tests.services.control_story import NOW, TODAY, Town, make_town

__all__ = ["NOW", "TODAY", "Scene", "jpeg", "log", "set_scene", "uid"]

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "`кавычки` и ${подстановка}",
    '=HYPERLINK("http://example.com";"x")',
    "{{ 7 * 7 }} {% raw %} %s",
    "<r>& <b></r>",
)
"""Texts that somebody might type to see what happens."""


@dataclass(frozen=True)
class Scene:
    """The town, a riding tour with a stop, another published tour, and the people's tablets on both."""

    town: Town
    east: int
    lights: int
    tour: int
    stop: int
    other_tour: int
    other_stop: int
    pyotr: Actor
    pavel: Actor

    @property
    def everybody(self) -> dict[str, Actor]:
        """One actor of each kind that may see issues."""
        town = self.town
        return {
            "organizer": town.olga,
            "controller": town.kira,
            "official of roads": town.oksana,
            "official of parks": town.boris,
            "official of no agency": Actor(
                name="Vera", roles=frozenset({Role.OFFICIAL}), person_id=town.boris.person_id
            ),
            "tablet": self.pyotr,
        }


def set_scene(session: Session) -> Scene:
    """The district Centre lies west of 127.55, East beyond it; Pyotr rides on the first tour, Pavel on the other."""
    town = make_town(session)
    session.get_one(District, town.district).polygon = _square(127.50, 127.55)
    east = _kept(session, District(name="East", polygon=_square(127.55, 127.60)))
    lights = _kept(session, Category(name="Свет", name_en="Lights"))
    tours = [_kept(session, _tour(title, state)) for title, state in (("One", "riding"), ("Two", "published"))]
    stops = [
        _kept(session, Stop(tour_id=tour, position=1, name="Двор", address="ул. Зейская, 1", lat=50.27, lon=127.53))
        for tour in tours
    ]
    pyotr, pavel = (_tablet(session, name, tour) for name, tour in zip(("Pyotr", "Pavel"), tours, strict=True))
    return Scene(town, east, lights, tours[0], stops[0], tours[1], stops[1], pyotr, pavel)


def log(session: Session, scene: Scene, actor: Actor | None = None, **fields: Any) -> Issue:
    """A pothole in the centre, raised by Olga."""
    values: dict[str, Any] = {"uid": uid(), "lat": 50.27, "lon": 127.54, "category_id": scene.town.potholes, "now": NOW}
    return log_issue(session, actor or scene.town.olga, **(values | fields))


def uid() -> str:
    """An id as a tablet makes it."""
    return str(uuid.uuid4())


def jpeg(colour: str = "gray") -> bytes:
    """A small photo with a position in it: 50.25 north, 127.5 east."""
    picture = Image.new("RGB", (40, 30), colour)
    exif = picture.getexif()
    exif[0x8825] = {1: "N", 2: (50.0, 15.0, 0.0), 3: "E", 4: (127.0, 30.0, 0.0)}
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _square(west: float, east: float) -> dict[str, Any]:
    corners = [[west, 50.2], [east, 50.2], [east, 50.3], [west, 50.3], [west, 50.2]]
    return {"type": "Polygon", "coordinates": [corners]}


def _tour(title: str, state: str) -> Tour:
    return Tour(
        title=title,
        state=TourState(state),
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=3),
        created_at=NOW,
        join_code=title,
    )


def _tablet(session: Session, name: str, tour_id: int) -> Actor:
    participant = Participant(tour_id=tour_id, name=name, answer=Answer.YES, invited_at=NOW, tablet=True)
    return Actor(
        name=name,
        roles=frozenset({Role.PARTICIPANT}),
        tour_id=tour_id,
        participant_id=_kept(session, participant),
    )


def _kept(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    assert isinstance(row.id, int)
    return row.id
