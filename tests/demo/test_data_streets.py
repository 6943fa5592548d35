"""The streets of the demo city: a file that its script writes, on which the demo's issues and places lie."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from planner.city.addresses.addresses import Addresses
from planner.city.addresses.found import Precision
from planner.city.addresses.search import Search
from planner.city.addresses.words import plain_words
from planner.city.extract.roads import read_roads
from planner.domain.geo import Point, distance_m
from planner.services.city.extract import DEMO_STREETS
from tests.towns.demo_streets import write_demo_streets
from tests.towns.spelled_town import index_of

DATA = DEMO_STREETS.parent
LARGEST_BYTES = 500_000
NEAR_M = 200
_STREET = re.compile(r"(?:ул\.|пер\.)\s([А-ЯЁ0-9][^,(]*)|^([А-ЯЁ]\w+ шоссе)")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Addresses:
    return Addresses(index_of(DEMO_STREETS, tmp_path_factory.mktemp("demo") / "addresses.db"))


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return found


def test_the_file_is_small_and_what_its_script_writes(tmp_path: Path) -> None:
    write_demo_streets(tmp_path / "streets.osm.pbf")

    written, kept = read_roads(tmp_path / "streets.osm.pbf"), read_roads(DEMO_STREETS)

    assert DEMO_STREETS.stat().st_size < LARGEST_BYTES
    assert (written.names, written.node_lat.tolist(), written.edge_m.tolist()) == (
        kept.names,
        kept.node_lat.tolist(),
        kept.edge_m.tolist(),
    )


def test_issues_and_places_lie_at_the_streets_that_their_addresses_name(addresses: Addresses) -> None:
    astray = []

    for row in (*rows("places"), *rows("issues")):
        named = _STREET.search(row["address"])
        if named and "перекрёсток" not in row["address"] and "подъезд" not in row["address"]:
            name = named[1] or named[2]
            if not 0 <= _metres_to(addresses, name, Point(row["lat"], row["lon"])) < NEAR_M:
                astray.append(row["address"])

    assert astray == []


@pytest.mark.parametrize("street", ["Амурская", "Зейская", "Красноармейская", "Ленина"])
def test_the_grid_has_crossings(addresses: Addresses, street: str) -> None:
    found = addresses.find(f"угол {street} и Калинина")[0]

    assert found.precision is Precision.CROSSING


def _metres_to(addresses: Addresses, name: str, point: Point) -> float:
    """From a street to a point; -1 where there is no such street."""
    with addresses.opened() as connection:
        search = Search(connection)
        streets = search.streets(plain_words(name))
        return min((distance_m(point, each) for street in streets[:1] for each in search.trace(street)), default=-1)
