"""The demo city comes into an untouched installation alone, and goes out of it whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, func, select

from planner.database import Database
from planner.demo import load_demo
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, NotAllowed, NotFound, PlannerError
from planner.domain.models import (
    Agency,
    Category,
    City,
    Closure,
    DayKind,
    DemoLoad,
    District,
    Issue,
    OutsideFigure,
    Person,
    PersonRole,
    Place,
    TelegramChat,
    Tour,
)
from planner.domain.models.types import id_of
from planner.domain.press_report import ReportFigure
from planner.domain.words import DaySort, Role
from planner.services.access.people import save_person
from planner.services.access.sign_in import find_actor, open_sign_in_for
from planner.services.city.agencies import save_agency
from planner.services.city.demo_data import (
    COME_ALONG,
    DIRECTORIES,
    OF_NOBODY,
    OF_PEOPLE,
    begin_demo,
    demo_state,
    is_untouched,
    note_demo,
    remove_demo,
)
from planner.services.issues.columns import IssueColumns
from planner.storage import FolderStore

OLGA = Actor("Ольга", frozenset({Role.ORGANIZER}), person_id=900)


def a_small_demo(session: Session, actor: Actor, now: datetime) -> None:
    """What stands for the demo city where its size does not matter."""
    begin_demo(session, actor)
    session.add_all([City(id=1, name="Благовещенск"), District(name="Центр"), Category(name="Дороги")])
    save_person(session, actor, name="Анна", email="anna@example.org", roles=[Role.ADMIN])
    note_demo(session, actor, now=now)


def counts(session: Session) -> dict[str, int]:
    """How many rows each table has, of those that have any."""
    tables = SQLModel.metadata.sorted_tables
    found = {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
    return {name: number for name, number in found.items() if number}


@pytest.mark.parametrize(
    "row",
    [
        lambda now: District(name="Центр"),
        lambda now: Category(name="Дороги"),
        lambda now: Agency(name="Дороги"),
        lambda now: Place(name="Рынок", lat=50.26, lon=127.53),
        lambda now: Tour(title="Объезд", starts_at=now, ends_at=now, created_at=now),
        lambda now: Closure(
            name="Мост", line=[[50.26, 127.53], [50.27, 127.53]], since=now.date(), until=now.date(), created_at=now
        ),
        lambda now: Person(name="Вера"),
        lambda now: City(id=1, name="Приморск"),
    ],
)
def test_installation_with_anything_of_its_own_is_not_untouched(
    database: Database, artyom: Actor, now: datetime, row: Callable[[datetime], SQLModel]
) -> None:
    with database.transaction() as session:
        before = is_untouched(session, artyom)
        session.add(row(now))
        session.flush()

        after = is_untouched(session, artyom)
        with pytest.raises(Conflict) as refusal:
            begin_demo(session, artyom)

    assert (before, after, refusal.value.key) == (True, False, "demo.error.not_empty")


def test_installation_with_a_street_extract_is_not_untouched(
    database: Database, artyom: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.services.city.demo_data.current_extract", lambda data: object())

    with database.reading() as session:
        assert (is_untouched(session, artyom), is_untouched(session, artyom, data=tmp_path)) == (True, False)


def test_demo_city_goes_out_whole_and_leaves_an_untouched_installation(
    database: Database, artyom: Actor, now: datetime, tmp_path: Path
) -> None:
    with database.transaction() as session:
        before = counts(session)
        load_demo(session, artyom, FolderStore(tmp_path), now=now)
    columns = IssueColumns(database)
    held = columns.current()

    with database.transaction() as session:
        state = demo_state(session, artyom)
        remove_demo(session, artyom)
    with database.reading() as session:
        after, untouched = counts(session), is_untouched(session, artyom)

    assert state is not None
    assert (state.loaded_at, state.own) == (now, {})
    assert (after, untouched) == (before, True)
    assert (len(held.base.id) > 0, [len(part.id) for part, _ in columns.current().parts]) == (True, [0, 0])


def test_settings_of_the_office_are_own_entries_and_an_own_chat_stays(
    database: Database, artyom: Actor, now: datetime
) -> None:
    with database.transaction() as session:
        a_small_demo(session, artyom, now)
        about: dict[str, Any] = {"by": "Артём", "at": now}
        session.add_all(
            [
                DayKind(day=now.date(), sort=DaySort.OFF),
                OutsideFigure(year=2026, figure=ReportFigure.RELEASES, value=5, **about),
                TelegramChat(person_id=artyom.person_id or 0, chat_id=5, wanted=True),
            ]
        )

    with database.transaction() as session:
        state = demo_state(session, artyom)
        remove_demo(session, artyom, with_own=True)

    assert state is not None
    assert state.own == {"daykind": 1, "outsidefigure": 1}
    with database.reading() as session:
        assert session.exec(select(TelegramChat.chat_id)).all() == [5]


def test_every_table_is_named_or_hangs_on_what_is() -> None:
    named = {str(table.__tablename__) for table in (*DIRECTORIES, City, DemoLoad)}
    of_no_city = OF_NOBODY | OF_PEOPLE | COME_ALONG
    tables = SQLModel.metadata.sorted_tables
    hang = {
        table.name
        for table in tables
        for key in table.foreign_keys
        if key.column.table.name != "person" and (key.parent.primary_key or not key.parent.nullable)
    }

    assert sorted(named & of_no_city) == []
    assert sorted({table.name for table in tables} - named - of_no_city - hang) == []


def test_own_entries_are_named_and_go_only_where_they_may(database: Database, artyom: Actor, now: datetime) -> None:
    with database.transaction() as session:
        a_small_demo(session, artyom, now)
        vera = save_person(session, artyom, name="Вера", email="vera@example.org", roles=[Role.ORGANIZER])
        agency = save_agency(session, artyom, name="Дороги")
        vera.agency_id = agency.id
        session.get_one(City, 1).name = "Приморск"
    with pytest.raises(Conflict) as refusal, database.transaction() as session:
        remove_demo(session, artyom)
    with database.reading() as session:
        state = demo_state(session, artyom)
        kept = session.exec(select(Agency.name)).all()

    with database.transaction() as session:
        remove_demo(session, artyom, with_own=True)

    assert (refusal.value.key, refusal.value.field, kept) == ("demo.error.own", "with_own", ["Дороги"])
    assert state is not None
    assert state.own == {"agency": 1, "city": 1}
    with database.reading() as session:
        people = session.exec(select(Person.name, Person.agency_id).order_by(Person.name)).all()
        assert people == [("Артём", None), ("Вера", None)]
        assert session.exec(select(PersonRole.role).order_by(PersonRole.role)).all() == [Role.ADMIN, Role.ORGANIZER]
        assert session.exec(select(Agency)).all() == []


def test_sign_ins_stay_for_those_who_stay(database: Database, artyom: Actor, now: datetime) -> None:
    with database.transaction() as session:
        a_small_demo(session, artyom, now)
        anna = session.exec(select(Person).where(Person.name == "Анна")).one()
        own = session.get_one(Person, artyom.person_id)
        tokens = [open_sign_in_for(session, person, now=now) for person in (anna, own)]

    with database.transaction() as session:
        remove_demo(session, artyom)
    with database.reading() as session:
        names = [find_actor(session, token, now=now).name for token in tokens]

    assert names == [STRANGER.name, "Артём"]


def test_who_came_with_the_demo_city_does_not_take_it_out(database: Database, artyom: Actor, now: datetime) -> None:
    with database.transaction() as session:
        a_small_demo(session, artyom, now)
        anna = session.exec(select(Person).where(Person.name == "Анна")).one()

    with pytest.raises(Conflict) as refusal, database.transaction() as session:
        remove_demo(session, Actor("Анна", frozenset({Role.ADMIN}), anna.id))

    assert refusal.value.key == "demo.error.by_demo_person"


@pytest.mark.parametrize("load", [True, False])
def test_of_two_at_once_one_loads_or_removes(database: Database, artyom: Actor, now: datetime, load: bool) -> None:
    if not load:
        with database.transaction() as session:
            a_small_demo(session, artyom, now)
    both = Barrier(2)

    def tap(_: int) -> str:
        both.wait()
        try:
            with database.transaction() as session:
                a_small_demo(session, artyom, now) if load else remove_demo(session, artyom)
        except PlannerError as error:
            return error.key
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(tap, range(2)))

    assert said == sorted(["done", "demo.error.not_empty" if load else "demo.error.not_loaded"])


def test_issue_that_comes_in_meanwhile_hangs_on_nothing_that_is_gone(
    database: Database, artyom: Actor, now: datetime
) -> None:
    with database.transaction() as session:
        a_small_demo(session, artyom, now)
    both = Barrier(2)

    def write() -> str:
        both.wait()
        try:
            with database.transaction() as session:
                category = session.exec(select(Category)).first()
                if category is None:
                    return "no category"
                session.add(Issue(category_id=id_of(category), lat=50.26, lon=127.53, created_at=now))
        except Exception as error:  # noqa: BLE001 - whatever the database says of a row without its category
            return type(error).__name__
        return "written"

    def remove() -> str:
        both.wait()
        with database.transaction() as session:
            remove_demo(session, artyom, with_own=True)
        return "removed"

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(write), pool.submit(remove)]
        said = [each.result(timeout=60) for each in answers]

    assert said[1] == "removed"
    with database.reading() as session:
        assert session.exec(select(Issue.id).join(Category, isouter=True).where(Category.id.is_(None))).all() == []  # type: ignore[union-attr]


def test_nothing_is_taken_out_where_nothing_was_loaded(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        state = demo_state(session, artyom)
        with pytest.raises(NotFound) as refusal:
            remove_demo(session, artyom)

    assert (state, refusal.value.key) == (None, "demo.error.not_loaded")


def test_demo_data_is_for_the_administrator_alone(database: Database, artyom: Actor, now: datetime) -> None:
    with database.transaction() as session:
        a_small_demo(session, artyom, now)

    for actor in (OLGA, STRANGER):
        for ask in (
            is_untouched,
            begin_demo,
            demo_state,
            remove_demo,
            lambda session, who: note_demo(session, who, now=now),
        ):
            with pytest.raises(NotAllowed), database.transaction() as session:
                ask(session, actor)

    with database.reading() as session:
        assert session.get(DemoLoad, 1) is not None
        assert now - timedelta(days=1) < session.get_one(DemoLoad, 1).loaded_at
