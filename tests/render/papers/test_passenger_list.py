"""The list of passengers, read back by a reader of PDF."""

from dataclasses import replace

import pytest

from planner.domain.words import Answer, SeatGroup
from planner.render.papers.passenger_list import Passenger, PassengerList, passenger_list_pdf
from tests.render.route_story import HEAD, HOSTILE, NOW, START, pages_of, russian, text_of

OKSANA = Passenger("Оксана", "Дороги", "начальник", SeatGroup.AGENCY, Answer.YES)


def a_list(*passengers: Passenger) -> PassengerList:
    return PassengerList(HEAD, START, "Площадь Ленина", "ПАЗ, А 123 ВС 28", 25, passengers)


def test_list_says_who_rides_by_group_in_one_count() -> None:
    boris = replace(OKSANA, name="Борис", agency="Амурская правда", post="", group=SeatGroup.PRESS, boarded_at=NOW)
    pyotr = replace(OKSANA, name="Пётр", agency="", post="", group=SeatGroup.PUBLIC, instead_of="Анна")

    text = text_of(passenger_list_pdf(a_list(pyotr, OKSANA, boris), russian()))

    assert "Едут 3 человека, мест в автобусе: 25" in text
    assert "Ведомства: 1" in text
    assert "1 Оксана Дороги начальник" in text
    assert "Пресса: 1" in text
    assert "2 Борис Амурская правда 09:00" in text
    assert "Жители: 1" in text
    assert "3 Пётр вместо: Анна" in text
    assert "Подпись" in text


def test_those_who_wait_or_have_not_answered_stand_apart_and_refusals_nowhere() -> None:
    others = [
        replace(OKSANA, name="Вторая", answer=Answer.WAITING, line=2),
        replace(OKSANA, name="Первая", answer=Answer.WAITING, line=1),
        replace(OKSANA, name="", agency="Горсвет", post="", answer=Answer.INVITED),
        replace(OKSANA, name="Отказник", answer=Answer.NO),
        replace(OKSANA, name="Пославший", answer=Answer.DELEGATED),
    ]

    text = text_of(passenger_list_pdf(a_list(OKSANA, *others), russian()))

    assert "Едет 1 человек" in text
    assert text.index("В листе ожидания") < text.index("Первая") < text.index("Вторая") < text.index("Ответа нет")
    assert "имя не указано Горсвет" in text
    assert "Отказник" not in text
    assert "Пославший" not in text


def test_empty_list_has_lines_to_write_on() -> None:
    text = text_of(passenger_list_pdf(a_list(), russian()))

    assert "Не внесённые заранее № Фамилия, имя, отчество" in text
    assert " 1 2 3 4 5 6 " in text


def test_two_hundred_passengers_are_all_there() -> None:
    pages = pages_of(passenger_list_pdf(a_list(*(replace(OKSANA, name=f"Имя{n}") for n in range(200))), russian()))

    assert len(pages) > 5
    assert all(f" Имя{n} " in " ".join(pages) for n in range(200))


@pytest.mark.parametrize("text", HOSTILE)
def test_list_with_hostile_text_is_still_a_list(text: str) -> None:
    people = [replace(OKSANA, name=text, agency=text, post=text, answer=answer, instead_of=text) for answer in Answer]

    assert "Едет 1 человек" in text_of(passenger_list_pdf(a_list(*people), russian()))


def test_same_list_gives_the_same_bytes() -> None:
    assert passenger_list_pdf(a_list(OKSANA), russian()) == passenger_list_pdf(a_list(OKSANA), russian())
