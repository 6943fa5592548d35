"""What tests need and would otherwise make or fetch side by side: a browser, two routing servers, a real city, nginx,
bytecode, machine code.

`python -m tests.prepare` always ends well: what cannot be had is told here, the browser tests then fail and the others
that need it are skipped, each with the reason. Without this step the tests fetch and compile by themselves what they use.
"""

from compileall import compile_dir

from planner.config import ROOT
from planner.routing.optimiser.optimise import compile_optimiser, is_compiled
from tests.browser import find_browser
from tests.prepare.nginx import nginx
from tests.prepare.wheels import NotFetched, fetch
from tests.routing.routers import OSRM, VALHALLA
from tests.towns.helsinki import HELSINKI


def main() -> None:
    """Says for each thing where it is, or why it is not there."""
    find_browser.main()
    for wheel in (OSRM, VALHALLA, HELSINKI):
        try:
            print(f"{wheel.requirement} for the tests: {fetch(wheel)}", flush=True)
        except NotFetched as reason:
            print(f"Tests that need it will be skipped: {reason}", flush=True)
    try:
        print(f"nginx for the tests: {nginx()}", flush=True)
    except NotFetched as reason:
        print(f"Tests that need it will be skipped: {reason}", flush=True)
    compile_dir(ROOT / "planner", quiet=1, workers=2)  # each of many servers would do it where nothing is written
    if not is_compiled():
        print("Compiling the optimiser: once, half a minute.", flush=True)
        compile_optimiser()


if __name__ == "__main__":
    main()
