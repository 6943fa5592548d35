"""Names in directories as they are looked for: case, ё and е, quotation marks, dots and signs that nobody sees make no difference."""

from functools import lru_cache

from planner.domain.search import typed_tokens
from planner.domain.stems import composed, folded_words
from planner.domain.typed import one_line


class NameSearch:
    """What somebody types to find a thing by its name, address, post or agency."""

    def __init__(self, typed: str) -> None:
        self._words = [_forms(token.folded, token.stem, token.is_number) for token in typed_tokens(typed)]
        self._signs = "" if self._words else one_line(typed).casefold()

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self._words or self._signs)

    def finds(self, *texts: str) -> bool:
        """Whether the texts hold every word, also as a part of a longer one; a number is that number or begins so."""
        if self._signs:
            return any(self._signs in text.casefold() for text in texts)
        told = "".join(_folded(text) for text in texts if text)
        return all(any(form in told for form in forms) for forms in self._words)


def _forms(folded: str, stem: str, is_number: bool) -> tuple[str, ...]:
    return (f" {folded}",) if is_number else tuple({folded, stem})


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    """Its words, with a blank before each."""
    return "".join(f" {word}" for word in folded_words(composed(one_line(text))))
