"""No session is held while something slow is done: drawing, reading files, hashes of passwords, other servers."""

import pytest

from tests.house.slow_rules import NOBODY_WAITS, slow_faults
from tests.house.sources import sources

SLOW = frozenset({("planner.render.drawing", "draw")})
APART = frozenset({("planner.render.drawing", "ask_apart")})
DRAWING = "import requests\ndef draw(data): ...\ndef ask_apart(): requests.get('x')\n"
SERVICE = (
    "from planner.render.drawing import ask_apart, draw\n"
    "def keep(data): return draw(data)\n"
    "def plan(session: Session): return ask_apart()\n"
)
KEEP = "from planner.services.keeping import keep, plan\n"


def test_nothing_slow_is_done_while_a_session_is_held() -> None:
    faults = slow_faults(sources())

    assert faults == [], "\n".join(faults)


def test_what_may_be_slow_is_there() -> None:
    assert sources().keys() >= NOBODY_WAITS


@pytest.mark.parametrize(
    ("screen", "count"),
    [
        ("def tap(visit): done = prepare(visit, lambda: keep(b''))\n", 0),
        ("def tap(visit): done = attempt(visit, lambda session: keep(b''))\n", 1),
        ("def tap(visit): done = look_up(visit, lambda session: keep(b''))\n", 1),
        ("def tap(visit): attempt_once(visit, form, partial(keep, b''))\n", 1),
        ("def tap(visit):\n    def change(session): keep(b'')\n    save_and_close(visit, notes, change)\n", 1),
        ("def _keep(): keep(b'')\ndef tap(visit): attempt(visit, lambda session: _keep())\n", 1),
        ("def tap(visit):\n    with visit.reading() as session:\n        keep(b'')\n", 1),
        ("def tap(visit):\n    with visit.reading() as session:\n        pass\n    keep(b'')\n", 0),
        ("def tap(visit):\n    with visit.database.transaction() as session: keep(b'')\n", 1),
        ("def tap(session: Session): keep(b'')\n", 1),
        ("import http.client\ndef tap(session: Session): http.client.HTTPConnection('x')\n", 1),
        ("from urllib.request import urlopen\ndef tap(session: Session): urlopen('x')\n", 1),
        ("def tap(visit): look_up(visit, lambda session: plan(session))\n", 0),
        ("def tap(visit): visit.look_up(plan)\n", 0),
        ("def tap(visit): visit.look_up(lambda session: keep(b''))\n", 1),
        ("def tap(visit): visit.act(partial(keep, b''))\n", 1),
        ("def tap(visit):\n    with visit.reading() as session:\n        plan(session)\n", 1),
        (
            "def _draw(session: Session): plan(session)\ndef tap(visit):\n    with visit.reading() as s:\n        _draw(s)\n",
            1,
        ),
    ],
)
def test_slow_work_is_found_however_it_is_reached(screen: str, count: int) -> None:
    code = {"planner/render/drawing.py": DRAWING, "planner/services/keeping.py": SERVICE, "pages/a.py": KEEP + screen}

    faults = slow_faults(code, SLOW, APART)

    assert [each.partition(":")[0] for each in faults] == ["pages/a.py"] * count
