"""Tests of `planner.city.extract.file`: what a file covers, cutting, and reading; bad files are in test_pbf_file.py."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.city.addresses.index import build_address_index
from planner.city.extract.file import cut_extract, read_features, survey_extract
from planner.city.tiles.base_map import count_tiles, render_tiles
from planner.domain.errors import Invalid
from planner.domain.geo import Box
from tests.towns.block_town import TownWriter, place, write_town
from tests.towns.helsinki import helsinki_extract

WORLD = Box(-85, -180, 85, 180)
TOWN = Box(*place(-3, -4), *place(6, 6))
"""The town without the village: south, west, north, east."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_town(tmp_path / "town.osm.pbf")


def test_survey_counts_points_in_and_out_of_the_area(file: Path) -> None:
    survey = survey_extract(file, TOWN)

    assert (survey.outside, survey.inside > 100) == (6, True)
    assert (survey.box.south, survey.box.east) == pytest.approx((place(0, -3)[0], place(11, 0)[1]))


def test_survey_refuses_a_file_without_a_point(tmp_path: Path) -> None:
    empty = TownWriter().write(tmp_path / "empty.osm.pbf")

    with pytest.raises(Invalid) as refusal:
        survey_extract(empty, WORLD)

    assert (refusal.value.key, refusal.value.field) == ("extract.error.empty", "file")


def test_cut_keeps_what_lies_in_the_area_whole(file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.osm.pbf"

    cut_extract(file, TOWN, cut)

    whole, kept = (read_features(path, WORLD) for path in (file, cut))
    assert len(kept.lines) == len(whole.lines) - 1
    assert [area.kind for area in kept.areas] == [area.kind for area in whole.areas]
    assert "Чигири" not in {mark.name for mark in kept.landmarks}


def test_read_leaves_out_what_lies_outside_the_box(file: Path) -> None:
    north = read_features(file, Box(*place(-1, 2.05), *place(6, 6)))

    assert {area.name for area in north.areas} == {"Парк Победы", "Школа № 5"}
    assert "улица Ленина" not in {line.name for line in north.lines}


def test_read_of_a_multipolygon_keeps_its_island_as_a_hole(file: Path) -> None:
    (river,) = [area for area in read_features(file, WORLD).areas if area.kind == "water"]

    assert [len(rings) for rings in river.polygons] == [2]


def test_names_are_russian_where_the_map_has_them(tmp_path: Path) -> None:
    town = TownWriter()
    town.way([(0, 0), (1, 0)], {"highway": "residential", "name": "Lenin kuçäsi", "name:ru": "улица Ленина"})

    features = read_features(town.write(tmp_path / "town.osm.pbf"), WORLD)

    assert [line.name for line in features.lines] == ["улица Ленина"]


def test_whole_city_is_read_drawn_and_searched(tmp_path: Path) -> None:
    file = helsinki_extract()
    box = survey_extract(file, WORLD).box
    features = read_features(file, box)

    counts = build_address_index(features, tmp_path / "addresses.db")
    tiles = render_tiles(features, box, tmp_path / "tiles")

    assert (counts.streets > 90, counts.houses > 500) == (True, True)
    assert tiles == count_tiles(box) == len(list((tmp_path / "tiles").rglob("*.png")))


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town's extract that tests write other bytes into; beside it lies the whole one."""
    path = tmp_path_factory.mktemp("damaged") / "town.osm.pbf"
    write_town(path)
    path.with_suffix(".whole").write_bytes(path.read_bytes())
    return path


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_file_is_read_or_refused_in_words(damaged: Path, changes: list[tuple[float, int]]) -> None:
    content = bytearray(damaged.with_suffix(".whole").read_bytes())
    for where, byte in changes:
        content[int(where * len(content))] = byte
    damaged.write_bytes(content)

    try:
        survey_extract(damaged, TOWN)
        read_features(damaged, TOWN)
        told = "read"
    except Invalid as refused:
        told = refused.key

    assert told == "read" or told.startswith("extract.error.")
