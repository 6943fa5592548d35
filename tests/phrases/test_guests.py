"""Tests of `planner.phrases.guests`: who is invited and who is on the bus."""

from datetime import UTC, datetime
from typing import Any

import pytest

from planner.domain.models import Participant, Stop, Tour
from planner.domain.permissions import Subject
from planner.domain.words import Answer, TourState
from planner.i18n import translator
from planner.phrases.guests import (
    free_seat_text,
    invitation_in_words,
    invitation_text,
    own_invitation_text,
    participant_facts,
    participant_name,
    say_programme,
    traveller_detail,
    traveller_name,
)
from planner.services.guests.answer_links import Invitation
from planner.services.guests.boarding import Traveller
from planner.services.guests.invitations import InvitedRow

RU = translator("ru", "Asia/Yakutsk")
NOON = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def a_participant(name: str = "Пётр", **fields: Any) -> Participant:
    return Participant(id=1, tour_id=1, name=name, invited_at=NOON, **fields)


def a_row(participant: Participant, **fields: Any) -> InvitedRow:
    given = {"agency": "Дороги", "post": "", "delegate": "", "delegate_of": "", "line": None, "contact": "", **fields}
    return InvitedRow(participant=participant, subject=Subject(), **given)


@pytest.mark.parametrize(
    ("participant", "name"),
    [
        (a_participant(), "Пётр"),
        (a_participant(""), "Дороги: кто поедет, не указано"),
        (a_participant("", answer=Answer.NO), "Дороги"),
        (a_participant("*Пётр* [x](y)"), "*Пётр* [x](y)"),
    ],
)
def test_participant_is_named_or_it_is_said_that_nobody_is(participant: Participant, name: str) -> None:
    assert participant_name(RU, participant, "Дороги") == name


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        (a_row(a_participant("")), []),
        (a_row(a_participant(), post="начальник"), ["Дороги", "начальник"]),
        (a_row(a_participant(), contact="+7 914, a@b.ru"), ["Дороги", "связь: +7 914, a@b.ru"]),
        (a_row(a_participant(), delegate="Анна"), ["Дороги", "вместо себя направляет: Анна"]),
        (
            a_row(a_participant(tablet=True), delegate_of="Анна", line=2),
            ["Дороги", "вместо: Анна", "в очереди 2-й", "вошёл по ссылке"],
        ),
    ],
)
def test_participant_says_from_where_and_for_whom(row: InvitedRow, facts: list[str]) -> None:
    assert participant_facts(RU, row) == facts


@pytest.mark.parametrize(
    ("one", "name", "detail"),
    [
        (Traveller(a_participant(), "Пётр", "Дороги"), "Пётр", "Дороги"),
        (Traveller(a_participant(), "Пётр", ""), "Пётр", ""),
        (Traveller(a_participant(""), "", "Дороги"), "Представитель: Дороги", ""),
        (Traveller(a_participant(left_at=NOON), "Пётр", "Дороги"), "Пётр", "сошёл в 12:00"),
        (Traveller(a_participant("", left_at=NOON), "", "Дороги"), "Представитель: Дороги", "сошёл в 12:00"),
    ],
)
def test_traveller_says_who_from_where_and_when_somebody_got_off(one: Traveller, name: str, detail: str) -> None:
    assert (traveller_name(RU, one), traveller_detail(RU, one)) == (name, detail)


def test_invitation_text_says_which_tour_when_from_where_and_how_to_answer() -> None:
    tour = Tour(title="Дворы", starts_at=NOON, ends_at=NOON, start_name="Ленина, 1", created_at=NOON)

    text = invitation_text(RU, tour, "https://city.example/invitations?tour=1")

    assert text.split("\n") == [
        "Приглашаем вас. Дворы: пятница, 27 ноября 2026, 12:00–12:00.",
        "Сбор: Ленина, 1.",
        "Ответить можно здесь, войдя в систему: https://city.example/invitations?tour=1",
        "Без входа ответьте на это письмо.",
    ]


