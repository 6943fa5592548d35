"""Proposals in words, as an official reads them."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.domain.geo import Point
from planner.domain.models import District
from planner.domain.prize import Prize, PrizeDistrict, PrizeIssue, Weights, prize_of
from planner.domain.tour_rules import LAST, TourRules
from planner.domain.words import Severity
from planner.i18n import translator
from planner.phrases.proposals import proposal_figures, say_broken, say_help, say_prize, say_reason, say_wish
from planner.routing.estimate import Estimate
from planner.routing.optimiser.problem import Remedy
from planner.services.proposals.brief import Brief
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.left_out import LeftOut
from planner.services.proposals.my_order import BrokenRule, Help, OrderCheck
from planner.services.proposals.search import Proposal, ProposalKind, ProposedBus, ProposedStop, Wish

t = translator("ru", "Asia/Yakutsk")
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 10:00 in the city


def candidate(name: str, **fields: object) -> Candidate:
    given = {
        "key": name,
        "kind": "stop",
        "point": Point(50.26, 127.53),
        "name": name,
        "address": "",
        "district_id": None,
        "issue_ids": (),
        "minutes_off": 2,
        "minutes_talk": 15,
        "prize": Prize(),
        "promises": 0,
        **fields,
    }
    return Candidate(**given)  # type: ignore[arg-type]


SCHOOL = candidate("Школа", window_from=START, window_to=START + timedelta(minutes=30))
MARKET = candidate("Рынок", pinned_to=LAST)
LIGHT = candidate(
    "Освещение", kind="issues", address="ул. Мира, 2", prize=prize_of([PrizeIssue(Severity.LOW)], Weights())
)
BRIEF = Brief(
    tour_id=1,
    version=1,
    starts_at=START,
    ends_at=START + timedelta(hours=3),
    start_point=None,
    end_point=None,
    zone="Asia/Yakutsk",
    rows=(SCHOOL, MARKET, LIGHT),
    weights=Weights(),
    rules=TourRules(),
    districts={7: District(id=7, name="Северный")},
    unvisited={},
    engine=Estimate(),
)


def test_prize_is_said_as_a_sum_that_adds_up() -> None:
    issue = PrizeIssue(Severity.DANGER, days_overdue=21, supporters=2)

    prize = prize_of([issue], Weights(), district=PrizeDistrict(90, 10_000))

    assert say_prize(t, prize) == (
        "тяжесть 12 + просрочка 8,4 (21 день) + поддержка 1 (2 человека) + район без объезда 1,8 (90 дней) = 23,2"
    )


def test_single_part_is_its_own_sum_and_nothing_is_said_too() -> None:
    assert say_prize(t, prize_of([PrizeIssue(Severity.DANGER)], Weights())) == "тяжесть 12"
    assert say_prize(t, Prize()) == "баллов нет"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (LeftOut(MARKET, "over", 7), "не хватает 7 мин"),
        (LeftOut(MARKET, "over", 64), "не хватает 1 ч 4 мин"),
        (
            LeftOut(MARKET, "instead", 7, LIGHT),
            "не хватает 7 мин; войдёт вместо остановки 1 (Освещение, ул. Мира, 2, баллов: 2)",
        ),
        (LeftOut(MARKET, "fits", 25), "помещается: объезд станет длиннее на 25 мин"),
        (LeftOut(MARKET, "rule"), "не позволяет правило объезда"),
    ],
)
def test_why_a_place_was_left_out(left: LeftOut, said: str) -> None:
    stop = ProposedStop(LIGHT, START, START, START, 0)
    bus = ProposedBus((stop,), START, 60, 5.0, (), "estimate", ())

    assert say_reason(t, Proposal(ProposalKind.MOST, (bus,), "estimate", False, True), left) == said


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish("must", (SCHOOL,)), "обязательная остановка «Школа»"),
        (Wish("return"), "возвращение не позднее 13:00"),
        (Wish("window", (SCHOOL,)), "«Школа» в своё время (10:00–10:30)"),
        (Wish("position", (MARKET,)), "«Рынок»: место в маршруте — последняя"),
        (Wish("before", (SCHOOL, MARKET)), "«Школа» раньше, чем «Рынок»"),
        (Wish("right_after", (SCHOOL, MARKET)), "«Рынок» сразу после «Школа»"),
        (Wish("too_few", (), 7), "остановка в районе «Северный»"),
        (Wish("too_many", (SCHOOL, MARKET)), "только одна остановка из: «Школа», «Рынок»"),
        (Wish("no_way", (LIGHT,)), "к остановке «Освещение, ул. Мира, 2» нет проезда"),
        (Wish("no_way"), "к месту окончания нет проезда"),
        (Wish("pause"), "перерыв в своё время"),
        (Wish("metres"), "маршрут не длиннее предельного"),
    ],
)
def test_what_contradicts_is_named(wish: Wish, said: str) -> None:
    assert say_wish(t, BRIEF, wish) == said


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (BrokenRule(Wish("window", (SCHOOL,)), 7), "«Школа»: опоздание на 7 мин"),
        (BrokenRule(Wish("return"), 75), "возвращение позже срока на 1 ч 15 мин"),
        (BrokenRule(Wish("ride", (SCHOOL,)), 3), "переезд к остановке «Школа» дольше предельного на 3 мин"),
        (BrokenRule(Wish("metres"), 2500), "маршрут длиннее предельного на 2,5 км"),
        (BrokenRule(Wish("pause", (SCHOOL,)), 4), "перерыв начинается позже своего времени на 4 мин"),
        (BrokenRule(Wish("before", (SCHOOL, MARKET)), 0), "«Школа» раньше, чем «Рынок»"),
    ],
)
def test_what_breaks_is_told_with_its_minutes(broken: BrokenRule, said: str) -> None:
    assert say_broken(t, BRIEF, broken) == said


@pytest.mark.parametrize(
    ("remedy", "said"),
    [
        (Remedy("swap", (1, 0, 2), (), stop=0, other=1), "Поменять местами остановки 1 и 2"),
        (Remedy("drop", (1, 2), (), stop=0), "Убрать остановку 1 (Школа)"),
        (Remedy("earlier", (0, 1, 2), (), minutes=10), "Выехать на 10 мин раньше"),
        (Remedy("move", (1, 2, 0), (), stop=0, at=2), "Перенести остановку 1 (Школа) на место 3"),
        (Remedy("shorter", (0, 1, 2), (), stop=1, minutes=5), "Сократить разговор на остановке 2 на 5 мин"),
    ],
)
def test_what_helps_is_told(remedy: Remedy, said: str) -> None:
    check = OrderCheck(BRIEF, (), ())

    assert say_help(t, check, Help(remedy, ())) == said


def proposal(kind: ProposalKind, minutes: int, km: float, *stops: Candidate) -> Proposal:
    made = tuple(ProposedStop(stop, START, START, START, 0) for stop in stops)
    return Proposal(kind, (ProposedBus(made, START, minutes, km, (), "estimate", ()),), "estimate", True, True)


def test_figures_mark_the_best_of_several_and_nothing_where_all_are_alike() -> None:
    most = proposal(ProposalKind.MOST, 80, 12.44, SCHOOL, LIGHT)
    shortest = proposal(ProposalKind.SHORTEST, 50, 12.41, MARKET)

    figures = [(line.name, line.value, line.best) for line in proposal_figures(t, most, [most, shortest])]

    assert figures == [
        ("Время", "1 ч 20 мин", False),
        ("Расстояние", "12,4 км", False),
        ("Остановок", "2", True),
        ("Замечаний", "0", False),
        ("Поручений к сроку", "0", False),
        ("Районов", "0", False),
        ("Сумма баллов", "2", True),
    ]


def test_single_proposal_is_the_best_of_nothing() -> None:
    alone = proposal(ProposalKind.MOST, 80, 12.4, SCHOOL)

    assert [line.best for line in proposal_figures(t, alone, [alone])] == [False] * 7
