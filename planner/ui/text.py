"""Typed text on Streamlit's Markdown surfaces: it stays text."""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@])")


def plain(typed: str) -> str:
    """`typed` so that Markdown, HTML, LaTeX, colour directives, icons and emoji codes show as the characters typed.

    Line ends become spaces: a label or a badge is one line.
    """
    return _SIGNS.sub(r"\\\1", " ".join(typed.split()))
