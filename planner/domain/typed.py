"""Text as people type it, made fit to keep: no blanks around, no signs that no screen shows, not endless."""

import re

from planner.domain.errors import Invalid

# Control signs other than tab and line ends, and halves of surrogate pairs, which no database takes.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def typed_text(typed: str, *, field: str, longest: int) -> str:
    """The text, of several lines maybe; Invalid("typed.error.too_long") over `longest` characters."""
    text = _UNSEEN.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > longest:
        raise Invalid("typed.error.too_long", field=field, n=longest)
    return text


def typed_line(typed: str, *, field: str, longest: int) -> str:
    """The same for a text of one line: every run of blanks is one blank."""
    return typed_text(" ".join(_UNSEEN.sub("", typed).split()), field=field, longest=longest)
