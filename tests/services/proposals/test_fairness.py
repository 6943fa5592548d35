"""How fairly districts were served: only what really happened counts, and only in the last year."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import STRANGER
from planner.domain.errors import NotAllowed
from planner.domain.models import District, Place
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Outcome, TourState
from planner.services.city.districts import district_map, list_districts
from planner.services.proposals.fairness import DistrictYear, days_unvisited, fairness_of_year, real_stops
from tests.services.plan_story import Story
from tests.services.proposal_story import PYOTR, add_districts, link, made_stop, past_tour

DAY = timedelta(days=1)


def fixed(session: Session, story: Story, **fields: Any) -> int:
    given = {"state": IssueState.CLOSED, "outcome": Outcome.FIXED, "closed_at": story.now - 5 * DAY}
    return story.issue(session, **{**given, **fields})


def test_city_without_districts_has_an_empty_year(session: Session, story: Story) -> None:
    year = fairness_of_year(session, story.olga, now=story.now)

    assert (year.districts, year.stops_elsewhere, year.tours) == ((), 0, 0)


def test_stops_minutes_and_fixes_are_counted_by_district(session: Session, story: Story) -> None:
    west, east = add_districts(session)
    tour = past_tour(session, story, days_ago=30)
    at = story.now - 30 * DAY
    stop = made_stop(session, tour, at, minutes=20)
    made_stop(session, tour, at + timedelta(hours=1), minutes=15, lon=127.50)
    made_stop(session, tour, at + timedelta(hours=2), minutes=10, lon=127.51)
    fixed(session, story, stop_id=stop, district_id=east)
    reason = fixed(session, story, district_id=west)
    link(session, stop, reason)

    year = fairness_of_year(session, story.olga, now=story.now)

    found = {row.district.id: row for row in year.districts}
    assert found == {
        west: DistrictYear(session.get_one(District, west), 2, 25, 1, 30),
        east: DistrictYear(session.get_one(District, east), 1, 20, 1, 30),
    }
    assert found[west].per_thousand(found[west].stops) == pytest.approx(0.1)
    assert (year.tours, year.stops_elsewhere) == (1, 0)


def test_district_where_nobody_has_been_for_longest_comes_first(session: Session, story: Story) -> None:
    west, east = add_districts(session)
    made_stop(session, past_tour(session, story, days_ago=30), story.now - 30 * DAY)

    east_visited = [row.district.id for row in fairness_of_year(session, story.olga, now=story.now).districts]
    made_stop(session, past_tour(session, story, days_ago=9), story.now - 9 * DAY, lon=127.50)
    both = [row.district.id for row in fairness_of_year(session, story.olga, now=story.now).districts]

    assert (east_visited, both) == ([west, east], [east, west])


def test_only_real_stops_of_closed_tours_of_this_year_count(session: Session, story: Story) -> None:
    add_districts(session)
    at = story.now - 30 * DAY
    made_stop(session, past_tour(session, story, days_ago=30), at, skipped=True)
    made_stop(session, past_tour(session, story, days_ago=30), None)
    made_stop(session, past_tour(session, story, days_ago=30, state=TourState.RIDING), at)
    made_stop(session, past_tour(session, story, days_ago=30, state=TourState.CANCELLED), at)
    made_stop(session, past_tour(session, story, days_ago=366), story.now - 366 * DAY)

    year = fairness_of_year(session, story.olga, now=story.now)

    assert [row.stops for row in year.districts] == [0, 0]
    assert [row.days_unvisited for row in year.districts] == [365, 365]
    assert year.tours == 0


def test_only_issues_of_tours_mended_this_year_are_fixes(session: Session, story: Story) -> None:
    _, east = add_districts(session)
    at = story.now - 30 * DAY
    stop = made_stop(session, past_tour(session, story, days_ago=30), at)
    planned = made_stop(session, past_tour(session, story, days_ago=-2, state=TourState.DRAFT), None)
    fixed(session, story, district_id=east)
    fixed(session, story, district_id=east, stop_id=planned)
    fixed(session, story, district_id=east, stop_id=stop, outcome=Outcome.REFUSED)
    fixed(session, story, district_id=east, stop_id=stop, closed_at=story.now - 400 * DAY)
    both = fixed(session, story, district_id=east, stop_id=stop)
    link(session, stop, both)

    year = fairness_of_year(session, story.olga, now=story.now)

    assert {row.district.id: row.fixes for row in year.districts}[east] == 1


def test_stop_lies_where_its_place_polygon_or_issues_say(session: Session, story: Story) -> None:
    west, east = add_districts(session)
    remote = District(name="Без границ")
    session.add(remote)
    session.flush()
    place = Place(name="Школа", lat=50.26, lon=127.60, district_id=west)
    session.add(place)
    session.flush()
    tour, at = past_tour(session, story, days_ago=3), story.now - 3 * DAY
    made_stop(session, tour, at, lon=127.60, place_id=place.id)
    made_stop(session, tour, at, lon=127.60)
    by_issue = made_stop(session, tour, at, lon=128.5)
    link(session, by_issue, story.issue(session, district_id=remote.id), story.issue(session))
    made_stop(session, tour, at, lon=128.5)

    districts = district_map(session, story.olga)
    stops = real_stops(session, story.olga, districts, since=story.now - 5 * DAY, until=story.now)

    assert [stop.district_id for stop in stops] == [west, east, remote.id, None]
    assert fairness_of_year(session, story.olga, now=story.now).stops_elsewhere == 1


def test_stop_without_a_departure_counts_its_planned_minutes(session: Session, story: Story) -> None:
    add_districts(session)
    at = story.now - DAY
    made_stop(session, past_tour(session, story, days_ago=1), at, departed_at=None, minutes_off=3, minutes_talk=12)

    year = fairness_of_year(session, story.olga, now=story.now)

    assert [row.minutes for row in year.districts] == [0, 15]


def test_days_are_those_of_the_citys_calendar(session: Session, story: Story) -> None:
    add_districts(session)
    late_evening = datetime.fromisoformat("2026-11-22T14:50:00+00:00")  # 23:50 in the city, now it is 09:00
    made_stop(session, past_tour(session, story, days_ago=1), late_evening)
    districts = list_districts(session, story.olga)

    areas = district_map(session, story.olga)
    stops = real_stops(session, story.olga, areas, since=story.now - 5 * DAY, until=story.now)

    days = days_unvisited(stops, districts, zone="Asia/Yakutsk", now=story.now)
    assert [days[id_of(each)] for each in districts] == [1, 365]


def test_internal_fix_is_counted_for_those_who_may_know_of_it(session: Session, story: Story) -> None:
    _, east = add_districts(session)
    stop = made_stop(session, past_tour(session, story, days_ago=30), story.now - 30 * DAY)
    fixed(session, story, district_id=east, stop_id=stop, internal=True)

    years = [fairness_of_year(session, actor, now=story.now) for actor in (story.olga, story.boris)]
    seen = [sum(row.fixes for row in year.districts) for year in years]

    assert seen == [1, 0]


def test_tablets_and_strangers_are_refused(session: Session, story: Story) -> None:
    for actor in (PYOTR, STRANGER):
        with pytest.raises(NotAllowed):
            fairness_of_year(session, actor, now=story.now)
