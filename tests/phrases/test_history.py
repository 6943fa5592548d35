"""The history of an issue reads as sentences, in both languages, whatever was typed."""

from datetime import UTC, datetime

import pytest

from planner.domain.models import Move
from planner.domain.words import Step
from planner.i18n import translator
from planner.phrases.history import facts_in_words

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ROADS, PARKS = {"id": 1, "name": "Дороги"}, {"id": 2, "name": "Парки"}

HISTORY: dict[Step, tuple[dict[str, object], list[str], list[str]]] = {
    Step.RAISE: ({}, [], []),
    Step.WITHDRAW: ({}, [], []),
    Step.INSTRUCT: (
        {"agency": ROADS, "due_on": "2026-11-30", "co_executors": [PARKS]},
        ["Исполнитель: Дороги", "Соисполнители: Парки", "Срок: 30 ноября 2026"],
        ["Responsible: Дороги", "Co-executors: Парки", "Due: 30 November 2026"],
    ),
    Step.REPORT: ({"photos": ["a", "b"]}, ["Приложено 2 фото"], ["2 photos attached"]),
    Step.ASK_EXTENSION: (
        {"due_on": "2026-11-30", "until": "2026-12-07"},
        ["Просьба: до 7 декабря 2026"],
        ["Request: until 7 December 2026"],
    ),
    Step.EXTEND: (
        {"from_due": "2026-11-30", "to_due": "2026-12-07"},
        ["Срок: было «30 ноября 2026», стало «7 декабря 2026»"],
        ["Due: was “30 November 2026”, is “7 December 2026”"],
    ),
    Step.REFUSE_EXTENSION: (
        {"due_on": "2026-11-30", "until": "2026-12-07"},
        ["Просьба: до 7 декабря 2026"],
        ["Request: until 7 December 2026"],
    ),
    Step.HAND_OVER: (
        {"from_agency": ROADS, "to_agency": PARKS},
        ["Исполнитель: было «Дороги», стало «Парки»"],
        ["Responsible: was “Дороги”, is “Парки”"],
    ),
    Step.ACCEPT: (
        {"outcome": "partly_fixed", "due_on": "2026-11-30", "issue_state": "closed"},
        ["Итог: Устранено частично"],
        ["Outcome: Partly fixed"],
    ),
    Step.RETURN: ({}, [], []),
    Step.CANCEL: ({}, [], []),
    Step.CLOSE: (
        {"outcome": "duplicate", "duplicate_of": 12},
        ["Итог: Повтор другого замечания", "Повторяет замечание № 12"],
        ["Outcome: Duplicate", "Repeats issue 12"],
    ),
    Step.NEXT_TOUR: ({}, [], []),
    Step.REOPEN: ({"outcome": "refused"}, ["Прежний итог: Отказано"], ["Former outcome: Refused"]),
    Step.ADD_PHOTO: ({"photo": "a", "phase": "after"}, ["Фото «После»"], ["Photo “After”"]),
    Step.HIDE_PHOTO: ({"photo": "a"}, [], []),
    Step.SHOW_PHOTO: ({"photo": "a"}, [], []),
    Step.EDIT: (
        {"changes": {"severity": ["normal", "danger"], "address": ["", "Ленина, 1"]}},
        ["Серьёзность: было «Проблема», стало «Опасно»", "Адрес: было «не указано», стало «Ленина, 1»"],
        ["Severity: was “Problem”, is “Danger”", "Address: was “not given”, is “Ленина, 1”"],
    ),
}


def said(step: Step, facts: dict[str, object], language: str = "ru") -> list[str]:
    return facts_in_words(translator(language, "Asia/Yakutsk"), Move(issue_id=1, at=NOW, step=step, facts=facts))


@pytest.mark.parametrize("step", Step)
def test_each_step_is_told_in_both_languages(step: Step) -> None:
    facts, russian, english = HISTORY[step]

    assert said(step, facts) == russian
    assert said(step, facts, "en") == english


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("internal", [False, True], "Замечание стало служебным"),
        ("internal", [True, False], "Замечание больше не служебное"),
        ("line", [None, [[50.0, 127.0], [50.1, 127.1]]], "Изменена линия на карте"),
        (
            "place",
            [[50.27, 127.54], [50.28, 127.55]],
            "Координаты: было «50.27000, 127.54000», стало «50.28000, 127.55000»",
        ),
        ("category", ["Ямы", "Свет"], "Тема: было «Ямы», стало «Свет»"),
        ("district", ["Центр", ""], "Район: было «Центр», стало «не указано»"),
        ("text", ["{t} %s", "<b>"], "Описание: было «{t} %s», стало «<b>»"),
    ],
)
def test_each_change_is_told(name: str, change: list[object], sentence: str) -> None:
    assert said(Step.EDIT, {"changes": {name: change}}) == [sentence]


def test_a_change_of_something_unknown_is_left_out() -> None:
    assert said(Step.EDIT, {"changes": {"colour": ["red", "blue"]}}) == []


def test_an_instruction_without_helpers_names_none() -> None:
    assert said(Step.INSTRUCT, {"agency": ROADS, "due_on": "2026-11-30", "co_executors": []}) == [
        "Исполнитель: Дороги",
        "Срок: 30 ноября 2026",
    ]


def test_reopening_what_had_no_outcome_tells_none() -> None:
    assert said(Step.REOPEN, {"outcome": None}) == []
