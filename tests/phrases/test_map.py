"""Tests of `planner.phrases.map`: what is said at the pins."""

from datetime import date

import pytest

from planner.domain.issue_look import IssueLook
from planner.domain.words import Outcome
from planner.i18n import Translator, translator
from planner.phrases.issues import look_in_words
from planner.phrases.map import PinWords
from planner.services.issues.map import Pin

TODAY = date(2026, 11, 23)
RU, EN = (translator(language, "Asia/Yakutsk") for language in ("ru", "en"))


def a_pin(number: int, look: IssueLook, due_on: date | None = None, outcome: Outcome | None = None) -> Pin:
    return Pin(number, 50.27, 127.54, None, look, outcome, due_on, "Ямы", "Ленина, 1")


@pytest.mark.parametrize(("t", "title"), [(RU, "№ 148"), (EN, "No. 148")])
def test_pin_is_titled_with_its_number(t: Translator, title: str) -> None:
    assert PinWords(t, TODAY).title(a_pin(148, IssueLook.NEW)) == title


def test_pin_says_what_the_list_says() -> None:
    words = PinWords(RU, TODAY)
    outcomes = {IssueLook.FIXED: Outcome.FIXED, IssueLook.CLOSED: Outcome.REFUSED}
    pins = [
        a_pin(number, look, due_on, outcomes.get(look))
        for number, look in enumerate(IssueLook)
        for due_on in (None, date(2026, 11, 21), date(2027, 1, 9))
    ]

    said = [words.state(pin) for pin in pins]

    assert said == [look_in_words(RU, pin.look, due_on=pin.due_on, outcome=pin.outcome, today=TODAY) for pin in pins]


def test_issues_that_stand_alike_share_their_words() -> None:
    words = PinWords(RU, TODAY)

    first, second = (words.state(a_pin(number, IssueLook.OVERDUE, date(2026, 11, 21))) for number in (1, 2))

    assert first is second
