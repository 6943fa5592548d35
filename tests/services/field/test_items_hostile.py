"""Items that no tablet would make: each is refused by itself, kept harmless or asked for again; the good ones beside it land."""

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.database import Database
from planner.domain.models import FieldItem
from planner.services.field.items import State
from planner.services.field.sent import ItemKind
from tests.services.field.outbox_story import Bus, rows, set_bus

NUMBERS = st.one_of(
    st.integers(-5, 5),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([2**31, 2**53, 10**39, -0.0, 1e308]),
)
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["\x00", "\ud800", "я" * 10_000, "'; DROP TABLE issue; --", "<b>", "\u202e", "2026-02-30", "report"]
    ),
)
PLAIN = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))
FIELDS = (
    *("about", "issue", "stop", "place", "line", "text", "severity", "category", "behalf", "address", "hash", "number"),
    *("seen", "tap", "of", "people", "participant", "agency", "co", "due", "at", "uid"),
)
PLACES = st.fixed_dictionaries(
    {"from": st.sampled_from(["tablet", "map", "stop", "open"])},
    optional={"lat": JSON, "lon": JSON, "accuracy": JSON, "line": JSON},
)
TAPS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["start", "arrive", "leave"])}, optional={"stop": JSON, "at": JSON}
)
ITEMS = st.tuples(
    st.sampled_from([*ItemKind]),
    st.dictionaries(st.sampled_from(FIELDS), JSON | PLACES | TAPS | st.just(1), max_size=6),
    st.booleans(),
)


def deep(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=ITEMS)
def test_hostile_item_is_never_a_failure_and_costs_no_good_one(
    database: Database, tmp_path: Path, drawn: tuple[ItemKind, dict[str, Any], bool]
) -> None:
    bus = _bus(database, tmp_path)
    kind, fields, leads = drawn
    actor = bus.oksana if leads else bus.pyotr
    bad, good = bus.item(kind.value, actor) | fields, bus.report(actor)

    first, second = bus.send(bad, good, actor=actor)

    assert (first.failure, second.state) == ("", State.RECEIVED), json.dumps(bad)
    assert first.state is not State.LATER or first.error is not None


def _bus(database: Database, folder: Path) -> Bus:
    """The same one for all examples of a database."""
    known = _BUSES.get(database.engine.url.render_as_string())
    if known is None:
        known = _BUSES[database.engine.url.render_as_string()] = set_bus(database, folder)
    return known


_BUSES: dict[str, Bus] = {}


def test_item_of_too_many_levels_is_refused(database: Database, tmp_path: Path) -> None:
    bus = set_bus(database, tmp_path)

    answers = bus.send(*(bus.report(more=deep(levels)) for levels in (3, 100, 100_000)))

    assert [answer.state for answer in answers] == [State.RECEIVED, State.REFUSED, State.REFUSED]
    assert rows(database, FieldItem) == 1
