"""Tests of `planner.phrases.guests`: who is invited and who is on the bus."""

from datetime import UTC, datetime
from typing import Any

import pytest

from planner.domain.models import Participant
from planner.domain.permissions import Subject
from planner.domain.words import Answer
from planner.i18n import translator
from planner.phrases.guests import participant_facts, participant_name, traveller_detail, traveller_name
from planner.services.guests.boarding import Traveller
from planner.services.guests.invitations import InvitedRow

RU = translator("ru", "Asia/Yakutsk")
NOON = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def a_participant(name: str = "Пётр", **fields: Any) -> Participant:
    return Participant(id=1, tour_id=1, name=name, invited_at=NOON, **fields)


def a_row(participant: Participant, **fields: Any) -> InvitedRow:
    given = {"agency": "Дороги", "post": "", "delegate": "", "delegate_of": "", "line": None, **fields}
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
