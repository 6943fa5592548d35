"""What the demo city brought: noted when it is loaded, so that it can be told from a city's own data, and taken out whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, inspect
from sqlmodel import Session, SQLModel, func, select, text, update

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import (
    Agency,
    ApiKey,
    Category,
    City,
    Closure,
    DayKind,
    DeadlineRule,
    DemoLoad,
    District,
    Issue,
    Layer,
    LegOverride,
    MediaContact,
    MediaMention,
    OutsideFigure,
    PaperTemplate,
    Person,
    Place,
    PublicReport,
    Release,
    Repair,
    ResidentReport,
    Subscriber,
    Tour,
    TourTemplate,
    Vote,
    Webhook,
)
from planner.domain.permissions import Action, require
from planner.services.city.extract import current_extract

DIRECTORIES = (
    *(District, Category, Agency, Layer, Place, Tour, Issue, Closure, LegOverride, Repair),
    *(MediaContact, Release, Vote, ResidentReport, Subscriber),
    *(DayKind, DeadlineRule, PaperTemplate, TourTemplate),
    *(OutsideFigure, PublicReport, MediaMention, ApiKey, Webhook),
)
"""What a city makes by itself; all other rows hang on one of these or on a person, or come along (`COME_ALONG`)."""
COME_ALONG = frozenset(
    {"bulk_decision", "cause", "comment", "mail", "notice", "reportphoto", "tourseries", "voterkey", "word_gram"}
)
"""Tables whose rows need not hang on anything, and are there only because of what does."""
OF_NOBODY = frozenset({"backupstate", "columnname", "guesscount", "setupcode"})
OF_PEOPLE = frozenset(
    {
        *("person", "personrole", "signin", "trustedbrowser", "passwordlink", "calendarlink"),
        *("mailchoice", "noticechoice", "saved_filter", "telegramchat"),
    }
)
_LEARNED = frozenset({"learned_factors"})
"""What the planner writes into the city's settings by itself."""


@dataclass(frozen=True)
class DemoState:
    """That the demo city is here: since when, and what a city has added of its own, by the name of its table."""

    loaded_at: datetime
    own: Mapping[str, int]


def is_untouched(session: Session, actor: Actor, *, data: Path | None = None) -> bool:
    """Whether nothing was ever set up here: nobody but one person, no entry of any directory, no settings of the city, and no
    street extract in the folder `data`.
    """
    require(actor, Action.MANAGE_CITY)
    if any(session.exec(select(table).limit(1)).first() is not None for table in (*DIRECTORIES, DemoLoad)):
        return False
    if session.exec(select(func.count()).select_from(Person)).one() > 1:
        return False
    if session.get(City, 1) is not None:
        return False
    return data is None or current_extract(data) is None


def begin_demo(session: Session, actor: Actor, *, data: Path | None = None) -> None:
    """For whoever is about to load the demo city, and is alone with it until the transaction ends.

    Conflict("demo.error.not_empty") unless the installation is untouched.
    """
    require(actor, Action.MANAGE_CITY)
    hold_all(session, DemoLoad)
    if not is_untouched(session, actor, data=data):
        raise Conflict("demo.error.not_empty")


def note_demo(session: Session, actor: Actor, *, now: datetime) -> None:
    """Notes that all there is, but for the actor, came with the demo city; for whoever has just loaded it."""
    require(actor, Action.MANAGE_CITY)
    brought = {table.__name__.lower(): sorted(_keys(session, table)) for table in (*DIRECTORIES, Person)}
    brought["person"] = [each for each in brought["person"] if each != actor.person_id]
    session.add(DemoLoad(loaded_at=now, brought=brought, city=_settings(session)))
    session.flush()


def demo_state(session: Session, actor: Actor) -> DemoState | None:
    """What there is of the demo city and beside it; None where it was not loaded, or is taken out."""
    require(actor, Action.MANAGE_CITY)
    kept = session.get(DemoLoad, 1)
    return None if kept is None else DemoState(kept.loaded_at, _own(session, kept))


def remove_demo(session: Session, actor: Actor, *, with_own: bool = False) -> None:
    """Takes out the demo city and whatever was added to it: its people, settings, tours and issues with all that hangs on them.
    People who did not come with it stay, with their accounts and roles.

    Conflict("demo.error.own") where the city has added entries of its own, unless they may go too: `with_own`. Conflict for
    a person who came with the demo city; NotFound where there is none.
    """
    require(actor, Action.MANAGE_CITY)
    hold_all(session, DemoLoad)
    _keep_others_out(session)
    kept = session.get(DemoLoad, 1, populate_existing=True)
    if kept is None:
        raise NotFound("demo.error.not_loaded")
    people = kept.brought["person"]
    if actor.person_id in people:
        raise Conflict("demo.error.by_demo_person")
    if _own(session, kept) and not with_own:
        raise Conflict("demo.error.own", field="with_own")
    session.exec(update(Person).values(agency_id=None))
    for table in reversed(SQLModel.metadata.sorted_tables):
        _empty(session, table, people)
    session.expire_all()


def _own(session: Session, kept: DemoLoad) -> dict[str, int]:
    names = {table.__name__.lower(): table for table in DIRECTORIES}
    own = {name: len(_keys(session, table) - set(kept.brought.get(name, ()))) for name, table in names.items()}
    own["city"] = sum(value != kept.city.get(name) for name, value in _settings(session).items())
    return {name: number for name, number in own.items() if number > 0}


def _empty(session: Session, table: Table, people: list[int]) -> None:
    """Deletes the rows of a table; of what belongs to people, the rows of these."""
    if table.name in OF_NOBODY:
        return
    of_whom = "id" if table.name == "person" else "person_id"
    belongs = table.name in OF_PEOPLE
    rows = table.delete()
    if table.name == "signin":
        rows = rows.where(table.c.participant_id.is_not(None) | table.c.person_id.in_(people))
    elif belongs:
        rows = rows.where(table.c[of_whom].in_(people))
    session.execute(rows)


def _keep_others_out(session: Session) -> None:
    """Nobody writes meanwhile: a row that comes in now would hang on one that goes. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
        session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def _keys(session: Session, table: type[SQLModel]) -> set[Any]:
    """What tells its rows apart: numbers, or a text where that is something else."""
    columns = inspect(table).primary_key
    rows = session.execute(select(*columns)).all()
    return {row[0] if isinstance(row[0], int) and len(row) == 1 else " ".join(map(str, row)) for row in rows}


def _settings(session: Session) -> dict[str, Any]:
    city = session.get(City, 1) or City(id=1)
    return {name: value for name, value in city.model_dump().items() if name not in _LEARNED}
