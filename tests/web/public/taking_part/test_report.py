"""«Сообщить о проблеме» over HTTP: nothing typed is lost, nothing is kept twice, nobody else is told of it."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from threading import Event, Semaphore
from typing import Any

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import City, Issue, ReportPhoto, ResidentReport
from planner.render.photos.photos import AT_ONCE, MOST_WAITING, prepare_photo
from planner.services.residents.openness import REPORTS_OF_ADDRESS
from tests.services.issue_story import jpeg, uid
from tests.services.public_story import OpenScene, log, publish
from tests.services.residents.resident_story import listening_scene

FORM = "/open/report-problem"


@pytest.fixture
def city(own_database: Database) -> OpenScene:
    with own_database.transaction() as session:
        return listening_scene(session)


def typed(city: OpenScene, **more: str) -> dict[str, str]:
    usual = {"uid": uid(), "category": str(city.scene.town.potholes), "address": "Зейская, 1", "text": "Яма <b>тут</b>"}
    return usual | {"email": "anna@example.org", "name": "Анна", "consent": "1"} | more


def send(site: TestClient, given: Mapping[str, str], photo: bytes = b"") -> Any:
    files = {"photo": ("photo.jpg", photo, "image/jpeg")} if photo else {"photo": ("", b"", "application/octet-stream")}
    return site.post(FORM, data=dict(given), files=files)


@pytest.fixture
def kept(own_database: Database) -> Any:
    def read() -> list[ResidentReport]:
        with own_database.reading() as session:
            return list(session.exec(select(ResidentReport).order_by(col(ResidentReport.id))))

    return read


def test_form_that_is_sent_leads_to_its_own_page_and_to_nothing_public(
    site: TestClient, own_database: Database, city: OpenScene, kept: Any
) -> None:
    before = site.get("/open/issues").content

    sent = send(site, typed(city))

    [report] = kept()
    page = site.get(sent.headers["location"])
    assert (sent.status_code, sent.headers["location"]) == (303, f"/open/follow/{report.follow_code}")
    assert "Ждёт решения" in page.text
    assert [each in page.text for each in ("anna@example.org", "Анна", "Ямы")] == [False, False, True]
    assert (page.headers["cache-control"], page.headers["x-robots-tag"]) == ("no-store", "noindex, nofollow")
    assert site.get("/open/issues").content == before
    with own_database.reading() as session:
        assert session.exec(select(Issue)).all() == []


def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(
    site: TestClient, own_database: Database, city: OpenScene, kept: Any
) -> None:
    given = typed(city, email="anna", address="Зейская, «1»", consent="")

    refused = send(site, given, jpeg())
    again = send(site, given | {"email": "anna@example.org", "consent": "1"})

    ids = re.findall(r'id="problem-(\w+)"', refused.text)
    assert (refused.status_code, ids, again.status_code) == (400, ["email", "consent"], 303)
    assert [
        refused.text.count(each) for each in ("Яма &lt;b&gt;тут&lt;/b&gt;", 'value="Зейская, «1»"', given["uid"])
    ] == [
        1,
        1,
        1,
    ]
    assert "Снимок уже загружен" in refused.text
    with own_database.reading() as session:
        assert session.exec(select(ReportPhoto.uid)).all() == [report.uid for report in kept()]


def test_form_that_is_sent_again_is_the_same_report(site: TestClient, city: OpenScene, kept: Any) -> None:
    given = typed(city)

    first, second = send(site, given), send(site, given)

    assert (first.headers["location"], len(kept())) == (second.headers["location"], 1)


def test_picture_is_kept_without_what_the_camera_wrote(
    site: TestClient, own_database: Database, city: OpenScene, tmp_path: Any
) -> None:
    send(site, typed(city), jpeg())

    files = [path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert (len(files), [b"Exif" in each for each in files], jpeg() in files) == (2, [False, False], False)


def test_file_that_is_no_picture_is_told_beside_its_field(site: TestClient, city: OpenScene, kept: Any) -> None:
    refused = send(site, typed(city), b"%PDF-1.7 no picture")

    assert (refused.status_code, re.findall(r'id="problem-(\w+)"', refused.text), kept()) == (400, ["photo"], [])


def test_known_issue_nearby_is_told_before_the_report_is_taken(
    site: TestClient, own_database: Database, city: OpenScene, kept: Any
) -> None:
    with own_database.transaction() as session:
        publish(session, city, issue := log(session, city.scene, text="Провал у подъезда"))
        number = issue.id
    given = typed(city, lat="50.2701", lon="127.54")

    told = send(site, given)
    before = kept()
    sent = send(site, given | {"anyway": "1"})

    assert (told.status_code, f'href="/open/issues/{number}"' in told.text, before) == (200, True, [])
    assert (sent.status_code, len(kept())) == (303, 1)


def test_who_sends_too_many_waits_and_loses_nothing(site: TestClient, city: OpenScene, kept: Any) -> None:
    answers = [send(site, typed(city)).status_code for _ in range(REPORTS_OF_ADDRESS + 1)]

    slowed = send(site, typed(city, text="Ещё одна яма"))

    assert (answers[-1], slowed.status_code, "Ещё одна яма" in slowed.text) == (429, 429, True)
    assert len(kept()) == REPORTS_OF_ADDRESS


def test_wrong_forms_count_for_nothing(site: TestClient, city: OpenScene, kept: Any) -> None:
    for _ in range(REPORTS_OF_ADDRESS * 2):
        send(site, typed(city, text=""))

    assert send(site, typed(city)).status_code == 303


def test_form_that_is_far_too_large_is_refused_before_it_is_read(
    site: TestClient, city: OpenScene, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.web.public.taking_part.forms.MOST_BYTES", 2000)

    refused = send(site, typed(city), b"x" * 3000)

    assert (refused.status_code, kept()) == (413, [])


def test_form_speaks_english_and_stays_in_it(site: TestClient, city: OpenScene, kept: Any) -> None:
    page = site.get(f"{FORM}?lang=en&topic={city.scene.town.potholes}")

    sent = site.post(f"{FORM}?lang=en", data=typed(city))

    assert ("Report a problem" in page.text, " selected>" in page.text) == (True, True)
    assert (sent.headers["location"], kept()[0].language) == (f"/open/follow/{kept()[0].follow_code}?lang=en", "en")


def test_reporting_is_the_main_action_of_start_issues_and_districts(site: TestClient, city: OpenScene) -> None:
    ways = ["/open", f"/open/issues?topic={city.scene.town.potholes}", f"/open/districts/{city.scene.town.district}"]

    mains = [site.get(way).text.partition("<main")[2].partition("<footer")[0] for way in ways]

    buttons = [re.findall('class="button" href="([^"]*)"', main) for main in mains]
    assert buttons == [[FORM], [f"{FORM}?topic={city.scene.town.potholes}"], [FORM]]


def test_city_that_takes_no_reports_has_no_form(site: TestClient, own_database: Database, city: OpenScene) -> None:
    with own_database.transaction() as session:
        session.get_one(City, 1).takes_reports = False

    answers = [site.get(FORM), send(site, typed(city)), site.get("/open")]

    assert [each.status_code for each in answers] == [404, 404, 200]
    assert FORM not in answers[2].text


def test_pictures_that_wait_for_the_decoder_stop_nobody_else(
    site: TestClient, city: OpenScene, own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, began = Event(), Semaphore(0)

    def held(data: bytes) -> object:
        began.release()
        assert go_on.wait(60)
        return prepare_photo(data)

    monkeypatch.setattr("planner.services.residents.photos.prepare_photo", held)
    monkeypatch.setattr("planner.services.residents.openness.PICTURES_OF_NETWORK", 100)
    with ThreadPoolExecutor(20) as strangers:
        sent = [strangers.submit(send, site, typed(city), jpeg()) for _ in range(20)]
        crowd = AT_ONCE + MOST_WAITING
        assert all(began.acquire(timeout=60) for _ in range(crowd))
        refused = [each.result(60) for each in islice(as_completed(sent), 20 - crowd)]
        in_use = own_database.engine.pool.status()
        meanwhile = site.get("/sign-in").status_code
        go_on.set()
        taken = sorted(each.result(60).status_code for each in sent)

    assert ([each.status_code for each in refused], meanwhile) == ([503] * (20 - crowd), 200)
    assert all("Яма &lt;b&gt;тут" in each.text and "присылают слишком многие" in each.text for each in refused)
    assert "Current Checked out connections: 0" in in_use
    assert [each for each in taken if each != 503] == [303] * REPORTS_OF_ADDRESS + [429] * (crowd - REPORTS_OF_ADDRESS)
