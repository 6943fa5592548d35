"""Stop sheets, read back by a reader of PDF and one of QR codes."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from pypdf import PdfReader

from planner.render.papers.stop_sheets import (
    FORMS_ON_PAGE,
    SheetIssue,
    SheetPromise,
    StopSheet,
    StopSheets,
    stop_sheets_pdf,
)
from tests.render.route_story import HEAD, HOSTILE, START, pages_of, russian, text_of

LINK = "https://tours.example.ru/field/k7Qm2xW9#new/12"
NO_CODE = "QR-кода нет: у объезда ещё нет ссылки."
LATE = SheetPromise("Дороги, до 20 ноября 2026 · просрочено на 3 дня", is_late=True)
KEPT = SheetPromise("Горсвет, до 30 ноября 2026 · На контроле", is_late=False)
TOPICS = ("Дороги", "Освещение", "Деревья", "Дворы", "Мусор", "Остановки")
BOXES = "на месте исправлено хуже стало Замечено:"


def an_issue(number: int = 148, **fields: object) -> SheetIssue:
    made = SheetIssue(f"№ {number} · Яма у подъезда", "ул. Ленина, 133, Дороги", [LATE])
    return replace(made, **fields)  # type: ignore[arg-type]


def a_sheet(number: int = 1, **fields: object) -> StopSheet:
    departure = START + timedelta(minutes=15)
    made = StopSheet(number, f"Двор {number}", f"ул. Зейская, {number}", START, departure, (), (), TOPICS, LINK)
    return replace(made, **fields)  # type: ignore[arg-type]


def printed(*sheets: StopSheet) -> bytes:
    return stop_sheets_pdf(StopSheets(HEAD, START, sheets, NO_CODE), russian().on_paper())


def test_front_says_which_stop_of_which_day_and_what_is_known_there() -> None:
    near = an_issue(7, place="в 120 м от остановки", promises=[KEPT])

    page = pages_of(printed(a_sheet(made_for=[an_issue()], near=[near])))[0]

    assert page.startswith(
        "Лист остановки 1 · Объезд Центра 1. Двор 1 ул. Зейская, 1 Объезд Центра понедельник, 23 ноября 2026 "
        "По плану: прибытие 10:00, отправление 10:15 Камера откроет форму замечания этой остановки. "
        "Приехали в Отъехали в Посчитано человек "
        "Ради чего остановка № 148 · Яма у подъезда ул. Ленина, 133, Дороги "
        f"! Дороги, до 20 ноября 2026 · просрочено на 3 дня {BOXES} "
        "Открытые замечания рядом № 7 · Яма у подъезда в 120 м от остановки "
        f"Горсвет, до 30 ноября 2026 · На контроле {BOXES} Для записей"
    )


def test_code_opens_the_report_form_of_the_stop() -> None:
    [code] = PdfReader(BytesIO(printed(a_sheet()))).pages[0].images

    assert [found.text for found in zxingcpp.read_barcodes(code.image)] == [LINK]


@pytest.mark.parametrize(("link", "codes", "says_why"), [(LINK, 1, False), ("", 0, True)])
def test_sheet_without_a_link_says_why_instead_of_a_code(link: str, codes: int, says_why: bool) -> None:
    pdf = printed(a_sheet(link=link))

    assert len(PdfReader(BytesIO(pdf)).pages[0].images) == codes
    assert [NO_CODE in page for page in pages_of(pdf)] == [says_why, False]


def test_back_has_four_forms_and_says_itself_to_which_stop_they_belong() -> None:
    form = (
        "Дороги Освещение Деревья Дворы Мусор Остановки Другая тема: Что не так: Где именно: Кто сообщил: "
        "Неудобство Проблема Опасно сфотографировано, кадр № внесено под №"
    )

    back = pages_of(printed(a_sheet()))[1]

    assert back.startswith(
        "Лист остановки 1 · Объезд Центра Новые замечания Остановка 1 · понедельник, 23 ноября 2026 · Двор 1 "
        + " ".join([form] * FORMS_ON_PAGE)
    )


def test_stop_where_nothing_is_known_or_likely_says_so_and_has_forms_without_topics() -> None:
    front, back = pages_of(printed(a_sheet(topics=(), arrival=None, departure=None)))

    assert "23 ноября 2026 Камера" in front
    assert "Замечаний на этой остановке и рядом с ней нет. Для записей" in front
    assert back.count("Другая тема:") == FORMS_ON_PAGE


def test_thirty_issues_go_over_to_more_pages_and_none_is_torn_apart() -> None:
    pages = pages_of(printed(a_sheet(made_for=[an_issue(number) for number in range(1, 31)]), a_sheet(2)))

    titles = [[int(number) for number in re.findall(r"№ (\d+) ·", page)] for page in pages]
    assert [number for page in titles for number in page] == list(range(1, 31))
    assert [len(page) for page in titles] == [page.count(BOXES) for page in pages]
    assert all(page.startswith("Лист остановки 1 ·") for page in pages[:-2])


@pytest.mark.parametrize("issues", [0, 6, 9, 12, 20, 30])
def test_each_stop_begins_on_the_front_of_a_leaf(issues: int) -> None:
    pages = pages_of(printed(a_sheet(made_for=[an_issue(number) for number in range(issues)]), a_sheet(2)))

    first = [index for index, page in enumerate(pages) if "Приехали в" in page]
    assert [index % 2 for index in first] == [0, 0]
    assert len(pages) % 2 == 0
    assert ["Новые замечания" in pages[index - 1] for index in (*first[1:], len(pages))] == [True, True]


def test_long_texts_of_an_issue_take_more_lines() -> None:
    long = "очень длинное слово " * 30
    issue = an_issue(title=long, place=long, promises=[SheetPromise(long, is_late=True)])

    front, back = pages_of(printed(a_sheet(name=long, address=long, made_for=[issue], topics=(long,) * 6)))

    assert front.count("очень длинное слово") > 90
    assert BOXES in front
    assert back.count("сфотографировано, кадр №") == FORMS_ON_PAGE


@pytest.mark.parametrize("text", HOSTILE)
def test_sheet_with_hostile_text_is_still_a_sheet(text: str) -> None:
    issue = an_issue(title=text, place=text, promises=[SheetPromise(text, is_late=False)])

    front, back = pages_of(printed(a_sheet(name=text, address=text, made_for=[issue], topics=(text,) * 6)))

    assert "По плану: прибытие 10:00" in front
    assert BOXES in front
    assert back.count("Кто сообщил:") == FORMS_ON_PAGE


def test_tour_without_stops_says_so() -> None:
    assert "В этом объезде остановок нет." in text_of(printed())


def test_same_sheets_give_the_same_bytes() -> None:
    sheet = a_sheet(made_for=[an_issue()])

    assert printed(sheet) == printed(sheet)
