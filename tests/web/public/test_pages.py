"""Pages that people read: no tour is lost, why a route was chosen, a way to follow from where one is reading, and to what was counted."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.press_report import ReportSpan
from planner.domain.words import TourState
from planner.services.press.open_report import let_out_report
from tests.services.public_story import NOW, OpenScene, a_chosen_route, log, publish


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


@pytest.fixture
def over(own_database: Database, open_town: OpenScene) -> list[int]:
    """130 tours that are over, the latest first."""
    with own_database.transaction() as session:
        tours = [
            Tour(title=f"Объезд {each}", state=TourState.CLOSED, starts_at=day, ends_at=day, created_at=NOW)
            for each, day in enumerate(NOW - timedelta(days=1 + each) for each in range(130))
        ]
        session.add_all(tours)
        session.flush()
        return [id_of(tour) for tour in tours]


def test_every_tour_is_found_by_turning_pages_in_the_file_and_in_the_map_of_the_site(
    site: TestClient, over: list[int]
) -> None:
    pages = [site.get(f"/open/tours?page={page}").text for page in (1, 2, 3)]
    rows = site.get("/open/data/tours.json").json()
    listed = site.get("/sitemap.xml").text

    found = [[each for each in over if f'href="/open/tours/{each}"' in page] for page in pages]
    assert found == [over[:50], over[50:100], over[100:]]
    assert ['href="/open/tours?page=2"' in page for page in pages] == [True, False, True]
    assert [row["id"] for row in rows if row["id"] in over] == over
    assert [each for each in over if f"/open/tours/{each}</loc>" in listed] == over


@pytest.mark.parametrize("dataset", ["tours", "agencies", "facilities"])
def test_file_of_one_part_has_nothing_in_a_second_one(site: TestClient, over: list[int], dataset: str) -> None:
    assert site.get(f"/open/data/{dataset}.json?page=2").json() == []


def test_tour_that_is_just_over_is_on_the_start_however_many_are_to_come(
    site: TestClient, own_database: Database, over: list[int]
) -> None:
    day = datetime.now(UTC) + timedelta(days=30)
    with own_database.transaction() as session:
        for each in range(5):
            session.add(
                Tour(title=f"Будет {each}", state=TourState.PUBLISHED, starts_at=day, ends_at=day, created_at=NOW)
            )

    start = site.get("/open").text

    assert f'href="/open/tours/{over[0]}"' in start


def test_tour_tells_why_its_stops_are_there_and_what_was_left_out(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        scene = open_town.scene
        here, beside, inside = (log(session, scene, text=each) for each in ("Здесь", "Рядом", "тайна"))
        for each in (here, beside):
            publish(session, open_town, each)
        inside.internal = True
        session.add(StopIssue(stop_id=scene.stop, issue_id=id_of(here)))
        stop = {"name": "Двор", "address": "", "issues": [here.id], "parts": {"overdue": 4.0, "district": 1.0}}
        route = {"kind": "most", "possible": True, "buses": [{"stops": [stop]}], "left_out": [beside.id, inside.id]}
        a_chosen_route(session, open_town, [route])

    russian, english = (site.get(f"/open/tours/{scene.tour}{query}").text for query in ("", "?lang=en"))

    assert "Почему здесь: прошёл срок исправления, в районе давно не было объезда." in russian
    assert "Why here: the promised day has passed, no tour was in the district for long." in english
    assert [each in russian.partition("Что не вошло в маршрут")[2] for each in ("Рядом", "Здесь")] == [True, False]
    assert "<dt>Решить больше всего (выбран)</dt><dd>1</dd>" in russian
    assert "тайна" not in russian


def test_issue_leads_to_following_its_topic_in_its_district(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        issue = log(session, open_town.scene)
        publish(session, open_town, issue)
        way = f"topic={issue.category_id}&amp;district={issue.district_id}"

    page = site.get(f"/open/issues/{issue.id}").text

    assert [f'href="/open/{name}?{way}"' in page for name in ("subscribe", "feed.atom")] == [True, True]
    form = site.get(f"/open/subscribe?{way.replace('&amp;', '&')}").text
    assert form.count(" selected>") == 2


def test_district_without_issues_can_be_followed(site: TestClient, open_town: OpenScene) -> None:
    east = open_town.scene.east

    page = site.get(f"/open/districts/{east}").text

    assert [f'href="/open/{name}?district={east}"' in page for name in ("subscribe", "feed.atom")] == [True, True]


def test_numbers_of_the_year_before_open_their_lists_once_its_report_is_out(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    def linked() -> set[tuple[str, ...]]:
        page = site.get(f"/open/report/{numbers[2026]}").text
        return {tuple(re.findall(r'href="/open/report/(\d+)/', row)) for row in page.split("<tr>")[2:]}

    numbers: dict[int, str] = {}
    for year in (2026, 2025):
        before = linked() if numbers else set()
        with own_database.transaction() as session:
            report = let_out_report(session, open_town.inna, ReportSpan.of_year(year), now=NOW)
            numbers[year] = str(id_of(report))

    assert (before, linked()) == ({(numbers[2026],)}, {(numbers[2026], numbers[2025])})
    assert site.get(f"/open/report/{numbers[2025]}/raised").status_code == 200
