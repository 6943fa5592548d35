"""The first tap asks, in words of what is lost; the second one does it. Who goes elsewhere meanwhile is asked again."""

from streamlit.testing.v1 import AppTest


def screen() -> None:
    """Two things that can be taken away."""
    import streamlit as st  # noqa: PLC0415 - AppTest runs this function's source by itself

    from planner.i18n import translator  # noqa: PLC0415
    from planner.ui.second_tap import second_tap  # noqa: PLC0415
    from planner.ui.tap_problem import forget_old_problem  # noqa: PLC0415

    forget_old_problem(st.session_state.setdefault("screen", "keys"))
    taken = st.session_state.setdefault("taken", [])
    for name in ("a", "b"):
        if second_tap(translator("en", "UTC"), f"Delete {name}", f"Delete {name} for good", key=name):
            taken.append(name)
            st.rerun()


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def test_first_tap_asks_and_the_second_one_does_it() -> None:
    app = AppTest.from_function(screen).run()
    at_first = labels(app)

    asked = app.button("a").click().run()
    seen, before = labels(asked), list(asked.session_state["taken"])
    done = asked.button("a_yes").click().run()

    assert (at_first, seen, before) == (["Delete a", "Delete b"], ["Cancel", "Delete a for good", "Delete b"], [])
    assert (labels(done), done.session_state["taken"]) == (at_first, ["a"])


def test_one_thing_is_asked_about_and_one_may_go_back() -> None:
    app = AppTest.from_function(screen).run()
    app.button("a").click().run()

    other = labels(app.button("b").click().run())
    back = labels(app.button("b_no").click().run())

    assert (other, back) == (["Delete a", "Cancel", "Delete b for good"], ["Delete a", "Delete b"])


def test_question_stays_behind_on_its_screen() -> None:
    app = AppTest.from_function(screen).run()
    app.button("a").click().run()

    app.session_state["screen"] = "hooks"

    assert labels(app.run()) == ["Delete a", "Delete b"]
