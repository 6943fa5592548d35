"""Why a tap did nothing is said where it was tapped, outlives the second run of a map, and goes with the next tap."""

from streamlit.testing.v1 import AppTest


def screen() -> None:
    """A screen with two places, whose buttons are refused or not; `later` are seconds since it was opened."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 - AppTest runs this function's source by itself
    from types import SimpleNamespace  # noqa: PLC0415
    from typing import Any  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from planner.ui.tap_problem import keep_problem, show_problem  # noqa: PLC0415
    from planner.ui.visit import Problem  # noqa: PLC0415

    later = st.session_state.setdefault("later", 0)
    visit: Any = SimpleNamespace(now=datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=later))
    st.button("refused", on_click=keep_problem, args=(visit, "map", Problem("It is closed")))
    st.button("done", on_click=keep_problem, args=(visit, "map", None))
    show_problem(visit, "map")
    st.text("below")
    show_problem(visit, "list")


def said(app: AppTest) -> list[str]:
    return [each.value for each in app.error]


def test_nothing_is_said_at_first() -> None:
    assert said(AppTest.from_function(screen).run()) == []


def test_problem_is_said_once_at_its_place_and_outlives_a_second_run() -> None:
    app = AppTest.from_function(screen).run()

    first = said(app.button[0].click().run())
    second = said(app.run())

    assert (first, second) == (["It is closed"], ["It is closed"])


def test_problem_goes_with_the_next_tap() -> None:
    app = AppTest.from_function(screen).run()
    app.button[0].click().run()

    assert said(app.button[1].click().run()) == []


def test_problem_goes_after_a_while() -> None:
    app = AppTest.from_function(screen).run()
    app.button[0].click().run()
    app.session_state["later"] = 11

    assert said(app.run()) == []