def an_invitation(row: Participant, **fields: Any) -> Invitation:
    tour = Tour(title="Объезд", starts_at=NOON, ends_at=NOON, created_at=NOON, state=TourState.PUBLISHED)
    tour.start_name, tour.cancel_reason = "Ленина, 133", "Метель"
    tour.state = fields.pop("state", tour.state)
    given = {"agency": "Дороги", "stops": [], "delegate": "", "line": None, "is_open": True, "is_full": False, **fields}
    return Invitation(tour=tour, participant=row, **given)


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        (an_invitation(a_participant()), "Ждём вашего ответа."),
        (an_invitation(a_participant(answer=Answer.YES)), "Ваш ответ записан: вы приедете, место за вами."),
        (
            an_invitation(a_participant(answer=Answer.WAITING), line=3),
            "Ваш ответ записан. Мест пока нет: вы в очереди 3-й. Когда место освободится, вам сообщат.",
        ),
        (an_invitation(a_participant(answer=Answer.NO)), "Ваш ответ записан: вы не приедете."),
        (
            an_invitation(a_participant(answer=Answer.DELEGATED), delegate="Орлова"),
            "Ваш ответ записан: вместо вас приедет Орлова.",
        ),
        (an_invitation(a_participant(), state=TourState.CANCELLED), "Выезд отменён. Метель"),
        (an_invitation(a_participant(), state=TourState.CLOSED), "Этот выезд уже состоялся."),
    ],
)
def test_invitation_says_how_the_answer_stands(found: Invitation, standing: str) -> None:
    said = invitation_in_words(RU, found)

    assert said.standing == standing


@pytest.mark.parametrize(
    ("row", "invited", "asks_name"),
    [
        (a_participant("Ким Анна", post="редактор"), "Приглашение для: Ким Анна, редактор, Дороги", False),
        (a_participant(""), "Приглашение для: Дороги", True),
        (a_participant("", person_id=5), "Приглашение для: Дороги", False),
    ],
)
def test_invitation_says_whom_it_is_for(row: Participant, invited: str, asks_name: bool) -> None:
    said = invitation_in_words(RU, an_invitation(row))

    assert (said.invited, said.asks_name) == (invited, asks_name)


def test_own_text_has_the_programme_and_the_link() -> None:
    tour = an_invitation(a_participant()).tour
    stops = [
        Stop(tour_id=1, position=1, name="Двор", address="Мира, 5", lat=50, lon=127, planned_arrival=NOON),
        Stop(tour_id=1, position=2, name="Сквер", address="Сквер", lat=50, lon=127),
    ]

    text = own_invitation_text(
        RU.on_paper(),
        tour,
        say_programme(RU.on_paper(), stops),
        name="Ким Анна Петровна",
        address="https://a.ru/answer/x",
    )

    assert text.split("\n") == [
        "Анна Петровна, здравствуйте.",
        "Приглашаем вас. Объезд: пятница, 27 ноября 2026, 12:00–12:00.",
        "Сбор: Ленина, 133.",
        "Программа:",
        "1. 12:00, Двор, Мира, 5",
        "2. Сквер",
        "Ответьте, пожалуйста, по ссылке, вход в систему не нужен: https://a.ru/answer/x",
    ]


def test_text_without_a_link_asks_for_no_answer_by_it() -> None:
    tour = an_invitation(a_participant()).tour

    texts = [
        own_invitation_text(RU.on_paper(), tour, [], name="", address=""),
        free_seat_text(RU.on_paper(), tour, name="", address=""),
    ]

    assert texts == [
        "Приглашаем вас. Объезд: пятница, 27 ноября 2026, 12:00–12:00.\nСбор: Ленина, 133.",
        "Для вас освободилось место. Объезд: пятница, 27 ноября 2026, 12:00–12:00.\nСбор: Ленина, 133.",
    ]
