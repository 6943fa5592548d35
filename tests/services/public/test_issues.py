"""Issues as everybody reads them: counts that agree with the words, pages, and what the closed place hides."""

from datetime import date, timedelta
from itertools import product

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.models import Issue
from planner.domain.open_filter import OpenFilter, OpenLook, open_look
from planner.domain.words import IssueState, Outcome
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenCounts
from planner.services.public.issues import list_open_issues, open_issue
from tests.services.control_story import TODAY
from tests.services.public_story import NOW, OpenScene, log, open_scene, publish


def test_counts_agree_with_the_words(database: Database) -> None:
    days = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
    with database.transaction() as session:
        city = open_scene(session)
        expected = dict.fromkeys(OpenLook, 0)
        for state, outcome, due_on in product(IssueState, (None, *Outcome), days):
            if (state is IssueState.CLOSED) is (outcome is None and due_on is not None):
                continue
            issue = log(session, city.scene)
            publish(session, city, issue)
            issue.state, issue.outcome, issue.due_on = state, outcome, due_on
            expected[open_look(state, outcome, due_on, TODAY)] += 1

    columns = IssueColumns(database)
    with database.reading() as session:
        page = list_open_issues(session, columns, OpenFilter(), now=NOW, page_size=1000)
        listed = {
            look: len(list_open_issues(session, columns, OpenFilter(look), now=NOW, page_size=1000).rows)
            for look in OpenLook
        }

    assert page.counts == OpenCounts(**{look.value: number for look, number in expected.items()})
    assert (listed, len(page.rows)) == (expected, page.counts.total)
    assert {row.look: None for row in page.rows}.keys() == set(OpenLook)


def test_pages_hold_each_issue_once_and_the_newest_first(city_database: Database, columns: IssueColumns) -> None:
    with city_database.transaction() as session:
        city = open_scene(session)
        for day in range(7):
            publish(session, city, log(session, city.scene, now=NOW - timedelta(days=day)))

    with city_database.reading() as session:
        pages = [
            list_open_issues(session, columns, OpenFilter(), now=NOW, page=page, page_size=3) for page in (1, 2, 3, 9)
        ]

    numbers = [[row.number for row in page.rows] for page in pages]
    assert numbers == [[1, 2, 3], [4, 5, 6], [7], [7]]
    assert [(page.page, page.pages) for page in pages] == [(1, 3), (2, 3), (3, 3), (3, 3)]


@pytest.mark.parametrize(("closed", "told"), [(False, (50.27, 127.54, "ул. Зейская, 1")), (True, (None, None, ""))])
def test_place_that_is_closed_is_told_nowhere(
    session: Session, city: OpenScene, closed: bool, told: tuple[float | None, float | None, str]
) -> None:
    issue = log(session, city.scene, address="ул. Зейская, 1")

    publish(session, city, issue, place_closed=closed)

    row = open_issue(session, issue.id or 0, now=NOW)
    assert (row.lat, row.lon, row.address) == told


def test_point_of_the_bus_is_not_told_as_the_place(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, placed=False)
    publish(session, city, issue)

    row = open_issue(session, issue.id or 0, now=NOW)

    assert (row.lat, row.lon) == (None, None)


@pytest.mark.parametrize(
    "wanted",
    [OpenFilter(district=1), OpenFilter(topic=1), OpenFilter(agency=1), OpenFilter(tour=1), OpenFilter(OpenLook.LATE)],
)
def test_filter_finds_what_it_names(city_database: Database, columns: IssueColumns, wanted: OpenFilter) -> None:
    with city_database.transaction() as session:
        city = open_scene(session)
        scene = city.scene
        publish(session, city, log(session, scene, lon=127.58, category_id=scene.lights))
        found = log(session, scene, stop_id=scene.stop)
        publish(session, city, found)
        row = session.get_one(Issue, found.id)
        row.agency_id, row.state, row.due_on = scene.town.roads, IssueState.ASSIGNED, date(2026, 1, 1)

    with city_database.reading() as session:
        page = list_open_issues(session, columns, wanted, now=NOW)

    assert [each.number for each in page.rows] == [2]
