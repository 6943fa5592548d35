"""The streets of the demo city come beside the first visitor, and go with the demo."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict
from planner.domain.models import DemoLoad
from planner.domain.own_tiles import DEMO_SOURCE
from planner.domain.words import Role
from planner.i18n import translator
from planner.render.maps.base_map import say_source
from planner.services.city import demo_streets
from planner.services.city.demo_streets import remove_demo_streets, start_demo_streets
from planner.services.city.extract import DEMO_STREETS, current_extract, own_tiles, switch_to
from planner.services.city.extract_import import plan_city_import
from tests.services.city.test_addresses import put_in_place

ADMIN = Actor("Артём", frozenset({Role.ADMIN}), person_id=1)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files of which an import was started; none runs."""
    files: list[Path] = []
    monkeypatch.setattr(demo_streets, "start_city_import", lambda session, actor, source, **about: files.append(source))
    return files


def put_demo_in_place(data: Path, now: datetime) -> None:
    """The streets of the demo, with addresses alone."""
    switch_to(data, replace(put_in_place(data, now), attribution=DEMO_SOURCE))


@SQLITE
def test_streets_are_started_once_the_demo_is_here(
    database: Database, tmp_path: Path, now: datetime, started: list[Path]
) -> None:
    with database.transaction() as session:
        start_demo_streets(session, ADMIN, data=tmp_path, now=now)
        session.add(DemoLoad(loaded_at=now, brought={}, city={}))
        session.flush()
        without = list(started)
        start_demo_streets(session, ADMIN, data=tmp_path, now=now)
        put_in_place(tmp_path, now)
        start_demo_streets(session, ADMIN, data=tmp_path, now=now)

    assert (without, started) == ([], [DEMO_STREETS])


@SQLITE
def test_an_import_that_runs_already_is_left_alone(
    database: Database, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def runs(*args: Any, **about: Any) -> None:
        raise Conflict("city_import.error.running")

    monkeypatch.setattr(demo_streets, "start_city_import", runs)

    with database.transaction() as session:
        session.add(DemoLoad(loaded_at=now, brought={}, city={}))
        session.flush()

        start_demo_streets(session, ADMIN, data=tmp_path, now=now)

    assert current_extract(tmp_path) is None


@SQLITE
def test_only_the_streets_of_the_demo_go_with_it(database: Database, tmp_path: Path, now: datetime) -> None:
    put_demo_in_place(tmp_path / "demo", now)
    put_in_place(tmp_path / "own", now)

    with database.reading() as session:
        for name in ("demo", "own"):
            remove_demo_streets(session, ADMIN, data=tmp_path / name)

    assert current_extract(tmp_path / "demo") is None
    assert current_extract(tmp_path / "own") is not None


@SQLITE
def test_maps_say_that_the_streets_are_approximate(database: Database, tmp_path: Path, now: datetime) -> None:
    put_demo_in_place(tmp_path, now)
    tiles = own_tiles(tmp_path)

    with database.reading() as session:
        plan = plan_city_import(session, ADMIN, DEMO_STREETS, data=tmp_path)

    assert plan.is_demo
    assert tiles is not None
    assert say_source(translator("ru", "Asia/Yakutsk"), tiles).startswith(
        "Схема улиц демонстрационного города приблизительна."
    )
