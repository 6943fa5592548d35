"""The map on paper: what lies north is above, nothing covers a number, and no background breaks it."""

import itertools
import math
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from planner.domain.geo import Box, Point
from planner.render.files.tour_route import RouteEnd, TourRoute
from planner.render.papers.map import Ground, draw_route_map
from planner.render.papers.paper import new_paper
from planner.render.papers.tiles import PaperTiles
from tests.render.route_story import HEAD, a_route, a_stop, russian

MM = 72 / 25.4
RIVER = {"type": "Polygon", "coordinates": [[[127.5, 50.26], [127.56, 50.26], [127.56, 50.28], [127.5, 50.26]]]}
STREET = {"type": "LineString", "coordinates": [[127.5, 50.27], [127.55, 50.285]]}


def page_with_map(route: TourRoute, ground: Ground) -> PageObject:
    paper = new_paper(HEAD, "Лист", russian())
    draw_route_map(paper, route, ground, y=30, height=150)
    return PdfReader(BytesIO(paper.finished())).pages[0]


def words_on_map(route: TourRoute, background: Any = None) -> dict[str, tuple[float, float]]:
    """Where each word stands, in millimetres from the left and from the foot of the page."""
    found: dict[str, tuple[float, float]] = {}

    def note(text: str, cm: Any, tm: Any, *_: Any) -> None:
        if text.strip():
            found[text.strip()] = (tm[4] / MM, tm[5] / MM)

    page_with_map(route, Ground(background)).extract_text(visitor_text=note)
    return found


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def feature(kind: str, name: str, geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": geometry}


def test_what_lies_north_is_above_and_what_lies_east_is_on_the_right() -> None:
    south_west, north_east = Point(50.27, 127.51), Point(50.29, 127.55)

    found = words_on_map(a_route([a_stop(1, point=south_west), a_stop(2, point=north_east)]))

    assert found["1"][0] < found["2"][0]
    assert found["1"][1] < found["2"][1]


def test_map_keeps_the_shape_of_the_city() -> None:
    """As many metres a millimetre to the north as to the east, as the scale says."""
    here, east = Point(50.27, 127.50), Point(50.27, 127.50 + 0.0140753)
    north = Point(50.27 + 0.0089932, 127.50)
    nowhere = RouteEnd("", None, None)
    stops = [a_stop(1, point=here), a_stop(2, point=east), a_stop(3, point=north)]

    found = words_on_map(a_route(stops, start=nowhere, end=nowhere, line=[]))

    assert found["2"][0] - found["1"][0] == pytest.approx(found["3"][1] - found["1"][1], rel=0.01)
    assert "200 м" in found


@given(
    st.lists(
        st.tuples(st.floats(50.25, 50.30), st.floats(127.48, 127.58)),
        min_size=2,
        max_size=25,
    )
)
@settings(max_examples=25, deadline=None)
def test_numbers_never_cover_each_other(places: list[tuple[float, float]]) -> None:
    stops = [a_stop(number, point=Point(*place)) for number, place in enumerate(places, start=1)]

    found = words_on_map(a_route(stops))

    spots = [found[str(stop.number)] for stop in stops]
    assert all(math.dist(a, b) > 4.5 for a, b in itertools.combinations(spots, 2))
    assert all(15 < x < 195 and 297 - 180 < y < 297 - 30 for x, y in spots)


def test_start_and_end_have_letters_and_one_where_they_are_the_same() -> None:
    route = a_route()

    apart = words_on_map(route)
    same = words_on_map(a_route(end=route.start))

    assert {"Н", "К", "С"} <= set(apart)
    assert "К" not in same


def test_names_of_rivers_and_streets_are_written() -> None:
    found = words_on_map(a_route(), collection(feature("river", "Зея", RIVER), feature("street", "ул. Мухина", STREET)))

    assert {"Зея", "ул. Мухина"} <= set(found)


@pytest.mark.parametrize(
    "background",
    [
        None,
        {},
        {"features": None},
        {"features": "x"},
        collection(None, 5, "x", {}, {"properties": None}),
        collection(feature("river", "Зея", {"type": "Polygon", "coordinates": [[["x", None]]]})),
        collection(feature("river", "Зея", {"type": "Polygon", "coordinates": []})),
        collection(feature("river", "Зея", {"type": "Point", "coordinates": [127.5, 50.2]})),
        collection(feature("street", "Улица", {"type": "LineString", "coordinates": [[127.5, 50.2]]})),
        collection(
            feature("street", "Улица", {"type": "LineString", "coordinates": [[math.inf, 50.2], [1, math.nan]]})
        ),
        collection(feature("boundary", "", {"type": "MultiPolygon", "coordinates": [RIVER["coordinates"]]})),
    ],
)
def test_background_that_cannot_be_read_is_left_out(background: Any) -> None:
    assert words_on_map(a_route(), background) == words_on_map(a_route(), None)


def test_route_without_a_point_draws_nothing() -> None:
    nowhere = RouteEnd("", None, None)

    assert "С" not in words_on_map(a_route([], start=nowhere, end=nowhere, line=[]))


@pytest.mark.parametrize(("east", "pictures"), [(127.60, 1), (127.52, 0)])
def test_tiles_are_drawn_where_they_cover_the_route(tmp_path: Path, east: float, pictures: int) -> None:
    tiles = PaperTiles(tmp_path, Box(50.20, 127.40, 50.35, east), 10, 16)
    ground = Ground(collection(feature("river", "Зея", RIVER)), tiles, "© участники OpenStreetMap")

    page = page_with_map(a_route(), ground)

    assert len(page.images) == pictures
    assert ("Зея" in page.extract_text()) is (pictures == 0)
    assert "© участники OpenStreetMap" in page.extract_text()
