"""Why a tap did nothing is said where it was tapped, until the next tap or another screen, however often it is drawn."""

from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest


def screen() -> None:
    """A screen with two places, whose buttons are refused or not; `screen` is what the router calls it."""
    import streamlit as st  # noqa: PLC0415 - AppTest runs this function's source by itself

    from planner.ui.tap_problem import forget_old_problem, keep_news, keep_problem, show_problem  # noqa: PLC0415
    from planner.ui.visit import Problem  # noqa: PLC0415

    forget_old_problem(st.session_state.setdefault("screen", "tour?7"))
    st.button("refused", on_click=keep_problem, args=("map", Problem("It is closed")))
    st.button("done", on_click=keep_problem, args=("map", None))
    st.button("of another kind")
    st.button("made", on_click=keep_news, args=("map", "It is made"))
    if st.button("refused in the run"):
        keep_problem("map", Problem("It is closed"))
    st.text_input("search")
    show_problem("map")
    st.text("below")
    show_problem("list")
    if st.session_state.pop("once_more", False):
        st.rerun()


def said(app: AppTest) -> list[str]:
    return [each.value for each in app.error]


def refused() -> AppTest:
    """A screen on which a tap has just been refused."""
    return AppTest.from_function(screen).run().button[0].click().run()


def test_nothing_is_said_at_first() -> None:
    assert said(AppTest.from_function(screen).run()) == []


def test_problem_is_said_once_at_its_place_however_often_the_screen_is_drawn() -> None:
    app = refused()

    seen = [said(app), *(said(app.run()) for _ in range(3))]

    assert seen == [["It is closed"]] * 4


def test_problem_outlives_a_screen_that_draws_itself_anew() -> None:
    app = AppTest.from_function(screen).run()
    app.session_state["once_more"] = True

    assert said(app.button[0].click().run()) == ["It is closed"]


def test_problem_goes_with_the_next_tap_of_whatever_kind() -> None:
    taps: tuple[Callable[[AppTest], Any], ...] = (
        lambda app: app.button[1].click(),
        lambda app: app.button[2].click(),
        lambda app: app.text_input[0].set_value("Lenina"),
    )

    assert [said(tap(refused()).run()) for tap in taps] == [[], [], []]


def test_problem_of_a_tap_that_the_run_itself_heard_stays_and_goes_with_the_next_tap() -> None:
    app = AppTest.from_function(screen).run().button[4].click().run()

    seen = [said(app), said(app.run()), said(app.button[2].click().run())]

    assert seen == [["It is closed"], ["It is closed"], []]


def test_good_news_stay_until_the_next_tap() -> None:
    app = AppTest.from_function(screen).run().button[3].click().run()

    seen = [[each.value for each in app.run().success] for _ in range(2)]

    assert (seen, said(app)) == ([["It is made"]] * 2, [])
    assert list(app.button[2].click().run().success) == []


def test_problem_that_is_met_again_is_said_again() -> None:
    assert said(refused().button[0].click().run()) == ["It is closed"]


def test_problem_stays_behind_on_its_screen() -> None:
    app = refused()

    app.session_state["screen"] = "tour?8"
    elsewhere = said(app.run())
    app.session_state["screen"] = "tour?7"

    assert (elsewhere, said(app.run())) == ([], [])
