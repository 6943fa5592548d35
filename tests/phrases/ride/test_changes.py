"""Tests of `planner.phrases.ride.changes`: what is chosen on the way, as a leader reads it."""

from datetime import UTC, datetime

import pytest

from planner.domain.models import RideChange, Stop
from planner.domain.ride_choices import Choice
from planner.domain.ride_state import Change, ChangeKind, RideStop
from planner.domain.timetable import Break, BreakKind, PlannedStop, Row, Timetable
from planner.i18n import translator
from planner.phrases.ride.changes import Stops, capital, say_breaks, say_change, say_cost, say_steps, why

T = translator("ru", "Asia/Yakutsk")
BACK = datetime(2026, 11, 23, 4, 20, tzinfo=UTC)
STOPS: Stops = {
    11: Stop(id=11, tour_id=1, position=1, name="Рынок", lat=50, lon=127),
    12: Stop(id=12, tour_id=1, position=2, name="Школа", lat=50, lon=127),
}


def choice(*changes: Change, **fields: object) -> Choice:
    given = {
        "times": Timetable(BACK, (), BACK, 0.0, ()),
        "gained": 7,
        "left": (),
        "cut": 0,
        "agenda_over": 0,
        "skipped": (),
        "cost": 1,
        **fields,
    }
    return Choice(changes, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(ChangeKind.CUT, 11, 8), "сократить разговор на остановке 1 до 8 мин"),
        (Change(ChangeKind.SKIP, 12), "не заезжать на остановку 2"),
        (Change(ChangeKind.SWAP, 11, other=12), "сначала остановка 2, потом 1"),
        (Change(ChangeKind.LEAVE, 11), "выехать сейчас"),
        (Change(ChangeKind.RESTORE, 12), "всё-таки заехать на остановку 2"),
    ],
)
def test_each_step_has_its_words(change: Change, words: str) -> None:
    assert say_steps(T, STOPS, [change]) == words


def test_steps_together_are_one_sentence() -> None:
    steps = [Change(ChangeKind.CUT, 11, 8), Change(ChangeKind.SKIP, 12)]

    said = capital(say_steps(T, STOPS, steps))

    assert said == "Сократить разговор на остановке 1 до 8 мин, не заезжать на остановку 2"


def test_cost_says_what_is_won_what_is_lost_and_what_stays() -> None:
    skipped = RideStop(PlannedStop(12, 0, 10), 12, must=True, issues=2, promises=1)
    taken = choice(
        Change(ChangeKind.SKIP, 12),
        skipped=(skipped,),
        agenda_over=4,
        left=(Break("late", 11, 3), Break("over_end", None, 65)),
    )

    assert say_cost(T, STOPS, taken) == [
        "возвращение в 13:20, на 7 мин раньше",
        "обязательная остановка «Школа»",
        "не осмотрим 2 замечания",
        "не проверим 1 поручение",
        "повестка не поместится на 4 мин",
        "остаётся: к остановке 1 опоздаем на 3 мин, возвращение на 1 ч 5 мин позже срока",
    ]


def test_choice_that_costs_only_time_says_so() -> None:
    leave = choice(Change(ChangeKind.LEAVE, 11), cut=6, gained=-2)

    assert say_cost(T, STOPS, leave) == ["возвращение в 13:20, на 2 мин позже", "разговор короче на 6 мин"]


def test_swap_says_who_waits_longer() -> None:
    row = Row(11, BACK, BACK, BACK, 0, 0, 1.0, 5, actual=False, skipped=False)
    swap = choice(Change(ChangeKind.SWAP, 11, other=12), gained=0, times=Timetable(BACK, (row,), BACK, 0.0, ()))

    assert say_cost(T, STOPS, swap) == ["на остановке 1 будем в 13:20"]


def test_every_kind_of_break_has_its_words() -> None:
    kinds: tuple[BreakKind, ...] = ("late", "waits", "unreachable")
    breaks = [*(Break(kind, 12, 9) for kind in kinds), Break("over_end", None, 9), Break("unreachable", None, 0)]

    assert say_breaks(T, STOPS, breaks) == [
        "остановка 2 «Школа»: опаздываем на 9 мин",
        "остановка 2 «Школа»: ждём начала 9 мин",
        "остановка 2 «Школа»: нет проезда",
        "возвращение на 9 мин позже срока",
        "к месту возвращения нет проезда",
    ]


def test_history_says_who_when_what_and_why() -> None:
    row = RideChange(
        id=1,
        tour_id=1,
        at=BACK,
        by="Оксана",
        changes=[{"kind": "skip", "stop": 12, "minutes": None, "other": None, "before": {"12": {"skipped": False}}}],
        breaks=[{"kind": "late", "stop_key": 11, "minutes": 5}],
    )

    assert say_change(T, STOPS, row) == "13:20 Оксана: не заезжать на остановку 2"
    assert why(T, STOPS, row) == "остановка 1 «Рынок»: опаздываем на 5 мин"


def test_history_survives_a_stop_that_is_no_longer_planned() -> None:
    row = RideChange(
        id=1,
        tour_id=1,
        at=BACK,
        by="Оксана",
        changes=[{"kind": "swap", "stop": 11, "minutes": None, "other": 99, "before": {}}],
        breaks=[{"kind": "late", "stop_key": 99, "minutes": 5}, {"kind": "over_end", "stop_key": None, "minutes": 5}],
    )

    assert say_change(T, STOPS, row) == "13:20 Оксана: решение об остановке, которой больше нет в плане"
    assert why(T, STOPS, row) == "возвращение на 5 мин позже срока"
