"""How alike two complaints read: by the beginnings of their words, so that «фонарь» and «фонари» are one."""

import re

from planner.domain.search import searchable

ALIKE = 0.5
"""From here on two texts may speak of the same thing."""
_SHORTEST, _BEGINNING = 4, 5
_WORD = re.compile(r"\w+")


def likeness(one: str, other: str) -> float:
    """The share of the words of the shorter text that the longer one has too, from 0 to 1; words under four letters say nothing."""
    words, others = _words(one), _words(other)
    shorter = min(len(words), len(others))
    return len(words & others) / shorter if shorter else 0.0


def _words(text: str) -> set[str]:
    return {word[:_BEGINNING] for word in _WORD.findall(searchable(text)) if len(word) >= _SHORTEST}
