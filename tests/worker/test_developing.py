"""Photos are developed beside visitors: at the bell, and those that other processes took when it is looked for them."""

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.database import Database, the_database
from planner.domain.errors import Unavailable
from planner.domain.models import Photo
from planner.services.field.photos import PHOTOS_WAIT, develop_photo
from planner.storage import the_store
from planner.worker import developing
from planner.worker.developing import develop_photos
from tests.services.field.outbox_story import Bus, jpeg, rows, set_bus


@pytest.fixture
def bus(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    """Of the database and the store that this process uses."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", database_url)
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path))
    the_database.cache_clear()
    the_store.cache_clear()
    yield set_bus(the_database(), tmp_path / "files")
    the_database().close()
    the_database.cache_clear()
    the_store.cache_clear()


def send_a_photo(bus: Bus) -> None:
    report = bus.report()
    bus.send(report, bus.item("photo", about=report["uid"], hash=bus.store.put(jpeg())))


async def until_shown(database: Database, photos: int) -> None:
    """Runs the task until there are so many photos."""
    task = asyncio.create_task(develop_photos())
    async with asyncio.timeout(60):
        while await asyncio.to_thread(rows, database, Photo) < photos:
            assert not task.done()
            await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_photos_that_wait_at_the_start_are_developed(bus: Bus) -> None:
    send_a_photo(bus)
    send_a_photo(bus)

    asyncio.run(until_shown(bus.database, 2))

    assert (rows(bus.database, Photo), PHOTOS_WAIT._listeners) == (2, [])


def test_photo_that_comes_later_is_developed_at_the_bell(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.worker.developing.LOOK_EVERY_S", 3600.0)

    async def story() -> None:
        shown = asyncio.create_task(until_shown(bus.database, 1))
        while not PHOTOS_WAIT._listeners:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)  # it has looked, and waits
        await asyncio.to_thread(send_a_photo, bus)
        await shown

    asyncio.run(story())

    assert rows(bus.database, Photo) == 1


def test_what_hinders_is_tried_again(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.worker.developing.LOOK_EVERY_S", 0.01)
    monkeypatch.setattr("planner.worker.developing.PATIENCE_S", 0.01)
    send_a_photo(bus)
    get, tries = the_store().get, list[str]()

    def busy_at_first(file_hash: str) -> bytes:
        tries.append(file_hash)
        if len(tries) < 3:
            raise Unavailable("app.error.busy")
        return get(file_hash)

    monkeypatch.setattr(the_store(), "get", busy_at_first)

    asyncio.run(until_shown(bus.database, 1))

    assert (len(tries), rows(bus.database, Photo)) == (3, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own here")
def test_visitors_come_before_pictures(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    took = set[int]()

    def noted(*given: Any) -> object:
        took.add(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return develop_photo(*given)

    monkeypatch.setattr(developing, "develop_photo", noted)
    send_a_photo(bus)

    asyncio.run(until_shown(bus.database, 1))

    assert (took, os.getpriority(os.PRIO_PROCESS, 0)) == ({10}, 0)
