"""The optimiser on travelling salesman problems with time windows, beside their best known times of return.

    python -m tests.benchmarks.routing.tsptw FOLDER --bks FILE.csv --seconds 1 [--solver ours|ortools|vroom] [--json OUT]

FILE.csv has the columns instance and makespan_bks (and family, the folder that the file lies in). All points are visited,
the bus leaves at 0. Every answer is driven anew by a checker of its own; one without all points counts as infeasible.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.routing.instances import name_of, read_best_known, read_salesman
from tests.benchmarks.routing.peers import SOLVERS
from tests.benchmarks.routing.reference import driven


def main(arguments: Sequence[str]) -> None:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bks", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--solver", choices=sorted(SOLVERS), default="ours")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    known = read_best_known(asked.bks, "makespan_bks")
    files = [path for path in sorted(asked.folder.rglob("*")) if path.suffix in (".txt", ".dat")]
    files = [path for path in files if (name_of(path.name), 1) in known]
    if not files:
        parser.error(f"no instance of {asked.bks} lies in {asked.folder}")
    solve = SOLVERS[asked.solver]
    if asked.solver == "ours":
        solve(read_salesman(files[0]).problem, 0.01)  # compiled before the clock runs
    rows: list[dict[str, Any]] = []
    for path in files:
        instance = read_salesman(path)
        began = time.perf_counter()
        orders = solve(instance.problem, asked.seconds) or [[]]
        seconds = time.perf_counter() - began
        best, name = known[name_of(path.name), 1], name_of(path.name)
        feasible = sorted(orders[0]) == list(range(len(instance.problem.stops)))
        finish = driven(instance.problem, orders)[1] / instance.scale if feasible else None
        gap = None if finish is None else 100 * (finish - best) / best
        rows.append({"instance": name, "m": 1, "score": finish, "bks": best, "gap": gap, "seconds": round(seconds, 3)})
        told = "infeasible" if gap is None else f"back at {finish:.4f}  best known {best:.4f}  gap {gap:6.3f} %"
        print(f"{path.parent.name:<24} {name:<16} {told}  {seconds:5.1f} s", flush=True)
    gaps = [row["gap"] for row in rows if row["gap"] is not None]
    print(f"{len(gaps)} of {len(rows)} feasible, mean gap {statistics.mean(gaps):.4f} %, worst {max(gaps):.3f} %")
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
