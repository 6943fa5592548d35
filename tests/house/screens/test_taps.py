"""Each tap is heard, and what came of it stays readable until the next one."""

import pytest

from tests.house.screens.tap_rules import NOT_ASKED, unasked_removals, unheard_taps, vanishing_sentences
from tests.house.sources import sources

SCREENS = {path: source for path, source in sources().items() if path.startswith(("planner/ui/", "pages/"))}


def test_no_tap_is_lost_because_a_fragment_begins_a_new_run_first() -> None:
    faults = unheard_taps(SCREENS)

    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("catch_up(visit)\n    _tap()", 5),
        ("if changed:\n        st.rerun()\n    if st.button('a'): pass", 6),
        ("_tap()\n    catch_up(visit)", None),
        ("catch_up(visit)\n    st.button('a', on_click=leave)", None),
        ("catch_up(visit)\n    st.markdown('a')", None),
    ],
)
def test_button_below_a_new_run_is_found(body: str, line: int | None) -> None:
    source = f"def _tap():\n    st.button('a')\n@st.fragment(run_every=1.0)\ndef show():\n    {body}\n"

    faults = unheard_taps({"planner/ui/a.py": source})

    assert faults == ([] if line is None else [f"planner/ui/a.py:{line}: a tap on a button below is not heard"])


def test_what_came_of_a_tap_is_said_until_the_next_one() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in vanishing_sentences(path, source)]

    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("st.error(done.problem.sentence, icon=icon)", True),
        ("st.error(done.problem.sentence if done.problem else '')", True),
        ("if said := st.session_state.pop(KEY, ''):\n    show(said)", False),
        ("if said := st.session_state.pop(KEY, ''):\n    st.error('x')", True),
        ("said = st.session_state.pop(KEY, '')\nif said:\n    st.success(said)", True),
        ("st.warning(t('app.old'))", False),
        ("keep_problem('x', done.problem)\nshow_problem('x')", False),
    ],
)
def test_sentence_that_vanishes_is_found(source: str, found: bool) -> None:
    assert bool(vanishing_sentences("pages/a.py", source)) is found


def test_what_nothing_brings_back_is_asked_about_first() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in unasked_removals(path, source)]

    assert faults == [], "\n".join(faults)


def test_exceptions_are_there() -> None:
    places = [each.rpartition(":") for each in NOT_ASKED]

    assert [f"{path}:{name}" for path, _, name in places if name not in SCREENS.get(path, "")] == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("st.button(label, on_click=lambda: do(remove_note))", True),
        ("if second_tap(t, label, sure, key=key):\n    do(lambda session: remove_note(session))", False),
        ("def tap(): remove_note(1)\nif second_tap(t, label, sure, key=key):\n    tap()", False),
        ("def tap(): remove_note(1)\nst.button(label, on_click=tap)", True),
        ("def tap(): remove_note(1)\nif second_tap(t, label, sure, key=key):\n    tap()\ntap()", True),
        ("show_foot(visit, archive=lambda session: remove_note(session))", False),
        ("show_foot(visit, save=lambda session: remove_note(session))", True),
    ],
)
def test_removal_by_one_tap_is_found(body: str, found: bool) -> None:
    source = f"from planner.services.layers.notes import remove_note\n{body}\n"

    assert bool(unasked_removals("pages/a.py", source)) is found
