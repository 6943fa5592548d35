"""Posters, read back by a reader of PDF and one of QR codes."""

from io import BytesIO

import pytest
import zxingcpp
from pypdf import PdfReader

from planner.render.papers.stop_posters import StopPosters, stop_posters_pdf
from tests.render.route_story import HEAD, HOSTILE, a_route, a_stop, pages_of, russian

LINK = "https://tours.example.ru/stop/k7Qm2xW9"


def test_poster_says_when_the_bus_comes_and_its_code_leads_to_the_stops_page() -> None:
    route = a_route([a_stop(1, public_link=LINK)])

    pdf = stop_posters_pdf(StopPosters(HEAD, route, "Благовещенск"), russian())

    assert pages_of(pdf) == [
        "Благовещенск Автобус объезда будет здесь понедельник, 23 ноября 2026 около 10:20 Двор 1 ул. Ленина, 1 "
        "Точное время прибытия: наведите камеру телефона на код. tours.example.ru/stop/k7Qm2xW9"
    ]
    [code] = PdfReader(BytesIO(pdf)).pages[0].images
    assert [found.text for found in zxingcpp.read_barcodes(code.image)] == [LINK]


def test_each_stop_that_is_driven_to_has_a_poster() -> None:
    stops = [a_stop(1), a_stop(2, skipped=True), a_stop(3, public_link=LINK)]

    pages = pages_of(stop_posters_pdf(StopPosters(HEAD, a_route(stops), ""), russian()))

    assert [("Двор 1" in page, "Двор 3" in page, "камеру" in page) for page in pages] == [
        (True, False, False),
        (False, True, True),
    ]


def test_tour_without_stops_says_so() -> None:
    assert pages_of(stop_posters_pdf(StopPosters(HEAD, a_route([]), ""), russian())) == [
        "В этом объезде остановок нет."
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_poster_with_hostile_text_stays_one_page(text: str) -> None:
    stop = a_stop(1, name=text, address=text, public_link=LINK)

    [page] = pages_of(stop_posters_pdf(StopPosters(HEAD, a_route([stop]), text), russian()))

    assert "около 10:20" in page
    assert page.endswith("tours.example.ru/stop/k7Qm2xW9")
