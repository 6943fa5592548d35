"""The protocol as PDF, read back by a reader of another make."""

from dataclasses import replace

import pytest

from planner.render.papers.protocol import ProtocolIssue, ProtocolPaper, ProtocolPoint, ProtocolStop, protocol_pdf
from tests.render.route_story import HEAD, HOSTILE, russian, text_of

LINE = "12–3–1. Заделать яму – до 30.11.2026 – Управление дорог"
POINT = ProtocolPoint("12–3–1", "Заделать яму", "30.11.2026", "Управление дорог", "", "", LINE)
ISSUE = ProtocolIssue("144", "3.1. Яма (ул. Ленина, 1), замечание № 144", "", [POINT])
OTHER = ProtocolIssue("145", "3.2. Скамья, замечание № 145", "По замечанию № 145 решение не принято.", [])
STOP = ProtocolStop("3. Двор, ул. Мира, 2", ["Пётр: Темно"], [ISSUE, OTHER])
PAPER = ProtocolPaper(
    number="12",
    title="ПРОТОКОЛ № 12",
    tour="выездного совещания «Объезд»",
    edition="Проект",
    date="23 ноября 2026",
    place="г. Благовещенск, на остановках объезда",
    chair="Виктор, заместитель мэра",
    secretary="Соня",
    present=["Оксана, начальник, Управление дорог"],
    absent=["Борис, Горсвет"],
    residents="жители — 2 человека",
    agenda=["3. Двор: Дороги"],
    stops=[STOP],
    stances=["Дороги: согласно (Оксана, 23 ноября 2026, 15:10)"],
    changes=["Пункт 12–3–1: добавлено «Заделать яму»"],
    confirmed="Утвердил: Виктор, 23 ноября 2026, 15:20",
    seal=f"SHA-256 текста: {'a1' * 32}",
)


def test_protocol_says_all_in_the_order_of_a_protocol() -> None:
    text = text_of(protocol_pdf(PAPER, HEAD, russian()))

    parts = [
        *("ПРОТОКОЛ № 12", "Проект", "23 ноября 2026", "Председательствующий: Виктор", "Секретарь: Соня"),
        *("Присутствовали: Оксана", "жители — 2 человека", "Приглашены, не прибыли: Борис", "Повестка 3. Двор: Дороги"),
        *("СЛУШАЛИ: 3.1. Яма", "3.2. Скамья", "ВЫСТУПИЛИ: Пётр: Темно", f"РЕШИЛИ: {LINE}", "№ 145 решение не принято"),
        *("Согласование Дороги: согласно", "Изменения к предыдущей редакции", "Утвердил: Виктор", "a1" * 32),
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_protocol_without_anything_is_a_page_with_its_head() -> None:
    empty = replace(PAPER, stops=[], agenda=[], stances=[], changes=[], absent=[], residents="", confirmed="", seal="")

    text = text_of(protocol_pdf(empty, HEAD, russian()))

    assert "ПРОТОКОЛ № 12" in text
    assert [word for word in ("СЛУШАЛИ", "Повестка", "SHA", "не прибыли") if word in text] == []


def test_stop_without_issues_says_so() -> None:
    text = text_of(protocol_pdf(replace(PAPER, stops=[replace(STOP, issues=[], spoken=[])]), HEAD, russian()))

    assert "3. Двор, ул. Мира, 2 Замечаний нет." in text


@pytest.mark.parametrize("typed", HOSTILE)
def test_protocol_can_be_drawn_whatever_was_typed(typed: str) -> None:
    point = replace(POINT, text=typed, line=typed)
    stop = replace(STOP, title=typed, spoken=[typed], issues=[replace(ISSUE, line=typed, points=[point])])

    paper = protocol_pdf(replace(PAPER, chair=typed, present=[typed], stops=[stop]), HEAD, russian())

    assert "ПРОТОКОЛ № 12" in text_of(paper)


def test_same_protocol_gives_the_same_bytes() -> None:
    assert protocol_pdf(PAPER, HEAD, russian()) == protocol_pdf(PAPER, HEAD, russian())
