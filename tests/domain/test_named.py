"""Names in directories are found however they are written."""

import pytest

from planner.domain.named import NameSearch


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("сош", "МБОУ СОШ № 5"),
        ("Королева", "ул. Королёва, 4"),
        ("детский сад радуга", "ДЕТСКИЙ САД «РАДУГА»"),
        ("жк чайка", "ЖК «Чайка»"),
        ("елочная", "Школа, ул. Ёлочная"),
        ("двор", "Дв\xadор"),
        ("дв\u200bор", "Двор"),
        ("СОШ№5", "СОШ 5"),
        ("ул королева", "улица Королева"),
        ("проспект мира", "пр-т Мира"),
        ("школы", "Школа"),
        ("град", "Детский сад «Радуга» Благовещенск-град"),
        ("100%", "Парк 100%"),
        ("%", "Парк 100%"),
        ("", "что угодно"),
        ("9145551234", "Иванов 8 (914) 555-12-34"),
        ("89145551234", "+7 914 555-12-34"),
        ("+7 (914) 555 12 34", "89145551234"),
        ("5551234", "8 (914) 555-12-34, доб. 12"),
    ],
)
def test_name_is_found(typed: str, name: str) -> None:
    assert NameSearch(typed).finds(name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("5", "СОШ 15"),
        ("5551235", "8 (914) 555-12-34"),
        ("12345", "СОШ 1"),
        ("сад школа", "Детский сад"),
        ("_", "Двор"),
        ("нет", ""),
    ],
)
def test_other_name_is_not_found(typed: str, name: str) -> None:
    assert not NameSearch(typed).finds(name)


def test_words_may_stand_in_several_texts() -> None:
    assert NameSearch("двор амурская").finds("Двор школы", "", "ул. Амурская, 150")
