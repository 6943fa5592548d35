"""Tests of `planner.services.search.saved`: lists kept under a name, each person's own."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.list_view import query_of
from planner.domain.models import SavedFilter
from planner.domain.models.types import id_of
from planner.services.search.saved import MOST_SAVED, delete_filter, rename_filter, save_filter, saved_filters
from tests.services.control_story import NOW, Town, make_town
from tests.services.issue_story import set_scene
from tests.whole.at_once import at_once

QUERY = {"state": "open", "overdue": "true", "sort": "-due", "view": "table", "page": "3", "unknown": "x"}


def keep(session: Session, town: Town, name: str = "Просрочено", **query: str) -> SavedFilter:
    return save_filter(session, town.oksana, name=name, query=query or QUERY, now=NOW)


def test_filter_is_kept_with_its_order_and_look_without_the_page(session: Session, town: Town) -> None:
    kept = keep(session, town, "  Просрочено  ")

    assert kept.name == "Просрочено"
    assert query_of(kept.query) == {"state": "open", "overdue": "true", "sort": "-due", "view": "table"}


def test_filters_are_listed_by_name_for_their_owner_alone(session: Session, town: Town) -> None:
    for name in ("Ямы", "Дворы"):
        keep(session, town, name)

    assert [kept.name for kept in saved_filters(session, town.oksana)] == ["Дворы", "Ямы"]
    assert saved_filters(session, town.boris) == []


@pytest.mark.parametrize(
    ("name", "key"), [("", "saved.error.no_name"), ("Ямы", "saved.error.taken"), ("я" * 81, "typed.error.too_long")]
)
def test_name_must_be_there_and_be_free(session: Session, town: Town, name: str, key: str) -> None:
    keep(session, town, "Ямы")
    other = keep(session, town, "Дворы")

    attempts: list[Callable[[], object]] = [
        lambda: keep(session, town, name),
        lambda: rename_filter(session, town.oksana, id_of(other), name=name),
    ]
    for refused in attempts:
        with pytest.raises(Invalid) as refusal:
            refused()
        assert (refusal.value.key, refusal.value.field) == (key, "name")


def test_filter_that_cannot_be_meant_is_refused(session: Session, town: Town) -> None:
    with pytest.raises(Invalid) as refusal:
        keep(session, town, "Ямы", sort="weather")

    assert (refusal.value.key, refusal.value.field) == ("issues.error.filter", "sort")


def test_filter_is_renamed_also_to_its_own_name(session: Session, town: Town) -> None:
    kept = keep(session, town)

    rename_filter(session, town.oksana, id_of(kept), name="Просрочено")
    rename_filter(session, town.oksana, id_of(kept), name="Горит")

    assert [each.name for each in saved_filters(session, town.oksana)] == ["Горит"]


def test_filter_that_is_deleted_can_be_saved_again_as_it_was(session: Session, town: Town) -> None:
    kept = keep(session, town)

    gone = delete_filter(session, town.oksana, id_of(kept))
    there = list(saved_filters(session, town.oksana))
    back = save_filter(session, town.oksana, name=gone.name, query=query_of(gone.query), now=NOW)

    assert there == []
    assert (back.name, back.query) == ("Просрочено", gone.query)


def test_somebody_elses_filter_is_unknown(session: Session, town: Town) -> None:
    kept = id_of(keep(session, town))

    attempts: list[Callable[[], object]] = [
        lambda: rename_filter(session, town.boris, kept, name="Мой"),
        lambda: delete_filter(session, town.boris, kept),
        lambda: delete_filter(session, town.oksana, 99),
    ]
    for refused in attempts:
        with pytest.raises(NotFound, match="saved.error.unknown"):
            refused()


def test_there_are_not_endlessly_many(session: Session, town: Town) -> None:
    for number in range(MOST_SAVED):
        keep(session, town, f"Список {number}")

    with pytest.raises(Conflict, match="saved.error.too_many"):
        keep(session, town, "Ещё один")


def test_tablet_and_stranger_keep_nothing(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        calls: list[Callable[[], object]] = []
        for actor in (scene.pyotr, STRANGER):
            calls.append(lambda actor=actor: saved_filters(session, actor))  # type: ignore[misc]
            calls.append(lambda actor=actor: save_filter(session, actor, name="Ямы", query={}, now=NOW))  # type: ignore[misc]

        for call in calls:
            with pytest.raises(NotAllowed):
                call()


def test_one_name_saved_twice_at_once_is_there_once(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)

    done = at_once(database, lambda session: keep(session, town), lambda session: keep(session, town))

    assert [getattr(each, "key", "kept") for each in done] == ["kept", "saved.error.taken"]
