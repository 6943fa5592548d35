"""Parts that Streamlit has too, but with a megabyte of scripts each: a small table, and a text with a button that copies it.

What one sorts, ticks and edits is `planner/ui/issue/table.py`.
"""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from planner.i18n import Translator


def show_table(columns: Mapping[str, Sequence[str | int]], *, head: bool = True) -> None:
    """Draws columns of equal length under their names; without a `head` the names are not drawn, but must differ.

    Names and cells are Markdown of one line: what a person typed comes through `plain`, as everywhere.
    Not `st.table`, which reads tables of millions of rows.
    """
    rows = zip(*columns.values(), strict=True)
    lines = [
        list(columns) if head else [""] * len(columns),
        ["---"] * len(columns),
        *([str(cell) for cell in row] for row in rows),
    ]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def show_to_copy(t: Translator, text: str) -> None:
    """Draws the text as it is, to its end, with a button beside it; an address or a key in letters that are told apart.

    Not `st.code`, which knows the colours of every programming language.
    """
    box = "pre" if " " in text or "\n" in text else "code"
    words = f'data-copied="{escape(t("app.copied"))}" data-marked="{escape(t("app.copy_marked"))}"'
    button = f'<button type="button" aria-live="polite" {words}>{escape(t("app.copy"))}</button>'
    st.html(f'<div class="to-copy"><{box}>{escape(text)}</{box}>{button}</div>')
