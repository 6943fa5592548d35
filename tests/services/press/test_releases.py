"""Releases: begun by one tap or by hand, edited with every version kept, found again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from planner.database import Database
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Release
from planner.domain.models.types import id_of
from planner.services.press.publishing import take_back_release
from planner.services.press.releases import (
    OfficePart,
    begin_release,
    begin_tour_release,
    edit_release,
    get_release,
    list_releases,
    releases_of_tour,
    return_to_version,
    texts_of,
    versions_of,
)
from tests.services.press.press_story import a_release, an_offer, end_tour, let_out
from tests.services.public_story import NOW, OpenScene, open_scene


def found(session: Session, city: OpenScene, part: OfficePart, text: str = "") -> list[str]:
    """The titles of one part of the list."""
    return [release.title for release, _ in list_releases(session, city.inna, part, now=NOW, text=text).rows]


def test_release_of_a_tour_begins_with_what_was_made_of_it(session: Session, city: OpenScene) -> None:
    release = a_release(session, city, raised=12)

    assert texts_of(release) == an_offer().texts
    assert [(each.number, each.by) for each in versions_of(session, city.inna, id_of(release))] == [(1, "Inna")]


def test_second_tap_finds_the_draft_of_the_first(session: Session, city: OpenScene) -> None:
    first = a_release(session, city)

    second = a_release(session, city)

    assert second.id == first.id
    assert [each.id for each in releases_of_tour(session, city.inna, city.scene.tour)] == [first.id]


def test_two_who_tap_at_once_make_one_draft(database: Database) -> None:
    with database.transaction() as session:
        city = open_scene(session)
        tour = end_tour(session, city)

    def tap(_: int) -> int:
        with database.transaction() as session:
            return id_of(begin_tour_release(session, city.inna, tour, an_offer(), now=NOW))

    with ThreadPoolExecutor(2) as pool:
        numbers = set(pool.map(tap, range(2)))

    with database.reading() as session:
        assert (len(numbers), session.exec(select(func.count()).select_from(Release)).one()) == (1, 1)


def test_release_about_no_tour_begins_with_its_title(session: Session, city: OpenScene) -> None:
    release = begin_release(session, city.inna, title=" Отключат   воду ", now=NOW)

    assert (release.title, release.tour_id, release.offered) == ("Отключат воду", None, None)
    with pytest.raises(Invalid, match=r"press\.error\.title"):
        begin_release(session, city.inna, title=" ", now=NOW)


def test_every_edit_is_a_version_and_each_can_be_returned_to(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))

    edit_release(session, city.inna, number, title="Иначе", lead="Л", body="Т", now=NOW)
    edit_release(session, city.inna, number, title="Иначе", lead="Л", body="Т", now=NOW)
    return_to_version(session, city.inna, number, 1, now=NOW)

    versions = versions_of(session, city.inna, number)
    assert [each.texts["title"] for each in versions] == ["Объезд: итоги", "Иначе", "Объезд: итоги"]
    assert texts_of(get_release(session, city.inna, number)) == an_offer().texts
    with pytest.raises(NotFound, match=r"press\.error\.version"):
        return_to_version(session, city.inna, number, 9, now=NOW)


def test_edit_of_one_that_is_out_corrects_it_and_is_refused_where_it_may_not_go_out(
    session: Session, city: OpenScene
) -> None:
    release = let_out(session, city, a_release(session, city))
    number = id_of(release)

    edit_release(session, city.inna, number, title="Иначе", lead="Л", body="Т", now=NOW + timedelta(hours=1))

    assert release.corrected_at == NOW + timedelta(hours=1)
    with pytest.raises(Conflict, match=r"press\.error\.closed_issues"):
        edit_release(session, city.inna, number, title="И", lead="Л", body="/open/issues/99", now=NOW)


def test_parts_of_the_list_follow_the_state_and_the_moment(session: Session, city: OpenScene) -> None:
    out = begin_release(session, city.inna, title="Вышел", now=NOW)
    later = begin_release(session, city.inna, title="Позже", now=NOW)
    back = begin_release(session, city.inna, title="Снят", now=NOW)
    begin_release(session, city.inna, title="Пишем", now=NOW)
    for release in (out, later):
        edit_release(session, city.inna, id_of(release), title=release.title, lead="Л", body="Т", now=NOW)
    let_out(session, city, out)
    let_out(session, city, later, shown_from=NOW + timedelta(days=1))
    take_back_release(session, city.inna, id_of(back), now=NOW)

    parts = {part: found(session, city, part) for part in OfficePart}

    assert parts == {
        OfficePart.DRAFTS: ["Пишем"],
        OfficePart.LATER: ["Позже"],
        OfficePart.OUT: ["Вышел"],
        OfficePart.BACK: ["Снят"],
    }


def test_search_finds_all_words_in_any_of_the_texts(session: Session, city: OpenScene) -> None:
    first = begin_release(session, city.inna, title="Ремонт моста", now=NOW)
    begin_release(session, city.inna, title="Ремонт парка", now=NOW)
    edit_release(session, city.inna, id_of(first), title="Ремонт моста", lead="", body="Через Зею", now=NOW)

    assert found(session, city, OfficePart.DRAFTS, "ремонт зею") == ["Ремонт моста"]
    assert found(session, city, OfficePart.DRAFTS, "100%") == []


@pytest.mark.parametrize("who", ["olga", "sonya", "kira", "oksana"])
def test_who_is_not_of_the_press_has_no_releases(session: Session, city: OpenScene, who: str) -> None:
    release = a_release(session, city)

    with pytest.raises(NotAllowed):
        get_release(session, getattr(city.scene.town, who), id_of(release))
