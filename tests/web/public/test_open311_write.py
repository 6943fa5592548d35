"""Open311 GeoReport v2, POST requests and GET tokens, as the specification has them: arguments, answers, errors, both forms."""

from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.models import ApiKey, City, Issue, ResidentReport
from planner.domain.models.types import id_of
from planner.services.residents.keys import make_key, revoke_key
from planner.services.residents.moderating import accept_reports, refuse_reports
from planner.services.residents.openness import REPORTS_OF_ADDRESS
from tests.services.public_story import OpenScene
from tests.services.residents.resident_story import listening_scene

REQUESTS, TOKENS = "/open311/v2/requests", "/open311/v2/tokens"


@pytest.fixture
def city(own_database: Database) -> OpenScene:
    with own_database.transaction() as session:
        return listening_scene(session)


@pytest.fixture
def key(own_database: Database, city: OpenScene) -> str:
    with own_database.transaction() as session:
        return make_key(session, KEEPER, name="Мобильное приложение", now=datetime.now(UTC))


def post(site: TestClient, given: dict[str, str], form: str = "json") -> Any:
    """As a program does: without the headers by which a browser says on which page it is."""
    with TestClient(site.app, follow_redirects=False) as program:
        return program.post(f"{REQUESTS}.{form}", data=given)


def arguments(city: OpenScene, key: str, **more: str) -> dict[str, str]:
    given = {"api_key": key, "jurisdiction_id": "city.example.org", "service_code": str(city.scene.town.potholes)}
    return given | {"lat": "50.27", "long": "127.54", "description": "Яма <у> дома"} | more


def held(database: Database) -> list[ResidentReport]:
    with database.reading() as session:
        return list(session.exec(select(ResidentReport).order_by(col(ResidentReport.id))))


def test_request_is_held_and_answered_with_a_token(
    site: TestClient, own_database: Database, city: OpenScene, key: str
) -> None:
    who = {"email": "Anna@Example.org", "first_name": "Анна", "last_name": "Ким", "phone": "8 914 000-00-00"}
    more = {"device_id": "x", "account_id": "7", "media_url": "https://photos.example.org/1.jpg"}

    answer = post(site, arguments(city, key, **who, **more))

    [told] = answer.json()
    [report] = held(own_database)
    assert (answer.status_code, answer.headers["content-type"], set(told)) == (
        200,
        "application/json; charset=utf-8",
        {"token", "service_notice", "account_id"},
    )
    assert (report.text, report.email, report.name, report.phone, report.media_url, report.point) == (
        "Яма <у> дома",
        "anna@example.org",
        "Анна Ким",
        "8 914 000-00-00",
        "https://photos.example.org/1.jpg",
        (50.27, 127.54),
    )
    with own_database.reading() as session:
        assert (session.exec(select(Issue)).all(), report.key_id) == ([], id_of(session.exec(select(ApiKey)).one()))
    assert site.get(f"{REQUESTS}.json").json() == []


def test_xml_has_the_elements_of_the_specification(
    site: TestClient, own_database: Database, city: OpenScene, key: str
) -> None:
    answer = post(site, arguments(city, key), "xml")
    root = fromstring(answer.content)
    token = root.findtext("request/token") or ""
    later = fromstring(site.get(f"{TOKENS}/{token}.xml").content)

    assert (answer.headers["content-type"], answer.content[:5], root.tag) == (
        "text/xml; charset=utf-8",
        b"<?xml",
        "service_requests",
    )
    assert [each.tag for each in root.findall("request/*")] == ["token", "service_notice", "account_id"]
    assert [(each.tag, each.text) for each in later.findall("request/*")] == [
        ("service_request_id", None),
        ("token", token),
    ]


def test_token_gives_the_number_once_the_request_is_accepted(
    site: TestClient, own_database: Database, city: OpenScene, key: str
) -> None:
    [told] = post(site, arguments(city, key)).json()
    address = f"{TOKENS}/{told['token']}.json"
    before = site.get(address).json()
    with own_database.transaction() as session:
        accept_reports(session, city.inna, [id_of(held(own_database)[0])], publish=True, now=datetime.now(UTC))

    [after] = site.get(address).json()

    assert before == [{"service_request_id": None, "token": told["token"]}]
    [shown] = site.get(f"{REQUESTS}/{after['service_request_id']}.json").json()
    assert shown["description"] == "Яма <у> дома"


