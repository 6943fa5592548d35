"""Whatever only one may have, wanted by two at once: the second is told so beside the field, or gets the same; on both databases."""

from pathlib import Path

import pytest

from planner.database import Database
from planner.domain.errors import PlannerError
from tests.services.typed_story import make_world
from tests.whole.at_once import at_once
from tests.whole.unique_races import NOT_RACED, RACES, unique_things


def test_every_unique_thing_is_raced_for() -> None:
    assert unique_things() == RACES.keys() | NOT_RACED.keys()


@pytest.mark.parametrize("thing", sorted(RACES))
def test_two_at_once_are_served_or_told(database: Database, tmp_path: Path, thing: str) -> None:
    with database.transaction() as session:
        race = RACES[thing](make_world(session, tmp_path))

    first, second = at_once(database, race.write, race.write)

    assert not isinstance(first, PlannerError)
    told = (second.key, second.field) if isinstance(second, PlannerError) else ("", None)
    assert told == race.told
