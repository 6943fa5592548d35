"""A dialog stays the same one while the screen is drawn again, and the next one is another."""

import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.errors import NotFound
from planner.ui.dialog_state import OpenDialog, picked


def screen() -> None:
    """A screen that opens, shows and closes a dialog, as pages do."""
    import streamlit as st  # noqa: PLC0415 - AppTest runs this function's source by itself

    from planner.ui.dialog_state import close_dialog, open_dialog, the_open_dialog  # noqa: PLC0415

    st.button("open", on_click=open_dialog, args=("new_issue",), kwargs={"stop_id": 3})
    dialog = the_open_dialog()
    st.text("closed" if dialog is None else f"{dialog.name} {dialog.about.get('stop_id')} {dialog.key('text')}")
    if st.button("close"):
        close_dialog()


def test_dialog_is_closed_at_first() -> None:
    app = AppTest.from_function(screen).run()

    assert app.text[0].value == "closed"


def test_dialog_keeps_its_id_over_runs_and_the_next_one_has_another() -> None:
    app = AppTest.from_function(screen).run()

    seen = [app.button[0].click().run().text[0].value, app.run().text[0].value]
    closed = app.button[1].click().run().text[0].value
    seen.append(app.button[0].click().run().text[0].value)

    assert closed == "closed"
    assert seen[0] == seen[1]
    assert [words.split("-")[0] for words in seen] == ["new_issue 3 text"] * 3
    assert seen[2] != seen[0]


def test_dialog_gives_way_to_the_one_that_it_was_opened_from() -> None:
    app = AppTest.from_function(screen).run()
    app.session_state["open_dialog"] = OpenDialog("instruct", "uid", {"issue_id": 7, "then": "close"})

    app.button[1].click().run()

    there = app.session_state["open_dialog"]
    assert (there.name, dict(there.about)) == ("close", {})


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ({"stop_id": 1}, {"stop_id": 2}, False),
        ({"reports": [1]}, {"reports": [2, 3]}, False),
        ({"rule": None}, {"rule": "winter"}, False),
        ({"tour_id": 1, "protocol_point": 1}, {"tour_id": 1, "protocol_point": 2}, False),
        ({"stop_id": 1, "version": 1}, {"stop_id": 1, "version": 2}, True),
        ({"issue_id": 1, "then": "close"}, {"issue_id": 1}, True),
        ({"stop": 1, "here": True}, {"stop": 2, "here": False}, True),
    ],
)
def test_drafts_are_told_apart_by_what_a_dialog_is_about(
    first: dict[str, object], second: dict[str, object], are_one: bool
) -> None:
    marks = [OpenDialog("new_issue", "uid", about).marks for about in (first, second)]

    assert (marks[0] == marks[1]) is are_one


def test_row_of_a_dialog_is_picked_or_new_or_gone() -> None:
    rows: dict[int | None, str] = {7: "Roads"}

    assert (picked(rows, 7, gone="agencies.error.unknown"), picked(rows, None, gone="agencies.error.unknown")) == (
        "Roads",
        None,
    )
    with pytest.raises(NotFound) as refusal:
        picked(rows, 8, gone="agencies.error.unknown")
    assert refusal.value.key == "agencies.error.unknown"
