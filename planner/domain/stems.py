"""Words by their stems, the same for every database: «фонари» is «фонарь», «ё» is «е», «ул.» is «улица».

One tokenizer for what is kept and for what is typed, so that both always agree.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import Stemmer

LONGEST_WORD = 40
SHORTEST_WITH_TYPOS = 4
_TWO_TYPOS_FROM = 8
_SPELLED_OUT = {
    "ул": "улица",
    "пр": "проспект",
    "просп": "проспект",
    "пр-т": "проспект",
    "пр-кт": "проспект",
    "пр-д": "проезд",
    "пер": "переулок",
    "ш": "шоссе",
    "пл": "площадь",
    "наб": "набережная",
    "б-р": "бульвар",
    "бул": "бульвар",
    "мкр": "микрорайон",
    "мкрн": "микрорайон",
    "м-н": "микрорайон",
    "р-н": "район",
    "кв-л": "квартал",
    "д": "дом",
    "корп": "корпус",
    "стр": "строение",
    "кв": "квартира",
    "г": "город",
    "пос": "поселок",
    "обл": "область",
    "ост": "остановка",
    "им": "имени",
}
_DASHED = "|".join(sorted((short for short in _SPELLED_OUT if "-" in short), key=len, reverse=True))
_WORD = re.compile(rf"\b(?:{_DASHED})\b|\d+|[^\W\d_]+", re.IGNORECASE)
_WEAK = frozenset(
    {"улица", "дом", "город"}
    | {"а", "в", "во", "до", "за", "и", "из", "или", "к", "на", "не", "о", "об", "от", "по", "с", "со", "у"}
)
"""What people leave out or put in as they like: a search asks for it only where it is all there is."""
_STEMMERS = {"cyrillic": Stemmer.Stemmer("russian"), "latin": Stemmer.Stemmer("english")}
_LOCK = Lock()  # a stemmer serves one thread at a time


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as it stands there, folded, its stem, and where it begins and ends."""

    folded: str
    stem: str
    begins: int
    ends: int

    @property
    def is_number(self) -> bool:
        """Whether it is digits."""
        return self.folded.isdigit()

    @property
    def is_weak(self) -> bool:
        """Whether others would leave it out."""
        return self.folded in _WEAK


def tokens_of(text: str) -> Iterator[Token]:
    """The words of a text in their order; digits and letters that touch are two words. `text` is in the form NFC."""
    for found in _WORD.finditer(text):
        folded = _folded(found.group())[:LONGEST_WORD]
        yield Token(folded, stem_of(folded), found.start(), found.end())


def folded_words(text: str) -> list[str]:
    """The same words folded, without their stems: where many texts are compared at once. `text` is in the form NFC."""
    return [_folded(word)[:LONGEST_WORD] for word in _WORD.findall(text)]


def composed(text: str) -> str:
    """The text with each letter as one sign (NFC), as `tokens_of` wants it."""
    return unicodedata.normalize("NFC", text)


def words_of(*texts: str) -> set[str]:
    """All forms by which a word of these texts may be looked for: as it stands there and its stem."""
    return {form for text in texts for token in tokens_of(composed(text)) for form in (token.folded, token.stem)}


@lru_cache(maxsize=50_000)
def stem_of(folded: str) -> str:
    """The stem without soft and hard signs, which people leave out: «горького», «горкого» → «горк»."""
    stemmer = _STEMMERS["cyrillic" if "а" <= folded[:1] <= "я" else "latin"]
    with _LOCK:
        stem: str = stemmer.stemWord(folded)
    return stem.replace("ь", "").replace("ъ", "") or folded


def grams_of(word: str) -> list[str]:
    """The runs of three signs in a word, its begin and its end marked by a blank: words that look alike share some."""
    padded = f" {word} "
    return list(dict.fromkeys(padded[at : at + 3] for at in range(len(padded) - 2)))


def looks_like(word: str, other: str) -> bool:
    """Whether one may be a slip of the other: one sign more, less, other or swapped; two in a long word."""
    if min(len(word), len(other)) < SHORTEST_WITH_TYPOS:
        return False
    most = 2 if len(word) >= _TWO_TYPOS_FROM else 1
    return abs(len(word) - len(other)) <= most and _slips(word, other) <= most


def _slips(word: str, other: str) -> int:
    """The distance of Damerau and Levenshtein, each place touched once."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, sign in enumerate(word, start=1):
        last, before, row = before, row, [at]
        for to, wanted in enumerate(other, start=1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (sign != wanted))
            if at > 1 and to > 1 and sign == other[to - 2] and word[at - 2] == wanted:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
    return row[-1]


def _folded(word: str) -> str:
    folded = word.casefold().replace("ё", "е")
    return _SPELLED_OUT.get(folded, folded)
