"""The databases that tests get are what they promise: empty each time, and the same in what the planner relies on."""

import json
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from planner.database import Database, open_database
from planner.domain.errors import Conflict
from planner.domain.models import Agency, Participant, Person
from tests.prepare.postgresql import Databases
from tests.prepare.standing import needs_no_database_of_its_own, taken_back
from tests.web.one_trip import OneTripClient


@pytest.mark.parametrize("order", ["first", "second"])
def test_database_is_empty_each_time(database: Database, order: str) -> None:
    with database.reading() as session:
        before = session.exec(select(Agency.name)).all()

    with database.transaction() as session:
        session.add(Agency(name=f"Дороги {order}"))
    with database.reading() as session:
        after = session.exec(select(Agency.name)).all()

    assert (before, after) == ([], [f"Дороги {order}"])


def test_what_is_taken_back_is_gone_and_its_number_is_free(database: Database) -> None:
    numbers = []
    for _ in range(2):
        with taken_back(database) as session:
            agency = Agency(name="Дороги")
            session.add(agency)
            session.flush()
            numbers.append(agency.id)

    with database.reading() as session:
        assert (numbers, session.exec(select(Agency.name)).all()) == ([1, 1], [])


def test_what_is_taken_back_was_written_and_checked_before(database: Database, now: datetime) -> None:
    with pytest.raises(Conflict), taken_back(database) as session:
        session.add(Participant(tour_id=99, name="Пётр", invited_at=now))  # nothing else would write it


def test_something_that_an_earlier_test_left_is_told(database: Database) -> None:
    with database.transaction() as session:
        session.add(Person(name="Ольга"))

    with pytest.raises(AssertionError, match="an earlier test left something"), taken_back(database):
        pass


def test_only_a_test_that_knows_nothing_but_the_session_shares_a_database(request: pytest.FixtureRequest) -> None:
    own = request.node._fixtureinfo

    def shares(arguments: tuple[str, ...], **fixtures: tuple[str, ...]) -> bool:
        known = {name: [SimpleNamespace(argnames=needs)] for name, needs in fixtures.items()}
        item = SimpleNamespace(_fixtureinfo=replace(own, argnames=arguments, name2fixturedefs=known))
        return needs_no_database_of_its_own(cast(pytest.Item, item))

    session = ("request", "database")
    assert shares(("town",), session=session, town=("session",), database=("database_url",))
    assert not shares(("town", "database"), session=session, town=("session",), database=("database_url",))
    assert not shares(("artyom",), session=session, artyom=("database",), database=("database_url",))
    assert not shares(("session",), session=("city_database",), city_database=("database",))
    assert not shares(("artyom",), artyom=("database",))


def test_database_is_on_the_engine_of_its_address(database: Database, database_url: str) -> None:
    assert database.engine.dialect.name == database_url.partition(":")[0]


def test_blank_database_has_no_tables(blank_database_url: str) -> None:
    database = open_database(blank_database_url)

    tables = inspect(database.engine).get_table_names()
    database.close()

    assert tables == []


def test_postgresql_knows_small_russian_letters(database: Database) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite knows Latin letters only")

    with database.reading() as session:
        small = session.execute(text("SELECT lower('ПОДЪЁМ')")).scalar_one()

    assert small == "подъём"


def test_postgresql_hands_no_row_no_number_no_revision_and_no_change_of_a_table_on(postgresql: Databases) -> None:
    numbers, places, revisions = [], set(), set()
    newer = "UPDATE alembic_version SET version_num = '9999'"
    for statement in (newer, "SELECT 1", "ALTER TABLE agency DROP COLUMN phone", "CREATE TABLE more (id int)"):
        with postgresql.migrated() as url:
            database = open_database(url)
            with database.transaction() as session:
                revisions.add(session.execute(text("SELECT version_num FROM alembic_version")).scalar())
                agency = Agency(name="Дороги", phone="112")
                session.add(agency)
                session.flush()
                numbers.append(agency.id)
                session.execute(text(statement))
            places.add(url)
            database.close()

    assert numbers == [1, 1, 1, 1]
    assert (len(places), len(revisions)) == (4, 1)


def test_postgresql_takes_a_database_back_from_whoever_holds_on_to_it(postgresql: Databases) -> None:
    with postgresql.migrated() as url:
        held = open_database(url).engine.connect()
        held.execute(text("LOCK TABLE agency"))

    with postgresql.migrated() as url:
        database = open_database(url)
        with database.reading() as session:
            found = session.exec(select(Agency)).all()
        database.close()

    assert found == []
    with pytest.raises(OperationalError):
        held.execute(text("SELECT 1"))
    held.invalidate()


async def _echo(request: Request) -> Response:
    if "fail" in request.query_params:
        raise ValueError("on purpose")
    asked = {name: request.scope[name] for name in ("method", "path", "server", "scheme")}
    told = [asked, request.scope["query_string"].decode(), sorted(request.headers.items())]
    body = json.dumps([*told, (await request.body()).decode()])
    return StreamingResponse(iter([body[:9], body[9:]]), status_code=203, headers={"Set-Cookie": "a=1"})


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/a%20b/%D1%8F?q=%D1%8F&q=2"),
        ("HEAD", "/a"),
        ("POST", "/a%2Fb"),
        ("DELETE", "https://elsewhere:8443/"),
        ("GET", "/?fail=1"),
    ],
)
def test_client_of_one_trip_asks_and_hears_what_the_usual_one_does(method: str, address: str) -> None:
    app = Starlette(routes=[Route("/{rest:path}", _echo, methods=["GET", "POST", "DELETE"])])
    answers = []

    for client in (TestClient, OneTripClient):
        with client(app, raise_server_exceptions=False, headers={"A": "b"}) as browser:
            browser.cookies.set("known", "1")
            answer = browser.request(method, address, content=b"x" if method == "POST" else None)
            answers.append((answer.status_code, answer.text, [*answer.headers.items()], dict(browser.cookies)))

    assert answers[0] == answers[1]
    assert answers[1][0] == (500 if "fail" in address else 203)


def test_client_of_one_trip_lets_out_what_the_site_did_and_knows_the_status_of_a_long_address() -> None:
    with OneTripClient(Starlette(routes=[Route("/a", _echo)])) as browser:
        with pytest.raises(ValueError, match="on purpose"):
            browser.get("/a?fail=1")

        statuses = [browser.status_of("/a", "q=" + "%00" * 9000), browser.status_of("/b", "")]

    assert statuses == [203, 404]
