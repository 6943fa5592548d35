"""The driver's route sheet, read back by a reader of PDF."""

from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from pypdf import PdfReader

from planner.domain.geo import Point
from planner.render.files.navigators import paper_links
from planner.render.files.tour_route import RouteEnd, TourRoute
from planner.render.papers.route_sheet import Contact, RouteSheet, Turn, distance_words, route_sheet_pdf
from tests.render.route_story import HEAD, HOSTILE, a_route, a_stop, pages_of, russian, text_of

ESTIMATE = "Время и километры — оценка по прямой."


def a_sheet(route: TourRoute | None = None, **fields: object) -> RouteSheet:
    given: dict[str, object] = {
        "head": HEAD,
        "route": route or a_route(),
        "bus_name": "ПАЗ-3205",
        "bus_plate": "А 123 ВС 28",
        "seats": 25,
        "note": "Заезд со стороны ул. Зейской.",
        "contacts": [Contact("Руководитель", "Ольга", "+7 914 000-00-00")],
    }
    return RouteSheet(**(given | fields))  # type: ignore[arg-type]


def test_sheet_says_bus_people_and_each_stop() -> None:
    first, second = pages_of(route_sheet_pdf(a_sheet(), russian()))

    for words in (
        "понедельник, 23 ноября 2026, отправление в 10:00",
        "ПАЗ-3205, 25 мест",
        "А 123 ВС 28",
        "Руководитель Ольга, +7 914 000-00-00",
        "Заезд со стороны ул. Зейской.",
        "10:00 Место сбора: Администрация города 50.29070 127.52720",
        "1 10:20 10:35 Двор 1 ул. Ленина, 1 1,2 км 5 мин 50.27400 127.51300",
        "2 10:40 10:55 Двор 2 ул. Ленина, 2",
        "13:00 Возвращение: Гараж 3,2 км 9 мин",
        "Всего 12,3 км, 2 остановки",
        ESTIMATE,
    ):
        assert words in first
    assert "Схема маршрута" in second


def test_sheet_by_streets_says_nothing_of_an_estimate() -> None:
    assert "по прямой" not in text_of(route_sheet_pdf(a_sheet(a_route(engine="streets")), russian()))


def test_sheet_by_several_engines_marks_the_rides_that_are_an_estimate() -> None:
    stops = [a_stop(1, source="streets"), a_stop(2, source="estimate")]

    text = text_of(route_sheet_pdf(a_sheet(a_route(stops, engine="streets+estimate")), russian()))

    assert ESTIMATE not in text
    assert "1,2 км 5 мин 50.27400" in text
    assert "1,2 км 5 мин по прямой 50.27800" in text
    assert "Участки с пометкой «по прямой» — оценка по прямой." in text


def test_sheet_marks_stops_that_may_and_that_are_skipped() -> None:
    stops = [a_stop(1, must=False), a_stop(2, skipped=True, km=None, minutes=None)]

    text = text_of(route_sheet_pdf(a_sheet(a_route(stops)), russian()))

    assert "Двор 1 ул. Ленина, 1 если успеем" in text
    assert "2 Двор 2 ул. Ленина, 2 пропущена" in text


def test_sheet_without_a_way_has_dashes() -> None:
    stops = [a_stop(1, arrival=None, departure=None, km=None, minutes=None)]

    assert "1 – – Двор 1 ул. Ленина, 1 –" in text_of(route_sheet_pdf(a_sheet(a_route(stops)), russian()))


def test_sheet_lists_turns_where_streets_are_known() -> None:
    turns = [
        Turn("start", "ул. Ленина", 344),
        Turn("roundabout", "Игнатьевское шоссе", 1_260, exit=2),
        Turn("arrive", "", 0, stop=1),
        Turn("u_turn", "", 20),
        Turn("something new", "ул. Мухина", 996),
        Turn("unknown", "", 0, stop=2),
        Turn("unknown", "", 0),
        Turn("arrive", "", 0),
    ]

    last = pages_of(route_sheet_pdf(a_sheet(turns=turns), russian()))[-1]

    assert (
        "Повороты по маршруту Что делать Улица Проехать начать движение ул. Ленина 340 м "
        "на круге 2-й съезд Игнатьевское шоссе 1,3 км остановка 1 разворот 20 м прямо ул. Мухина 1 км "
        "до остановки 2: повороты неизвестны до места возвращения: повороты неизвестны место возвращения"
    ) in last


