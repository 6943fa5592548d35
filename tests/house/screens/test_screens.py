"""Screens open dialogs in one way, with keys for what is in them, and hear every answer."""

import pytest

from tests.house.screens.rules import (
    DIALOGS,
    LONGEST_FUNCTION,
    NOT_KEPT,
    bound_faults,
    choice_faults,
    date_faults,
    dialog_faults,
    draft_faults,
    key_faults,
    long_functions,
    point_faults,
    unheard_answers,
    upload_faults,
    way_out_faults,
)
from tests.house.sources import faults_of_all, sources

SCREENS = {path: source for path, source in sources().items() if path.startswith(("planner/ui/", "pages/"))}


def test_dialogs_are_drawn_in_one_way() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in dialog_faults(path, source)]

    assert faults == [], "\n".join(faults)


def test_widgets_in_dialogs_have_keys_of_the_dialog() -> None:
    faults = key_faults(SCREENS)

    assert faults == [], "\n".join(faults)


def test_no_field_swallows_a_number_or_a_day() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in bound_faults(path, source)]

    assert faults == [], "\n".join(faults)


def test_files_of_every_ending_come_to_the_service() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in upload_faults(path, source)]

    assert faults == [], "\n".join(faults)
    assert upload_faults("a.py", "st.file_uploader('a', type=['csv'])") != []


def test_what_is_typed_stands_in_a_form_that_the_browser_keeps() -> None:
    faults = draft_faults(SCREENS)

    assert faults == [], "\n".join(faults)


def test_what_is_chosen_is_seen() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in choice_faults(path, source)]

    assert faults == [], "\n".join(faults)


def test_dates_are_said_by_the_translator_alone() -> None:
    faults = faults_of_all(date_faults)

    assert faults == [], "\n".join(faults)


def test_no_stray_tap_throws_away_what_was_typed() -> None:
    faults = way_out_faults(SCREENS)

    assert faults == [], "\n".join(faults)


def test_fields_that_are_not_kept_are_there() -> None:
    sources = "".join(SCREENS.values())

    assert [word for word in NOT_KEPT if f'"{word}"' not in sources] == []


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("with kept_form('a'):\n    st.text_input(name)\n", []),
        ("def ask(): st.text_area(name)\nwith kept_form('a'), st.form('a'):\n    ask()\n", []),
        ("def ask(): st.text_area(name)\ndef show(): show_dialog(dialog, title, ask)\n", []),
        ("st.text_input(t('people.find'))\n", []),
        ("st.text_input(name)\n", ["pages/a.py:1: text_input stands in no kept_form"]),
        ("with st.form('a'):\n    st.number_input(name)\n", ["pages/a.py:2: number_input stands in no kept_form"]),
    ],
)
def test_field_that_no_browser_keeps_is_found(source: str, faults: list[str]) -> None:
    assert draft_faults({"pages/a.py": source}) == faults


def test_answers_of_services_are_heard() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in unheard_answers(path, source)]

    assert faults == [], "\n".join(faults)


def test_functions_of_screens_are_short() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in long_functions(path, source)]

    assert faults == [], "\n".join(faults)


def test_dialog_of_its_own_is_found() -> None:
    source = "@st.dialog(title)\ndef ask(): ...\n"

    assert dialog_faults(DIALOGS, source) == []
    assert dialog_faults("planner/ui/a.py", source) == ["planner/ui/a.py:1: a dialog is drawn by show_dialog"]


@pytest.mark.parametrize(
    ("field", "faults"),
    [
        ("st.text_input(name, key=dialog.key('name'))", []),
        ("st.text_input(name, key=f'{key}-name')", []),
        ("st.markdown(name)", []),
        ("st.text_input(name)", ["planner/ui/a.py:4: text_input in a dialog wants a key of the dialog"]),
        ("st.text_input(name, key='name')", ["planner/ui/a.py:4: text_input in a dialog wants a key of the dialog"]),
        ("grid.cell().pills(name)", ["planner/ui/a.py:4: pills in a dialog wants a key of the dialog"]),
    ],
)
@pytest.mark.parametrize(
    "opened", ["show_dialog(dialog, title, _ask)", "ask = partial(_ask, 1)\n    show_dialog(dialog, title, ask)"]
)
def test_widget_without_a_key_of_the_dialog_is_found(opened: str, field: str, faults: list[str]) -> None:
    head = "FIELDS = {1: _field}\ndef show(visit, dialog): show_x()\n"
    source = f"{head}def _field(visit, dialog, key):\n    {field}\n"
    source += f"def _ask(visit, dialog):\n    FIELDS[1](visit, dialog)\ndef show_x(visit, dialog):\n    {opened}\n"

    assert key_faults({"planner/ui/a.py": source}) == faults


