"""Tests of `planner.phrases.instructions`: whose turn it is, what was promised, what is known of each."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.domain.actor import Actor
from planner.domain.models import Agency, Category, Instruction, Issue, Move
from planner.domain.permissions import Subject
from planner.domain.words import InstructionState, IssueState, Step
from planner.i18n import translator
from planner.phrases.instructions import (
    instruction_facts,
    last_message,
    say_given,
    say_hand_over_wish,
    say_lateness,
    say_number,
    say_offer,
    say_promise,
    say_standing,
    say_state,
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
    ("fields", "words"),
    [
        ({"state": InstructionState.ASSIGNED}, "просрочено на 3 дня"),
        ({"state": InstructionState.IN_WORK}, "просрочено на 3 дня"),
        ({"state": InstructionState.RETURNED, "due_on": date(2026, 11, 22)}, "просрочено на 1 день"),
        ({"state": InstructionState.ASSIGNED, "due_on": TODAY}, ""),
        ({"state": InstructionState.ASSIGNED, "due_on": TODAY, "late_before": 16}, "прежний срок нарушен на 16 дней"),
        ({"state": InstructionState.REPORTED, "reported_on": date(2026, 11, 22)}, "отчёт на 2 дня позже срока"),
        ({"state": InstructionState.REPORTED, "reported_on": date(2026, 11, 20)}, ""),
        (
            {"state": InstructionState.CLOSED, "reported_on": date(2026, 11, 21)},
            "снято с контроля с нарушением срока на 1 день",
        ),
        (
            {"state": InstructionState.CLOSED, "reported_on": date(2026, 11, 20), "late_before": 5},
            "снято с контроля с нарушением срока на 5 дней",
        ),
        ({"state": InstructionState.CLOSED, "reported_on": date(2026, 11, 19)}, ""),
        ({"state": InstructionState.CANCELLED, "late_before": 5}, ""),
    ],
)
def test_lateness_is_a_fact_in_every_state(fields: dict[str, object], words: str) -> None:
    assert say_lateness(RU, an_instruction(**fields), TODAY) == words


@pytest.mark.parametrize(
    ("state", "reported_on", "words"),
    [
        (InstructionState.ASSIGNED, None, "На контроле"),
        (InstructionState.HANDED_OVER, None, "Передано"),
        (InstructionState.IN_WORK, None, "В работе"),
        (InstructionState.REPORTED, date(2026, 11, 20), "Исполнено — ожидает проверки"),
        (InstructionState.RETURNED, date(2026, 11, 20), "Возвращено на доработку"),
        (InstructionState.CLOSED, date(2026, 11, 20), "Снято с контроля в срок"),
        (InstructionState.CLOSED, date(2026, 11, 21), "Снято с контроля с нарушением срока"),
        (InstructionState.CANCELLED, None, "Отменено"),
    ],
)
def test_a_state_has_its_name_of_office(state: InstructionState, reported_on: date | None, words: str) -> None:
    assert say_state(RU, an_instruction(state=state, reported_on=reported_on), TODAY) == words


def test_a_wish_to_hand_over_says_whom_to_and_what_stands_until_then() -> None:
    given = InstructionDetails(an_instruction(wished_reason="Столб не наш."), ROADS, (), "", PARKS)

    assert say_hand_over_wish(RU, given, "Парки") == (
        "Дороги просит передать поручение другому исполнителю: Парки. Столб не наш."
        " Пока ответа нет, поручение остаётся на месте, срок идёт."
    )
    assert say_offer(RU, given.instruction, ROADS, PARKS) == "Просят передать: Дороги → Парки. Столб не наш."


def test_the_last_message_is_that_of_its_instruction() -> None:
    told: dict[str, Any] = {
        "issue_id": 1,
        "step": Step.INFORM,
        "by": "Оксана",
        "at": datetime(2026, 11, 22, 1, 15, tzinfo=UTC),
    }
    moves = [Move(instruction_id=7, text="Ждём асфальт", **told), Move(instruction_id=7, text="Завтра", **told)]
    details = replace(details_of(IssueState.ASSIGNED), moves=[*moves, Move(instruction_id=8, text="Чужое", **told)])
    reader = Actor(name="Кира", person_id=1)

    assert last_message(RU, details, an_instruction(), reader) == (
        "Последнее сообщение (Оксана, 22 ноября, 10:15): Завтра"
    )
    assert last_message(RU, details_of(IssueState.ASSIGNED), an_instruction(), reader) == ""


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
