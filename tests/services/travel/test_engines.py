"""Tests of `planner.services.travel.engines`: the street graph of the extract in place, and what happens when it cannot be read."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from planner.city.extract.roads import read_roads
from planner.domain.geo import Box
from planner.domain.models import City
from planner.routing.streets.graph import StreetGraph, build_street_graph
from planner.routing.streets.network import PROFILE_VERSION
from planner.services.city.extract import Extract, switch_to
from planner.services.travel.engines import street_graph
from tests.towns.metre_streets import at, write_extract
from tests.towns.street_graphs import AT

POINTS = [at(200, 0), at(500, 1000)]


@pytest.fixture
def folder(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An extract in place, with its graph."""
    folder = tmp_path / "data" / "city" / "town-1.20261123"
    folder.mkdir(parents=True)
    build_street_graph(read_roads(write_extract(folder / "extract.osm.pbf"))).save(folder / "streets.npz")
    switch_to(tmp_path / "data", Extract(folder, "town", now, "town.osm.pbf", 1, Box(50, 127, 51, 128), 2, 0, 0, 0))
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path / "data"))
    return folder


def minutes(graph: StreetGraph | None) -> float:
    assert graph is not None
    return graph.route(POINTS, AT).legs[0].minutes


def test_graph_is_loaded_once(folder: Path) -> None:
    first = street_graph(City())

    assert minutes(first) > 0
    assert street_graph(City()) is first


def test_graph_of_a_heavy_bus_does_not_cross_the_bridge(folder: Path) -> None:
    assert minutes(street_graph(City(bus_weight_t=18))) == float("inf")


@pytest.mark.parametrize("fault", ["another version", "broken"])
def test_graph_that_cannot_be_read_is_made_anew_from_its_extract(folder: Path, fault: str) -> None:
    expected, path = minutes(street_graph(City())), folder / "streets.npz"
    if fault == "another version":
        np.savez(path, version=np.array(PROFILE_VERSION - 1), lat=np.zeros(3))
    else:
        path.write_bytes(b"half of an archive")

    graph = street_graph(City())

    assert minutes(graph) == expected
    assert minutes(StreetGraph.load(path)) == expected


def test_graph_that_cannot_be_read_or_made_leaves_no_streets(folder: Path) -> None:
    (folder / "streets.npz").write_bytes(b"half of an archive")
    (folder / "extract.osm.pbf").write_bytes(b"no extract")

    assert street_graph(City()) is None


def test_extract_without_its_graph_has_no_streets(folder: Path) -> None:
    (folder / "streets.npz").unlink()

    assert street_graph(City()) is None
