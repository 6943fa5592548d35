"""The layers of the city: making, changing, archiving them, and the usual ones at once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import STRANGER
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.models import Layer
from planner.domain.models.types import id_of
from planner.services.access.archive import list_archived, restore, touched_by_archiving
from planner.services.layers.layers import (
    add_usual_layers,
    archive_layer,
    get_layer,
    list_layers,
    missing_layers,
    save_layer,
)
from tests.services.layers.layer_story import a_facility, a_layer
from tests.services.public_story import OpenScene


def test_layer_is_listed_with_its_agency_its_count_and_for_whom_it_is_to_keep(
    session: Session, city: OpenScene
) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    a_facility(session, town, layer)
    a_layer(session, town, "Парки", agency_id=None)

    rows = {who.name: list_layers(session, who) for who in (town.olga, town.oksana, town.boris)}

    assert [(row.layer.name, row.agency and row.agency.name, row.facilities) for row in rows["Olga"]] == [
        ("Парки", None, 0),
        ("Спорт", "Roads", 1),
    ]
    assert {who: [row.kept for row in found] for who, found in rows.items()} == {
        "Olga": [True, True],
        "Oksana": [False, True],
        "Boris": [False, False],
    }


def test_archived_layer_is_gone_until_it_comes_back_with_its_facilities(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    a_facility(session, town, layer)

    touched = touched_by_archiving(session, town.olga, Layer, id_of(layer))
    archive_layer(session, town.olga, id_of(layer))
    session.flush()
    gone = list_layers(session, town.olga)
    archived = list_archived(session, town.olga, Layer)
    restore(session, town.olga, Layer, id_of(layer))

    assert (touched, list(gone)) == ({"facilities": 1}, [])
    assert [row.name for row in archived[0]] == ["Спорт"]
    assert get_layer(session, town.olga, id_of(layer)).facilities == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": " "}, ("layers.error.name", "name")),
        ({"name": "Спорт"}, ("layers.error.taken", "name")),
        ({"agency_id": 999}, ("layers.error.agency", "agency_id")),
        ({"icon": "Sport!"}, ("categories.error.icon", "icon")),
        ({"offers_name": ""}, ("layers.error.offers_name", "offers_name")),
        ({"about": "я" * 2001}, ("typed.error.too_long", "about")),
    ],
)
def test_layer_that_cannot_be_is_refused_beside_its_field(
    session: Session, city: OpenScene, given: dict[str, Any], told: tuple[str, str]
) -> None:
    a_layer(session, city.scene.town)

    with pytest.raises(Invalid) as refused:
        a_layer(session, city.scene.town, **{"name": "Парки", **given})

    assert (refused.value.key, refused.value.field) == told


def test_layer_without_a_list_of_words_needs_no_name_for_it(session: Session, city: OpenScene) -> None:
    layer = save_layer(session, city.scene.town.olga, layer_id=None, name="Школы", fields=["hours", "smell"])

    assert (layer.fields, layer.public) == (["hours"], False)


def test_usual_layers_are_added_once_and_not_public(session: Session, city: OpenScene) -> None:
    olga = city.scene.town.olga
    a_layer(session, city.scene.town, "Школы")

    missing = [layer.name for layer in missing_layers(session, olga)]
    in_english = [layer.name_in("en") for layer in missing_layers(session, olga)]
    added = (add_usual_layers(session, olga), add_usual_layers(session, olga))

    assert (len(missing), added) == (3, (3, 0))
    assert in_english == ["GTO sports places", "Leisure clubs", "Parks"]
    assert {row.layer.name: row.layer.public for row in list_layers(session, olga)} == {
        **dict.fromkeys(missing, False),
        "Школы": True,
    }


def test_layer_that_is_not_there_is_told(session: Session, city: OpenScene) -> None:
    for ask in (get_layer, archive_layer):
        with pytest.raises(NotFound) as refused:
            ask(session, city.scene.town.olga, 99)

        assert refused.value.key == "layers.error.unknown"


ASKS: dict[str, Callable[[Session, Any], object]] = {
    "make": lambda s, who: save_layer(s, who, layer_id=None, name="Х", fields=[]),
    "archive": lambda s, who: archive_layer(s, who, 1),
    "usual": add_usual_layers,
    "missing": missing_layers,
}


@pytest.mark.parametrize("ask", ASKS)
def test_layers_are_made_by_those_who_keep_the_catalogue(session: Session, city: OpenScene, ask: str) -> None:
    for who in (city.scene.town.oksana, city.inna, STRANGER):
        with pytest.raises(NotAllowed):
            ASKS[ask](session, who)
