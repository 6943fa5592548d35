"""The page on the spot over HTTP: photos with where and when they were taken, and a report made of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Instruction, Issue, Move, Photo
from planner.domain.words import InstructionState, PhotoSource, Step
from tests.services.control_story import an_instruction
from tests.services.issue_story import Scene, jpeg, log, set_scene, uid
from tests.web.conftest import BROWSER
from tests.web.issue_visitors import look_as, sign_everybody_in

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def scene(own_database: Database) -> Scene:
    with own_database.transaction() as session:
        scene = set_scene(session)
        an_instruction(session, scene.town, log(session, scene, text=SCRIPT), text=SCRIPT)
        return scene


@pytest.fixture
def tokens(own_database: Database, scene: Scene) -> Mapping[str, str]:
    with own_database.transaction() as session:
        return sign_everybody_in(session, scene)


def at_ms(moment: datetime) -> str:
    return str(round(moment.timestamp() * 1000))


def the_photo(database: Database) -> Photo:
    with database.reading() as session:
        return session.exec(select(Photo)).one()


def test_page_shows_typed_text_as_text(site: TestClient, tokens: Mapping[str, str]) -> None:
    page = look_as(site, tokens["oksana"]).get("/on-site/1", headers=BROWSER)

    assert page.status_code == 200
    assert SCRIPT not in page.text
    assert "data-page=" in page.text


def test_photo_of_the_camera_keeps_where_and_when_it_was_taken(
    site: TestClient, own_database: Database, tokens: Mapping[str, str]
) -> None:
    taken, number = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=2), uid()
    query = {"source": "camera", "at": at_ms(taken), "lat": "50.2701", "lon": "127.5402", "accuracy": "12.4"}
    oksana = look_as(site, tokens["oksana"])

    answers = [
        oksana.post(f"/on-site/1/photos/{number}", params=query, content=jpeg(), headers=BROWSER) for _ in range(2)
    ]

    assert [answer.json() for answer in answers] == [{"id": number}, {"id": number}]
    photo = the_photo(own_database)
    assert (photo.source, photo.taken_at, photo.lat, photo.lon, photo.accuracy_m) == (
        PhotoSource.CAMERA,
        taken,
        50.2701,
        127.5402,
        12,
    )


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ({}, PhotoSource.GALLERY),
        ({"source": "gallery", "at": "1"}, PhotoSource.GALLERY),
        ({"source": "camera", "at": "NaN", "lat": "999", "lon": "x", "accuracy": "inf"}, PhotoSource.CAMERA),
        ({"source": "camera", "at": "1e300"}, PhotoSource.CAMERA),
    ],
)
def test_what_a_device_cannot_mean_is_not_kept(
    site: TestClient, own_database: Database, tokens: Mapping[str, str], query: Mapping[str, str], source: PhotoSource
) -> None:
    address = f"/on-site/1/photos/{uid()}"

    answer = look_as(site, tokens["oksana"]).post(address, params=query, content=jpeg(), headers=BROWSER)

    assert answer.status_code == 200
    photo = the_photo(own_database)
    of_the_file = 50.25
    assert (photo.source, photo.lat, photo.accuracy_m) == (source, of_the_file, None)


def test_report_on_the_spot_waits_to_be_verified(
    site: TestClient, own_database: Database, tokens: Mapping[str, str]
) -> None:
    number, oksana = uid(), look_as(site, tokens["oksana"])
    oksana.post(f"/on-site/1/photos/{number}?source=camera", content=jpeg(), headers=BROWSER)
    empty = oksana.post("/on-site/1/report", json={"text": " ", "photos": [number]}, headers=BROWSER)

    done = oksana.post("/on-site/1/report", json={"text": "Засыпали", "photos": [number]}, headers=BROWSER)

    assert (empty.status_code, empty.json()["field"], done.status_code) == (400, "text", 200)
    with own_database.reading() as session:
        assert session.get_one(Instruction, 1).state is InstructionState.REPORTED


METRE = 1 / 111_195


def reported(site: TestClient, tokens: Mapping[str, str]) -> TestClient:
    """Oksana has reported; the browser is Kira's now."""
    number, oksana = uid(), look_as(site, tokens["oksana"])
    oksana.post(f"/on-site/1/photos/{number}?source=camera", content=jpeg(), headers=BROWSER)
    oksana.post("/on-site/1/report", json={"text": "Засыпали", "photos": [number]}, headers=BROWSER)
    return look_as(site, tokens["kira"])


def test_verified_on_the_spot_only_by_who_stands_there(
    site: TestClient, own_database: Database, tokens: Mapping[str, str]
) -> None:
    kira = reported(site, tokens)
    with own_database.reading() as session:
        point = session.get_one(Issue, 1).point
    near = {"lat": point.lat + 40 * METRE, "lon": point.lon}
    far = {"lat": point.lat + 300 * METRE, "lon": point.lon}

    answers = [
        kira.post("/on-site/1/accept", json={"outcome": "fixed", "text": "", **at}, headers=BROWSER)
        for at in ({}, far, {"lat": "50", "lon": True}, near)
    ]

    assert [(answer.status_code, answer.json().get("field")) for answer in answers] == [
        (400, "place"),
        (400, "place"),
        (400, "place"),
        (200, None),
    ]
    with own_database.reading() as session:
        move = session.exec(select(Move).where(Move.step == Step.ACCEPT)).one()
        assert move.facts["on_site_m"] == 40
        assert session.get_one(Instruction, 1).state is InstructionState.CLOSED


def test_returned_on_the_spot_with_a_new_date(
    site: TestClient, own_database: Database, tokens: Mapping[str, str]
) -> None:
    kira = reported(site, tokens)
    with own_database.reading() as session:
        point = session.get_one(Issue, 1).point
    here = {"lat": point.lat, "lon": point.lon, "text": "Края осыпались"}
    until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()

    answers = [
        kira.post("/on-site/1/return", json=here | more, headers=BROWSER)
        for more in ({"until": "soon"}, {"until": until})
    ]
    unknown = kira.post("/on-site/1/cancel", json=here, headers=BROWSER)

    assert [(answer.status_code, answer.json().get("field")) for answer in answers] == [(400, "date"), (200, None)]
    assert unknown.status_code == 404
    with own_database.reading() as session:
        assert session.get_one(Instruction, 1).state is InstructionState.RETURNED


@pytest.mark.parametrize(("who", "status"), [("boris", 403), ("pyotr", 403), ("stranger", 403)])
def test_others_send_no_photo_and_report_nothing(
    site: TestClient, own_database: Database, tokens: Mapping[str, str], who: str, status: int
) -> None:
    somebody = look_as(site, tokens[who])

    answers = [
        somebody.post(f"/on-site/1/photos/{uid()}", content=jpeg(), headers=BROWSER),
        somebody.post("/on-site/1/report", json={"text": "Готово", "photos": [uid()]}, headers=BROWSER),
    ]

    assert [answer.status_code for answer in answers] == [status, status]
    with own_database.reading() as session:
        assert session.exec(select(Photo)).all() == []


def test_what_is_no_picture_is_refused_in_words(site: TestClient, tokens: Mapping[str, str]) -> None:
    oksana = look_as(site, tokens["oksana"])

    answers = [
        oksana.post(f"/on-site/1/photos/{uid()}", content=content, headers=BROWSER)
        for content in (b"", b"text", b"\xff\xd8\xff" + b"x" * 100, b"0" * (20 * 1024 * 1024 + 1))
    ]

    assert [(answer.status_code, bool(answer.json()["error"])) for answer in answers] == [
        (400, True),
        (400, True),
        (400, True),
        (413, True),
    ]