@pytest.mark.parametrize(
    ("metres", "words"),
    [(0, ""), (4.9, ""), (5, "10 м"), (344, "340 м"), (994, "990 м"), (995, "1 км"), (12_345, "12,3 км")],
)
def test_distance_is_said_as_a_driver_reads_it(metres: float, words: str) -> None:
    assert distance_words(russian(), metres) == words


def test_sheet_of_sixty_stops_repeats_the_head_of_the_table() -> None:
    route = a_route([a_stop(number) for number in range(1, 61)])

    pages = pages_of(route_sheet_pdf(a_sheet(route), russian()))

    with_stops = [page for page in pages if "Двор" in page]
    assert len(with_stops) > 2
    assert all("№ Приб. Отпр. Остановка и адрес" in page for page in with_stops)
    assert all(f"Двор {number} ул. Ленина, {number} " in " ".join(pages) for number in range(1, 61))


def test_sheet_of_no_stop_and_no_place_is_one_page() -> None:
    nowhere = RouteEnd("", None, None)
    route = a_route([], start=nowhere, end=nowhere, line=[], km=0.0, back_km=None, back_minutes=None)

    pages = pages_of(route_sheet_pdf(a_sheet(route, bus_name="", bus_plate="", seats=None, contacts=[]), russian()))

    assert len(pages) == 1
    assert "Автобус не указан" in pages[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_sheet_with_hostile_text_is_still_a_sheet(text: str) -> None:
    stops = [a_stop(number, name=text or "x", address=text) for number in range(1, 4)]
    sheet = a_sheet(a_route(stops), bus_name=text, bus_plate=text, note=text, contacts=[Contact("Кто", text, text)])

    assert "Всего 12,3 км, 3 остановки" in text_of(route_sheet_pdf(sheet, russian()))


@pytest.mark.parametrize(
    ("stops", "words", "parts"),
    [
        (2, "Маршрут в Яндекс Картах: наведите", ["Н – К"]),
        (20, "по частям, 3 кода: наведите", ["Н – 9", "9 – 18", "18 – К"]),
        (60, "по частям, 7 кодов: наведите", ["Н – 9", "9 – 18", "54 – К"]),
    ],
)
def test_codes_of_the_navigator_can_be_read_from_the_sheet(stops: int, words: str, parts: list[str]) -> None:
    route = a_route([a_stop(number) for number in range(1, stops + 1)])
    links = paper_links(route.points)

    pdf = route_sheet_pdf(a_sheet(route, navigator=links), russian())

    assert words in text_of(pdf)
    assert all(part in text_of(pdf) for part in parts)
    codes = [picture.image for page in PdfReader(BytesIO(pdf)).pages for picture in page.images]
    assert [code.text for image in codes for code in zxingcpp.read_barcodes(image)] == [link.address for link in links]


def test_sheet_without_a_navigator_has_no_picture() -> None:
    assert "наведите" not in text_of(route_sheet_pdf(a_sheet(), russian()))


def test_event_without_a_bus_says_nothing_of_one() -> None:
    without: dict[str, Any] = {"bus_name": "", "bus_plate": "", "seats": None}

    texts = [text_of(route_sheet_pdf(a_sheet(needs_bus=needs, **without), russian())) for needs in (True, False)]

    assert ["Госномер" in text for text in texts] == [True, False]


def test_same_sheet_gives_the_same_bytes() -> None:
    assert route_sheet_pdf(a_sheet(), russian()) == route_sheet_pdf(a_sheet(), russian())


@pytest.mark.parametrize("same", [Point(50.27, 127.53), Point(89.9, 179.9), Point(0.0, 0.0)])
def test_stops_at_one_point_are_drawn_apart(same: Point) -> None:
    stops = [a_stop(number, point=same) for number in range(1, 6)]

    last = pages_of(route_sheet_pdf(a_sheet(a_route(stops, line=[same] * 5)), russian()))[-1]

    assert all(f" {number}" in last for number in range(1, 6))
