"""The optimiser on drawn problems with wide windows and long tours: how far it is from the best that anybody found.

    python -m tests.benchmarks.routing.long_tours [--seeds 0-4] [--m 1,2] [--seconds 5] [--run 1] [--solver ours|pyvrp|…] [--wall] [--note]

The settings were chosen on the seeds 0 to 4; from 100 on they are held back. Nobody has proved what is best for drawn
problems: `long_tours.json` keeps the most that any run reached, mostly in a few seconds, so a gap to it is a lower bound.
`--note` writes down a better one, with the order for a checker to drive again. Seconds are those of the processor, in one
thread, unless `--wall` is given; `--run` is the seed of the search.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.routing.drawn_tours import problems
from tests.benchmarks.routing.peers import SOLVERS, ours
from tests.benchmarks.routing.reference import driven

BEST = Path(__file__).with_name("long_tours.json")


def main(arguments: Sequence[str]) -> None:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-4", help="such as 100-104")
    parser.add_argument("--m", default="1,2", help="numbers of routes")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--run", type=int, default=1)
    parser.add_argument("--solver", choices=sorted(SOLVERS), default="ours")
    parser.add_argument("--wall", action="store_true")
    parser.add_argument("--note", action="store_true")
    asked = parser.parse_args(arguments)
    first, _, last = asked.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    best = json.loads(BEST.read_text()) if BEST.exists() else {}
    ours(next(problems(seeds, 1))[1], 0.01)  # compiled before the clock runs
    for m in (int(each) for each in asked.m.split(",")):
        rows = [_row(name, m, problem, asked, best) for name, problem in problems(seeds, m)]
        rows = [row for row in rows if row["gap"] is not None]
        for family in ("", *sorted({row["family"] for row in rows})) if rows else ():
            gaps = [row["gap"] for row in rows if row["family"].startswith(family)]
            print(
                f"m={m} {family or 'all':<10} mean gap {statistics.mean(gaps):6.3f} %, worst {max(gaps):5.2f} %, of {len(gaps)}"
            )


def _row(name: str, m: int, problem: Any, asked: argparse.Namespace, best: dict[str, Any]) -> dict[str, Any]:
    """Solves one, tells it, and notes it if it is better than what is noted."""
    options = {} if asked.solver != "ours" else {"seed": asked.run, "wall": asked.wall}
    orders = SOLVERS[asked.solver](problem, asked.seconds, **options) or [[]]
    score, _ = driven(problem, orders)
    key = f"{name} m={m}"
    known = best.get(key, {"score": 0.0})["score"]
    if score > known:
        best[key] = {"score": score, "solver": asked.solver, "seconds": asked.seconds, "orders": orders}
        if asked.note:
            BEST.write_text(_text(best))
    gap = 100 * (known - score) / known if known else None
    told = f"score {score:6.0f}  " + (
        "nothing noted yet" if gap is None else f"best found {known:6.0f}  gap {gap:6.2f} %"
    )
    print(f"{key:<22} {told}  stops {'+'.join(str(len(order)) for order in orders)}", flush=True)
    return {"family": name.partition("-")[0], "gap": gap}


def _text(best: dict[str, Any]) -> str:
    """One line for each problem."""
    rows = [f"{json.dumps(key)}: {json.dumps(best[key])}" for key in sorted(best)]
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    main(sys.argv[1:])
