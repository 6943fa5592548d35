"""Tests of `planner.domain.cells`: runs of `qk` that cover a view."""

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.cells import CELLS_IN_VIEW, cells_of, level_for, point_of, runs_around
from planner.domain.geo import Box, Point, box_around, distance_m, qk_of

lats, lons = st.floats(-84, 84), st.floats(-179, 179)


def holds(runs: list[tuple[int, int]], point: Point) -> bool:
    return any(first <= qk_of(point) <= last for first, last in runs)


@given(lats, lons)
def test_point_of_a_qk_lies_in_its_tile(lat: float, lon: float) -> None:
    point = Point(lat, lon)

    assert qk_of(point_of(qk_of(point))) == qk_of(point)
    assert distance_m(point_of(qk_of(point)), point) < 28


@given(lats, lons, st.floats(1, 5000), st.floats(0, 1), st.floats(0, 1))
def test_runs_around_hold_every_point_of_the_circle(
    lat: float, lon: float, radius: float, north: float, east: float
) -> None:
    centre = Point(lat, lon)
    box = box_around(centre, radius)
    runs = runs_around(centre, radius)
    inside = Point(box.south + (box.north - box.south) * north, box.west + (box.east - box.west) * east)

    assert len(runs) <= 4
    assert holds(runs, inside)
    assert holds(runs, centre)


@given(lats, lons, st.floats(0, 80), st.floats(0, 170), st.integers(0, 30))
def test_cells_of_a_view_cover_it_without_overlap(lat: float, lon: float, high: float, wide: float, zoom: int) -> None:
    box = Box(lat, lon, min(84, lat + high), min(179, lon + wide))

    runs = list(cells_of(box, level_for(box, zoom)))

    assert 1 <= len(runs) <= CELLS_IN_VIEW
    assert len(set(runs)) == len(runs)
    assert all(holds(runs, Point(y, x)) for y in (box.south, box.north) for x in (box.west, box.east))


def test_level_for_a_screen_has_cells_of_64_pixels() -> None:
    screen = Box(50.2, 127.4, 50.35, 127.7)

    assert [level_for(screen, zoom) for zoom in (5, 11, 12)] == [7, 13, 14]
    assert level_for(screen, 19) < 21
