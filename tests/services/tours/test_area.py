"""Tests of `planner.services.tours.area`."""

from datetime import date, datetime

import pytest

from planner.database import Database
from planner.domain.errors import NotAllowed
from planner.domain.geo import Point
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Category, Place
from planner.domain.words import IssueState
from planner.services.tours.area import issues_in_area, places_near
from planner.services.tours.stops import add_stops_from_issues
from planner.services.tours.tours import publish_tour
from tests.services.plan_story import write_story

TODAY = date(2026, 11, 23)
OPEN = IssueFilter(state="open")
CENTRE = Point(50.26, 127.53)


def test_area_has_open_issues_the_most_urgent_first(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        undated = story.issue(session)
        later = story.issue(session, due_on=date(2026, 12, 20), state=IssueState.ASSIGNED)
        sooner = story.issue(session, due_on=date(2026, 11, 1), state=IssueState.ASSIGNED)
        story.issue(session, state=IssueState.CLOSED)
        story.issue(session, deleted=True)

        found = issues_in_area(session, story.olga, tour_id, OPEN, today=TODAY)

        assert [row.issue.id for row in found.rows] == [sooner, later, undated]
        assert (found.total, {row.category.name for row in found.rows}) == (3, {"Освещение"})


def test_area_around_a_point_is_a_circle(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        north, east = story.issue(session, north_m=290), story.issue(session, east_m=290)
        in_the_corner_of_the_box = story.issue(session, north_m=250, east_m=250)

        found = issues_in_area(session, story.olga, tour_id, OPEN, today=TODAY, around=CENTRE, radius_m=300)
        wider = issues_in_area(session, story.olga, tour_id, OPEN, today=TODAY, around=CENTRE, radius_m=400)

        assert [row.issue.id for row in found.rows] == [east, north]
        assert [row.issue.id for row in wider.rows] == [in_the_corner_of_the_box, east, north]
        assert (found.total, wider.total) == (2, 3)


def test_area_drawn_by_hand_has_what_lies_inside_its_outline(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        inside = story.issue(session, north_m=200, east_m=150)
        for north_m, east_m in ((200, 350), (-50, 100), (450, 450)):
            story.issue(session, north_m=north_m, east_m=east_m)
        corners = [(0, 0), (500, 0), (500, 250), (300, 250), (300, 250), (0, 250)]
        outline = [Point(50.26 + north * 0.0000089932, 127.53 + east * 0.00001407) for north, east in corners]

        found = issues_in_area(session, story.olga, tour_id, OPEN, today=TODAY, outline=outline)

        assert ([row.issue.id for row in found.rows], found.total) == ([inside], 1)


def test_area_leaves_out_what_the_tour_has(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id, other_id = story.tour(session), story.tour(session)
        taken, free = story.issue(session), story.issue(session)
        add_stops_from_issues(session, story.olga, tour_id, [taken])

        found = {
            each: [row.issue.id for row in issues_in_area(session, story.olga, each, OPEN, today=TODAY).rows]
            for each in (tour_id, other_id)
        }

        assert found == {tour_id: [free], other_id: [free, taken]}


def test_area_shows_some_and_counts_all(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        for _ in range(5):
            story.issue(session)
        other = Category(name="Дороги")
        session.add(other)
        session.flush()
        story.issue(session, category_id=other.id)
        wanted = IssueFilter(state="open", category_id=story.category_id)

        found = issues_in_area(session, story.olga, tour_id, wanted, today=TODAY, limit=2)

        assert (len(found.rows), found.total) == (2, 5)


def test_area_is_for_planners(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        story.issue(session, internal=True)
        publish_tour(session, story.olga, tour_id, now=now)

        with pytest.raises(NotAllowed):
            issues_in_area(session, story.boris, tour_id, OPEN, today=TODAY)
        assert issues_in_area(session, story.olga, tour_id, OPEN, today=TODAY).total == 1


def test_places_near_come_by_distance(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        for name, north_m, archived in (
            ("Дальше", 150, False),
            ("Ближе", 20, False),
            ("Нет", 500, False),
            ("Был", 5, True),
        ):
            session.add(Place(name=name, lat=50.26 + north_m * 0.0000089932, lon=127.53, archived=archived))
        session.flush()

        found = places_near(session, story.olga, CENTRE)

        assert [(near.place.name, near.metres) for near in found] == [("Ближе", 20), ("Дальше", 150)]
