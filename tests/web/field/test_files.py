"""Tests of `planner.web.field.files`: photos that come in pieces by HTTP."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.services.field.files import the_parts
from planner.storage import the_store
from tests.services.field.outbox_story import hash_of
from tests.services.issue_story import jpeg, set_scene
from tests.web.issue_visitors import look_as, sign_everybody_in

MIB = 1024 * 1024


@pytest.fixture
def tablet(site: TestClient, own_database: Database) -> TestClient:
    """Pyotr's."""
    the_parts.cache_clear()
    with own_database.transaction() as session:
        tokens = sign_everybody_in(session, set_scene(session))
    return look_as(site, tokens["pyotr"])


def address(data: bytes) -> str:
    return f"/field/api/1/files/{hash_of(data)}"


def patch(tablet: TestClient, data: bytes, piece: bytes, offset: object, length: object = None) -> Any:
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(len(data) if length is None else length)}
    return tablet.patch(address(data), content=piece, headers=headers)


def told(answer: Any) -> tuple[int, str | None, str | None]:
    return answer.status_code, answer.headers.get("upload-offset"), answer.headers.get("upload-complete")


def test_photo_comes_in_pieces_and_goes_on_where_it_stopped(tablet: TestClient) -> None:
    data = jpeg()

    steps = [
        told(tablet.head(address(data))),
        told(patch(tablet, data, data[:100], 0)),
        told(patch(tablet, data, data[:100], 0)),
        told(tablet.head(address(data))),
        told(patch(tablet, data, data[100:], 100)),
        told(tablet.head(address(data))),
        told(patch(tablet, data, data[100:], 100)),
    ]

    size = str(len(data))
    assert steps == [
        (204, "0", None),
        (204, "100", None),
        (409, "100", None),
        (204, "100", None),
        *[(204, size, "?1")] * 3,
    ]
    assert the_store().get(hash_of(data)) == data


def test_whole_that_is_not_what_its_address_says_begins_anew(tablet: TestClient) -> None:
    data = jpeg()

    answer = patch(tablet, data, bytes(len(data)), 0)

    assert (answer.status_code, answer.json()["key"], answer.headers["x-planner"]) == (400, "photos.error.broken", "1")
    assert told(tablet.head(address(data))) == (204, "0", None)


def test_whole_that_is_no_photo_is_refused(tablet: TestClient) -> None:
    data = b"%PDF-1.7"

    answer = patch(tablet, data, data, 0)

    assert (answer.status_code, answer.json()["key"]) == (400, "photos.error.kind")


@pytest.mark.parametrize(
    ("offset", "length", "piece", "status", "key"),
    [
        ("x", 10, b"x", 400, "field.error.piece"),
        ("-1", 10, b"x", 400, "field.error.piece"),
        ("٣", 10, b"x", 400, "field.error.piece"),
        (0, "", b"x", 400, "field.error.piece"),
        (0, 0, b"", 400, "field.error.piece"),
        (0, 1, b"xx", 400, "field.error.piece"),
        (0, 21 * MIB, b"x", 400, "photos.error.too_large"),
        (0, 2 * MIB, bytes(MIB + 1), 413, "field.error.too_large"),
    ],
)
def test_piece_that_cannot_be_is_refused(
    tablet: TestClient, offset: object, length: object, piece: bytes, status: int, key: str
) -> None:
    headers = {b"Upload-Offset": str(offset).encode(), b"Upload-Length": str(length).encode()}

    answer = tablet.patch(address(b""), content=piece, headers=headers)

    assert (answer.status_code, answer.json()["key"]) == (status, key)


def test_address_that_is_no_hash_is_not_found(tablet: TestClient) -> None:
    answers = [tablet.head("/field/api/1/files/..%2F..%2Fx"), tablet.head("/field/api/1/files/abc")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_stranger_sends_no_files(site: TestClient, own_database: Database) -> None:
    answers = [look_as(site, "").head(address(b"x")), patch(site, b"x", b"x", 0)]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_full_disk_is_told_as_such(tablet: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, data: object) -> int:
        raise OSError(28, "No space left on device")

    data = jpeg()
    monkeypatch.setattr("planner.storage.parts.os.write", full)

    answer = patch(tablet, data, data, 0)

    monkeypatch.undo()
    assert (answer.status_code, answer.json()["key"]) == (507, "app.error.full")