def test_token_of_a_refused_request_says_why(
    site: TestClient, own_database: Database, city: OpenScene, key: str
) -> None:
    [told] = post(site, arguments(city, key)).json()
    with own_database.transaction() as session:
        number = id_of(held(own_database)[0])
        refuse_reports(session, city.inna, [number], answer="Это не город", now=datetime.now(UTC))

    [after] = site.get(f"{TOKENS}/{told['token']}.json").json()

    assert (after["service_request_id"], after["service_notice"].endswith("Это не город")) == (None, True)


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"api_key": ""}, 403, "api_key was not provided"),
        ({"api_key": "guess"}, 403, "api_key is not valid"),
        ({"service_code": ""}, 400, "service_code was not provided"),
        ({"service_code": "999"}, 404, "service_code was not found"),
        ({"service_code": "abc"}, 404, "service_code was not found"),
        ({"lat": "", "long": ""}, 400, "lat and long, or address_string"),
        ({"lat": "", "long": "", "address_id": "5"}, 400, "address_id is not known here"),
        ({"lat": ""}, 400, "lat: "),
        ({"lat": "north"}, 400, "lat: "),
        ({"lat": "nan"}, 400, "lat: "),
        ({"lat": "55.7", "long": "37.6"}, 400, "lat: "),
        ({"email": "anna"}, 400, "email: "),
        ({"phone": "call me"}, 400, "phone: "),
        ({"media_url": "file:///etc/passwd"}, 400, "media_url: "),
        ({"description": "я" * 4001}, 400, "description: "),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_cannot_be_taken_is_an_error_of_the_specification(
    site: TestClient,
    own_database: Database,
    city: OpenScene,
    key: str,
    more: dict[str, str],
    status: int,
    said: str,
    form: str,
) -> None:
    answer = post(site, arguments(city, key, **more), form)

    if form == "json":
        [error] = answer.json()
    else:
        root = fromstring(answer.content)
        [error] = [{part.tag: part.text for part in each} for each in root.findall("error")]
        assert root.tag == "errors"
    assert (answer.status_code, int(error["code"]), said in error["description"]) == (status, status, True)
    assert held(own_database) == []


def test_address_alone_is_enough(site: TestClient, own_database: Database, city: OpenScene, key: str) -> None:
    answer = post(site, arguments(city, key, lat="", long="", address_string="За старой котельной"))

    [report] = held(own_database)
    assert (answer.status_code, report.address, report.point) == (200, "За старой котельной", None)


def test_request_that_is_sent_again_gets_the_same_token(
    site: TestClient, own_database: Database, city: OpenScene, key: str
) -> None:
    first, again, other = (post(site, arguments(city, key, description=text)).json() for text in ("A", "A", "B"))

    assert (first == again, first == other, len(held(own_database))) == (True, False, 2)


def test_revoked_key_opens_nothing_and_one_that_is_used_is_noted(
    site: TestClient, own_database: Database, city: OpenScene, key: str
) -> None:
    before = post(site, arguments(city, key)).status_code
    with own_database.transaction() as session:
        row = session.exec(select(ApiKey)).one()
        used, stored = row.used_at, row.key_hash
        revoke_key(session, KEEPER, id_of(row), now=datetime.now(UTC))

    after = post(site, arguments(city, key, description="Ещё")).status_code

    assert (before, after, used is not None, key in stored) == (200, 403, True, False)


def test_one_address_is_not_flooded_by_a_program(
    site: TestClient, own_database: Database, city: OpenScene, key: str
) -> None:
    answers = [
        post(site, arguments(city, key, email="anna@example.org", description=str(each))).status_code
        for each in range(REPORTS_OF_ADDRESS + 1)
    ]

    assert answers == [200] * REPORTS_OF_ADDRESS + [429]


def test_unknown_tokens_and_a_city_that_does_not_listen(
    site: TestClient, own_database: Database, city: OpenScene, key: str
) -> None:
    unknown = site.get(f"{TOKENS}/none.json")
    with own_database.transaction() as session:
        session.get_one(City, 1).takes_reports = False

    silent = post(site, arguments(city, key))

    assert (unknown.status_code, unknown.json()[0]["code"]) == (404, 404)
    assert (silent.status_code, silent.json()[0]["code"]) == (404, 404)


def test_services_say_that_a_token_comes_first(site: TestClient, city: OpenScene) -> None:
    told = site.get("/open311/v2/services.json").json()

    assert {each["type"] for each in told} == {"batch"}
    assert "администратор" in site.get("/open311/discovery.json").json()["key_service"]


def test_other_addresses_still_refuse_what_comes_from_no_page_of_this_site(site: TestClient, city: OpenScene) -> None:
    with TestClient(site.app, follow_redirects=False) as program:
        answers = [program.post(each).status_code for each in ("/open/report-problem", "/sign-in", "/open311")]

    assert answers == [403, 403, 403]
