"""How long the street graph takes: `python -m tests.benchmarks.routing.street_matrix [FILE.osm.pbf …]`.

A drawn city of 18 × 17 km with about 58,000 nodes, and every extract that is named: reading the roads, building the graph,
writing and loading it, and 100 × 100 rides, a route with 12 stops, its turn list, a closed street.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from planner.city.extract.roads import Roads, read_roads
from planner.domain.geo import Point
from planner.routing.streets.closures import Closure
from planner.routing.streets.graph import StreetGraph, build_street_graph
from planner.routing.streets.network import Vehicle
from tests.benchmarks.routing.street_agreement import some_points
from tests.towns.large_street_city import write_city

AT = datetime(2026, 11, 23, tzinfo=UTC)
Made = TypeVar("Made")


def timed(name: str, work: Callable[[], Made], times: int = 1) -> Made:
    """Prints the median of some runs in milliseconds: on the clock, and of this thread's own work."""
    clock, own = [], []
    for _ in range(times):
        began, worked = time.perf_counter(), time.thread_time()
        made = work()
        clock.append((time.perf_counter() - began) * 1000)
        own.append((time.thread_time() - worked) * 1000)
    print(
        f"  {name:44} {statistics.median(clock):8.1f} ms on the clock {statistics.median(own):8.1f} ms own", flush=True
    )
    return made


def measure(extract: Path, folder: Path) -> None:
    """Prints the table of one extract."""
    print(f"{extract.name}: {extract.stat().st_size / 1e6:.1f} MB")
    roads = timed("read the roads", lambda: read_roads(extract))
    graph = timed("build the graph", lambda: build_street_graph(roads), 3)
    file = folder / "streets.npz"
    timed("write it", lambda: graph.save(file), 3)
    graph = timed("load it", lambda: StreetGraph.load(file), 5)
    print(f"  {len(roads.node_lat)} nodes of roads, {len(roads.edge_from)} edges; kept {graph.nodes} nodes,", end="")
    print(f" {graph.junctions} junctions; {file.stat().st_size / 1e6:.1f} MB on disk")
    _measure_rides(graph, roads)


def _measure_rides(graph: StreetGraph, roads: Roads) -> None:
    points = some_points(roads, 100, 1)
    for count in (20, 100):
        matrix = timed(f"matrix {count} × {count}", lambda count=count: graph.matrix(points[:count], AT), 7)  # type: ignore[misc]
    known = [minutes for row in matrix.minutes for minutes in row if 0 < minutes < float("inf")]
    timed("route through 12 stops", lambda: graph.route(points[:14], AT), 7)
    timed("its turn list", lambda: graph.turns(points[:14], AT), 7)
    middle = points[50]
    closures = iter(
        [Closure((middle, Point(middle.lat + 0.002, middle.lon + 0.0001 * number))) for number in range(1, 4)]
    )
    timed("close a street, for the first time", lambda: graph.without([next(closures)]), 3)
    timed(
        "a bus of 18 t, for the first time", lambda: graph.for_vehicle(Vehicle(weight_t=18, height_m=3.4, length_m=12))
    )
    print(f"  {len(known)} rides, {statistics.median(known):.1f} minutes in the median")


def main() -> None:
    """Measures the drawn city, then each named extract."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extracts", type=Path, nargs="*")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-streets-") as folder:
        drawn = Path(folder) / "drawn-city-18x17km.osm.pbf"
        timed("draw a city", lambda: write_city(drawn, wide_km=18, high_km=17))
        for extract in (drawn, *chosen.extracts):
            measure(extract, Path(folder))


if __name__ == "__main__":
    main()
