"""Tests of `planner.phrases.events.papers`, and of what the papers that are drawn from it show."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from planner.domain.models import AgendaItem, City, MediaGuest, Stop, Tour
from planner.domain.words import Accreditation, TourKind, TourState
from planner.i18n import Translator, translator
from planner.phrases.events.papers import announcement_of, announcement_text, event_paper
from planner.render.papers.event_papers import (
    EventPaper,
    accreditation_pdf,
    announcement_pdf,
    event_poster_pdf,
    programme_pdf,
)
from planner.render.papers.word.fill import fill, own_template
from planner.services.access.people import PersonFacts
from planner.services.events.events import Event

T = translator("ru", "Asia/Yakutsk")
START = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
TOUR = Tour(
    id=5,
    kind=TourKind.PRESS_APPROACH,
    state=TourState.PUBLISHED,
    title="Сквер после ремонта",
    starts_at=START,
    ends_at=START + timedelta(minutes=40),
    start_name="Сквер Калинина",
    note="Если дождь, под навесом.",
    materials="Паспорт проекта\nФото: https://city.ru/1",
    created_at=START,
)
EVENT = Event(
    tour=TOUR,
    stop=Stop(tour_id=5, position=1, name="Сквер Калинина", address="ул. Калинина, 1", lat=50.2, lon=127.5),
    topics=[
        AgendaItem(stop_id=1, text="Что сделано", speaker="Кузьмин Б. Л.", minutes=8),
        AgendaItem(stop_id=1, text="Вопросы", minutes=15),
    ],
    host=PersonFacts(1, "Тарасенко А. П.", "заместитель мэра", "a@city.ru", "2-15-40", None),
    organiser=PersonFacts(2, "Ершова Н. И.", "секретарь", None, "2-15-41", None),
    media=[MediaGuest(tour_id=5, outlet="Два берега", name="Зотов К. Е.", note="Камера", state=Accreditation.GRANTED)],
    sees_media=True,
    invited=1,
    coming=1,
    can_change=True,
    can_lead=True,
)
PAPER = event_paper(T, EVENT, City(name="Благовещенск"), printed_at=START)


def text_of(pdf: bytes) -> str:
    """All that one reads in a PDF, on one line."""
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_announcement_says_all_that_media_need() -> None:
    assert announcement_text(T, announcement_of(T, PAPER)) == (
        "Пресс-подход\nСквер после ремонта\n\n"
        "Приглашаем представителей средств массовой информации.\n\n"
        "Дата: пятница, 27 ноября 2026\nВремя: 11:00–11:40\nМесто: Сквер Калинина, ул. Калинина, 1\n"
        "Ведущий: Тарасенко А. П., заместитель мэра, 2-15-40, a@city.ru\n\n"
        "Темы и выступающие:\n– Что сделано (Кузьмин Б. Л.)\n– Вопросы\n\n"
        "Материалы:\n– Паспорт проекта\n– Фото: https://city.ru/1\n\n"
        "Аккредитация и вопросы: Ершова Н. И., секретарь, 2-15-41."
    )


@pytest.mark.parametrize(
    ("draw", "shown", "hidden"),
    [
        (programme_pdf, ["11:00–11:08", "11:08–11:23", "Кузьмин", "под навесом", "https://city.ru/1"], ["Камера"]),
        (accreditation_pdf, ["Два берега", "Зотов", "Камера", "Аккредитованы", "Подпись"], []),
        (
            event_poster_pdf,
            ["Сквер после ремонта", "Пресс-подход", "11:00–11:40", "Что сделано"],
            ["Автобус", "2-15-4"],
        ),
        (
            lambda paper, t: announcement_pdf(paper, announcement_of(t, paper), t),
            ["Приглашаем", "пятница, 27 ноября 2026", "2-15-41"],
            ["под навесом", "Камера"],
        ),
    ],
)
def test_papers_show_what_they_are_for(
    draw: Callable[[EventPaper, Translator], bytes], shown: list[str], hidden: list[str]
) -> None:
    said = text_of(draw(PAPER, T))

    assert [each for each in shown if each not in said] == []
    assert [each for each in hidden if each in said] == []
    assert draw(PAPER, T) == draw(PAPER, T)


def test_announcement_in_word_has_the_same_lines() -> None:
    words = announcement_of(T, PAPER)

    lines = [each.text for each in Document(BytesIO(fill(own_template("announcement", "ru"), words))).paragraphs]

    assert [
        each for each in (words.title, words.date, words.place, words.contact, "– Вопросы") if each not in lines
    ] == []


def test_press_approach_of_a_bus_tour_is_when_the_bus_is_there() -> None:
    bus = Tour(**TOUR.model_dump() | {"kind": TourKind.BUS_TOUR})
    stop = EVENT.stop.model_copy(update={"planned_arrival": START + timedelta(hours=1), "press": True})  # type: ignore[union-attr]

    paper = event_paper(T, replace(EVENT, tour=bus, stop=stop), City(), printed_at=START)

    assert (paper.kind, T.time(paper.starts_at), paper.topics[0].times) == ("Пресс-подход", "12:00", "12:00–12:08")
