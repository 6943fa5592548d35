"""Where two streets meet: «угол Ленина и Калинина», «Ленина / Калинина», «перекрёсток Зейской с Театральной»."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from planner.city.addresses.found import FoundAddress, Precision, Street
from planner.city.addresses.search import Search
from planner.city.addresses.slips import stem_before_ending
from planner.city.addresses.words import KIND_WORDS, plain_words
from planner.domain.geo import Point

MEET_M = 35.0
"""Points along streets lie some 20 m apart, and the two lanes of an avenue are two lines."""
_STREETS = 3
_MOST_WORDS = 8
_WORD = re.compile(
    r"\b(?:на\s+)?(?:углу|угол|уголок|перекрест\w*|пересечени\w*|развилк\w*|corner|crossing)\b(?:\s+улиц\b|\s+ул\b)?"
)
_BETWEEN = re.compile(r"\s+и\s+|\s+с\s+|\s*/\s*|\s+x\s+|\s+х\s+|\s*,\s*|\s+-\s+|\s+угол\s+|\s+на\s+")

_STRETCH = re.compile(
    r"(?:.*\b(?:участ\w*|отрез\w*|тротуар\w*|дорог\w*|по|вдоль)\s+)?(.{3,60}?)[\s,]+(?:(?:на\s+)?участ\w*\s+)?"
    r"(?:от|между|с)\s+(.{3,60}?)\s+(?:до|и|по)\s+(.{3,60})"
)
"""A part of a street between two others."""


def says_crossing(folded: str) -> bool:
    """Whether the text says so in words."""
    return _WORD.search(folded) is not None


def without_crossing_words(folded: str) -> str:
    """The text without these words."""
    return _WORD.sub(" ", folded).strip(" ,")


def crossings(search: Search, folded: str) -> list[FoundAddress]:
    """Where the two streets of a text meet; nothing where it has not two, or they do not. Of a part of a street, «Ленина от
    Калинина до Мухина», both ends.
    """
    if found := _STRETCH.fullmatch(folded.strip()):
        street, first, last = found.groups()
        ends = [_first_crossing(search, f"{street} / {end}") for end in (first, last)]
        if all(ends):
            return [end for each in ends for end in each]
    return _first_crossing(search, folded)


def _first_crossing(search: Search, folded: str) -> list[FoundAddress]:
    for one, other in _halves(folded):
        for first in _streets(search, one):
            for second in _streets(search, other):
                if first.ids != second.ids and first.name != second.name:
                    point = _meeting(search.trace(first), search.trace(second))
                    if point is not None:
                        names = f"{first.name} / {second.name}"
                        return [FoundAddress(Precision.CROSSING, names, point, settlement=first.settlement)]
    return []


def halves_with_houses(folded: str) -> Iterator[str]:
    """The two sides of «Ленина 5 / Калинина 12», where both are a street with a house."""
    parts = [part for part in _BETWEEN.split(folded) if part and part.strip()]
    joined = [part for part in parts if re.search(r"[а-яa-z]{3}", part)]
    if len(joined) == 2 and all(re.search(r"[а-яa-z]{3}.*\d", part) for part in joined):
        yield from joined


def _halves(folded: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    says = says_crossing(folded)
    if says and (infix := re.split(r"\s+(?:угол|пересечение|перекресток)\s+", folded.strip())) and len(infix) == 2:
        yield _words(infix[0]), _words(infix[1])
    text = without_crossing_words(folded)
    for found in _BETWEEN.finditer(text):
        one, other = _words(text[: found.start()]), _words(text[found.end() :])
        if _names(one) and _names(other):
            yield one, other
    words = _words(text)
    if says and len(words) <= _MOST_WORDS or (2 <= len(words) <= 4 and not any(word.isdigit() for word in words)):
        for at in range(1, len(words)):
            if _names(words[:at]) and _names(words[at:]):
                yield words[:at], words[at:]


def _words(text: str) -> tuple[str, ...]:
    return tuple(plain_words(text))


def _names(words: Sequence[str]) -> bool:
    return any(word not in KIND_WORDS and not word.isdigit() for word in words)


def _streets(search: Search, words: tuple[str, ...]) -> list[Street]:
    """Streets of these words, or of the same words without their endings."""
    found = search.streets(words)
    if not found:
        found = search.streets([word if word in KIND_WORDS else stem_before_ending(word) for word in words])
    return found[:_STREETS]


def _meeting(one: Sequence[Point], other: Sequence[Point]) -> Point | None:
    """The point where two rows of points come nearest, if that is near enough."""
    if not one or not other:
        return None
    first, second = np.array(one), np.array(other)
    east = np.cos(np.radians(first[0, 0])) * 111_195.0
    dy = (first[:, None, 0] - second[None, :, 0]) * 111_195.0
    dx = (first[:, None, 1] - second[None, :, 1]) * east
    apart = dx * dx + dy * dy
    at, to = np.unravel_index(int(apart.argmin()), apart.shape)
    if apart[at, to] > MEET_M**2:
        return None
    middle = (first[at] + second[to]) / 2
    return Point(float(middle[0]), float(middle[1]))
