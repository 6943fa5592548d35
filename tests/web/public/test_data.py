"""Open data: files at addresses that last, with passports for people and for programs."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Issue, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.phrases.public.datasets import COLUMNS
from planner.services.public.datasets import Dataset
from planner.web.public.data import FORMS
from tests.services.control_story import an_instruction
from tests.services.public_story import NOW, OpenScene, log, publish


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


@pytest.fixture
def numbers(own_database: Database, open_town: OpenScene) -> list[int]:
    """Of an issue with its place, and of one whose place is closed."""
    with own_database.transaction() as session:
        issues = [log(session, open_town.scene, text=text) for text in ("=1+1; яма", "Закрытое место")]
        for issue, closed in zip(issues, (False, True), strict=True):
            publish(session, open_town, issue, place_closed=closed)
        return [id_of(issue) for issue in issues]


def table(site: TestClient, way: str) -> list[dict[str, str]]:
    """A CSV file as a program reads it."""
    answer = site.get(way)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    text = answer.content.decode("utf-8-sig")
    dialect = csv.Sniffer().sniff(text.splitlines()[0], delimiters=",;")
    return list(csv.DictReader(io.StringIO(text), delimiter=dialect.delimiter))


def test_files_of_all_forms_say_the_same(site: TestClient, numbers: list[int]) -> None:
    rows = table(site, "/open/data/issues.csv")
    told: list[dict[str, Any]] = site.get("/open/data/issues.json").json()
    features = json.loads(site.get("/open/data/issues.geojson").content)["features"]

    assert [int(row["number"]) for row in rows] == [each["number"] for each in told] == numbers[::-1]
    assert [each["id"] for each in features] == numbers[::-1]
    assert [each["geometry"] for each in features] == [None, {"type": "Point", "coordinates": [127.54, 50.27]}]
    assert [tuple(row) for row in rows] == [COLUMNS[Dataset.ISSUES]] * 2


def test_every_dataset_has_a_passport_a_structure_and_its_files(site: TestClient, numbers: list[int]) -> None:
    listed = table(site, "/open/data/list.csv")

    assert [row["property"] for row in listed[1:]] == list(Dataset)
    for row in listed[1:]:
        meta = {
            each["property"]: each["value"] for each in table(site, row["value"].partition("tours.city.example")[2])
        }
        files = [value for name, value in meta.items() if name.startswith("data-")]
        fields = table(site, meta["structure-1"].partition("tours.city.example")[2])
        assert [each["field name"] for each in fields] == [*COLUMNS[Dataset(row["property"])]]
        assert len(files) == len(FORMS[Dataset(row["property"])])
        assert {site.get(file.partition("tours.city.example")[2]).status_code for file in files} == {200}
        assert meta["identifier"] == row["property"]


@pytest.mark.parametrize(
    "way", ["/open/data/people", "/open/data/people.csv", "/open/data/issues.xls", "/open/data/x/meta.csv"]
)
def test_what_there_is_not_is_unknown(site: TestClient, open_town: OpenScene, way: str) -> None:
    assert site.get(way).status_code == 404


def test_text_that_a_workbook_would_compute_is_a_text(site: TestClient, numbers: list[int]) -> None:
    texts = [row["text"] for row in table(site, "/open/data/issues.csv")]

    assert [text.startswith("=") for text in texts] == [False, False]


def test_passport_for_people_is_there_in_both_languages(site: TestClient, numbers: list[int]) -> None:
    pages = [site.get(f"/open/data/issues{query}").text for query in ("", "?lang=en")]

    assert ["Паспорт набора данных" in page for page in pages] == [True, False]
    assert ["/open/data/issues/meta.csv" in page for page in pages] == [True, True]


@pytest.mark.parametrize("part", ["0", "-1", "two", "1.5", ""])
def test_part_that_there_cannot_be_is_refused_so_that_none_is_read_twice(
    site: TestClient, open_town: OpenScene, part: str
) -> None:
    answer = site.get(f"/open/data/issues.json?page={part}", headers={"Accept": "*/*"})

    assert (answer.status_code, answer.json()["field"]) == (400, "page")


def dates(site: TestClient, dataset: str) -> list[str]:
    """When a dataset was made and changed last, as its passport for programs says."""
    told = {row["property"]: row["value"] for row in table(site, f"/open/data/{dataset}/meta.csv")}
    return [told["created"], told["modified"]]


def test_passport_says_when_a_row_changed_last_and_not_only_when_one_was_added(
    site: TestClient, own_database: Database, open_town: OpenScene, numbers: list[int]
) -> None:
    before = dates(site, "issues")
    with own_database.transaction() as session:
        town = open_town.scene.town
        an_instruction(session, town, session.get_one(Issue, numbers[0]), now=NOW + timedelta(days=2))

    assert before == ["20261123", "20261123"]
    assert [dates(site, each) for each in ("issues", "agencies")] == [["20261123", "20261125"]] * 2


def test_passport_of_tours_has_the_dates_of_tours(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        tour = session.get_one(Tour, open_town.scene.tour)
        tour.state, tour.closed_at = TourState.CLOSED, NOW + timedelta(days=3)
        hidden = session.get_one(Tour, open_town.scene.other_tour)
        hidden.shown, hidden.created_at, hidden.started_at = False, NOW - timedelta(days=9), NOW + timedelta(days=9)

    assert dates(site, "tours") == ["20261123", "20261126"]
