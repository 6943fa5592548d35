"""Names in directories as they are looked for: case, ё and е, quotation marks, dots, signs that nobody sees and
those between the figures of a telephone make no difference."""

import re
from functools import lru_cache

from planner.domain.search import typed_tokens
from planner.domain.stems import composed, folded_words
from planner.domain.typed import one_line


class NameSearch:
    """What somebody types to find a thing by its name, address, post or agency."""

    def __init__(self, typed: str) -> None:
        self._words = [_forms(token.folded, token.stem, token.is_number) for token in typed_tokens(typed)]
        self._digits = _digits_of(typed)
        self._signs = "" if self._words else one_line(typed).casefold()

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self._words or self._signs)

    def finds(self, *texts: str) -> bool:
        """Whether the texts hold every word, also as a part of a longer one; a number is that number or begins so."""
        if self._signs:
            return any(self._signs in text.casefold() for text in texts)
        if self._digits and any(self._digits in re.sub(r"\D", "", text) for text in texts if _may_be_phone(text)):
            return True
        told = "".join(_folded(text) for text in texts if text)
        return all(any(form in told for form in forms) for forms in self._words)


_PHONE = re.compile(r"[\d\s()+.,;/-]+", re.ASCII)
_FEWEST_DIGITS = 5


def _digits_of(typed: str) -> str:
    """The digits of what may be a telephone, without what stands before the code of the town; "" for all else."""
    text = one_line(typed)
    digits = re.sub(r"\D", "", text, flags=re.ASCII)
    if not _PHONE.fullmatch(text) or len(digits) < _FEWEST_DIGITS:
        return ""
    return digits[1:] if len(digits) == 11 and digits[0] in "78" else digits


def _may_be_phone(text: str) -> bool:
    return sum(sign.isdigit() for sign in text[:500]) >= _FEWEST_DIGITS


def _forms(folded: str, stem: str, is_number: bool) -> tuple[str, ...]:
    """A stem is so short that it stands for its word only where a word begins: «Анна» is not in «Водоканал»."""
    return (f" {folded}",) if is_number else (folded, f" {stem}")


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    """Its words, with a blank before each."""
    return "".join(f" {word}" for word in folded_words(composed(one_line(text))))
