"""Open311 GeoReport v2 as its specification has it: fields, forms, paging, dates, errors."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Issue, Move
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Step
from planner.storage import open_store
from tests.services.public_story import a_photo_of, log, open_scene, publish

FIELDS = (
    *("service_request_id", "status", "status_notes", "service_name", "service_code", "description"),
    *("agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime"),
    *("address", "address_id", "zipcode", "lat", "long", "media_url"),
)
"""Of a service request, in the order of the specification."""
REQUESTS = "/open311/v2/requests"


@pytest.fixture
def numbers(own_database: Database, tmp_path: Path) -> list[int]:
    """Issues of today, of ten days ago, closed, and of a year ago; the first has a photo and signs that XML does not take."""
    now = datetime.now(UTC)
    with own_database.transaction() as session:
        city = open_scene(session)
        issues = [
            log(session, city.scene, text=f"Яма {days} <&>", now=now - timedelta(days=days))
            for days in (0, 10, 20, 365)
        ]
        for issue in issues:
            publish(session, city, issue, now=issue.created_at)
        issues[2].state = IssueState.CLOSED
        a_photo_of(session, city, open_store(tmp_path / "files"), issues[0])
        return [issue.id or 0 for issue in issues]


def ids(site: TestClient, query: str = "") -> list[int]:
    answer = site.get(f"{REQUESTS}.json{query}")
    assert answer.status_code == 200
    return [int(each["service_request_id"]) for each in answer.json()]


def test_discovery_names_the_endpoint_and_its_formats(site: TestClient, numbers: list[int]) -> None:
    told = site.get("/open311/discovery.json").json()
    xml = fromstring(site.get("/open311/discovery.xml").content)

    assert [(each["specification"], each["url"], each["formats"]) for each in told["endpoints"]] == [
        ("http://wiki.open311.org/GeoReport_v2", "http://testserver/open311/v2", ["application/json", "text/xml"])
    ]
    assert [each.text for each in xml.findall("endpoints/endpoint/formats/format")] == ["application/json", "text/xml"]


def test_services_are_the_topics_in_both_forms(site: TestClient, numbers: list[int]) -> None:
    told = site.get("/open311/v2/services.json").json()
    xml = fromstring(site.get("/open311/v2/services.xml").content)
    definition = site.get(f"/open311/v2/services/{told[0]['service_code']}.json").json()

    assert sorted(each["service_name"] for each in told) == ["Свет", "Ямы"]
    assert [each.findtext("service_code") for each in xml.findall("service")] == [each["service_code"] for each in told]
    assert definition == {"service_code": told[0]["service_code"], "attributes": []}


def test_request_has_the_fields_of_the_specification_in_both_forms(site: TestClient, numbers: list[int]) -> None:
    [told] = site.get(f"{REQUESTS}/{numbers[0]}.json").json()
    [xml] = fromstring(site.get(f"{REQUESTS}/{numbers[0]}.xml").content).findall("request")

    assert (tuple(told), tuple(each.tag for each in xml)) == (FIELDS, FIELDS)
    assert {each.tag: each.text for each in xml} == {
        name: None if value is None else str(value) for name, value in told.items()
    }
    assert (told["description"], told["status"], told["lat"], told["long"]) == ("Яма 0 <&>", "open", 50.27, 127.54)
    assert site.get(told["media_url"]).headers["content-type"] == "image/jpeg"


def test_request_says_when_anything_happened_to_it_last(
    site: TestClient, own_database: Database, numbers: list[int]
) -> None:
    today, ten, twenty, _ = numbers
    at = datetime.now(UTC).replace(microsecond=0)
    with own_database.transaction() as session:
        issue, closed = session.get_one(Issue, ten), session.get_one(Issue, twenty)
        for step, of in ((Step.INSTRUCT, issue), (Step.INSTRUCT, closed), (Step.ADD_PHOTO, issue)):
            later = at + timedelta(days=1) if step is Step.ADD_PHOTO else at
            session.add(Move(issue_id=id_of(of), step=step, at=later, by="Olga", facts={}))
        closed.closed_at = at - timedelta(days=3)

    told = {int(each["service_request_id"]): each for each in site.get(f"{REQUESTS}.json").json()}

    assert datetime.fromisoformat(told[ten]["updated_datetime"]) == at
    assert datetime.fromisoformat(told[twenty]["updated_datetime"]) == at - timedelta(days=3)
    assert told[today]["updated_datetime"] == told[today]["requested_datetime"]


def test_requests_are_asked_by_time_state_and_page(site: TestClient, numbers: list[int]) -> None:
    today, ten, twenty, year = numbers
    start = (datetime.now(UTC) - timedelta(days=15)).isoformat()
    end = (datetime.now(UTC) - timedelta(days=5)).strftime("%Y-%m-%dT%H:%M:%SZ")

    answers = {
        query: ids(site, query)
        for query in (
            *("", f"?start_date={start}", f"?end_date={end}", f"?start_date={start}&end_date={end}"),
            *("?status=open", "?status=closed", "?status=open,closed", "?page_size=2", "?page_size=2&page=2"),
            *(f"?service_request_id={year},{today}", "?service_code=1", "?service_code=2", "?jurisdiction_id=any"),
        )
    }

    assert list(answers.values()) == [
        *([today, ten, twenty], [today, ten], [ten, twenty], [ten]),
        *([today, ten], [twenty], [today, ten, twenty], [today, ten], [twenty]),
        *([today, year], [today, ten, twenty], [], [today, ten, twenty]),
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{REQUESTS}.json?start_date=yesterday", 400),
        (f"{REQUESTS}.xml?status=lost", 400),
        (f"{REQUESTS}.json?page=two", 400),
        (f"{REQUESTS}/nothing.json", 400),
        (f"{REQUESTS}/999999.xml", 404),
        ("/open311/v2/services/99.json", 404),
    ],
)
def test_what_cannot_be_is_told_as_an_error_of_the_specification(
    site: TestClient, numbers: list[int], path: str, status: int
) -> None:
    answer = site.get(path)

    if ".json" in path:
        told: list[dict[str, Any]] = answer.json()
        codes = [each["code"] for each in told]
    else:
        codes = [int(each.findtext("code") or 0) for each in fromstring(answer.content).findall("error")]
    assert (answer.status_code, codes) == (status, [status])


def test_form_that_is_none_is_unknown(site: TestClient, numbers: list[int]) -> None:
    assert site.get(f"{REQUESTS}.html").status_code == 404
