"""Whose guest somebody of the media is, however the outlet is written."""

import pytest

from planner.domain.outlets import KnownContact, outlet_key, outlets_of_guests

CONTACTS = [
    KnownContact(1, "Газета «Амурский проспект»", "Абрамова Дарья", "darya@example.org", "+7 900 111-22-33"),
    KnownContact(2, "Телеканал «Два берега»", "Зотов Кирилл", "kirill@example.org"),
]
PAPER, CHANNEL = "амурский проспект", "два берега"


@pytest.mark.parametrize(
    "outlet",
    [
        "Газета «Амурский проспект»",
        "Амурский проспект",
        "амурский  ПРОСПЕКТ",
        "газета Амурский проспект",
        '"Амурский проспект"',
    ],
)
def test_ways_to_write_an_outlet_are_one(outlet: str) -> None:
    assert outlet_key(outlet) == PAPER


@pytest.mark.parametrize(("outlet", "key"), [("Радио", "радио"), ("Ёлка", "елка"), ("", "")])
def test_outlet_that_is_called_like_its_kind_keeps_its_name(outlet: str, key: str) -> None:
    assert outlet_key(outlet) == key


@pytest.mark.parametrize(
    ("outlet", "name", "contact", "key"),
    [
        ("Проспект", "", "тел. 8 900 111 22 33", PAPER),
        ("Проспект", "", "Darya@Example.org, камера", PAPER),
        ("Проспект", "Абрамова  Дарья", "", PAPER),
        ("Другое издание", "Иванова Анна", "anna@example.org", "другое издание"),
        ("Два берега", "Абрамова Дарья", "darya@example.org", PAPER),
        ("Канал «Два берега»", "", "", CHANNEL),
        ("Проспект", "", "xdarya@example.org", "проспект"),
        ("Проспект", "", "111-22", "проспект"),
    ],
)
def test_guest_belongs_to_the_outlet_of_the_contact(outlet: str, name: str, contact: str, key: str) -> None:
    assert outlets_of_guests(CONTACTS, [(7, outlet, name, contact)]) == {7: key}
