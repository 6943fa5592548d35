"""Tests of `planner.render.tables.instruction_table`: an instruction as a row, its lateness a fact that stays."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from planner.domain.words import InstructionState
from planner.i18n import Translator, translator
from planner.render.tables.instruction_table import (
    ExportedInstruction,
    instruction_table_columns,
    instruction_table_row,
)

TODAY = date(2026, 11, 23)
GIVEN = ExportedInstruction(
    issue=148,
    number="12–3–2",
    text="Засыпать яму",
    agency="Управление дорог",
    co_executors=("Горсвет", "Водоканал"),
    controller="Кира",
    given_by="Соня",
    given_at=datetime(2026, 11, 1, 20, 30, tzinfo=UTC),
    due_on=date(2026, 11, 10),
    state=InstructionState.CLOSED,
    reported_at=datetime(2026, 11, 13, 1, 0, tzinfo=UTC),
    reported_on=date(2026, 11, 13),
    late_before=0,
    closed_at=datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
    extensions=1,
    hand_overs=2,
    returns=3,
    tour="Объезд",
    stop="Двор школы",
    address="ул. Горького, 151",
    lat=50.2712345678,
    lon=127.54,
    photo_ids=("p1", "p2"),
    version="v1",
)


@pytest.fixture
def t() -> Translator:
    return translator("ru", "Asia/Yakutsk")


def row(given: ExportedInstruction, t: Translator) -> dict[str, object]:
    cells = instruction_table_row(given, t, today=TODAY, photo_link=lambda photo_id: f"/photo/{photo_id}")
    return dict(zip(instruction_table_columns(t), cells, strict=True))


def test_row_says_everything_in_the_citys_time(t: Translator) -> None:
    told = row(GIVEN, t)

    times = {name: f"{told.pop(name):%d.%m.%Y %H:%M}" for name in ("Поручено", "Отчёт", "Снято с контроля")}
    assert times == {
        "Поручено": "02.11.2026 05:30",
        "Отчёт": "13.11.2026 10:00",
        "Снято с контроля": "20.11.2026 10:00",
    }
    assert told == {
        "№ поручения": "12–3–2",
        "№ замечания": 148,
        "Поручение": "Засыпать яму",
        "Ответственный": "Управление дорог",
        "Соисполнители": "Горсвет; Водоканал",
        "Контролёр": "Кира",
        "Кто поручил": "Соня",
        "Срок": date(2026, 11, 10),
        "Состояние": "Снято с контроля с нарушением срока",
        "Дней просрочки": 3,
        "Продлений": 1,
        "Передач": 2,
        "Возвратов": 3,
        "Объезд": "Объезд",
        "Остановка": "Двор школы",
        "Адрес": "ул. Горького, 151",
        "Широта": 50.271235,
        "Долгота": 127.54,
        "Фото": "/photo/p1\n/photo/p2",
        "Версия": "v1",
    }


def test_row_of_an_open_one_counts_its_days_to_today(t: Translator) -> None:
    waiting = replace(GIVEN, state=InstructionState.RETURNED, closed_at=None, reported_at=None)

    told = row(waiting, t)

    assert (told["Дней просрочки"], told["Отчёт"], told["Снято с контроля"]) == (13, None, None)


def test_columns_have_different_names_in_both_languages() -> None:
    for language in ("ru", "en"):
        names = instruction_table_columns(translator(language, "UTC"))
        assert len(set(names)) == len(names) == 23
