"""Tests of `planner.services.travel.closures`: who closes a street, until when, and what a plan does about it."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from planner.city.extract.roads import read_roads
from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.geo import Box, Point
from planner.domain.models import City, Closure
from planner.domain.models.types import id_of
from planner.routing.streets.graph import build_street_graph
from planner.services.city.extract import Extract, switch_to
from planner.services.tours.plan import plan_of
from planner.services.tours.stops import add_stop
from planner.services.travel.closures import close_again, close_street, list_closures, open_street
from tests.services.plan_story import Story, write_story
from tests.towns.metre_streets import Street, at, write_extract

TODAY = date(2026, 11, 23)
STREETS: tuple[Street, ...] = (
    ("a b", {"highway": "tertiary", "name": "улица Ленина", "maxspeed": "60"}),
    ("a d c b", {"highway": "tertiary", "name": "улица Горького", "maxspeed": "60"}),
)
PLACES = {"a": (0.0, 0.0), "b": (2000.0, 0.0), "c": (2000.0, -1500.0), "d": (0.0, -1500.0)}
LENIN = [at(300, 0), at(1700, 0)]


@pytest.fixture
def streets(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose extract has two streets that begin and end at the same crossings, 2 and 5 km long."""
    folder = tmp_path / "data" / "city" / "town-1.20261123"
    folder.mkdir(parents=True)
    build_street_graph(read_roads(write_extract(tmp_path / "town.osm.pbf", PLACES, STREETS))).save(
        folder / "streets.npz"
    )
    switch_to(tmp_path / "data", Extract(folder, "town", now, "town.osm.pbf", 1, Box(50, 127, 51, 128), 2, 0, 0, 0))
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path / "data"))
    return folder


def closed(story: Story, session: object, **changes: object) -> Closure:
    """Lenin street, closed for a week."""
    given = {"name": "ул. Ленина", "points": LENIN, "is_area": False, "until": TODAY + timedelta(days=7)}
    return close_street(session, story.olga, now=story.now, **{**given, **changes})  # type: ignore[arg-type]


def drive(story: Story, session: object, days: int = 0) -> int:
    """A tour along Lenin street, so many days from now."""
    start = story.start + timedelta(days=days)
    ends = {"start_lat": at(0, 0).lat, "start_lon": at(0, 0).lon, "end_lat": None, "end_lon": None}
    tour_id = story.tour(session, starts_at=start, ends_at=start + timedelta(hours=3), **ends)  # type: ignore[arg-type]
    add_stop(session, story.olga, tour_id, name="Рынок", lat=at(2000, 0).lat, lon=at(2000, 0).lon)  # type: ignore[arg-type]
    return tour_id


