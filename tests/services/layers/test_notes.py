"""Dated notes at a facility: events and results."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import STRANGER
from planner.domain.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from planner.domain.facilities import NoteKind
from planner.domain.models.types import id_of
from planner.services.layers.notes import list_notes, remove_note, save_note
from tests.services.issue_story import NOW
from tests.services.layers.layer_story import a_facility, a_layer
from tests.services.public_story import OpenScene

DAY = date(2026, 12, 5)


def test_notes_are_listed_from_the_latest_day_and_told_by_whom(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    place_id = id_of(a_facility(session, town, a_layer(session, town)))
    said: dict[str, Any] = {"place_id": place_id, "now": NOW}

    save_note(session, town.oksana, kind=NoteKind.RESULT, on_day=date(2026, 5, 1), text="212 человек", **said)
    save_note(session, town.oksana, kind=NoteKind.EVENT, on_day=DAY, text="Приём нормативов", **said)

    notes = list_notes(session, town.boris, place_id)
    assert [(note.kind.value, note.on_day, note.text, note.made_by) for note in notes] == [
        ("event", DAY, "Приём нормативов", "Oksana"),
        ("result", date(2026, 5, 1), "212 человек", "Oksana"),
    ]


def test_note_is_changed_beside_others_and_removed_once(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    place_id = id_of(a_facility(session, town, a_layer(session, town)))
    began: dict[str, Any] = {"kind": NoteKind.EVENT, "on_day": DAY, "text": "Приём"}
    note_id = id_of(save_note(session, town.olga, place_id=place_id, now=NOW, **began))
    asked: dict[str, Any] = {"place_id": place_id, "note_id": note_id, "now": NOW, "seen": began}

    save_note(session, town.olga, **{**began, **asked, "text": "Приём нормативов"})
    with pytest.raises(ChangedMeanwhile):
        save_note(session, town.oksana, **{**began, **asked, "text": "Отменено"})
    remove_note(session, town.oksana, place_id=place_id, note_id=note_id)
    with pytest.raises(NotFound):
        remove_note(session, town.oksana, place_id=place_id, note_id=note_id)

    assert list_notes(session, town.olga, place_id) == ()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"on_day": None}, ("layers.error.day", "on_day")),
        ({"text": " "}, ("layers.error.text", "text")),
        ({"text": "я" * 1001}, ("typed.error.too_long", "text")),
    ],
)
def test_note_that_cannot_be_is_refused(
    session: Session, city: OpenScene, given: dict[str, Any], told: tuple[str, str]
) -> None:
    town = city.scene.town
    place_id = id_of(a_facility(session, town, a_layer(session, town)))
    asked: dict[str, Any] = {"place_id": place_id, "kind": NoteKind.EVENT, "on_day": DAY, "text": "Приём", "now": NOW}

    with pytest.raises(Invalid) as refused:
        save_note(session, town.olga, **{**asked, **given})

    assert (refused.value.key, refused.value.field) == told


def test_note_of_another_facility_is_not_reached(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    layer, foreign = a_layer(session, town), a_layer(session, town, "Кружки", agency_id=town.parks)
    own, other = id_of(a_facility(session, town, layer)), id_of(a_facility(session, town, foreign))
    note = save_note(session, town.boris, place_id=other, kind=NoteKind.EVENT, on_day=DAY, text="Вечер", now=NOW)

    with pytest.raises(NotFound):
        remove_note(session, town.oksana, place_id=own, note_id=id_of(note))
    for who in (town.oksana, town.kira, STRANGER):
        with pytest.raises(NotAllowed):
            remove_note(session, who, place_id=other, note_id=id_of(note))
