"""A release out of the data: what it was made of, what was changed in it, which of its numbers are old, which lines may be read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Self

from planner.domain.stems import tokens_of

TEXTS = ("title", "lead", "body", "title_en", "lead_en", "body_en")
"""The texts of a release, by the names of its columns."""
OPEN_PAGES = "/open/"
"""What addresses of the public pages begin with in a text (`planner.links` has them whole)."""
OPEN_LINK = re.compile(OPEN_PAGES + r"(issues|tours|districts|news)(?:/(\d{1,9}))?(?:\?tour=(\d{1,9}))?(?![\w/?])")
"""An address of the public pages as it stands in a text, without the site: the doors put it in front."""
_BESIDE_NUMBERS = re.compile(OPEN_PAGES + r"\S+|№\s?\d+|\d{1,2}[:.]\d{2}(?:\.\d{2,4})?|\b\d{1,2}\s(?=[а-яa-z]+\s\d{4})")
_PIECE = re.compile(r"\s+|[\w-]+|[^\w\s]")


@dataclass(frozen=True)
class Figures:
    """The numbers that a release of a tour tells: stops made, issues raised, decided about, fixed, and those with a date."""

    stops: int = 0
    raised: int = 0
    decided: int = 0
    fixed: int = 0
    promised: int = 0
    first_due: date | None = None
    last_due: date | None = None

    @property
    def counts(self) -> Mapping[str, int]:
        """Those that are numbers, by their names."""
        return {name: value for name, value in asdict(self).items() if isinstance(value, int)}

    def to_data(self) -> dict[str, Any]:
        """As JSON."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The kept ones."""
        first, last = (date.fromisoformat(data[name]) if data.get(name) else None for name in ("first_due", "last_due"))
        return cls(**{name: data.get(name, 0) for name in cls().counts}, first_due=first, last_due=last)


@dataclass(frozen=True)
class Wording:
    """What was made for one language: titles and leads to choose from, the body, and how each number is said in it."""

    titles: tuple[str, ...]
    leads: tuple[str, ...]
    body: str
    said: Mapping[str, str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The kept one."""
        return cls(tuple(data["titles"]), tuple(data["leads"]), data["body"], dict(data["said"]))


@dataclass(frozen=True)
class Offer:
    """What was made out of the data of a tour: its figures of that moment, and the words in both languages."""

    figures: Figures
    ru: Wording
    en: Wording

    def to_data(self) -> dict[str, Any]:
        """As it is kept."""
        return {"figures": self.figures.to_data(), "ru": asdict(self.ru), "en": asdict(self.en)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The kept one."""
        return cls(Figures.from_data(data["figures"]), Wording.from_data(data["ru"]), Wording.from_data(data["en"]))

    @property
    def texts(self) -> dict[str, str]:
        """The texts with which the release begins: the first title and the first lead."""
        ru, en = self.ru, self.en
        first = {"title": ru.titles[0], "lead": ru.leads[0], "body": ru.body}
        return first | {"title_en": en.titles[0], "lead_en": en.leads[0], "body_en": en.body}


class Change(StrEnum):
    """What became of a piece of a text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A piece of two texts that are compared."""

    change: Change
    text: str


def compared(before: str, after: str) -> Sequence[Piece]:
    """Both texts in one, word by word: what stayed, what went, what came."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    found: list[Piece] = []
    for kind, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(Change.SAME, "".join(old[from_old:to_old])))
            continue
        went, came = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        found += [Piece(Change.REMOVED, went)] * bool(went) + [Piece(Change.ADDED, came)] * bool(came)
    return found


def nearest(text: str, offered: Sequence[str]) -> str:
    """Of several texts to choose from the one that this was made of: the most alike; empty where there is none."""
    return max(offered, key=lambda each: SequenceMatcher(None, each, text, autojunk=False).ratio(), default="")


@dataclass(frozen=True)
class OldNumber:
    """A number that still stands in the text, and what the data say by now."""

    figure: str
    in_text: int
    in_data: int


def old_numbers(
    text: str, said: Mapping[str, str], then: Figures, now: Figures, anew: Mapping[str, str]
) -> Sequence[OldNumber]:
    """The numbers that the data have changed since and that still stand in a text.

    `said` has each figure as the text was made with it («12 замечаний»), `anew` as it would be said now. What was said anew
    is right; a number that stands there alone, not in an address, a time or behind «№», counts as the old one.
    """
    bare = _BESIDE_NUMBERS.sub(" ", text)
    found = []
    for name, old in then.counts.items():
        new = now.counts[name]
        is_mended = name in anew and _stands(anew[name], text)
        is_there = (name in said and _stands(said[name], text)) or (not is_mended and _stands(str(old), bare))
        if old != new and is_there:
            found.append(OldNumber(name, old, new))
    return found


def _stands(piece: str, text: str) -> bool:
    """Whether a piece stands in a text, its numbers being no parts of longer ones."""
    return re.search(rf"(?<![\d.,]){re.escape(piece)}(?!\d|[.,]\d)", text, re.IGNORECASE) is not None


class OpenPart(StrEnum):
    """The parts of the public pages that a text may name."""

    ISSUES = "issues"
    TOURS = "tours"
    DISTRICTS = "districts"
    NEWS = "news"


@dataclass(frozen=True)
class OpenLink:
    """An address of the public pages in a text: which part of them and which number; none: the whole list."""

    part: OpenPart
    number: int | None


def links_in(text: str) -> Sequence[OpenLink]:
    """The addresses that a text names, each once; the list of a tour's issues counts as the tour."""
    found = []
    for match in OPEN_LINK.finditer(text):
        part, number, tour = match.groups()
        found.append(
            OpenLink(OpenPart.TOURS, int(tour)) if tour else OpenLink(OpenPart(part), int(number) if number else None)
        )
    return list(dict.fromkeys(found))


def without_lines_of(text: str, closed: Iterable[OpenLink]) -> str:
    """The text without the lines that name an address which nobody may open any more: what they say of it is closed with it."""
    gone = frozenset(closed)
    if not gone:
        return text
    kept = [line for line in text.split("\n") if not gone & frozenset(links_in(line))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def with_site(text: str, site: str) -> str:
    """The text with whole addresses, for whatever leaves the site."""
    return OPEN_LINK.sub(lambda match: site + match[0], text)


def pieces_of(text: str) -> Sequence[tuple[str, bool]]:
    """The text in pieces, each with whether it is an address of the public pages."""
    pieces, at = [], 0
    for match in OPEN_LINK.finditer(text):
        pieces += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def named_in(text: str, names: Iterable[str]) -> Sequence[str]:
    """Those of the names that a text tells: two words of one beside each other, in any case and order."""
    words = [token.stem for token in tokens_of(text)]
    pairs = {frozenset(pair) for pair in zip(words, words[1:], strict=False)}
    found = []
    for name in names:
        parts = [token.stem for token in tokens_of(name) if len(token.stem) > 1]
        told = {frozenset((one, other)) for at, one in enumerate(parts) for other in parts[at + 1 :] if one != other}
        if told & pairs:
            found.append(name)
    return list(dict.fromkeys(found))