def test_closed_street_is_driven_around_until_its_day(database: Database, now: datetime, streets: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tours = [drive(story, session, days) for days in (0, 7, 8)]
        before = plan_of(session, story.olga, tours[0], now=now)

        closed(story, session)

        plans = [plan_of(session, story.olga, tour_id, now=now) for tour_id in tours]
        assert (before.engine, round(before.legs[0].km, 1), before.closed) == ("streets", 2.0, ())
        assert [round(plan.legs[0].km, 1) for plan in plans] == [5.0, 5.0, 2.0]
        assert [[each.name for each in plan.closed] for plan in plans] == [["ул. Ленина"], ["ул. Ленина"], []]


def test_closed_area_is_driven_around(database: Database, now: datetime, streets: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = drive(story, session)

        closed(story, session, is_area=True, points=[at(900, 100), at(1100, 100), at(1100, -100), at(900, -100)])

        assert round(plan_of(session, story.olga, tour_id, now=now).legs[0].km, 1) == 5.0


def test_street_that_was_opened_again_is_driven(database: Database, now: datetime, streets: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id, closure = drive(story, session), closed(story, session)

        open_street(session, story.olga, id_of(closure), now=now)
        opened = plan_of(session, story.olga, tour_id, now=now).legs[0].km
        close_again(session, story.olga, id_of(closure))
        closed_again = plan_of(session, story.olga, tour_id, now=now).legs[0].km

        assert (round(opened, 1), round(closed_again, 1)) == (2.0, 5.0)


def test_only_way_closed_leaves_no_way_and_no_estimate(database: Database, now: datetime, streets: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = drive(story, session)

        closed(story, session, is_area=True, points=[at(1900, 100), at(2100, 100), at(2100, -100), at(1900, -100)])

        plan = plan_of(session, story.olga, tour_id, now=now)
        assert [source for source in plan.sources if source] == ["streets"]
        assert not plan.legs[0].is_passable


def test_bus_too_heavy_for_a_bridge_does_not_take_it(database: Database, now: datetime, streets: Path) -> None:
    heavy = (("a b", {**STREETS[0][1], "maxweight": "10"}), STREETS[1])
    roads = read_roads(write_extract(streets / "heavy.osm.pbf", PLACES, heavy))
    build_street_graph(roads).save(streets / "streets.npz")
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = drive(story, session)

        light = plan_of(session, story.olga, tour_id, now=now).legs[0].km
        session.get_one(City, 1).bus_weight_t = 12
        too_heavy = plan_of(session, story.olga, tour_id, now=now).legs[0].km

        assert (round(light, 1), round(too_heavy, 1)) == (2.0, 5.0)


def test_stop_far_from_the_streets_says_so(database: Database, now: datetime, streets: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = drive(story, session)
        for north in (100, 200, 700):
            point = at(1000, north)
            add_stop(session, story.olga, tour_id, name="Двор", lat=point.lat, lon=point.lon)

        plan = plan_of(session, story.olga, tour_id, now=now)

        assert [round(row.snap.metres) for row in plan.stops] == [0, 100, 200, 700]
        assert [(row.snap.is_far, row.snap.is_refused) for row in plan.stops[1:]] == [
            (False, False),
            (True, False),
            (True, True),
        ]
        assert [row.source for row in plan.stops] == ["streets", "streets", "streets", "estimate"]


def test_street_file_that_cannot_be_read_leaves_the_estimate(database: Database, now: datetime, streets: Path) -> None:
    (streets / "streets.npz").write_bytes(b"PK\x03\x04 broken")
    with database.transaction() as session:
        story = write_story(session, now)

        assert plan_of(session, story.olga, drive(story, session), now=now).engine == "estimate"


@pytest.mark.parametrize(
    ("changes", "key", "field"),
    [
        ({"name": " "}, "travel.error.closure_name", "name"),
        ({"points": LENIN[:1]}, "travel.error.line_points", "points"),
        ({"points": LENIN, "is_area": True}, "travel.error.area_points", "points"),
        ({"points": LENIN * 51}, "travel.error.many_points", "points"),
        ({"points": [Point(float("inf"), 0), *LENIN]}, "travel.error.off_map", "points"),
        ({"points": [Point(0, 0), *LENIN]}, "travel.error.long", "points"),
        ({"until": TODAY - timedelta(days=1)}, "travel.error.until", "until"),
        ({"since": TODAY + timedelta(days=9)}, "travel.error.until", "until"),
    ],
)
def test_what_cannot_be_closed_is_refused(
    database: Database, now: datetime, changes: dict[str, object], key: str, field: str
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(Invalid) as refused:
            closed(story, session, **changes)

        assert (refused.value.key, refused.value.field) == (key, field)
        assert list_closures(session, story.olga, now=now) == []


def test_only_planners_close_see_and_open_streets(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        closure = closed(story, session)

        for actor in (story.oksana, STRANGER):
            with pytest.raises(NotAllowed):
                close_street(session, actor, name="x", points=LENIN, is_area=False, until=TODAY, now=now)
            with pytest.raises(NotAllowed):
                list_closures(session, actor, now=now)
            with pytest.raises(NotAllowed):
                open_street(session, actor, id_of(closure), now=now)
            with pytest.raises(NotAllowed):
                close_again(session, actor, id_of(closure))

        assert list_closures(session, story.olga, now=now) == [closure]
        assert list_closures(session, story.olga, now=now + timedelta(days=8)) == []
        with pytest.raises(NotFound):
            open_street(session, story.olga, 99, now=now)
