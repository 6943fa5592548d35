"""The facilities of a layer: kept by the city and by the layer's agency, found by what is told of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from planner.domain.facility_filter import FacilityFilter
from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.services.city.places import find_places, save_place
from planner.services.layers.facilities import (
    archive_facility,
    archived_facilities,
    find_facilities,
    get_facility,
    offers_in,
    restore_facility,
    save_facility,
    typed_offers,
)
from planner.services.layers.layers import archive_layer
from planner.services.tours.stops import add_stop_at_place
from planner.services.tours.tours import create_tour
from tests.services.issue_story import NOW
from tests.services.layers.layer_story import STADIUM, a_facility, a_layer
from tests.services.public_story import OpenScene, open_scene
from tests.whole.at_once import at_once


def test_official_of_the_keeping_agency_changes_its_facilities_and_another_does_not(
    session: Session, city: OpenScene
) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    place = a_facility(session, town, layer)
    asked: dict[str, Any] = {"layer_id": id_of(layer), "place_id": id_of(place), **STADIUM, "cost": "300 ₽"}

    save_facility(session, town.oksana, **asked)
    made = save_facility(session, town.oksana, **{**asked, "place_id": None, "name": "Бассейн"})
    archive_facility(session, town.oksana, id_of(made))

    assert (place.cost, made.layer_id, made.archived) == ("300 ₽", layer.id, True)
    for who in (town.boris, town.kira, city.inna, STRANGER):
        for ask in (
            lambda s, a: save_facility(s, a, **asked),
            lambda s, a: archive_facility(s, a, id_of(place)),
            lambda s, a: restore_facility(s, a, id_of(made)),
            lambda s, a: archived_facilities(s, a, id_of(layer)),
        ):
            with pytest.raises(NotAllowed):
                ask(session, who)


def test_times_go_with_their_offers_and_are_refused_where_they_are_none(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    asked: dict[str, Any] = {**STADIUM, "layer_id": id_of(layer), "offers": ["Прыжок в длину"]}
    times = {"Прыжок в длину": [[1, 1080, 1200]], "Бег 100 м": [[5, 600, 720]]}

    place = save_facility(session, town.oksana, **{**asked, "offer_times": times})
    told = dict(place.offer_times)
    kept = save_facility(session, town.oksana, place_id=id_of(place), **{**asked, "offer_times": None})

    assert told == kept.offer_times == {"Прыжок в длину": [[1, 1080, 1200]]}
    for wrong in ("по записи", [[7, 0, 60]]):
        with pytest.raises(Invalid) as refused:
            save_facility(session, town.oksana, **{**asked, "offer_times": {"Прыжок в длину": wrong}})
        assert (refused.value.key, refused.value.field) == ("layers.error.times", "offer_times")


def test_facility_is_a_place_of_the_catalogue_and_is_found_there(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    place = a_facility(session, town, a_layer(session, town))

    found, _ = find_places(session, town.olga, text="амур ленина")

    assert [each.id for each in found] == [place.id]


def test_facility_is_found_by_its_list_and_becomes_a_stop_with_its_address(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    place = a_facility(session, town, a_layer(session, town))
    times: dict[str, Any] = {"starts_at": NOW + timedelta(days=3), "ends_at": NOW + timedelta(days=3, hours=3)}
    tour = create_tour(session, town.olga, now=NOW, title="Объезд", **times)

    found, _ = find_places(session, town.olga, text="прыжок")
    stop = add_stop_at_place(session, town.olga, id_of(tour), id_of(found[0]))

    assert ([each.id for each in found], stop.place_id) == ([place.id], place.id)
    assert (stop.name, stop.address, stop.point) == ("Стадион «Амур»", "ул. Ленина, 1", place.point)


def test_facilities_are_found_by_what_is_told_of_them_page_by_page(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    for name, cost in (("Б", "бесплатно"), ("А", "500 ₽"), ("В", "бесплатно")):
        a_facility(session, town, layer, name=name, cost=cost)
    free = FacilityFilter.from_query({"cost": "free"})

    pages = [find_facilities(session, town.boris, id_of(layer), free, page=each, page_size=1) for each in (1, 2, 3)]

    assert [([row.name for row in rows], total) for rows, total in pages] == [(["Б"], 2), (["В"], 2), ([], 2)]


def test_words_of_all_lists_are_offered_once(session: Session) -> None:
    rows = [Place(name="", lat=0, lon=0, offers=each) for each in (["Бег", "прыжок"], ["бег", "Плавание"], [])]

    words = offers_in(rows)

    assert words == ["Бег", "Плавание", "прыжок"]


def test_list_keeps_each_word_once_as_it_was_typed_first() -> None:
    kept = typed_offers(["Бег", " бег ", "", "Прыжок  в длину"])

    assert kept == ["Бег", "Прыжок в длину"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ""}, ("places.error.name", "name")),
        ({"lat": None}, ("places.error.no_point", "lat")),
        ({"lat": 91.0}, ("places.error.coordinates", "lat")),
        ({"phone": "позвоните"}, ("typed.error.phone", "phone")),
        ({"email": "нет"}, ("typed.error.email", "email")),
        ({"site": "javascript:alert(1)"}, ("typed.error.site", "site")),
        ({"age_from": 18, "age_to": 7}, ("layers.error.ages", "age_from")),
        ({"age_from": -1}, ("layers.error.ages", "age_from")),
        ({"age_to": 500}, ("layers.error.ages", "age_from")),
        ({"offers": [str(each) for each in range(41)]}, ("layers.error.many_offers", "offers")),
        ({"offers": ["я" * 101]}, ("typed.error.too_long", "offers")),
        ({"cost": "я" * 201}, ("typed.error.too_long", "cost")),
    ],
)
def test_facility_that_cannot_be_is_refused_beside_its_field(
    session: Session, city: OpenScene, given: dict[str, Any], told: tuple[str, str]
) -> None:
    layer = a_layer(session, city.scene.town)

    with pytest.raises(Invalid) as refused:
        a_facility(session, city.scene.town, layer, **given)

    assert (refused.value.key, refused.value.field) == told


def test_two_who_change_one_facility_each_keep_what_they_touched(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    place = a_facility(session, town, layer)
    asked: dict[str, Any] = {"layer_id": id_of(layer), "place_id": id_of(place), "seen": STADIUM, **STADIUM}

    save_facility(session, town.olga, **{**asked, "cost": "100 ₽"})
    save_facility(session, town.oksana, **{**asked, "hours": "вс 9:00"})
    with pytest.raises(ChangedMeanwhile) as refused:
        save_facility(session, town.oksana, **{**asked, "cost": "200 ₽"})

    assert (place.cost, place.hours, refused.value.present) == ("100 ₽", "вс 9:00", {"cost": "100 ₽"})


def test_archived_facility_comes_back(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    place = a_facility(session, town, layer)

    archive_facility(session, town.oksana, id_of(place))
    session.flush()
    gone = find_facilities(session, town.olga, id_of(layer), FacilityFilter())[1]
    kept = [each.name for each in archived_facilities(session, town.oksana, id_of(layer))]
    restore_facility(session, town.oksana, id_of(place))

    assert (gone, kept) == (0, ["Стадион «Амур»"])
    assert get_facility(session, town.boris, id_of(place)) == (place, layer)


GETTING: dict[str, Callable[[Session, Actor, int], object]] = {
    "get": get_facility,
    "archive": archive_facility,
    "restore": restore_facility,
}


@pytest.mark.parametrize("ask", GETTING)
def test_place_of_no_layer_in_use_is_no_facility(session: Session, city: OpenScene, ask: str) -> None:
    town = city.scene.town
    plain = save_place(session, town.olga, name="Двор", lat=50.27, lon=127.53)
    layer = a_layer(session, town)
    orphan = a_facility(session, town, layer)
    archive_layer(session, town.olga, id_of(layer))
    session.flush()

    for number in (id_of(plain), id_of(orphan), 999):
        with pytest.raises(NotFound):
            GETTING[ask](session, town.olga, number)


def test_facility_is_not_saved_in_a_layer_that_is_archived_at_the_same_moment(database: Database) -> None:
    with database.transaction() as session:
        town = open_scene(session).scene.town
        number = id_of(a_layer(session, town))

    done = at_once(
        database,
        lambda s: archive_layer(s, town.olga, number),
        lambda s: id_of(save_facility(s, town.oksana, layer_id=number, **STADIUM)),
    )

    assert [getattr(each, "key", each) for each in done] == [None, "layers.error.unknown"]


def test_place_of_the_catalogue_joins_a_layer_by_those_who_keep_the_catalogue(
    session: Session, city: OpenScene
) -> None:
    town = city.scene.town
    plain = save_place(session, town.olga, name="Двор", lat=50.27, lon=127.53)
    asked: dict[str, Any] = {**STADIUM, "layer_id": id_of(a_layer(session, town)), "place_id": id_of(plain)}

    with pytest.raises(NotAllowed):
        save_facility(session, town.oksana, **asked)
    joined = save_facility(session, town.olga, **asked)

    assert (joined.id, joined.layer_id, joined.name) == (plain.id, asked["layer_id"], "Стадион «Амур»")


def test_facility_does_not_change_its_layer_by_being_saved_in_another(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    place = a_facility(session, town, a_layer(session, town, agency_id=town.parks))
    own = a_layer(session, town, "Кружки")

    with pytest.raises(NotFound):
        save_facility(session, town.oksana, **{**STADIUM, "layer_id": id_of(own), "place_id": id_of(place)})
