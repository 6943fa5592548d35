"""Typed text on Streamlit's Markdown surfaces: it stays text."""

import re

_LINKED = re.compile(r"(?i)(?<=https)(?=:)|(?<=http)(?=:)|(?<=www)(?=\.)|(?=@)")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@])")


def plain(typed: str) -> str:
    """`typed` so that Markdown, HTML, LaTeX, colour directives, icons and emoji codes show as the characters typed.

    Line ends become spaces: a label or a badge is one line. No-break spaces stay, so that a whole sentence may be given,
    figures and all. An address does not become a link: an invisible word joiner stands in it, because links are made
    after the escapes are gone.
    """
    return _SIGNS.sub(r"\\\1", _LINKED.sub("\u2060", _SPACES.sub(" ", typed.strip())))
