"""Terms, norms and records as an official would write them."""

from datetime import date

import pytest

from planner.domain.deadlines import Term, WorkingCalendar
from planner.domain.models import Agency, DeadlineRule
from planner.domain.words import TermUnit
from planner.i18n import translator
from planner.phrases.deadlines.terms import (
    say_beaten,
    say_days_left,
    say_norm,
    say_record,
    say_rule,
    say_term,
    say_unpublished,
)
from planner.services.deadlines.record import Record
from planner.services.deadlines.rules import Norm, Norms, RuleRow

TODAY = date(2026, 11, 23)
T = translator("ru", "Asia/Yakutsk", TODAY)
NORMS = Norms(1, TODAY, WorkingCalendar(known_until=2027), 30, (), on_working_day=True, urgent_in_working_days=False)


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Term(21), "21 день"),
        (Term(8, TermUnit.WORKING_DAYS), "8 рабочих дней"),
        (Term(2, TermUnit.MONTHS), "2 месяца"),
    ],
)
def test_a_term_says_what_it_counts(term: Term, said: str) -> None:
    assert say_term(T, term) == said


@pytest.mark.parametrize(
    ("length", "holds", "said"),
    [
        (5, True, "с 1 июня 2027 · п. 4"),
        (5, False, "начнёт действовать 1 июня 2027 · п. 4"),
        (0, False, "норма отменяется с 1 июня 2027 · п. 4"),
    ],
)
def test_a_rule_says_since_when_and_by_which_document(length: int, holds: bool, said: str) -> None:
    rule = DeadlineRule(agency_id=1, since=date(2027, 6, 1), length=length, basis="п. 4")

    assert say_rule(T, RuleRow(rule, None, Agency(name="Roads"), holds)) == said


def test_a_norm_says_its_term_its_date_and_its_document() -> None:
    norm = Norm(Term(30), date(2026, 12, 23), "регламент, п. 4")

    assert say_norm(T, norm) == "Норма: 30 дней, до 23 декабря · регламент, п. 4"


def test_a_date_of_a_year_without_a_decree_says_so() -> None:
    assert say_unpublished(T, NORMS, date(2027, 12, 30)) == ""
    assert say_unpublished(T, NORMS, date(2028, 1, 14)) == (
        "Производственный календарь на 2028 год ещё не утверждён: дата может прийтись на выходной."
    )


def test_working_days_that_are_left_are_said() -> None:
    assert say_days_left(T, NORMS, date(2026, 11, 30)) == "До этой даты 5 рабочих дней."


def test_a_record_is_told_in_sentences_and_below_five_cases_as_little() -> None:
    assert say_record(T, Record(4, 4, None, 3, None)) == [
        "О сроках этого ведомства в этой теме мало данных: 4 случая за три года."
    ]
    assert say_record(T, Record(12, 7, 9, 21, 40)) == [
        "За три года в этой теме ведомство исполнило в срок 7 из 12. Опоздания обычно 9 дней.",
        "Обычно оно докладывает через 21 день.",
        "В это время года такая работа в городе занимает обычно 40 дней.",
    ]


def test_only_a_promise_that_beats_the_record_by_far_is_flagged() -> None:
    record = Record(12, 7, 9, 21, 40)

    assert say_beaten(T, record, 11) == ""
    assert say_beaten(T, record, 10) == (
        "Срок намного короче обычного: раньше на такое уходило 21 день. "
        "Дать поручение можно, но обещание вряд ли сбудется."
    )
