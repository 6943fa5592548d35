"""Times of what is offered in sentences, which are read again as the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.offer_times import times_in
from planner.i18n import translator
from planner.phrases.public.layers import say_times

SPANS = st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[1] < span[2])


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "вт, чт 18:00–20:00, сб 9:30–24:00"), ("en", "Tue, Thu 18:00–20:00, Sat 9:30–24:00")],
)
def test_times_are_said_by_their_hours(language: str, said: str) -> None:
    times = [[1, 1080, 1200], [3, 1080, 1200], [5, 570, 1440]]

    assert say_times(translator(language, "UTC"), times) == said


@given(st.sets(SPANS, min_size=1, max_size=10), st.sampled_from(["ru", "en"]))
def test_what_is_said_is_read_again(spans: set[tuple[int, int, int]], language: str) -> None:
    times = [list(span) for span in sorted(spans)]

    assert times_in(say_times(translator(language, "UTC"), times)) == times
