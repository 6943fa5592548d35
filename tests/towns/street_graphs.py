"""The drawn town as a street graph, and the minutes of its streets."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from planner.city.extract.roads import read_roads
from planner.routing.streets.graph import TURN_FACTOR, StreetGraph, build_street_graph
from tests.towns.metre_streets import TOWN, TOWN_STREETS, Ban, Metres, Street, write_extract

AT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def graph_of(
    folder: Path,
    places: Mapping[str, Metres] = TOWN,
    streets: Sequence[Street] = TOWN_STREETS,
    nodes: Mapping[str, Mapping[str, str]] | None = None,
    bans: Sequence[Ban] = (),
) -> StreetGraph:
    """The graph of a town that is written to disk and read again."""
    return build_street_graph(read_roads(write_extract(folder / "town.osm.pbf", places, streets, nodes, bans)))


def minutes(*parts: tuple[float, float]) -> float:
    """Minutes of parts of a ride, each so many metres long under a limit of so many km/h: a bus makes 0.85 of it."""
    return sum(metres / 1000 / (0.85 * limit) * 60 for metres, limit in parts) * TURN_FACTOR
