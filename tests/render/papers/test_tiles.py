"""Tiles as one grey picture: each in its place, none too small to read, and nothing but white where one is missing."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from planner.domain.geo import Box, Point
from planner.render.papers.tiles import PaperTiles, grey_picture

BOX = Box(50.2, 127.4, 50.4, 127.7)


def a_tile(folder: Path, zoom: int, column: int, row: int, colour: str = "black") -> Path:
    path = folder / str(zoom) / str(column) / f"{row}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGBA", (256, 256), colour).save(path)
    return path


def shades(tiles: PaperTiles, column: float, row: float, width: float, height: float, zoom: int) -> Image.Image:
    world = 2**zoom
    data = grey_picture(tiles, column / world, row / world, width / world, height / world)
    return Image.open(BytesIO(data))


def test_tile_lies_where_its_numbers_say(tmp_path: Path) -> None:
    a_tile(tmp_path, 13, 6998, 2750)

    picture = shades(PaperTiles(tmp_path, BOX, 13, 13), 6997.5, 2749.5, 2, 2, 13)

    assert picture.size == (512, 512)
    places = [(x, y) for y in (64, 256, 448) for x in (64, 256, 448)]
    assert [picture.getpixel(place) < 40 for place in places] == [False] * 4 + [True] + [False] * 4  # type: ignore[operator]
    assert [picture.getpixel(place) > 240 for place in ((120, 120), (392, 256))] == [True, True]  # type: ignore[operator]
    assert [picture.getpixel(place) < 15 for place in ((140, 140), (372, 372))] == [True, True]  # type: ignore[operator]


@pytest.mark.parametrize(("width", "across"), [(1 / 64, 256), (1 / 16, 1024), (1 / 14, 585), (4.0, 1024), (9.0, 2304)])
def test_picture_takes_the_nearest_zoom_whose_names_can_be_read(tmp_path: Path, width: float, across: int) -> None:
    """`width` in tiles of zoom 10; tiles go from zoom 10 to 16."""
    picture = shades(PaperTiles(tmp_path, BOX, 10, 16), 874.0, 343.0, width, width, 10)

    assert picture.size == (across, across)


def test_missing_broken_and_clear_tiles_are_white(tmp_path: Path) -> None:
    a_tile(tmp_path, 13, 0, 0).write_bytes(b"no picture")
    whole = a_tile(tmp_path, 13, 1, 0)
    whole.write_bytes(whole.read_bytes()[:60])
    a_tile(tmp_path, 13, 2, 0, "#00000000")

    picture = shades(PaperTiles(tmp_path, BOX, 13, 13), 0, 0, 4, 1, 13)

    assert picture.getextrema() == (255, 255)


def test_picture_beyond_the_edge_of_the_world_is_white_there(tmp_path: Path) -> None:
    assert shades(PaperTiles(tmp_path, BOX, 13, 13), -1, -1, 1, 1, 13).getextrema() == (255, 255)


def test_same_tiles_give_the_same_bytes(tmp_path: Path) -> None:
    a_tile(tmp_path, 13, 0, 0, "gray")
    tiles = PaperTiles(tmp_path, BOX, 13, 13)

    assert grey_picture(tiles, 0, 0, 1e-4, 1e-4) == grey_picture(tiles, 0, 0, 1e-4, 1e-4)


def test_tiles_cover_what_lies_in_their_box() -> None:
    tiles = PaperTiles(Path(), BOX, 10, 16)

    assert [tiles.covers(Point(*place)) for place in ((50.3, 127.5), (50.5, 127.5), (50.3, 127.3))] == [
        True,
        False,
        False,
    ]
