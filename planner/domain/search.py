"""What people type into a search box, and what it is compared with: small and capital letters, ё and е are the same."""

import re
import unicodedata

from planner.domain.typed import one_line

MOST_WORDS = 8
_NUMBER = re.compile(r"(?:№|#)?\s*([1-9]\d{0,8})")


def searchable(*texts: str) -> str:
    """The texts in one line, in the form in which they are compared."""
    return unicodedata.normalize("NFC", one_line(" ".join(texts))).casefold().replace("ё", "е")


def searched_words(typed: str) -> list[str]:
    """The words that a text must all hold, whole or as a part; words after the eighth are not looked for."""
    return list(dict.fromkeys(searchable(typed).split()))[:MOST_WORDS]


def searched_number(typed: str) -> int | None:
    """The number of an issue that may be meant: «148», «№ 148», «#148»; None for every other text."""
    found = _NUMBER.fullmatch(typed.strip())
    return int(found.group(1)) if found else None
