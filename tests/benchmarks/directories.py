"""Each screen of a directory with 20,000 places and 5,000 people: CPU of one run of its script, and of a search.

`python -m tests.benchmarks.directories`, on a SQLite of its own. Streamlit's own tester runs the scripts, so that what the browser
does is left out.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from planner.config import ROOT, SIGN_IN_COOKIE
from planner.database import Database, the_database
from planner.domain.models import Agency, District, Person, Place
from planner.domain.words import AgencyKind
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator

PLACES, PEOPLE = 20_000, 5_000
ROUNDS = 7
SEARCHES: Mapping[str, str] = {"places.py": "школа 1234", "people.py": "королев мастер"}


def fill(database: Database) -> str:
    """The directories; the token of an administrator."""
    about = {"name": "Olga", "email": "olga@example.org", "password_hash": hash_password("a long benchmark")}
    with database.transaction() as session:
        token = create_first_administrator(session, now=datetime.now(UTC), **about)
        for at in range(15):
            session.add(Agency(name=f"Управление № {at}", kind=AgencyKind.DEPARTMENT))
            session.add(District(name=f"Район № {at}"))
        session.flush()
        session.execute(
            insert(Place),
            [
                {"name": f"Школа № {at}", "address": f"ул. Королёва, {at}", "lat": 50 + at / 1e5, "lon": 127.5}
                for at in range(PLACES)
            ],
        )
        session.execute(
            insert(Person),
            [{"name": f"Королёв Семён {at}", "post": "Мастер", "agency_id": 1 + at % 15} for at in range(PEOPLE)],
        )
    return token


def milliseconds(screen: AppTest) -> float:
    """CPU of one run."""
    before = time.process_time()
    screen.run(timeout=60)
    return 1000 * (time.process_time() - before)


def main() -> None:
    """Says the median and the worst of some runs."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLANNER_DATA"] = str(Path(folder))
        database = the_database()
        database.migrate()
        cookies = {SIGN_IN_COOKIE: fill(database)}
        ContextProxy.cookies = property(lambda _: cookies)  # type: ignore[assignment, method-assign]
        for page in ("places.py", "people.py", "agencies.py", "districts.py", "intake.py"):
            screen = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=120).run()
            screen.switch_page(page).run()
            runs = [milliseconds(screen) for _ in range(ROUNDS)]
            print(f"{page:<14} {statistics.median(runs):6.0f} ms, at most {max(runs):.0f}")
            if page in SEARCHES:
                screen.text_input(key="q").set_value(SEARCHES[page])
                first, *others = [milliseconds(screen) for _ in range(ROUNDS)]
                print(f"{'  search':<14} {statistics.median(others):6.0f} ms, the first {first:.0f}")


if __name__ == "__main__":
    main()
