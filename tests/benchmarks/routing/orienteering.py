"""The optimiser on (team) orienteering problems with time windows, beside their best known scores.

    python -m tests.benchmarks.routing.orienteering FOLDER --bks FILE.csv --seconds 5 [--solver ours|ortools|vroom] [--json OUT]

FILE.csv has the columns instance, m, bks; each of its rows whose instance lies in FOLDER is solved for `--seconds`, in one
thread, by the function that the planner itself calls. Every answer is driven anew by a checker of its own.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.routing.instances import name_of, read_best_known, read_orienteering
from tests.benchmarks.routing.peers import SOLVERS
from tests.benchmarks.routing.reference import driven


def main(arguments: Sequence[str]) -> None:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bks", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--solver", choices=sorted(SOLVERS), default="ours")
    parser.add_argument("--m", help="numbers of routes, such as 1,2; all of the table if not given")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    routes = {int(m) for m in asked.m.split(",")} if asked.m else None
    files = {name_of(path.name): path for path in sorted(asked.folder.rglob("*")) if path.suffix in (".txt", ".dat")}
    known = read_best_known(asked.bks, "bks")
    chosen = sorted((name, m) for name, m in known if name in files and (routes is None or m in routes))
    if not chosen:
        parser.error(f"no instance of {asked.bks} lies in {asked.folder}")
    solve = SOLVERS[asked.solver]
    if asked.solver == "ours":
        solve(read_orienteering(files[chosen[0][0]], chosen[0][1]).problem, 0.01)  # compiled before the clock runs
    rows: list[dict[str, Any]] = []
    for name, m in sorted(chosen, key=lambda each: (each[1], each[0])):
        problem = read_orienteering(files[name], m).problem
        began = time.perf_counter()
        orders = solve(problem, asked.seconds) or [[]]
        seconds = time.perf_counter() - began
        score, _ = driven(problem, orders)
        best = known[name, m]
        gap = 100 * (best - score) / best
        rows.append({"instance": name, "m": m, "score": score, "bks": best, "gap": gap, "seconds": round(seconds, 3)})
        stops = sum(len(order) for order in orders)
        print(
            f"{name:<12} m={m}  score {score:7.0f}  best known {best:7.0f}  gap {gap:6.2f} %  {stops:3} stops  {seconds:5.1f} s",
            flush=True,
        )
    for m in sorted({row["m"] for row in rows}):
        gaps = [row["gap"] for row in rows if row["m"] == m]
        hits = sum(gap <= 0 for gap in gaps)
        print(
            f"m={m}: mean gap {statistics.mean(gaps):.3f} %, worst {max(gaps):.2f} %, {hits} of {len(gaps)} at the best known"
        )
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
