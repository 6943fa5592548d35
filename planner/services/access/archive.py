"""The archive of every directory: what is out of use, the way back for each, and what archiving would touch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import (
    Agency,
    Category,
    District,
    Instruction,
    Issue,
    Layer,
    MediaContact,
    Person,
    PersonRole,
    Place,
    Repair,
    SignIn,
    Stop,
    Tour,
)
from planner.domain.permissions import Action, require
from planner.domain.search import searchable, searched_words
from planner.domain.words import OPEN_INSTRUCTION_STATES, OPEN_ISSUE_STATES, TourState

Directory = (
    type[Agency]
    | type[Category]
    | type[District]
    | type[Layer]
    | type[MediaContact]
    | type[Person]
    | type[Place]
    | type[Repair]
)

RIGHTS: Mapping[Directory, Action] = {
    Agency: Action.MANAGE_AGENCIES,
    Category: Action.MANAGE_AGENCIES,
    District: Action.MANAGE_CITY,
    Layer: Action.MANAGE_PLACES,
    MediaContact: Action.PUBLISH,
    Person: Action.MANAGE_PEOPLE,
    Place: Action.MANAGE_PLACES,
    Repair: Action.MANAGE_PLACES,
}
"""Every directory that has an archive, and the right to keep it."""


@dataclass(frozen=True)
class ArchivedRow:
    """An entry that is out of use."""

    id: int
    name: str


def list_archived(
    session: Session, actor: Actor, table: Directory, *, text: str = "", most: int = 20
) -> tuple[Sequence[ArchivedRow], int]:
    """The first entries by name (of the media by outlet and name) that are out of use and hold these words, and how many there are; for those who may bring
    them back.
    """
    require(actor, RIGHTS[table])
    columns: Sequence[Any] = (MediaContact.outlet, MediaContact.name) if table is MediaContact else (table.name,)
    query: Any = select(table.id, *columns).where(col(table.archived)).order_by(*columns, col(table.id))
    words = searched_words(text)
    known = [ArchivedRow(number, ", ".join(filter(None, names))) for number, *names in session.execute(query)]
    found = [row for row in known if all(word in searchable(row.name) for word in words)]
    return found[:most], len(found)


def restore(session: Session, actor: Actor, table: Directory, row_id: int) -> None:
    """Puts an archived entry back into use. A person comes back without roles, and signs in once a password is set anew."""
    require(actor, RIGHTS[table])
    row = session.get(table, row_id)
    if row is None:
        raise NotFound("archive.error.unknown")
    row.archived = False
    session.flush()


def touched_by_archiving(session: Session, actor: Actor, table: Directory, row_id: int) -> Mapping[str, int]:
    """How much of what archiving ends, or leaves with an entry that is out of use; by its name, only what there is."""
    require(actor, RIGHTS[table])
    coming = col(Stop.tour_id).in_(select(Tour.id).where(col(Tour.state).in_([TourState.DRAFT, TourState.PUBLISHED])))
    open_issues, open_instructions = (
        col(Issue.state).in_(OPEN_ISSUE_STATES),
        col(Instruction.state).in_(OPEN_INSTRUCTION_STATES),
    )
    what: dict[Directory, dict[str, tuple[ColumnElement[bool], ...]]] = {
        Agency: {
            "instructions": (col(Instruction.agency_id) == row_id, open_instructions),
            "people": (col(Person.agency_id) == row_id, col(Person.archived).is_(False)),
            "layers": (col(Layer.agency_id) == row_id, col(Layer.archived).is_(False)),
        },
        Category: {"issues": (col(Issue.category_id) == row_id, open_issues)},
        District: {
            "places": (col(Place.district_id) == row_id, col(Place.archived).is_(False)),
            "issues": (col(Issue.district_id) == row_id, open_issues),
        },
        Layer: {"facilities": (col(Place.layer_id) == row_id, col(Place.archived).is_(False))},
        MediaContact: {},
        Person: {
            "roles": (col(PersonRole.person_id) == row_id,),
            "sign_ins": (col(SignIn.person_id) == row_id,),
            "verifies": (col(Instruction.controller_id) == row_id, open_instructions),
        },
        Place: {"stops": (col(Stop.place_id) == row_id, coming)},
        Repair: {},
    }
    counts = {name: session.exec(select(func.count()).where(*wanted)).one() for name, wanted in what[table].items()}
    return {name: number for name, number in counts.items() if number}
