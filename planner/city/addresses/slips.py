"""Which words a city's map knows, and which of them somebody may have meant: slips, endings, Latin letters, glued words."""

import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, lru_cache

from planner.city.addresses.latin import skeleton_of
from planner.city.addresses.words import plain_words
from planner.domain.stems import grams_of, looks_like

_LIKELY, _LONGER = 40, 2
_MEANT = 3
_ENDINGS = tuple(
    sorted(
        (
            *(
                "ая",
                "яя",
                "ой",
                "ей",
                "ую",
                "юю",
                "ою",
                "ею",
                "ий",
                "ый",
                "ого",
                "его",
                "ому",
                "ему",
                "ым",
                "им",
                "ом",
                "ем",
            ),
            *("ое", "ее", "ые", "ие", "ых", "их", "а", "у", "е", "и", "ы", "я", "ю", "ам", "ям", "ах", "ях"),
        ),
        key=len,
        reverse=True,
    )
)
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class Vocabulary:
    """All words of the map in their order, and the names of its settlements as sets of words."""

    words: tuple[str, ...]
    places: frozenset[str]
    settlements: Mapping[frozenset[str], str]

    def begins(self, word: str) -> bool:
        """Whether some word of the map begins so."""
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at].startswith(word)

    def has(self, word: str) -> bool:
        """Whether it is a word of the map."""
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def meant(self, word: str) -> list[str]:
        """What a word that the map does not know may be: by its ending, by how it sounds, by a slip; the likeliest first."""
        if len(word) < _SHORTEST_STEM or word.isdigit():
            return []
        if word.isascii():
            return self._sounding(word)
        stem = stem_before_ending(word)
        # A stem stands for all words that begin so, which must not be many.
        by_ending = [stem] if stem != word and self.begins(stem) else []
        return by_ending + _alike(word, self.words, self._grams)

    def parted(self, word: str) -> tuple[str, str] | None:
        """The two words of the map that were written as one, or None."""
        cuts = ((word[:at], word[at:]) for at in range(3, len(word) - 2))
        return next(((one, other) for one, other in cuts if self.has(one) and self.has(other)), None)

    def _sounding(self, word: str) -> list[str]:
        """Words in Cyrillic that a word in Latin letters is."""
        keys, by_key = self._by_skeleton
        found: list[str] = []
        for skeleton in skeleton_of(word):
            at = bisect_left(keys, skeleton)
            exact = by_key.get(skeleton, ())
            begun = keys[at] if at < len(keys) and keys[at].startswith(skeleton) else None
            found += exact or (by_key[begun] if begun and len(skeleton) >= _SHORTEST_STEM else ())
        if not found:
            found = [each for key in _alike(skeleton_of(word)[0], keys, self._skeleton_grams) for each in by_key[key]]
        return list(dict.fromkeys(found))[:_MEANT]

    @cached_property
    def _grams(self) -> Mapping[str, Sequence[int]]:
        return _gram_index(self.words)

    @cached_property
    def _skeleton_grams(self) -> Mapping[str, Sequence[int]]:
        return _gram_index(self._by_skeleton[0])

    @cached_property
    def _by_skeleton(self) -> tuple[list[str], Mapping[str, list[str]]]:
        index: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            if not word.isascii():
                index[skeleton_of(word)[0]].append(word)
        return sorted(index), index


def _gram_index(words: Sequence[str]) -> Mapping[str, Sequence[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        for gram in grams_of(word):
            index[gram].append(at)
    return index


def _alike(word: str, words: Sequence[str], grams: Mapping[str, Sequence[int]]) -> list[str]:
    """Words of which it may be a slip, those that share most of it first."""
    shared: Counter[int] = Counter()
    for gram in grams_of(word):
        shared.update(grams.get(gram, ()))
    likely = [words[at] for at, _ in shared.most_common(_LIKELY) if abs(len(words[at]) - len(word)) <= _LONGER]
    return [one for one in likely if looks_like(word, one)][:_MEANT]


def stem_before_ending(word: str) -> str:
    """The word without its ending, so that «Зейской» is found as «Зейск…»."""
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM), "")
    return word[: len(word) - len(ending)]


@lru_cache(maxsize=4)
def vocabulary_of(address: str) -> Vocabulary:
    """The vocabulary of one file of the search."""
    with closing(sqlite3.connect(address, uri=True)) as connection:
        rows = connection.execute("SELECT word, settlement FROM vocabulary ORDER BY word").fetchall()
        names = connection.execute(
            "SELECT name FROM landmark WHERE kind IN ('city', 'settlement') "
            "UNION SELECT DISTINCT settlement FROM street WHERE settlement != ''"
        ).fetchall()
    return Vocabulary(
        tuple(sorted(word for word, _ in rows)),
        frozenset(word for word, is_place in rows if is_place),
        _named(name for (name,) in names),
    )


def _named(names: Iterable[str]) -> Mapping[frozenset[str], str]:
    return {frozenset(plain_words(name)): name for name in names}
