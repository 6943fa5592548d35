"""What a postal address says beside street and house: index, country, region, district, town. These narrow, they do not mislead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from planner.city.addresses.regions import CITIES, REGIONS

_COUNTRY = frozenset({"россия", "рф", "russia", "россии"})
_REGION_KINDS = frozenset(
    {
        "область",
        "обл",
        "края",
        "край",
        "республика",
        "респ",
        "ао",
        "район",
        "р-н",
        "округ",
        "области",
        "района",
        "сельсовет",
    }
    | {"с/с", "с/п", "поселение", "республики", "автономная"}
)
_OF_A_REGION = frozenset(
    {
        "городской",
        "муниципальный",
        "автономный",
        "автономная",
        "сельское",
        "городское",
        "муниципальное",
        "муниципального",
    }
)
_TOWN_KINDS = frozenset(
    {
        "г",
        "город",
        "гор",
        "городе",
        "города",
        "село",
        "селе",
        "поселок",
        "поселке",
        "пос",
        "пгт",
        "рп",
        "деревня",
        "деревне",
    }
    | {"дер", "станица", "ст-ца", "хутор", "аул", "гп", "снт", "днт"}
)
_SHORT_TOWN_KINDS = frozenset({"с", "п", "д", "х"})
"""These are a village's only where one of that name is known, or a comma ends it: «с. Иннокентия» is a saint's lane."""
_VILLAGES = (_TOWN_KINDS | _SHORT_TOWN_KINDS) - {"г", "город", "гор", "городе", "города"}
_WORD = re.compile(r"[^\s,.]+|,")
_ADJECTIVE = re.compile(r".+(?:ая|яя|ий|ый|ой|ое|ого|ей|ом)$")


@dataclass(frozen=True)
class Town:
    """A town or village that an address names: its words, and whether the text says that it is a city, or a village."""

    words: tuple[str, ...]
    is_said: bool = True
    is_village: bool = False

    @property
    def name(self) -> str:
        """The name in small letters."""
        return " ".join(self.words)


@dataclass
class Postal:
    """A text in small letters without what a postal address says beside street and house."""

    rest: str
    towns: list[Town] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


def postal_parts(folded: str, settlements: Iterable[frozenset[str]] = ()) -> Postal:
    """Takes index, country, region, district and towns out of a text; what is nothing else stays as it is.

    `settlements` are the names on the map: where no comma ends a name of several words they tell how far it goes.
    """
    parser = _Parser(folded, frozenset(settlements))
    parser.read()
    rest = " ".join(parser.kept).replace(" ,", ",")
    rest = re.sub(r",[\s,]*", ", ", rest).strip(" ,")
    if not any(letter.isalpha() for letter in rest):
        return Postal(folded)
    return Postal(rest, parser.towns, parser.regions)


class _Parser:
    """Goes over the words once; `kept` are those that stay, commas among them."""

    def __init__(self, folded: str, settlements: frozenset[frozenset[str]]) -> None:
        self._words: list[str] = _WORD.findall(folded)
        self._settlements = settlements
        self._at = 0
        self.kept: list[str] = []
        self.towns: list[Town] = []
        self.regions: list[str] = []

    def read(self) -> None:
        """Reads all words."""
        while self._at < len(self._words):
            word = self._words[self._at]
            self._at += 1
            if word in _COUNTRY or re.fullmatch(r"\d{5,6}", word):
                continue
            if word == "российская" and self._next().startswith("федерац"):
                self._at += 1
            elif word in ("г", "м") and self._next() in ("о", "р-н") and self._after_next():
                self._at += 1
                self._take_region_behind("округ")
            elif word in _REGION_KINDS and not self._is_number(self._next()):
                self._take_region(word)
            elif word in _TOWN_KINDS or (word in _SHORT_TOWN_KINDS and self._is_village_here()):
                self._take_town(word)
            else:
                self.kept.append(word)
        self._take_bare_towns()

    def _next(self) -> str:
        return self._words[self._at] if self._at < len(self._words) else ""

    def _after_next(self) -> str:
        return self._words[self._at + 1] if self._at + 1 < len(self._words) else ""

    @staticmethod
    def _is_number(word: str) -> bool:
        return word[:1].isdigit()

    def _take_region(self, kind: str) -> None:
        before = self.kept[-1] if self.kept and self.kept[-1] != "," else ""
        if before in _OF_A_REGION:  # «городской округ Благовещенск», «Ямало-Ненецкий автономный округ»
            self.kept.pop()
            before = self.kept[-1] if self.kept and self.kept[-1] != "," else ""
        if before and not self._is_number(before) and (_ADJECTIVE.match(before) or kind in ("край", "район", "р-н")):
            self.regions.append(self.kept.pop())
        else:
            self._take_region_behind(kind)

    def _take_region_behind(self, kind: str) -> None:
        taken = self._words_of_name(3, stop=_TOWN_KINDS | _REGION_KINDS)
        if taken:
            self.regions.append(" ".join(taken))

    def _words_of_name(self, most: int, *, stop: frozenset[str]) -> list[str]:
        """The following words up to a comma, a number or a word of `stop`; one alone where no comma ends them."""
        taken: list[str] = []
        ended = True
        for word in self._words[self._at :]:
            if word == ",":
                break
            if word in stop or self._is_number(word) or len(taken) == most:
                ended = False
                break
            taken.append(word)
        if not ended or len(taken) > 2:
            taken = taken[: self._length_of_name(taken)]
        self._at += len(taken)
        return taken

    def _length_of_name(self, words: Sequence[str]) -> int:
        for size in range(len(words), 0, -1):
            name = words[:size]
            known = frozenset(part for word in name for part in word.split("-"))
            if known in self._settlements or " ".join(name) in CITIES or " ".join(name) in REGIONS:
                return size
        return min(1, len(words))

    def _is_village_here(self) -> bool:
        name, behind = self._next(), self._after_next()
        if not name or name == "," or self._is_number(name):
            before = self.kept[-1] if self.kept else ","
            return name == "," and before != "," and frozenset(before.split("-")) in self._settlements
        if frozenset(name.split("-")) in self._settlements:
            return True
        return behind == "," and len(name) > 2 and any(part.isalpha() for part in self._words[self._at + 2 :])

    def _take_town(self, kind: str) -> None:
        name = self._words_of_name(3, stop=_REGION_KINDS)
        if not name and self.kept and self.kept[-1] != "," and not self._is_number(self.kept[-1]):
            name = [self.kept.pop()]  # «Благовещенск г, Ленина ул»
        if name:
            self.towns.append(Town(tuple(name), is_village=kind in _VILLAGES))

    def _take_bare_towns(self) -> None:
        """Parts between commas, and the words before the first comma, that are a known name of a town and nothing else."""
        parts = [part.split() for part in " ".join(self.kept).split(",")]
        if len([part for part in parts if part]) < 2:
            return
        kept = []
        for part in parts:
            words = frozenset(piece for word in part for piece in word.split("-"))
            if part and (words in self._settlements or " ".join(part) in CITIES):
                self.towns.append(Town(tuple(part), is_said=" ".join(part) in CITIES))
            else:
                kept.append(" ".join(part))
        if any(any(letter.isalpha() for letter in part) for part in kept):
            self.kept = " , ".join(kept).split()
