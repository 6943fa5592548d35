"""Files that come into a small city: two districts, a topic, an agency."""

from pathlib import Path

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Agency, Category, District, Layer, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import AgencyKind, Role
from planner.render.reading.files import read_file
from planner.render.reading.rows import FileRead, read_rows
from planner.services.intake.plan import plan_intake
from planner.services.intake.planned import IntakePlan

ADMIN = Actor("Artyom", frozenset({Role.ADMIN}))
OKSANA = Actor("Oksana", frozenset({Role.OFFICIAL}))
NOWHERE = Path("/nonexistent")
LAYER = 1
"""To which facilities come."""


def make_city(session: Session) -> int:
    """The number of its topic."""
    topic = Category(name="Ямы", name_en="Potholes", days=10)
    session.add_all([District(name="Северный"), District(name="Южный", archived=True), topic])
    artyom = Person(name="Artyom", email="artyom@example.org")
    session.add(artyom)
    session.flush()
    session.add(PersonRole(person_id=id_of(artyom), role=Role.ADMIN))
    session.add(Agency(name="Управление ЖКХ", short_name="УЖКХ", kind=AgencyKind.DEPARTMENT))
    session.add(Layer(id=LAYER, name="Спорт", name_en="Sports"))
    session.flush()
    return topic.id or 0


def read(text: str, kind: str = "places") -> FileRead:
    return read_rows(read_file(text.encode(), "a.csv"), kind)


def plan(session: Session, text: str, kind: str = "places", category_id: int | None = None) -> IntakePlan:
    layer_id = LAYER if kind == "facilities" else None
    return plan_intake(session, ADMIN, read(text, kind), data=NOWHERE, category_id=category_id, layer_id=layer_id)


def told(planned: IntakePlan) -> list[tuple[str, str, list[str]]]:
    """Of each row its name, its fate, and what is wrong."""
    return [
        (each.row.name, each.fate.value, [problem.key for problem in each.row.problems if not problem.note])
        for each in planned.rows
    ]
