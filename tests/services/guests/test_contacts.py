"""Tests of `planner.services.guests.contacts`: how those on the list are reached."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from planner.domain.errors import Invalid, NotFound
from planner.domain.models import Agency, Participant, Person
from planner.domain.models.types import id_of
from planner.services.guests.contacts import contact_of, save_contact
from planner.services.guests.invitations import invite_agency, list_participants
from tests.services.guests.test_invitations import published
from tests.services.plan_story import write_story

PERSON = Person(name="Оксана", phone="22-11-00", email="oksana@city.ru")
AGENCY = Agency(name="Дороги", phone="44-33-22", email="roads@city.ru")


def a_row(**fields: Any) -> Participant:
    return Participant(tour_id=1, **fields)


@pytest.mark.parametrize(
    ("row", "person", "agency", "contact"),
    [
        (a_row(), None, None, ""),
        (a_row(), None, AGENCY, "44-33-22, roads@city.ru"),
        (a_row(), PERSON, AGENCY, "22-11-00, oksana@city.ru"),
        (a_row(phone="05"), PERSON, AGENCY, "05, oksana@city.ru"),
        (a_row(email="a@b.ru"), None, AGENCY, "a@b.ru"),
        (a_row(note="после десяти"), None, None, "после десяти"),
        (a_row(), Person(name="Вера"), AGENCY, "44-33-22, roads@city.ru"),
    ],
)
def test_contact_is_the_nearest_that_is_known(
    row: Participant, person: Person | None, agency: Agency | None, contact: str
) -> None:
    said = contact_of(row, person, agency)

    assert said == contact


def test_contact_is_kept_as_it_can_be_used(session: Session, now: datetime) -> None:
    story = write_story(session, now)
    tour_id = published(session, story)
    row = invite_agency(session, story.olga, tour_id, story.roads_id, now=now)

    save_contact(session, story.olga, id_of(row), phone=" 22-11-00 ", email=" Oksana@City.RU ", post="  инженер ")

    listed = list_participants(session, story.olga, tour_id)[0]
    assert (listed.contact, listed.post) == ("22-11-00, oksana@city.ru", "инженер")


@pytest.mark.parametrize(("field", "typed"), [("phone", "12"), ("email", "bad mail"), ("post", "x" * 201)])
def test_contact_that_cannot_be_one_is_refused_beside_its_field(
    session: Session, now: datetime, field: str, typed: str
) -> None:
    story = write_story(session, now)
    row = invite_agency(session, story.olga, published(session, story), story.roads_id, now=now)

    about: dict[str, Any] = {field: typed}

    with pytest.raises(Invalid) as refused:
        save_contact(session, story.olga, id_of(row), **about)

    assert refused.value.field == field


def test_who_was_taken_off_the_list_while_others_held_it_is_not_there(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = write_story(session, now)
    row = invite_agency(session, story.olga, published(session, story), story.roads_id, now=now)
    gone = text("DELETE FROM participant")
    monkeypatch.setattr("planner.services.access.hold.hold_tour", lambda session, tour_id: session.execute(gone))

    with pytest.raises(NotFound):
        save_contact(session, story.olga, id_of(row), phone="22-11-00")
