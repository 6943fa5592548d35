"""Services know who asks, and ask for permission before anything else is done; so the check itself is checked."""

import pytest

from tests.house.service_rules import (
    OPEN_AT_DOORS,
    UNASKED,
    WITHOUT_ACTOR,
    Services,
    open_at_doors,
    services_that_do_not_ask,
    services_that_never_read_actor,
    services_without_actor,
)
from tests.house.sources import sources

ROOM = "planner/services/"
PERMISSIONS = "from planner.domain.permissions import Action, may, require\n"


@pytest.fixture(scope="module")
def services() -> Services:
    return Services({path: source for path, source in sources().items() if path.startswith(ROOM)})


def found_by(source: str) -> list[str]:
    """What does not ask in one written file."""
    return services_that_do_not_ask(Services({"planner/services/a.py": PERMISSIONS + source}))


def test_services_begin_with_session_and_actor(services: Services) -> None:
    assert services_without_actor(services) == sorted(WITHOUT_ACTOR)


def test_services_read_who_asks(services: Services) -> None:
    assert services_that_never_read_actor(services) == []


def test_services_ask_for_permission_first(services: Services) -> None:
    assert services_that_do_not_ask(services) == sorted(UNASKED)


def test_doors_call_nothing_that_asks_nobody() -> None:
    doors = {path: source for path, source in sources().items() if not path.startswith(ROOM)}

    assert open_at_doors(doors, [*WITHOUT_ACTOR, *UNASKED]) == sorted(OPEN_AT_DOORS)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def close_tour(session, actor, tour, *, now): ...", []),
        ("def _load(session): ...", []),
        ("def checked_email(email): ...", []),
        ("def close_tour(session, tour): ...", ["a.py:close_tour"]),
        ("def close_tour(actor, session): ...", ["a.py:close_tour"]),
        ("def close_tour(tour, *, session): ...", ["a.py:close_tour"]),
    ],
)
def test_service_without_actor_is_found(source: str, found: list[str]) -> None:
    assert services_without_actor(Services({"a.py": source})) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [("return actor.name", []), ("return f(session, actor)", []), ("return f(session)", ["a.py:tell"])],
)
def test_actor_that_nobody_reads_is_found(body: str, found: list[str]) -> None:
    assert services_that_never_read_actor(Services({"a.py": f"def tell(session, actor):\n    {body}\n"})) == found


@pytest.mark.parametrize(
    "body",
    [
        "require(actor, Action.SEE_TOUR)\n    return session.exec(all)",
        "row = session.get(Tour, 1)\n    require(actor, Action.SEE_TOUR, row)\n    return row",
        "tour = session.exec(select(Stop.tour_id).where(x)).first()\n    return _asks(session, actor, tour)",
        "return f(_asks(session, actor, 1))",
        "return session.exec(select(Tour).where(tours_visible_to(actor)))",
        "if not may(actor, Action.SEE_TOUR).allowed:\n        raise NotFound\n    return session.exec(all)",
        "if row is None or not may(actor, A).allowed:\n        raise NotFound\n    return session.exec(all)",
        "if not actor.is_tablet:\n        require(actor, A)\n    return session.exec(all)",
        "if pile is None:\n        return ()\n    require(actor, A)\n    return session.exec(all)",
        "match kind:\n        case 1:\n            require(actor, A)\n        case 2:\n            raise NotFound\n    session.add(1)",
    ],
)
def test_service_that_asks_first_passes(body: str) -> None:
    gate = "def _asks(session, actor, tour):\n    require(actor, Action.SEE_TOUR)\n    return session.exec(all)\n"

    assert found_by(f"{gate}def do(session, actor):\n    {body}\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "return session.exec(all)",
        "return session.get(Tour, 1)",
        "session.add(actor)\n    require(actor, A)",
        "rows = session.exec(select(Tour)).all()\n    require(actor, A)\n    return rows",
        "return f(session.exec(all), _asks(session, actor))",
        "return _open(session, actor)",
        "require(KEEPER, A)\n    return session.exec(all)",
        "_asks(session, KEEPER)\n    return session.exec(all)",
        "if late:\n        require(actor, A)\n    return session.exec(all)",
        "if may(actor, A).allowed:\n        return 1\n    return session.exec(all)",
        "allowed = may(actor, A)\n    return session.exec(all)",
        "return 1",
    ],
)
def test_service_that_does_not_ask_first_is_found(body: str) -> None:
    others = (
        "def _asks(session, actor):\n    require(actor, A)\n"
        "def _open(session, actor):\n    return _again(session, actor)\n"
        "def _again(session, actor):\n    return _open(session, actor)\n"
    )

    assert found_by(f"{others}def do(session, actor):\n    {body}\n") == ["planner/services/a.py:do"]


def test_question_in_another_file_counts_through_a_file_that_hands_it_on() -> None:
    asks = Services(
        {
            "planner/services/a.py": "from planner.services.b import gate\ndef do(session, actor):\n    gate(session, actor)\n",
            "planner/services/b.py": "from planner.services.c import gate\n",
            "planner/services/c.py": PERMISSIONS + "def gate(session, actor):\n    require(actor, A)\n",
        }
    )

    assert services_that_do_not_ask(asks) == []


@pytest.mark.parametrize(
    "source",
    [
        "from planner.services.city.city import get_city\nget_city(session)",
        "from planner.services.city.city import get_city as city\nattempt(visit, city)",
        "from planner.services.city import city\ncity.get_city(session)",
    ],
)
def test_door_that_calls_what_asks_nobody_is_found(source: str) -> None:
    found = open_at_doors({"pages/a.py": source}, ["planner/services/city/city.py:get_city", "planner/services/b.py:c"])

    assert found == ["city/city.py:get_city"]
