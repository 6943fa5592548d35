"""Tests of `planner.city.tiles.base_map` and what it is made of, on a town written into an extract."""

import io
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from planner.city.extract.features import Features
from planner.city.extract.file import read_features, to_world, world_of
from planner.city.tiles.base_map import count_tiles, empty_tile, render_tiles
from planner.city.tiles.canvas import TILE
from planner.city.tiles.labels import Names, _squares
from planner.city.tiles.palette import plain_colours, with_palette
from planner.city.tiles.street_names import map_name
from planner.city.tiles.style import AREAS, FIRST_ZOOM, LAST_ZOOM, WATER
from planner.domain.geo import Box
from tests.towns.block_town import place, write_town

TOWN = Box(*place(-3, -4), *place(6, 6))
"""The town without the village: south, west, north, east."""


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> Features:
    file = write_town(tmp_path_factory.mktemp("town") / "town.osm.pbf")
    return read_features(file, TOWN)


@pytest.fixture(scope="module")
def tiles(features: Features, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiles")
    render_tiles(features, TOWN, folder)
    return folder


def colour_at(tiles: Path, column: float, row: float, zoom: int = LAST_ZOOM) -> tuple[int, ...]:
    """The colour and opacity of the map at a place of the town."""
    lat, lon = place(column, row)
    x, y = (to_world(np.array([[lon, lat]]))[0] * (TILE << zoom)).astype(int)
    with Image.open(tiles / str(zoom) / str(x // TILE) / f"{y // TILE}.png") as tile:
        pixel = tile.convert("RGBA").getpixel((int(x % TILE), int(y % TILE)))
    assert isinstance(pixel, tuple)
    return tuple(int(part) for part in pixel)


@pytest.mark.parametrize("zoom", [13, 14, 15, 16])
def test_river_has_the_colour_of_water_and_its_island_has_not(tiles: Path, zoom: int) -> None:
    river, island = colour_at(tiles, 3.5, -2.7, zoom), colour_at(tiles, 1.5, -1.8, zoom)

    assert river == (*WATER, 255)
    assert island[:3] != WATER


@pytest.mark.parametrize(
    ("kind", "column", "row"), [("green", 2.2, 2.2), ("campus", 0.25, 2.25), ("building", 0.075, 0.18)]
)
def test_ground_has_the_colour_of_its_kind(tiles: Path, kind: str, column: float, row: float) -> None:
    assert colour_at(tiles, column, row) == (*AREAS[kind].fill, 255)


def test_every_tile_of_the_box_is_a_small_png_of_256_pixels(tiles: Path) -> None:
    files = list(tiles.rglob("*.png"))

    kinds = set()
    for file in files:
        with Image.open(file) as image:
            kinds.add((image.format, image.mode, image.size))

    assert (len(files), kinds) == (count_tiles(TOWN), {("PNG", "P", (TILE, TILE))})
    assert {int(folder.name) for folder in tiles.iterdir()} == set(range(FIRST_ZOOM, LAST_ZOOM + 1))
    assert max(file.stat().st_size for file in files) < 60_000


def test_what_lies_outside_the_box_is_transparent(tiles: Path) -> None:
    lat, lon = TOWN.north, TOWN.west
    x, y = (to_world(np.array([[lon, lat]]))[0] * (TILE << LAST_ZOOM)).astype(int)

    with Image.open(tiles / str(LAST_ZOOM) / str(x // TILE) / f"{y // TILE}.png") as tile:
        pixels = tile.convert("RGBA")
        outside, inside = pixels.getpixel((0, 0)), pixels.getpixel((TILE - 1, TILE - 1))

    assert (outside[3], inside[3]) == (0, 255)  # type: ignore[index]


def test_tiles_are_the_same_each_time(features: Features, tiles: Path, tmp_path: Path) -> None:
    render_tiles(features, TOWN, tmp_path)

    both = [
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*.png")} for folder in (tiles, tmp_path)
    ]
    assert both[0] == both[1]


def test_empty_tile_shows_nothing() -> None:
    with Image.open(io.BytesIO(empty_tile())) as tile:
        colours = tile.convert("RGBA").getcolors()

    assert colours == [(TILE * TILE, (255, 255, 255, 0))]


@pytest.mark.parametrize("zoom", [13, 14, 15, 16])
def test_no_label_covers_another_or_leaves_the_map(features: Features, zoom: int) -> None:
    labels = Names(features).place(zoom, world_of(TOWN))
    west, north, east, south = (side * (TILE << zoom) for side in world_of(TOWN))

    squares = [list(_squares(label)) for label in labels]

    assert labels
    assert all(w >= west and n >= north and e <= east and s <= south for each in squares for w, n, e, s in each)
    for one, other in combinations(squares, 2):
        assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a in one for b in other)


def test_streets_and_waters_are_named_on_the_map(features: Features) -> None:
    labels = {" ".join(label.lines) for label in Names(features).place(LAST_ZOOM, world_of(TOWN))}

    assert {"ул. Ленина", "ул. Горького", "Амур", "Парк Победы", "Школа № 5"} <= labels


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("улица Ленина", "ул. Ленина"),
        ("Зейская улица", "Зейская ул."),
        ("Набережная улица", "Набережная ул."),
        ("Набережная", "Набережная"),
        ("проспект Мира", "пр-т Мира"),
        ("Avenue d'Ostende", "Avenue d'Ostende"),
    ],
)
def test_names_are_shortened_as_on_maps(name: str, short: str) -> None:
    assert map_name(name) == short


def test_plain_colours_come_out_of_the_palette_as_they_went_in() -> None:
    colours = plain_colours()
    picture = Image.new("RGB", (len(colours), 1))
    for column, each in enumerate(colours):
        picture.putpixel((column, 0), each)

    through = with_palette(picture).convert("RGB")

    assert [through.getpixel((column, 0)) for column in range(len(colours))] == colours


def test_hostile_names_are_only_text(tmp_path: Path, hostile_town: Callable[[str], Features]) -> None:
    for name in ("<script>alert(1)</script>", "ы" * 500, "\u202eкинзоп\u202c", "улица \x07\x1b[31m", "🚌🚌🚌"):
        features = hostile_town(name)

        count = render_tiles(features, TOWN, tmp_path / "tiles")

        assert count == count_tiles(TOWN)


@pytest.fixture
def hostile_town(tmp_path: Path) -> Callable[[str], Features]:
    """A town whose main street has that name."""

    def write(name: str) -> Features:
        file = write_town(tmp_path / "town.osm.pbf", main_street=name)
        return read_features(file, TOWN)

    return write
