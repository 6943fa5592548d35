"""The history of an issue reads as sentences, in both languages, whatever was typed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from planner.database import Database
from planner.domain.models import Issue, Move
from planner.domain.models.types import id_of
from planner.domain.words import Severity, Step
from planner.i18n import translator
from planner.phrases.history import corrected_in, facts_in_words, say_corrections, step_in_words
from planner.services.issues.details import issue_details
from planner.services.issues.issues import edit_issue
from tests.services.issue_story import log, set_scene

NOW = datetime(2026, 11, 23, tzinfo=UTC)
RUSSIAN = translator("ru", "Asia/Yakutsk", today=NOW.date())
ROADS, PARKS = {"id": 1, "name": "Дороги"}, {"id": 2, "name": "Парки"}

HISTORY: dict[Step, tuple[dict[str, object], list[str], list[str]]] = {
    Step.RAISE: ({}, [], []),
    Step.WITHDRAW: ({}, [], []),
    Step.TAKE_BACK: (
        {
            "undone": {
                "step": "extend",
                "text": "Снег",
                "facts": {"from_due": "2026-11-30", "to_due": "2026-12-07"},
            }
        },
        ["Отменён шаг: «Срок продлён»", "Снег", "Срок: было «30 ноября 2026», стало «7 декабря 2026»"],
        ["The step was: “Deadline extended”", "Снег", "Due: was “30 November 2026”, is “7 December 2026”"],
    ),
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
    Step.CORRECT: (
        {
            "changes": {
                "text": ["Яма", "Две ямы"],
                "agency": ["Дороги", "Парки"],
                "due_on": ["2026-11-30", "2026-12-07"],
                "co_executors": ["", "Дороги"],
                "controller": ["", "Кира"],
                "control": ["usual", "personal"],
            }
        },
        [
            "Поручение: было «Яма», стало «Две ямы»",
            "Исполнитель: было «Дороги», стало «Парки»",
            "Срок: было «30 ноября 2026», стало «7 декабря 2026»",
            "Соисполнители: было «не указано», стало «Дороги»",
            "Контролёр: было «не указано», стало «Кира»",
            "Вид контроля: было «Обычный», стало «Личный»",
        ],
        [
            "Instruction: was “Яма”, is “Две ямы”",
            "Responsible: was “Дороги”, is “Парки”",
            "Due: was “30 November 2026”, is “7 December 2026”",
            "Co-executors: was “not given”, is “Дороги”",
            "Controller: was “not given”, is “Кира”",
            "Control: was “Usual”, is “Personal”",
        ],
    ),
    Step.TAKE: ({}, [], []),
    Step.INFORM: ({}, [], []),
    Step.ASK_HAND_OVER: ({"from_agency": ROADS, "to_agency": PARKS}, ["Кому передать: Парки"], ["To whom: Парки"]),
    Step.HAND_OVER: (
        {"from_agency": ROADS, "to_agency": PARKS, "waited_minutes": 3 * 24 * 60 + 90},
        ["Исполнитель: было «Дороги», стало «Парки»", "Просьба ждала ответа 3 дня"],
        ["Responsible: was “Дороги”, is “Парки”", "The request waited 3 days"],
    ),
    Step.REFUSE_HAND_OVER: (
        {"to_agency": PARKS, "waited_minutes": 5 * 60 + 59},
        ["Кому передать: Парки", "Просьба ждала ответа 5 часов"],
        ["To whom: Парки", "The request waited 5 hours"],
    ),
    Step.ACCEPT: (
        {"outcome": "partly_fixed", "due_on": "2026-11-30", "issue_state": "closed", "on_site_m": 35},
        ["Итог: Устранено частично", "Проверено на месте, в 35 м от замечания"],
        ["Outcome: Partly fixed", "Verified on the spot, 35 m from the issue"],
    ),
    Step.RETURN: (
        {"from_due": "2026-11-30", "to_due": "2026-12-07"},
        ["Срок: было «30 ноября 2026», стало «7 декабря 2026»"],
        ["Due: was “30 November 2026”, is “7 December 2026”"],
    ),
    Step.CANCEL: ({}, [], []),
    Step.CLOSE: (
        {"outcome": "duplicate", "duplicate_of": 12},
        ["Итог: Повтор другого замечания", "Повторяет замечание № 12"],
        ["Outcome: Duplicate", "Repeats issue 12"],
    ),
    Step.MERGE: (
        {"repeat": 12, "supporters": 3},
        ["Повторяет это замечание: № 12", "Поддержка перенесена: 3 человека"],
        ["Repeats this issue: 12", "Supporters carried over: 3 people"],
    ),
    Step.NEXT_TOUR: ({}, [], []),
    Step.REOPEN: ({"outcome": "refused"}, ["Прежний итог: Отказано"], ["Former outcome: Refused"]),
    Step.ADD_PHOTO: ({"photo": "a", "phase": "after"}, ["Фото «После»"], ["Photo “After”"]),
    Step.HIDE_PHOTO: ({"photo": "a"}, [], []),
    Step.SHOW_PHOTO: ({"photo": "a"}, [], []),
    Step.ADD_VOICE: ({"voice": "a", "seconds": 72}, ["Длина 1:12"], ["Length 1:12"]),
    Step.HIDE_VOICE: ({"voice": "a"}, [], []),
    Step.SHOW_VOICE: ({"voice": "a"}, [], []),
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


@pytest.mark.parametrize(
    ("by", "changes", "expected"),
    [
        ("author", {"text": ["Яма", "Две ямы"]}, ("Внесены изменения", [])),
        ("staff", {"text": ["Яма", "Две ямы"], "place": [[1, 2], [3, 4]]}, ("Уточнено", ["text", "place"])),
        ("staff", {"internal": [False, True]}, ("Внесены изменения", [])),
    ],
)
@pytest.mark.parametrize("author", [{"raised_by_person_id": 7}, {"raised_by_participant_id": 8}])
def test_what_others_change_in_a_complaint_is_told_as_a_correction(
    by: str, changes: dict[str, object], expected: tuple[str, list[str]], author: dict[str, Any]
) -> None:
    issue = Issue(lat=1, lon=2, category_id=1, created_at=NOW, raised_by="Пётр", **author)
    editor = {"by": "Пётр", "by_person_id": author.get("raised_by_person_id")}
    other = {"by": "Соня", "by_person_id": 9}
    who: dict[str, Any] = editor if by == "author" else other
    move = Move(issue_id=1, at=NOW, step=Step.EDIT, facts={"changes": changes}, **who)

    assert (step_in_words(translator("ru", "UTC"), issue, move), corrected_in(issue, move)) == expected


def test_corrections_are_said_on_the_page_with_who_made_the_last_one(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, scene.pyotr, text="Яма")
        number, sonya = id_of(issue), scene.town.sonya
        assert say_corrections(RUSSIAN, issue_details(session, sonya, number), sonya) == ""

        edit_issue(session, scene.pyotr, number, now=NOW, text="Ямы")
        edit_issue(session, sonya, number, now=NOW, text="Две ямы", severity=Severity.DANGER)
        edit_issue(session, scene.town.olga, number, now=NOW, lat=50.2701, address="Ленина, 5")

        said = say_corrections(RUSSIAN, issue_details(session, sonya, number), sonya)
        assert said == "Уточнено: описание, серьёзность, место (Olga, 23 ноября). Прежние сведения — в истории."


@pytest.mark.parametrize(
    ("step", "facts", "expected"),
    [
        (Step.RETURN, {}, []),  # as it was written before a return gave a date
        (Step.RETURN, {"from_due": "2026-11-30", "to_due": "2026-11-30"}, []),
        (Step.HAND_OVER, {"from_agency": ROADS, "to_agency": PARKS}, ["Исполнитель: было «Дороги», стало «Парки»"]),
        (
            Step.REFUSE_HAND_OVER,
            {"to_agency": PARKS, "waited_minutes": 59},
            ["Кому передать: Парки", "Ответ дан меньше чем через час"],
        ),
        (
            Step.INSTRUCT,
            {"agency": ROADS, "due_on": "2026-11-30", "control": "special"},
            ["Исполнитель: Дороги", "Срок: 30 ноября 2026", "Вид контроля: Особый"],
        ),
        (
            Step.REOPEN,
            {"outcome": "fixed", "from_due": "2026-11-30", "to_due": "2026-12-07"},
            ["Прежний итог: Устранено", "Срок: было «30 ноября 2026», стало «7 декабря 2026»"],
        ),
    ],
)
def test_a_step_tells_what_it_knows(step: Step, facts: dict[str, object], expected: list[str]) -> None:
    assert said(step, facts) == expected
