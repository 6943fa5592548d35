"""Tests of `planner.ui.directory`: which entries are found."""

import pytest

from planner.ui.directory import Entry, search_entries

ENTRIES = [
    Entry(1, "Сёмин Пётр", ["инженер", "Управление ЖКХ"]),
    Entry(2, "Ким Анна", ["начальник", "ООО «Свет-Сервис»"]),
    Entry(3, "Орлова Вера", ["", "Водоканал"], also=["ВДК"]),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [1, 2, 3]),
        ("   ", [1, 2, 3]),
        ("семин", [1]),
        ("ПЁТР ЖКХ", [1]),
        ("жкх петр", [1]),
        ("ким\u00ad", [2]),
        ("сервис", [2]),
        ("свет", [2]),
        ("анна водоканал", []),
        ("вдк", [3]),
    ],
)
def test_search_finds_all_words_wherever_they_stand(typed: str, found: list[int]) -> None:
    rows = search_entries(ENTRIES, typed)

    assert [each.id for each in rows] == found
