"""How long an import takes, step by step, and what comes out: an extract, or a written city of 18 by 17 km.

python -m tests.benchmarks.city_import [FILE.osm.pbf]
"""

import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from planner.city.addresses.addresses import Addresses
from planner.city.extract.file import survey_extract
from planner.domain.geo import Box
from planner.services.city.extract_import import ImportPlan, run_city_import
from tests.towns.large_block_city import write_city

WORLD = Box(-85, -180, 85, 180)
TYPED = ("ул. Ленина 133", "лен", "Краснафлотская 5", "горького 9999", "школа 5", "1-я Амурская")


def main(source: Path | None) -> None:
    """Imports into a folder that is thrown away, and prints figures."""
    with tempfile.TemporaryDirectory() as folder:
        file = source or write_city(Path(folder) / "city.osm.pbf")
        area = survey_extract(file, WORLD).box
        begun: dict[str, float] = {}
        start, before = time.perf_counter(), time.process_time()
        plan = ImportPlan(file, file.name, area, Path(folder) / "var")
        extract = run_city_import(
            plan, now=datetime.now(UTC), report=lambda step, share: begun.setdefault(step, time.perf_counter())
        )
        end = time.perf_counter()
        worked = time.process_time() - before
        size = file.stat().st_size / 1e6
        print(f"{file.name}: {size:.1f} MB, {end - start:.1f} s, of these {worked:.1f} s of processor time")
        moments = [*begun.values(), end]
        for (step, moment), following in zip(begun.items(), moments[1:], strict=True):
            print(f"  {step:<10}{following - moment:8.1f} s")
        tiles = sum(tile.stat().st_size for tile in extract.tiles_folder.rglob("*.png"))
        print(f"  {extract.tiles} tiles, {tiles / 1e6:.1f} MB; address search {_megabytes(extract.address_index)} MB;")
        print(f"  streets {_megabytes(extract.street_graph)} MB; {extract.streets} streets, {extract.houses} houses;")
        print(f"  most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        _time_search(Addresses(extract.address_index))


def _time_search(addresses: Addresses) -> None:
    for typed in TYPED:
        start = time.perf_counter()
        answers = [addresses.find(typed) for _ in range(20)][-1]
        first = f"{answers[0].address or answers[0].name} ({answers[0].precision.value})" if answers else "-"
        print(f"  {(time.perf_counter() - start) * 50:6.1f} ms  {typed}: {first}")


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
