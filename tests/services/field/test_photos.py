"""Photos of tablets: noted once the file is whole, shown once it was made safe to show, and never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import NotAllowed
from planner.domain.models import FieldPhoto, Issue, Move, Photo, PhotoFate
from planner.domain.words import IssueState, Step
from planner.services.field.photos import PHOTOS_WAIT, develop_photo, waiting_photos
from tests.services.field.outbox_story import MINUTE, NOW, Bus, hash_of, jpeg, rows, set_bus


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path)


def develop(bus: Bus) -> list[PhotoFate]:
    with bus.database.reading() as session:
        waiting = waiting_photos(session, KEEPER, limit=50)
    return [develop_photo(bus.database, KEEPER, bus.store, uid) for uid in waiting]


def states(bus: Bus, *items: object) -> list[str]:
    return [f"{answer.state}{' ' + answer.error.key if answer.error else ''}" for answer in bus.send(*items)]


def test_photo_is_noted_at_once_and_shown_when_it_was_developed(bus: Bus) -> None:
    report, data = bus.report(), jpeg()
    photo = bus.item("photo", about=report["uid"], hash=bus.store.put(data), number=1)

    told = states(bus, report, photo)
    before = rows(bus.database, Photo)
    fates = develop(bus)

    assert (told, before, fates) == (["received"] * 2, 0, [PhotoFate.READY])
    with bus.database.reading() as session:
        shown = session.exec(select(Photo)).one()
        move = session.exec(select(Move).where(Move.step == Step.ADD_PHOTO)).one()
    assert (shown.id, shown.original, shown.taken_by) == (photo["uid"], hash_of(data), "Pyotr")
    assert (shown.width, shown.height, shown.lat) == (40, 30, 50.25)
    assert shown.added_at == NOW - 30 * MINUTE + timedelta(microseconds=1)
    assert (move.by, move.at, move.facts) == ("Pyotr", shown.added_at, {"photo": shown.id, "phase": "before"})


def test_photo_whose_file_has_not_come_waits(bus: Bus) -> None:
    report = bus.report()
    photo = bus.item("photo", about=report["uid"], hash=hash_of(jpeg()))

    waiting = states(bus, report, photo)
    bus.store.put(jpeg())

    assert waiting == ["received", "later field.error.no_file"]
    assert states(bus, photo) == ["received"]


def test_photo_that_cannot_be_read_is_said_to_be_so(bus: Bus) -> None:
    report = bus.report()
    cut = jpeg()[:-300]
    states(bus, report, bus.item("photo", about=report["uid"], hash=bus.store.put(cut)))

    fates = [*develop(bus), *develop(bus)]

    assert fates == [PhotoFate.UNREADABLE]
    assert rows(bus.database, Photo) == 0


def test_photo_is_shown_once_whoever_develops_it_at_the_same_time(bus: Bus) -> None:
    report = bus.report()
    photo = bus.item("photo", about=report["uid"], hash=bus.store.put(jpeg()))
    states(bus, report, photo)

    with ThreadPoolExecutor(4) as pool:
        fates = list(pool.map(lambda _: develop_photo(bus.database, KEEPER, bus.store, photo["uid"]), range(4)))

    assert fates == [PhotoFate.READY] * 4
    assert (rows(bus.database, Photo), rows(bus.database, Move)) == (1, 2)


def test_photo_that_was_taken_is_shown_though_the_issue_was_closed_meanwhile(bus: Bus) -> None:
    report = bus.report()
    states(bus, report, bus.item("photo", about=report["uid"], hash=bus.store.put(jpeg())))
    with bus.database.transaction() as session:
        session.exec(select(Issue)).one().state = IssueState.CLOSED

    assert develop(bus) == [PhotoFate.READY]


def test_more_photos_than_an_issue_may_have_are_refused(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.services.field.photos.MOST_PHOTOS", 2)
    report, file_hash = bus.report(), bus.store.put(jpeg())
    photos = [bus.item("photo", about=report["uid"], hash=file_hash, number=number) for number in (1, 2, 3)]

    assert states(bus, report, *photos) == [*["received"] * 3, "refused photos.error.too_many"]


def test_photos_keep_the_order_of_their_numbers(bus: Bus) -> None:
    report, file_hash = bus.report(), bus.store.put(jpeg())
    photos = [bus.item("photo", about=report["uid"], hash=file_hash, number=number) for number in (3, 1, 2)]
    states(bus, report, *photos)

    develop(bus)

    with bus.database.reading() as session:
        shown = session.exec(select(Photo.id).order_by(col(Photo.added_at), col(Photo.id))).all()
    assert shown == [photos[1]["uid"], photos[2]["uid"], photos[0]["uid"]]


@pytest.mark.parametrize("file_hash", ["x", "../../etc/passwd", "A" * 64, 5, None])
def test_hash_that_is_none_is_refused(bus: Bus, file_hash: object) -> None:
    report = bus.report()

    told = bus.send(report, bus.item("photo", about=report["uid"], hash=file_hash))

    assert [answer.state for answer in told] == ["received", "refused"]
    assert rows(bus.database, FieldPhoto) == 0


def test_whoever_listens_hears_that_a_photo_waits(bus: Bus) -> None:
    rung: list[int] = []
    report = bus.report()

    def listen() -> None:
        rung.append(rows(bus.database, FieldPhoto))

    PHOTOS_WAIT.listen(listen)
    bus.send(report)
    bus.send(bus.item("photo", about=report["uid"], hash=bus.store.put(jpeg())))
    PHOTOS_WAIT.forget(listen)
    bus.send(bus.item("photo", about=report["uid"], hash=bus.store.put(jpeg())))

    assert rung == [1]


def test_developing_is_for_the_server_itself(bus: Bus) -> None:
    with bus.database.reading() as session, pytest.raises(NotAllowed):
        waiting_photos(session, bus.oksana, limit=1)
    with pytest.raises(NotAllowed):
        develop_photo(bus.database, bus.oksana, bus.store, "x")
