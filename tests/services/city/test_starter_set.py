"""Tests of `planner.services.city.starter_set`: what is in it, and that it is added once, beside what the city has."""

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import Invalid
from planner.domain.models import Agency, AgencyCategory, Category
from planner.services.city.agencies import archive_category, list_agencies, save_category
from planner.services.city.starter_set import add_starter_set, missing_starters, the_starter_set
from tests.services.typed_story import World, make_world
from tests.whole.at_once import at_once

TOPICS = [each.key for each in the_starter_set().topics]
AGENCIES = [each.key for each in the_starter_set().agencies]


@pytest.fixture
def world(session: Session, tmp_path: object) -> World:
    return make_world(session, tmp_path)  # type: ignore[arg-type]


def names(session: Session) -> dict[str, set[str]]:
    """The topics of each agency."""
    query = select(Agency.name, Category.name).select_from(AgencyCategory).join(Agency).join(Category)
    found: dict[str, set[str]] = {}
    for agency, topic in session.exec(query):
        found.setdefault(agency, set()).add(topic)
    return found


def test_set_holds_together() -> None:
    topics, agencies = the_starter_set().topics, the_starter_set().agencies

    unknown = {each for agency in agencies for each in agency.topics} - set(TOPICS)
    answered = {each for agency in agencies for each in agency.topics}

    assert (unknown, set(TOPICS) - answered) == (set(), {"roads"} - answered)
    assert (len(set(TOPICS)), len(set(AGENCIES))) == (len(topics), len(agencies))
    assert [each.name for each in topics if not each.icon or not 1 <= each.days <= 730] == []


def test_whole_set_is_added_once_with_who_answers_for_what(session: Session, world: World) -> None:
    added = add_starter_set(session, world.artyom, topics=TOPICS, agencies=AGENCIES)
    again = add_starter_set(session, world.artyom, topics=TOPICS, agencies=AGENCIES)

    assert (added, again) == ((len(TOPICS), len(AGENCIES)), (0, 0))
    assert names(session)["Водоканал"] == {"Водоснабжение и канализация", "Опасные места и открытые люки"}
    assert bool(missing_starters(session, world.artyom)) is False


def test_what_the_city_has_stays_as_it_is(session: Session, world: World) -> None:
    own = save_category(session, world.artyom, name="Освещение", days=3)
    gone = save_category(session, world.artyom, name="Дворы", days=9)
    archive_category(session, world.artyom, gone.id or 0)

    added = add_starter_set(session, world.artyom, topics=["lighting", "yards"], agencies=["lighting", "amenity"])

    rows = {row.agency.name: row.category_ids for row in list_agencies(session, world.artyom)}
    assert (added, own.days, gone.archived) == ((0, 2), 3, True)
    assert (rows["Служба городского освещения"], rows["Управление благоустройства и озеленения"]) == ((own.id,), ())


def test_nothing_chosen_is_refused(session: Session, world: World) -> None:
    with pytest.raises(Invalid) as refused:
        add_starter_set(session, world.artyom, topics=[], agencies=[])

    assert refused.value.field == "topics"


def test_two_who_add_at_once_add_it_once(database: Database, tmp_path: object) -> None:
    with database.transaction() as session:
        artyom = make_world(session, tmp_path).artyom  # type: ignore[arg-type]

    added = at_once(
        database,
        *[lambda session: add_starter_set(session, artyom, topics=TOPICS, agencies=AGENCIES) for _ in range(2)],
    )

    assert added == [(len(TOPICS), len(AGENCIES)), (0, 0)]
