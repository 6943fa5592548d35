"""What people type into a search box, and what it asks of the words that are kept of each issue."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.domain.stems import Token, composed, tokens_of
from planner.domain.typed import one_line

MOST_WORDS = 8
SHORTEST_BEGIN = 3
"""Of so many signs a word may be the beginning of what is meant."""
_NUMBER = re.compile(r"(?:№|#)?\s*([1-9]\d{0,8})")

TO_ACCOUNTS = "_u"
"""Begins a word that tablets may not find by: who raised it, its number in another system."""
INSIDE = "_i"
"""Begins a word of what was written while the issue was internal."""
NUMBER, CATEGORY, AGENCY = "_n", "_c", "_a"
"""Begin the number of the issue, of its category, of an agency that has a part in it. No typed word begins with «_»."""


@dataclass(frozen=True)
class Term:
    """A kept word that would do: the very word, or any that `begins` so; `beside` must then be there too."""

    word: str
    begins: bool = False
    beside: str = ""


@dataclass(frozen=True)
class Search:
    """For each typed word that counts the terms that would do, at least one; all words must be met."""

    groups: tuple[tuple[Term, ...], ...]

    def for_sqlite(self) -> str:
        """As SQLite's FTS5 wants it."""
        return self._joined(" OR ", " AND ", '"{}"', "*")

    def for_postgresql(self) -> str:
        """As PostgreSQL's `tsquery` wants it."""
        return self._joined(" | ", " & ", "'{}'", ":*")

    def marked(self, text: str) -> Sequence[tuple[str, bool]]:
        """The text in pieces, each with whether it is a word that was looked for."""
        text = composed(text)
        pieces, last = [], 0
        for token in filter(self._holds, tokens_of(text)):
            pieces += [(text[last : token.begins], False), (text[token.begins : token.ends], True)]
            last = token.ends
        return [piece for piece in (*pieces, (text[last:], False)) if piece[0]]

    def excerpt(self, text: str, longest: int) -> Sequence[tuple[str, bool]]:
        """What stands around the first word that was looked for, on one line, marked; nothing where there is none."""
        line = composed(one_line(text))
        first = next((token.begins for token in tokens_of(line) if self._holds(token)), None)
        if first is None:
            return ()
        begins = 0 if first < longest // 2 else line.find(" ", first - longest // 2) + 1
        begins = begins if begins <= first else first
        cut = line[begins : begins + longest].rstrip()
        if begins + longest < len(line) and " " in cut[first - begins :]:
            cut = cut.rpartition(" ")[0]
        return self.marked(f"{'…' if begins else ''}{cut}{'…' if begins + longest < len(line) else ''}")

    def finds(self, text: str) -> bool:
        """Whether any word of the text was looked for."""
        return any(map(self._holds, tokens_of(composed(text))))

    def _holds(self, token: Token) -> bool:
        return any(
            token.folded.startswith(term.word) if term.begins else term.word in (token.folded, token.stem)
            for group in self.groups
            for term in group
        )

    def _joined(self, either: str, both: str, quoted: str, begun: str) -> str:
        def written(term: Term) -> str:
            word = quoted.format(term.word) + begun * term.begins
            return f"({word}{both}{quoted.format(term.beside)})" if term.beside else word

        return both.join(f"({either.join(map(written, group))})" for group in self.groups)


def typed_tokens(typed: str) -> Sequence[Token]:
    """The words that count, each once, at most eight: weak ones only where there are no others."""
    tokens = list({token.folded: token for token in tokens_of(composed(one_line(typed)))}.values())
    strong = [token for token in tokens if not token.is_weak]
    return (strong or tokens)[:MOST_WORDS]


def forms_of(token: Token) -> Iterator[Term]:
    """The terms that are the typed word: as typed, by its stem, and what begins so; a number is that number alone."""
    yield Term(token.folded)
    if token.is_number:
        return
    if token.stem != token.folded:
        yield Term(token.stem)
    if len(token.folded) >= SHORTEST_BEGIN:
        yield Term(token.folded, begins=True)


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


def asked_number(typed: str) -> str:
    """The number that is asked for by «№» or «#» and so cannot be a house: «№ 148», «№ АМ-26/15»; empty for other texts."""
    line = one_line(typed)
    return whole_number(line[1:]) if line[:1] in ("№", "#") else ""


def whole_number(number: str) -> str:
    """A number as one word, without what stands between its signs."""
    return "".join(token.folded for token in tokens_of(composed(number)))
