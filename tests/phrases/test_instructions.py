"""Tests of `planner.phrases.instructions`: whose turn it is, what was promised, what is known of each."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.domain.models import Agency, Category, Instruction, Issue
from planner.domain.permissions import Subject
from planner.domain.words import InstructionState, IssueState
from planner.i18n import translator
from planner.phrases.instructions import (
    instruction_facts,
    say_given,
    say_number,
    say_overdue,
    say_promise,
    say_standing,
    say_wait,
    say_wish,
)
from planner.services.issues.details import InstructionDetails, IssueDetails
from planner.services.ride.stop_card import Promise

TODAY = date(2026, 11, 23)
RU, EN = (translator(language, "Asia/Yakutsk", TODAY) for language in ("ru", "en"))
ROADS = Agency(id=1, name="Управление дорог", short_name="Дороги")
PARKS = Agency(id=2, name="Парки")


def an_instruction(**fields: object) -> Instruction:
    given: dict[str, Any] = {
        "text": "Заделать",
        "due_on": date(2026, 11, 20),
        "given_at": datetime(2026, 11, 1, tzinfo=UTC),
        **fields,
    }
    return Instruction(id=7, issue_id=1, agency_id=1, **given)


def details_of(state: IssueState) -> IssueDetails:
    return IssueDetails(
        issue=Issue(
            id=1,
            lat=0,
            lon=0,
            category_id=1,
            created_at=datetime(2026, 11, 1, tzinfo=UTC),
            state=state,
            due_on=date(2026, 11, 20),
        ),
        category=Category(id=1, name="Дороги"),
        district=None,
        agency=ROADS,
        photos=(),
        comments=(),
        instructions=(),
        moves=(),
        tour=None,
        stop=None,
        duplicate_of=None,
        supported_by_me=False,
        subject=Subject(),
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (IssueState.NEW, "Поручения пока нет. Нужно решить, кто и к какому сроку устранит замечание."),
        (IssueState.ASSIGNED, "Ждём отчёта: Управление дорог, срок 20 ноября 2026."),
        (
            IssueState.RETURNED,
            "Работу нужно доделать и отчитаться снова: Управление дорог, срок 20 ноября 2026.",
        ),
        (IssueState.REPORTED, "Исполнитель сообщил, что работа сделана. Контролёр проверит фото «После»."),
        (IssueState.CLOSED, "Замечание закрыто. Если проблема вернулась, его можно возобновить."),
    ],
)
def test_issue_says_whose_turn_it_is(state: IssueState, words: str) -> None:
    assert say_wait(RU, details_of(state)) == words


def test_wish_has_its_day_and_its_reason() -> None:
    wish = an_instruction(asked_until=date(2026, 12, 7), asked_reason="Нет *асфальта*")

    assert say_wish(RU, wish, "7 декабря") == "Исполнитель просит перенести срок на 7 декабря. Нет *асфальта*"


def test_number_of_an_instruction_is_said_in_both_languages() -> None:
    given = an_instruction(tour_id=12, stop_number=3, item=2)

    assert (say_number(RU, given), say_number(EN, given)) == ("№ 12–3–2", "No. 12–3–2")


def test_what_was_given_already_is_said_with_the_short_name() -> None:
    given = InstructionDetails(an_instruction(), ROADS, (), "")

    assert (say_given(RU, given), say_given(EN, given)) == (
        "Уже поручено: № 0–1–1, Дороги, срок 20 ноября",
        "Already given: No. 0–1–1, Дороги, due 20 November",
    )


@pytest.mark.parametrize(
    ("state", "due_on", "words"),
    [
        (InstructionState.ASSIGNED, date(2026, 11, 20), "просрочено на 3 дня"),
        (InstructionState.RETURNED, date(2026, 11, 22), "просрочено на 1 день"),
        (InstructionState.ASSIGNED, TODAY, ""),
        (InstructionState.REPORTED, date(2026, 11, 20), ""),
        (InstructionState.CLOSED, date(2026, 11, 20), ""),
    ],
)
def test_instruction_is_overdue_while_its_agency_has_not_reported(
    state: InstructionState, due_on: date, words: str
) -> None:
    assert say_overdue(RU, an_instruction(state=state, due_on=due_on), TODAY) == words


def test_facts_stand_in_order_and_what_is_not_known_is_missing() -> None:
    reported = an_instruction(
        given_by="Ольга", reported_at=datetime(2026, 11, 22, 3, 0, tzinfo=UTC), extensions=2, returns=1
    )
    full = InstructionDetails(reported, ROADS, (PARKS, ROADS), "Кира")

    facts = [
        list(instruction_facts(RU, given).items())
        for given in (full, InstructionDetails(an_instruction(), PARKS, (), ""))
    ]

    assert facts == [
        [
            ("agency", "Управление дорог"),
            ("co_executors", "Парки, Управление дорог"),
            ("due_on", "20 ноября 2026"),
            ("controller", "Кира"),
            ("given", "1 ноября, 09:00, Ольга"),
            ("reported", "22 ноября, 12:00"),
            ("counts", "продлено 2 раза · возвращено 1 раз"),
        ],
        [("agency", "Парки"), ("due_on", "20 ноября 2026"), ("given", "1 ноября, 09:00")],
    ]


@pytest.mark.parametrize(
    ("promise", "line", "standing"),
    [
        (
            Promise("12–3–2", "Горсвет", date(2026, 11, 30), InstructionState.ASSIGNED, overdue=False),
            "№ 12–3–2, Горсвет, до 30 ноября",
            "На контроле",
        ),
        (
            Promise("12–3–2", "Горсвет", date(2026, 11, 20), InstructionState.ASSIGNED, overdue=True),
            "№ 12–3–2, Горсвет, до 20 ноября",
            "просрочено на 3 дня",
        ),
    ],
)
def test_promise_says_who_until_when_and_how_it_stands(promise: Promise, line: str, standing: str) -> None:
    assert (say_promise(RU, promise), say_standing(RU, promise, TODAY)) == (line, standing)
