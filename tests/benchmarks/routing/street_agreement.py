"""How far our minutes agree with OSRM's: `python -m tests.benchmarks.routing.street_agreement FILE.osm.pbf --osrm FOLDER`.

FOLDER holds `bin/` and `share/profiles/` of OSRM. The wheel osrm-bindings carries both, as programs that need no Python:
`pip download --no-deps --only-binary :all: --python-version 3.12 --implementation cp --abi abi3 --platform
manylinux_2_28_x86_64 osrm-bindings==26.10.0`, unpack it, `chmod +x osrm/bin/*`, and name its folder `osrm`.
"""

import argparse
import json
import random
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from planner.city.extract.roads import Roads, read_roads
from planner.domain.geo import Point, distance_m
from planner.routing.engine import Matrix, Snap
from planner.routing.estimate import Estimate
from planner.routing.streets.graph import TURN_FACTOR, build_street_graph

AT = datetime(2026, 11, 23, tzinfo=UTC)
RADIUS_M, SAME_M = 100, 1


def some_points(roads: Roads, count: int, seed: int) -> list[Point]:
    """Points some 30 m beside the nodes of streets, spread over the map by kilometres and not by nodes."""
    chance = random.Random(seed)
    edges = chance.choices(range(len(roads.edge_m)), weights=roads.edge_m.tolist(), k=count)
    nodes = [int(roads.edge_from[edge]) for edge in edges]
    return [
        Point(float(roads.node_lat[n]) + chance.gauss(0, 2e-4), float(roads.node_lon[n]) + chance.gauss(0, 3e-4))
        for n in nodes
    ]


@contextmanager
def osrm_of(extract: Path, osrm: Path) -> Iterator[str]:
    """A server of OSRM for an extract, made anew with its own profile for cars."""
    with tempfile.TemporaryDirectory(prefix="planner-osrm-") as folder:
        data = Path(folder) / "city.osm.pbf"
        data.write_bytes(extract.read_bytes())
        graph = str(data).removesuffix(".osm.pbf") + ".osrm"
        profile = osrm / "share" / "profiles" / "car.lua"
        for command in (["osrm-extract", "-p", profile, data], ["osrm-contract", graph]):
            subprocess.run([osrm / "bin" / str(command[0]), *command[1:]], check=True, capture_output=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [osrm / "bin" / "osrm-routed", "--ip", "127.0.0.1", "--port", str(port), "--max-table-size", "1000", graph],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def osrm_snaps(url: str, points: Sequence[Point]) -> list[Snap]:
    """Where OSRM would stop; a point in a park may have two streets equally near, and it knows no ban to stop in tunnels."""
    found = []
    for point in points:
        nearest: dict[str, Any] = _asked(f"{url}/nearest/v1/driving/{point.lon:.6f},{point.lat:.6f}")["waypoints"][0]
        found.append(Snap(Point(*reversed(nearest["location"])), nearest["distance"]))
    return found


def osrm_table(url: str, points: Sequence[Point]) -> tuple[np.ndarray, np.ndarray]:
    """Minutes and kilometres of OSRM, nan where it knows no way."""
    places = ";".join(f"{point.lon:.6f},{point.lat:.6f}" for point in points)
    answer = _asked(f"{url}/table/v1/driving/{places}?annotations=duration,distance")
    return np.array(answer["durations"], float) / 60, np.array(answer["distances"], float) / 1000


def told(name: str, ours: Matrix, minutes: np.ndarray, km: np.ndarray) -> dict[str, object]:
    """How an engine's matrix compares with OSRM's, over all rides of at least a minute that both know."""
    own_minutes, own_km = np.array(ours.minutes), np.array(ours.km)
    kept = np.isfinite(own_minutes) & np.isfinite(minutes) & (minutes >= 1)
    ratio, km_ratio = minutes[kept] / own_minutes[kept], km[kept] / own_km[kept]
    return {
        "engine": name,
        "rides": int(kept.sum()),
        "correlation": round(float(np.corrcoef(own_minutes[kept], minutes[kept])[0, 1]), 3),
        "OSRM / ours, median": round(statistics.median(ratio), 3),
        "within 20 %": round(float(np.mean(np.abs(ratio - 1) <= 0.2)), 3),
        "within 20 % of the median": round(float(np.mean(np.abs(ratio / np.median(ratio) - 1) <= 0.2)), 3),
        "km correlation": round(float(np.corrcoef(own_km[kept], km[kept])[0, 1]), 3),
        "km, median": round(statistics.median(km_ratio), 3),
        "km within 5 %": round(float(np.mean(np.abs(km_ratio - 1) <= 0.05)), 3),
    }


def _asked(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("OSRM does not start")


def main() -> None:
    """Prints a line of figures for the street graph, and one for the estimate along straight lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--osrm", type=Path, required=True)
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    roads = read_roads(chosen.extract)
    graph = build_street_graph(roads)
    points = some_points(roads, chosen.points, chosen.seed)
    with osrm_of(chosen.extract, chosen.osrm.resolve()) as url:
        snaps = zip(map(graph.snap, points), osrm_snaps(url, points), strict=True)
        same = [max(a.metres, b.metres) <= RADIUS_M and distance_m(a.point, b.point) <= SAME_M for a, b in snaps]
        points = [point for point, is_same in zip(points, same, strict=True) if is_same]
        minutes, km = osrm_table(url, points)
    print(
        json.dumps(
            {"drawn": len(same), "stop at the same place in both": len(points), "turn factor of ours": TURN_FACTOR}
        )
    )
    print(json.dumps(told("streets", graph.matrix(points, AT), minutes, km)))
    print(json.dumps(told("estimate", Estimate().matrix(points, AT), minutes, km)))


if __name__ == "__main__":
    main()
