"""The text of a protocol is kept and read back, sealed, compared with a later one, and emptied of what one may not know."""

import json
from dataclasses import replace

from planner.domain.protocol import (
    Attendant,
    Decision,
    Difference,
    Heard,
    Point,
    ProtocolText,
    Spoken,
    StopPart,
    differences,
    from_json,
    seal_of,
    to_json,
)

POINT = Point("12–3–1", "Заделать яму", "2026-11-30", 1, "Дороги", ("Горсвет",), "Кира")
HEARD = Heard(144, "Яма", "ул. Ленина, 1", Decision.INSTRUCTED, points=(POINT,))
CLOSED = Heard(145, "Скамья", "", Decision.CLOSED, outcome="not_needed", reason="Стоит")
STOP = StopPart(3, "Двор", "ул. Мира, 2", ("Дороги",), (Spoken("Пётр", "Темно"),), (HEARD, CLOSED))
TEXT = ProtocolText(
    12, "Объезд", "2026-11-23", "Город", Attendant("Виктор", "мэр"), None, (Attendant("Оксана"),), (), 2, (STOP,)
)


def test_text_is_read_back_as_it_was_kept() -> None:
    kept = json.loads(json.dumps(to_json(TEXT)))

    assert from_json(kept) == TEXT


def test_seal_is_that_of_the_canonical_text() -> None:
    assert seal_of(TEXT) == "acf725fda756ae6f3a1c86678e60802ce0acd00e2dced0fe6f1897d189edef6d"


def test_seal_changes_with_anything_that_is_said() -> None:
    others = [
        replace(TEXT, residents=3),
        replace(TEXT, stops=(replace(STOP, heard=(HEARD,)),)),
        replace(TEXT, stops=(replace(STOP, heard=(replace(HEARD, points=(replace(POINT, text="Иное"),)), CLOSED)),)),
    ]

    assert len({seal_of(each) for each in (TEXT, *others)}) == 4


def test_same_text_has_no_differences() -> None:
    assert differences(TEXT, from_json(to_json(TEXT))) == []


def test_differences_name_what_changed_came_and_went() -> None:
    later = replace(POINT, due_on="2026-12-15")
    added = replace(POINT, number="12–3–2", text="Вывезти", co_executors=())
    heard = replace(HEARD, points=(later, added))
    after = replace(TEXT, chair=Attendant("Пётр"), stops=(replace(STOP, heard=(heard,)),))

    assert differences(TEXT, after) == [
        Difference("head", "chair", "Виктор", "Пётр"),
        Difference("issue", "145", replace(CLOSED, decision=Decision.KEPT), None),
        Difference("point", "12–3–1", POINT, later),
        Difference("point", "12–3–2", None, added),
    ]


def test_what_one_may_not_know_is_emptied_and_its_number_stays() -> None:
    (stop,) = TEXT.without(frozenset({144})).stops

    emptied = Point("12–3–1", "", "2026-11-30", 0, "")
    assert stop.heard == (Heard(144, "", "", Decision.INSTRUCTED, points=(emptied,)), CLOSED)


def test_undecided_issues_are_counted() -> None:
    open_one = replace(CLOSED, decision=Decision.UNDECIDED)

    assert replace(TEXT, stops=(replace(STOP, heard=(HEARD, open_one)),)).undecided == 1
