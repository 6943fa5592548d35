"""Times of what a facility offers, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.offer_times import are_times, days_of, split_offer, split_offers, times_in

EVENING = [18 * 60, 20 * 60]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("вт, чт 18:00–20:00", [[1, *EVENING], [3, *EVENING]]),
        ("Вт и чт с 18 до 20", [[1, *EVENING], [3, *EVENING]]),
        ("вторник 18.00-20.00 ч.", [[1, *EVENING]]),
        ("сб 10–12", [[5, 600, 720]]),
        ("сб 10:00–12:00, 15:00–17:00", [[5, 600, 720], [5, 900, 1020]]),
        ("пн–ср 9:30–11; сб 10–12", [[0, 570, 660], [1, 570, 660], [2, 570, 660], [5, 600, 720]]),
        ("по будням 18–20", [[day, *EVENING] for day in range(5)]),
        ("ежедневно 6–24", [[day, 360, 1440] for day in range(7)]),
        ("Tue, Thu 18:00-20:00", [[1, *EVENING], [3, *EVENING]]),
        ("Sat from 10 to 12", [[5, 600, 720]]),
        ("", None),
        ("по записи", None),
        ("18:00–20:00", None),
        ("вт, чт", None),
        ("вт 20:00–18:00", None),
        ("вт 18:70–20:00", None),
        ("вт 18–25", None),
        ("вт 18–20, по записи", None),
    ],
)
def test_times_are_read_as_people_write_them(text: str, times: object) -> None:
    assert times_in(text) == times


@given(st.text(max_size=60))
def test_times_of_any_text_are_times_or_none(text: str) -> None:
    times = times_in(text)

    assert times is None or are_times(times)


@pytest.mark.parametrize(
    "value", [None, "вт 18–20", [], [[7, 0, 1]], [[0, 5, 5]], [[0, 0, 1441]], [[0, 1]], [[True, 0, 1]]]
)
def test_what_is_no_times_is_known(value: object) -> None:
    assert not are_times(value)


def test_brackets_with_times_are_no_part_of_the_word() -> None:
    words = ["Бег 60 м (вт 18–20)", "Лыжи (5 км)", "Прыжок", "Плавание (дети)"]

    assert split_offer(words[0]) == ("Бег 60 м", [[1, *EVENING]])
    assert split_offers(words) == (
        ["Бег 60 м", "Лыжи (5 км)", "Прыжок", "Плавание (дети)"],
        {"Бег 60 м": [[1, *EVENING]]},
    )


def test_days_are_those_of_one_offer_or_of_all() -> None:
    times = {"Бег": [[1, 0, 60]], "Прыжок": [[3, 0, 60], [5, 0, 60]]}

    assert (days_of(times), days_of(times, "бег"), days_of(times, "Лыжи")) == ({1, 3, 5}, {1}, set())
