"""Tests of `planner.services.events.media`."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from planner.domain.models.types import id_of
from planner.domain.words import Accreditation
from planner.services.events.media import (
    known_outlets,
    list_media,
    note_came,
    remove_media_guest,
    save_media_guest,
)
from tests.services.event_story import an_open_event
from tests.services.plan_story import Story


def listed(session: Session, story: Story, tour_id: int) -> list[tuple[str, str, str, bool | None]]:
    """Outlet, name, accreditation, whether they came."""
    return [(each.outlet, each.name, each.state, each.came) for each in list_media(session, story.olga, tour_id)]


def test_media_are_asked_let_in_and_counted(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        tv = save_media_guest(session, story.olga, tour_id, outlet=" Первый  городской ", name="Дарья Ким")
        save_media_guest(session, story.olga, tour_id, outlet="Амурская правда", contact="+7 914 000-00-00")

        granted: dict[str, Any] = {"outlet": "Первый городской", "name": "Дарья Ким", "state": Accreditation.GRANTED}
        save_media_guest(session, story.olga, tour_id, tv.id, **granted)
        note_came(session, story.olga, tour_id, {id_of(tv): True})

        assert listed(session, story, tour_id) == [
            ("Амурская правда", "", "asked", None),
            ("Первый городской", "Дарья Ким", "granted", True),
        ]
        assert known_outlets(session, story.olga) == ["Амурская правда", "Первый городской"]


@pytest.mark.parametrize(
    ("fields", "key", "field"),
    [
        ({"outlet": " "}, "events.error.outlet", "outlet"),
        ({"outlet": "Радио", "contact": "я" * 201}, "typed.error.too_long", "contact"),
        ({"outlet": "Первый"}, "events.error.media_twice", "outlet"),
    ],
)
def test_media_refused(sqlite_database: Database, now: datetime, fields: dict[str, Any], key: str, field: str) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        save_media_guest(session, story.olga, tour_id, outlet="Первый")

        with pytest.raises(Invalid) as refusal:
            save_media_guest(session, story.olga, tour_id, **fields)

        assert (refusal.value.key, refusal.value.field) == (key, field)


def test_media_removed_is_gone(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        guest = save_media_guest(session, story.olga, tour_id, outlet="Первый")

        remove_media_guest(session, story.olga, tour_id, id_of(guest))

        assert listed(session, story, tour_id) == []
        with pytest.raises(NotFound):
            note_came(session, story.olga, tour_id, {id_of(guest): True})


def test_media_changed_meanwhile_is_told(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        guest = save_media_guest(session, story.olga, tour_id, outlet="Первый", contact="1")
        seen = {"outlet": "Первый", "name": "", "contact": "1", "note": "", "state": Accreditation.ASKED}
        save_media_guest(session, story.olga, tour_id, guest.id, outlet="Первый", contact="2")

        with pytest.raises(ChangedMeanwhile) as told:
            save_media_guest(session, story.olga, tour_id, guest.id, outlet="Первый", contact="3", seen=seen)

        assert told.value.present == {"contact": "2"}


def test_media_are_not_for_those_who_neither_invite_nor_lead(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        save_media_guest(session, story.olga, tour_id, outlet="Первый", contact="+7 914 000-00-00")

        with pytest.raises(NotAllowed):
            list_media(session, story.oksana, tour_id)
