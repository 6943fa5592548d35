"""Tests of `planner.ui.light`: tables keep to their rows and columns, and the text that is copied is the text."""

from html import unescape

import pytest
from streamlit.testing.v1 import AppTest


def tables() -> None:
    """A table with a head, and one without."""
    from planner.ui.light import show_table  # noqa: PLC0415 - AppTest runs this function's source by itself
    from planner.ui.text import plain  # noqa: PLC0415

    show_table({"Строка": [7, 12], "Почему": [plain("a | b"), ""]})
    show_table({"": ["Срок"], " ": ["**1 июля**"]}, head=False)


def test_tables_are_markdown_tables() -> None:
    app = AppTest.from_function(tables).run()

    assert [each.value for each in app.markdown] == [
        "| Строка | Почему |\n| --- | --- |\n| 7 | a \\| b |\n| 12 |  |",
        "|  |  |\n| --- | --- |\n| Срок | **1 июля** |",
    ]


def uneven() -> None:
    """Columns of which one has a row more."""
    from planner.ui.light import show_table  # noqa: PLC0415 - AppTest runs this function's source by itself

    show_table({"Строка": [7, 12], "Почему": [""]})


def test_uneven_columns_are_refused() -> None:
    app = AppTest.from_function(uneven).run()

    assert len(app.exception) == 1


def screen(text: str) -> None:
    """A text to copy."""
    from planner.i18n import translator  # noqa: PLC0415 - AppTest runs this function's source by itself
    from planner.ui.light import show_to_copy  # noqa: PLC0415

    show_to_copy(translator("ru", "Asia/Yakutsk"), text)


@pytest.mark.parametrize(("text", "box"), [("<b>ж</b>&\"'", "code"), ("<i> & </i>", "pre"), ("</pre>\nдве", "pre")])
def test_text_to_copy_stays_text(text: str, box: str) -> None:
    app = AppTest.from_function(screen, kwargs={"text": text}).run()

    body = app.get("html")[0].proto.body
    inner = body.partition(f"<{box}>")[2].partition(f"</{box}>")[0]
    assert (unescape(inner), "<" in inner) == (text, False)
