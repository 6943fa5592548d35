"""Roads out of a street extract: a drawn town, a real city, and files that are neither."""

import math
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.city.extract import pbf_file, roads
from planner.city.extract.roads import NO_STOP, ROUNDABOUT, Roads, read_roads
from planner.domain.errors import Invalid
from tests.towns.helsinki import helsinki_extract
from tests.towns.metre_streets import write_extract

STREET = {"highway": "residential", "maxspeed": "40"}


def pieces(found: Roads) -> dict[tuple[int, int], tuple[float, float]]:
    """Metres and seconds of each edge, by its ends in whole metres north of the first node."""
    north = np.round((found.node_lat - found.node_lat.min()) * 111_195).astype(int)
    return {
        (int(north[a]), int(north[b])): (round(m, 1), round(s, 2))
        for a, b, m, s in zip(found.edge_from, found.edge_to, found.edge_m, found.edge_s, strict=True)
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "city.osm.pbf"


LINE = {"a": (0.0, 0.0), "b": (0.0, 100.0), "c": (0.0, 300.0)}


def test_roads_have_metres_and_seconds_in_each_direction(path: Path) -> None:
    write_extract(path, LINE, [("a b", STREET), ("b c", STREET | {"oneway": "yes"})])

    found = pieces(read_roads(path))

    # 0.85 of 40 km/h is 34 km/h: 100 m take 10.59 s.
    assert found == {(0, 100): (100.0, 10.59), (100, 0): (100.0, 10.59), (100, 300): (200.0, 21.18)}


def test_roads_know_their_signs_and_names(path: Path) -> None:
    tags = STREET | {"name": "улица Ленина", "maxweight": "7.5", "maxheight": "3.2", "maxlength": "10"}
    write_extract(
        path,
        LINE,
        [("a b", tags | {"oneway": "yes", "junction": "roundabout"}), ("b c", {"highway": "primary", "tunnel": "yes"})],
    )

    found = read_roads(path)

    first = int(np.flatnonzero(found.edge_name)[0])
    assert (found.edge_max_weight_t[first], found.edge_max_height_m[first], found.edge_max_length_m[first]) == (
        7.5,
        3.2,
        10,
    )
    assert sorted(found.edge_flags.tolist()) == [ROUNDABOUT, NO_STOP, NO_STOP]
    assert [found.names[number] for number in sorted(found.edge_name)] == ["", "", "улица Ленина"]
    assert sorted(found.classes[kind] for kind in found.edge_class) == ["primary", "primary", "residential"]
    assert np.isinf(found.edge_max_weight_t).sum() == 2


def test_bollard_parts_a_street_and_a_gate_does_not(path: Path) -> None:
    ways = [("a b c", STREET)]
    write_extract(path, LINE, ways, {"b": {"barrier": "gate"}})
    through = read_roads(path)

    write_extract(path, LINE, ways, {"b": {"barrier": "bollard"}})
    parted = read_roads(path)

    assert (len(set(through.edge_from.tolist())), len(set(parted.edge_from.tolist()))) == (3, 4)
    assert pieces(parted) == pieces(through)


def test_low_beam_over_a_node_limits_the_pieces_at_it(path: Path) -> None:
    places = LINE | {"d": (0.0, 500.0)}
    write_extract(
        path,
        places,
        [("a b c d", STREET | {"oneway": "yes"})],
        {"b": {"barrier": "height_restrictor", "maxheight": "2.5"}},
    )

    assert read_roads(path).edge_max_height_m.tolist() == [2.5, 2.5, math.inf]


def test_street_that_leaves_the_extract_ends_at_its_last_known_node(path: Path) -> None:
    write_extract(path, LINE, [("a b far c", STREET | {"oneway": "yes"})])

    assert list(pieces(read_roads(path))) == [(0, 100)]


def test_footpaths_and_forbidden_streets_are_no_roads(path: Path) -> None:
    write_extract(path, LINE, [("a b", {"highway": "footway"}), ("b c", STREET | {"access": "no"})])

    with pytest.raises(Invalid) as refused:
        read_roads(path)

    assert (refused.value.key, refused.value.field) == ("extract.error.no_roads", "file")


def test_too_many_points_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_extract(path)
    monkeypatch.setattr(roads, "MAX_POINTS", 11)

    with pytest.raises(Invalid) as refused:
        read_roads(path)

    assert refused.value.key == "extract.error.too_many_nodes"


def test_progress_goes_up_to_the_end_and_can_stop_the_reading(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Enough(Exception):
        pass

    def stop(share: float) -> None:
        raise Enough

    write_extract(path)
    monkeypatch.setattr(pbf_file, "_PART_BYTES", 1)
    shares: list[float] = []

    read_roads(path, progress=shares.append)
    with pytest.raises(Enough):
        read_roads(path, progress=stop)

    assert (len(shares) > 2, shares, shares[-1]) == (True, sorted(shares), 1.0)


def test_file_read_in_small_parts_gives_the_same_roads(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_extract(path)
    whole = pieces(read_roads(path))

    monkeypatch.setattr(pbf_file, "_PART_BYTES", 1)

    assert pieces(read_roads(path)) == whole


def test_real_city_is_read() -> None:
    found = read_roads(helsinki_extract())

    assert "Mannerheimintie" in found.names
    assert 1_500 < len(found.node_lat) < 4_000
    assert np.isfinite(found.edge_s).all()
    assert (found.edge_s > 0).all()
    kmh = found.edge_m / found.edge_s * 3.6
    assert (kmh.min() > 2.9, kmh.max() < 91) == (True, True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2000), st.integers(0, 255))
def test_damaged_file_is_refused_or_read_and_never_more(path: Path, place: int, byte: int) -> None:
    content = bytearray(write_extract(path).read_bytes())
    content[place % len(content)] = byte
    path.write_bytes(content)

    with suppress(Invalid):
        assert len(read_roads(path).edge_from)
