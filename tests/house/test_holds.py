"""Services hold what they change, so that two who do it at once follow one another."""

import pytest

from tests.house.hold_rules import HOLDS_NOTHING, Holding
from tests.house.sources import sources

ROOM = "planner/services/"


def test_services_hold_what_they_change() -> None:
    services = Holding({path: source for path, source in sources().items() if path.startswith(ROOM)})

    found = [each.removeprefix(ROOM) for each in services.faults()]

    assert found == sorted(HOLDS_NOTHING)


@pytest.mark.parametrize(
    "body",
    [
        "return session.get(Tour, 1)",
        "tour = hold_tour(session, 1)\n    tour.title = ''",
        "_held(session).title = ''",
        "session.get(Tour, 1, with_for_update=True).title = ''",
    ],
)
def test_service_that_reads_or_holds_passes(body: str) -> None:
    held = "def _held(session):\n    return hold_tour(session, 1)\n"

    assert Holding({"a.py": f"{held}def do(session, actor):\n    {body}\n"}).faults() == []


@pytest.mark.parametrize(
    "body",
    [
        "session.add(Tour())",
        "session.exec(delete(Tour))",
        "tour.title = ''",
        "tour.count += 1",
        "a, tour.title = 1, ''",
        "setattr(tour, 'title', '')",
        "_write(session)",
    ],
)
def test_service_that_writes_and_holds_nothing_is_found(body: str) -> None:
    written = "def _write(session):\n    session.add(Tour())\n"

    assert Holding({"a.py": f"{written}def do(session, actor):\n    {body}\n"}).faults() == ["a.py:do"]
