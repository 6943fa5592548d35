"""No typed text reaches a label of Streamlit as Markdown."""

import pytest

from tests.house.screens.markdown_rules import SHOWN, markdown_faults
from tests.house.sources import sources

SCREENS = {path: source for path, source in sources().items() if path.startswith(("planner/ui/", "pages/"))}


def test_values_in_sentences_of_screens_are_plain() -> None:
    faults = [fault for path, source in SCREENS.items() for fault in markdown_faults(path, source)]

    assert faults == [], "\n".join(faults)


def test_exceptions_are_still_there() -> None:
    gone = [entry for entry in SHOWN if entry.partition(":")[0] not in SCREENS]

    assert gone == []


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ('st.toggle(t("a", name=picked.name), True)', 1),
        ('st.button("x", help=visit.t("a", people=say_people(row)))', 1),
        ('st.markdown(t("a", number=issue.external_number))', 1),
        ('name = row.name\nst.button(t("a", name=name))', 1),
        ('name = plain(row.name)\nst.button(t("a", name=name))', 0),
        ('st.toggle(t("a", name=plain(picked.name)))', 0),
        ('st.markdown(plain(t("a", name=picked.name)))', 0),
        ('st.text_input("x", placeholder=t("a", name=stop.name))', 0),
        ('st.text(t("a", name=stop.name))', 0),
        ('st.markdown(t("a", n=row.total, day=t.full_date(day)))', 0),
    ],
)
def test_rule_of_labels_finds_what_was_typed(line: str, faults: int) -> None:
    assert len(markdown_faults("planner/ui/x.py", line)) == faults
