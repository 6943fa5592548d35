"""Tests of `planner.phrases.guests`: who is invited and who is on the bus."""

from datetime import UTC, datetime
from typing import Any

import pytest

from planner.domain.models import Participant, Tour
from planner.domain.permissions import Subject
from planner.domain.words import Answer
from planner.i18n import translator
from planner.phrases.guests import (
    invitation_text,
    participant_facts,
    participant_name,
    traveller_detail,
    traveller_name,
)
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