@pytest.mark.parametrize(
    ("inside", "given", "faults"),
    [
        ("st.text_input(name)", ", dismissible=True", ["a tap beside it throws away what was typed"]),
        ("st.text_input(name)", "", ["neither show_save nor dismissible=True"]),
        ("show_save(visit, dialog, save)", "", []),
        ("st.button(name)", ", dismissible=True", []),
    ],
)
def test_dialog_that_a_stray_tap_closes_and_one_without_a_way_out_are_found(
    inside: str, given: str, faults: list[str]
) -> None:
    source = f"def _ask(visit, dialog):\n    {inside}\ndef show(dialog):\n    show_dialog(dialog, title, _ask{given})\n"

    assert way_out_faults({"planner/ui/a.py": source}) == [f"planner/ui/a.py:show: {fault}" for fault in faults]


def test_widget_of_another_file_that_a_dialog_calls_is_found() -> None:
    files = {
        "planner/ui/a.py": "from planner.ui.b import ask\ndef show(dialog):\n    show_dialog(dialog, title, ask)\n",
        "planner/ui/b.py": "def ask(visit, dialog):\n    st.toggle(name)\ndef other():\n    st.toggle(name)\n",
    }

    assert key_faults(files) == ["planner/ui/b.py:2: toggle in a dialog wants a key of the dialog"]


@pytest.mark.parametrize(
    ("body", "heard"),
    [
        ("done = attempt(visit, change)\n    notes.show(done.problem)", True),
        ("return attempt(visit, change).problem", True),
        ("if attempt(visit, change).problem is None:\n        st.rerun()", True),
        ("attempt(visit, change)", False),
        ("done = attempt(visit, change)\n    st.session_state[KEY] = done.value", False),
        ("return attempt(visit, change)", False),
        ("show(attempt(visit, change).value)", False),
    ],
)
def test_answer_that_nobody_hears_is_found(body: str, heard: bool) -> None:
    fault = "a.py:2: nobody reads the problem of attempt(…)"

    assert unheard_answers("a.py", f"def tap():\n    {body}\n") == ([] if heard else [fault])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('f"{day:%d.%m}"', True),
        ('day.strftime("%d %B")', True),
        ("from babel.dates import format_date", True),
        ('at.strftime("%Y%m%dT%H%M%SZ")', False),
        ("t.day(moment)", False),
    ],
)
def test_date_beside_the_translator_is_found(source: str, found: bool) -> None:
    assert date_faults("pages/a.py", source) == (["pages/a.py:1: the translator says dates"] if found else [])


@pytest.mark.parametrize(
    ("field", "faults"),
    [
        ("st.number_input(name, value=1, step=5)", []),
        ("st.number_input(name, 0, 480, 15)", ["the service says what is out of bounds"]),
        ("st.number_input(name, min_value=0)", ["the service says what is out of bounds"]),
        ("grid.cell().number_input(name, max_value=9)", ["the service says what is out of bounds"]),
        ("ask_day(name, today, key=key)", []),
        ("st.date_input(name, today)", ["a day is asked for by ask_day"]),
    ],
)
def test_field_with_bounds_is_found(field: str, faults: list[str]) -> None:
    assert bound_faults("pages/a.py", field) == [f"pages/a.py:1: {fault}" for fault in faults]


def test_answer_in_a_page_is_looked_at_too() -> None:
    assert unheard_answers("pages/a.py", "attempt(visit, change)\n") == [
        "pages/a.py:1: nobody reads the problem of attempt(…)"
    ]


def test_long_function_is_found() -> None:
    fitting, long = ("def f():\n" + "    x = 1\n" * lines for lines in (LONGEST_FUNCTION - 1, LONGEST_FUNCTION))

    assert long_functions("a.py", fitting) == []
    assert long_functions("a.py", long) == ["a.py:f: 51 lines, the limit is 50"]


def test_points_are_typed_and_tapped_and_none_is_the_middle_of_the_city() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in point_faults(path, source)]

    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("tap_on_map(visit, key='x')", ["a.py: a point is tapped and cannot be typed"]),
        ("tap_on_map(visit, key='x'); type_point(visit, key='y')", []),
        ("ask_point(visit, key='x')", []),
        ("st.number_input(t('city.lat'))", ["a.py: a point is typed and cannot be tapped"]),
        (
            "st.number_input(t('city.lat'), city.view_lat); ask_point(visit)",
            ["a.py: a point begins in the middle of the city"],
        ),
        ("st.number_input(t('city.zoom'))", []),
    ],
)
def test_point_that_is_asked_in_one_way_alone_is_found(source: str, faults: list[str]) -> None:
    found = point_faults("a.py", source)

    assert found == faults


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("st.segmented_control(name, (None, True), default=True)", True),
        ("ALL = (None, True, False)\nst.segmented_control(name, ALL)", True),
        ("ALL: Sequence[Any] = [None, 1]\nst.pills(name, ALL)", True),
        ('st.pills(name, {None: "all", True: "shown"})', True),
        ("ALL = (1, 2)\nst.pills(name, ALL, default=None)", False),
        ('st.selectbox(name, [None, "a"])', False),
    ],
)
def test_choice_that_cannot_be_seen_is_found(source: str, found: bool) -> None:
    assert bool(choice_faults("pages/a.py", source)) is found
