"""Tests of `planner.services.papers.turns`: the turn list of a whole tour along the streets of a drawn town."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from planner.city.extract.roads import read_roads
from planner.database import Database
from planner.domain.geo import Box, Point
from planner.i18n import translator
from planner.phrases.papers import sheet_in_words
from planner.render.papers.route_sheet import route_sheet_pdf
from planner.routing.streets.graph import build_street_graph
from planner.services.city.extract import Extract, switch_to
from planner.services.papers.papers import route_sheet
from planner.services.tours.stops import add_stop
from tests.services.plan_story import write_story
from tests.towns.metre_streets import at, write_extract

FAR = Point(50.40, 127.53)
"""15 km north of the town, where no street is."""


@pytest.fixture
def streets(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The town of `drawn_town` as the city's extract."""
    folder = tmp_path / "data" / "city" / "town-1.20261123"
    folder.mkdir(parents=True)
    build_street_graph(read_roads(write_extract(tmp_path / "town.osm.pbf"))).save(folder / "streets.npz")
    switch_to(tmp_path / "data", Extract(folder, "town", now, "town.osm.pbf", 1, Box(50, 127, 51, 128), 2, 0, 0, 0))
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path / "data"))


def turns_on(database: Database, now: datetime, *places: Point) -> list[tuple[str, str, int, int | None]]:
    """The turns of a tour from the corner a, over the places, back to a; metres to the ten."""
    with database.transaction() as session:
        story = write_story(session, now)
        corner = at(0, 0)
        ends = {"start_lat": corner.lat, "start_lon": corner.lon, "end_lat": corner.lat, "end_lon": corner.lon}
        tour_id = story.tour(session, **ends)
        for number, place in enumerate(places, start=1):
            add_stop(session, story.olga, tour_id, name=f"Двор {number}", lat=place.lat, lon=place.lon)

        facts = route_sheet(session, story.olga, tour_id, now=now)

        t = translator("ru", "Asia/Yakutsk")
        sheet = sheet_in_words(t, facts, printed_at=now)
        pages = PdfReader(BytesIO(route_sheet_pdf(sheet, t))).pages
        assert ("Повороты по маршруту" in pages[-1].extract_text()) is bool(sheet.turns)
        return [(turn.kind, turn.street, round(turn.metres / 10) * 10, turn.stop) for turn in sheet.turns]


@pytest.mark.usefixtures("streets")
def test_turns_follow_the_one_ways_and_name_the_stops(database: Database, now: datetime) -> None:
    turns = turns_on(database, now, at(500, 0), at(500, -200))

    assert turns == [
        ("start", "улица Ленина", 500, None),
        ("arrive", "", 0, 1),
        ("start", "улица Ленина", 500, None),
        ("right", "Театральная улица", 200, None),
        ("right", "улица Горького", 500, None),
        ("arrive", "", 0, 2),
        ("start", "улица Горького", 500, None),
        ("right", "Зейская улица", 200, None),
        ("arrive", "", 0, None),
    ]


@pytest.mark.usefixtures("streets")
def test_ride_without_streets_is_one_line_that_says_so(database: Database, now: datetime) -> None:
    turns = turns_on(database, now, at(500, 0), FAR)

    assert turns == [
        ("start", "улица Ленина", 500, None),
        ("arrive", "", 0, 1),
        ("unknown", "", 0, 2),
        ("unknown", "", 0, None),
    ]


def test_without_streets_there_is_no_list(database: Database, now: datetime) -> None:
    assert turns_on(database, now, at(500, 0)) == []
