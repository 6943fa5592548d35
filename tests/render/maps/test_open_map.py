"""A map as one picture: what stands where there is no tile, and where its corners are."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from planner.city.tiles.base_map import empty_tile
from planner.city.tiles.style import LAND
from planner.domain.geo import Point, tile_of
from planner.render.colours import rgb
from planner.render.maps.live_map import live_map
from planner.render.maps.open_map import MapTiles, OpenGround, OpenPin, corners_of, draw_open_map, spots_on

MIDDLE = Point(50.28, 127.53)
WIDTH, HEIGHT = 360, 180
RIVER = {
    "type": "Feature",
    "properties": {"kind": "river"},
    "geometry": {"type": "LineString", "coordinates": [[127.0, 50.2805], [128.0, 50.2805]]},
}
BACKGROUND = {"features": [RIVER]}


def colours(ground: OpenGround) -> set[tuple[int, ...]]:
    """All colours of the picture of one pin."""
    with Image.open(BytesIO(draw_open_map([OpenPin(MIDDLE)], ground, width=WIDTH, height=HEIGHT))) as picture:
        found = picture.convert("RGB").getcolors(maxcolors=1_000_000)
    return {colour for number, colour in found or () if isinstance(colour, tuple) and number > 2_000}


def tiles(folder: Path, data: bytes | None) -> MapTiles:
    """A folder of tiles with one around the pin, if there is any."""
    column, row = tile_of(MIDDLE, 17)
    if data is not None:
        (folder / "17" / str(column)).mkdir(parents=True)
        (folder / "17" / str(column) / f"{row}.png").write_bytes(data)
    return MapTiles(folder, 17)


def one_colour(colour: tuple[int, int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", (256, 256), colour).save(out, "PNG")
    return out.getvalue()


def test_ground_of_our_tiles_is_the_land_that_they_draw() -> None:
    assert rgb("map-land") == LAND


def test_map_is_calm_where_there_is_no_tile_and_where_a_tile_shows_nothing(tmp_path: Path) -> None:
    nothing, unknown = tiles(tmp_path / "none", None), tiles(tmp_path / "empty", empty_tile())

    shown = [colours(OpenGround(MIDDLE, each)) for each in (nothing, unknown)]

    assert shown == [{LAND}, {LAND}]


def test_city_own_background_shows_through_where_tiles_show_nothing(tmp_path: Path) -> None:
    drawn = tiles(tmp_path / "drawn", one_colour((10, 20, 30)))
    unknown = tiles(tmp_path / "empty", empty_tile())

    shown = [colours(OpenGround(MIDDLE, each, BACKGROUND)) for each in (None, unknown, drawn)]

    assert shown[0] == {rgb("sketch-ground"), rgb("map-river")}
    assert shown[1] == {LAND, rgb("map-river")}
    assert (10, 20, 30) in shown[2]


@pytest.mark.parametrize("points", [[MIDDLE], [MIDDLE, Point(50.35, 127.40)], [Point(-33.9, 18.4), Point(-33.8, 18.7)]])
def test_corners_are_where_the_picture_ends(points: list[Point]) -> None:
    south_west, north_east = corners_of(points, width=WIDTH, height=HEIGHT)

    spot = spots_on(points, width=WIDTH, height=HEIGHT)

    assert spot(south_west) == pytest.approx((0, 1), abs=0.002)
    assert spot(north_east) == pytest.approx((1, 0), abs=0.002)


def test_map_that_moves_tells_the_pins_of_the_picture_and_where_they_lead() -> None:
    pins = [OpenPin(MIDDLE, "7", "red", "/open/issues/7"), OpenPin(Point(50.3, 127.5))]

    told = live_map(pins, [MIDDLE], width=WIDTH, height=HEIGHT)

    assert told is not None
    assert [(each["number"], each["to"]) for each in told["pins"]] == [("7", "/open/issues/7"), ("", "")]
    assert (told["pins"][0]["at"], told["line"]) == (MIDDLE, [])
    assert live_map([], [], width=WIDTH, height=HEIGHT) is None
