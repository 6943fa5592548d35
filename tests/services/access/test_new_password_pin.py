"""A PIN is set after the password was right, refuses what is guessed first, and is gone with the password."""

from datetime import datetime

import pytest
from sqlmodel import Session

from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import Person
from planner.domain.words import Role
from planner.services.access.new_password import Account, begin_own_password, finish_own_pin, has_pin, store_password
from planner.services.access.passwords import hash_pin, is_right

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def olga(session: Session) -> Actor:
    person = Person(name="Ольга", email="olga@example.org", password_hash="hash")
    session.add(person)
    session.flush()
    return Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=person.id)


def set_pin(session: Session, olga: Actor, now: datetime) -> None:
    account = begin_own_password(session, olga, now=now)
    finish_own_pin(session, olga, account, hash_pin("402817"), now=now)


def test_pin_is_kept_as_a_hash(session: Session, olga: Actor, now: datetime) -> None:
    before = has_pin(session, olga)
    set_pin(session, olga, now)

    kept = session.get_one(Person, olga.person_id).pin_hash
    assert (before, has_pin(session, olga)) == (False, True)
    assert [is_right(pin, kept) for pin in ("402817", "402818")] == [True, False]


def test_pins_set_with_the_right_password_are_never_slowed(session: Session, olga: Actor, now: datetime) -> None:
    for _ in range(12):
        set_pin(session, olga, now)

    assert has_pin(session, olga)


def test_new_password_ends_the_pin(session: Session, olga: Actor, now: datetime) -> None:
    set_pin(session, olga, now)

    store_password(session, session.get_one(Person, olga.person_id), "another")

    assert not has_pin(session, olga)


def test_pin_is_set_by_its_owner_with_the_present_password(session: Session, olga: Actor, now: datetime) -> None:
    person_id = olga.person_id or 0

    with pytest.raises(Conflict):
        finish_own_pin(session, olga, Account(person_id, "Ольга", "", "old"), "pin", now=now)
    with pytest.raises(NotAllowed):
        finish_own_pin(session, olga, Account(person_id + 1, "Ольга", "", "hash"), "pin", now=now)
    with pytest.raises(NotAllowed):
        has_pin(session, STRANGER)


@pytest.mark.parametrize(
    ("pin", "key"),
    [
        *((pin, "pin.error.digits") for pin in ("", "12345", "1234567", "12345a", "١٢٣٤٥٦", " 40281")),
        *((pin, "pin.error.easy") for pin in ("111111", "123456", "654321", "890123", "121212", "407407")),
    ],
)
def test_pin_that_is_guessed_first_is_refused(pin: str, key: str) -> None:
    with pytest.raises(Invalid) as refusal:
        hash_pin(pin)

    assert (refusal.value.key, refusal.value.field) == (key, "pin")
