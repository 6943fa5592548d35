"""Tests of `planner.render.tables.issue_table`: an issue as a row, in words, and as text in CSV and XLSX."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from planner.domain.words import IssueState, Outcome, Severity
from planner.i18n import Translator, translator
from planner.render.tables.issue_table import ExportedIssue, issue_table_columns, issue_table_row
from planner.render.tables.tables import to_csv, to_xlsx
from tests.services.issue_story import HOSTILE

ISSUE = ExportedIssue(
    number=148,
    created_at=datetime(2026, 11, 20, 20, 30, tzinfo=UTC),
    state=IssueState.ASSIGNED,
    outcome=None,
    due_on=date(2026, 11, 21),
    category="Дороги",
    severity=Severity.DANGER,
    address="ул. Горького, 151",
    district="Центр",
    text="Яма у остановки",
    agency="Управление дорог",
    tour="Объезд",
    raised_by="Пётр",
    supporters=3,
    closed_at=None,
    internal=True,
    lat=50.2712345678,
    lon=127.54,
    external_number="АМ-26/15",
    stop="Двор школы",
    photo_ids=("p1", "p2"),
    days_late=2,
    version=901,
)


def link(photo_id: str) -> str:
    return f"https://tours.example.org/photo/{photo_id}/clean"


@pytest.fixture
def t() -> Translator:
    return translator("ru", "Asia/Yakutsk")


def test_row_says_everything_in_the_citys_time(t: Translator) -> None:
    row = dict(zip(issue_table_columns(t), issue_table_row(ISSUE, t, photo_link=link), strict=True))

    assert f"{row.pop('Внесено'):%d.%m.%Y %H:%M}" == "21.11.2026 05:30"
    assert row == {
        "№": 148,
        "Состояние": "На контроле",
        "Срок": date(2026, 11, 21),
        "Дней просрочки": 2,
        "Тема": "Дороги",
        "Опасность": "Опасно",
        "Адрес": "ул. Горького, 151",
        "Район": "Центр",
        "Описание": "Яма у остановки",
        "Ответственный": "Управление дорог",
        "Объезд": "Объезд",
        "Остановка": "Двор школы",
        "Кто внёс": "Пётр",
        "Поддержали": 3,
        "Итог": None,
        "Закрыто": None,
        "Служебное": "да",
        "Широта": 50.271235,
        "Долгота": 127.54,
        "№ обращения": "АМ-26/15",
        "Фото": f"{link('p1')}\n{link('p2')}",
        "Версия": 901,
    }


@pytest.mark.parametrize(("late", "told"), [(16, 16), (0, None)])
def test_row_of_a_closed_issue_keeps_its_days_late(t: Translator, late: int, told: int | None) -> None:
    closed = replace(ISSUE, state=IssueState.CLOSED, outcome=Outcome.REFUSED, internal=False, days_late=late)

    row = dict(zip(issue_table_columns(t), issue_table_row(closed, t, photo_link=link), strict=True))

    assert (row["Дней просрочки"], row["Итог"], row["Служебное"]) == (told, "Отказано", None)


def test_columns_have_different_names_in_both_languages() -> None:
    for language in ("ru", "en"):
        names = issue_table_columns(translator(language, "UTC"))
        assert len(set(names)) == len(names) == 23


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_both_files(t: Translator, text: str) -> None:
    columns = issue_table_columns(t)
    row = issue_table_row(replace(ISSUE, text=text, address=text, raised_by=text), t, photo_link=link)

    lines = list(csv.DictReader(io.StringIO(to_csv(columns, [row]).decode("utf-8-sig")), delimiter=";"))
    cells = openpyxl.load_workbook(io.BytesIO(to_xlsx("Замечания", columns, [row]))).active

    shown = f"'{text}" if text.startswith("=") else text
    assert [lines[0][name] for name in ("Описание", "Адрес", "Кто внёс")] == [shown] * 3
    assert cells is not None
    told = {head.value: cell for head, cell in zip(cells[1], cells[2], strict=True)}
    assert [(told[n].value, told[n].data_type) for n in ("Описание", "Адрес", "Кто внёс")] == [(text, "s")] * 3
