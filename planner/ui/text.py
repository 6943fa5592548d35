"""Typed text on Streamlit's Markdown surfaces: it stays text."""

import re
from collections.abc import Iterable

_LINKED = re.compile(r"(?i)(?<=https)(?=:)|(?<=http)(?=:)|(?<=www)(?=\.)|(?=@)")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@])")


def plain(typed: str) -> str:
    """`typed` so that Markdown, HTML, LaTeX, colour directives, icons and emoji codes show as the characters typed.

    Line ends become spaces: a label or a badge is one line. No-break spaces stay, so that a whole sentence may be given,
    figures and all. An address does not become a link: an invisible word joiner stands in it, because links are made
    after the escapes are gone.
    """
    return _safe(typed.strip())


def marked(pieces: Iterable[tuple[str, bool]]) -> str:
    """The pieces of a typed text as Markdown that shows them as typed, those that were looked for on a ground of their own."""
    return "".join(f":orange-background[{_safe(piece)}]" if found else _safe(piece) for piece, found in pieces).strip()


def _safe(typed: str) -> str:
    return _SIGNS.sub(r"\\\1", _LINKED.sub("\u2060", _SPACES.sub(" ", typed)))


def told_apart(pieces: Iterable[tuple[str, str]]) -> str:
    """The pieces of two texts as Markdown that shows them as typed, each on the ground of its colour, if it has one."""
    return "".join(
        f":{colour}-background[{_safe(piece)}]" if colour and piece.strip() else _safe(piece)
        for piece, colour in pieces
    ).strip()
