"""Addresses as people write them, brought to one form: abbreviations, ё and е, hyphens, house numbers of every spelling."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from planner.city.addresses.spelling import ORDINAL_ENDS, ORDINALS, without_postal_parts

LONGEST_QUERY = 200
MOST_WORDS = 10

_KINDS: Mapping[str, str] = {
    short: whole
    for whole, shorts in {
        "улица": "ул улиц",
        "переулок": "пер переул",
        "проспект": "пр-кт пр-т просп пркт",
        "проезд": "пр-д прзд",
        "микрорайон": "мкр мкрн мкр-н м-н мкрайон микрорайоне",
        "шоссе": "ш шос",
        "бульвар": "б-р бул бульв",
        "площадь": "пл площ",
        "набережная": "наб набер",
        "тупик": "туп",
        "квартал": "кв-л квартал",
        "аллея": "ал",
        "линия": "лин",
        "тракт": "тр-т",
        "территория": "тер",
        "поселок": "пос",
        "село": "с",
        "деревня": "дер",
        "станция": "ст",
    }.items()
    for short in (whole, *shorts.split())
}
"""Every spelling of a kind of street or settlement, by the word it stands for."""
KIND_WORDS = frozenset(_KINDS.values())

_SAYS_NOTHING = (
    "г город гор д дом россия рф область обл край район р-н республика им имени n no номер кв квартира офис "
    "двор дворе двора во в на возле около напротив рядом у дома дому за тц трц"
)
_LEFT_OUT = frozenset(_SAYS_NOTHING.split())
"""Words that say nothing about which street it is."""
_DASHES = str.maketrans("–—‑−", "----")
_LOOKALIKES = str.maketrans("abcekmhoptxy", "авсекмнортху")
_BUILDING = r"(?:корпус|корп|кор|к)"
_BLOCK = r"(?:строение|стр|с)"
_STRUCTURE = r"(?:сооружение|соор)"
_LETTER = r"(?:(?:литера|литер|лит)\b\.?\s*)?"
_NUMBER = re.compile(
    rf"(?P<main>\d{{1,4}})(?:[\s,]*{_LETTER}(?P<letter>[а-йл-рт-я]|[кс](?!\.?\s*\d))(?![а-я]))?"
    r"(?:\s*-\s*(?P<last>\d{1,4})(?![\dа-я-]))?"
    r"(?:\s*/\s*(?P<slash>\d{1,4})(?:\s*(?P<after>[а-я])(?![а-я]))?)?"
    rf"(?:[\s,]*{_BUILDING}\.?\s*(?P<building>\d{{1,3}}[а-я]?)(?![\dа-я]))?"
    rf"(?:[\s,]*{_BLOCK}\.?\s*(?P<block>\d{{1,3}}[а-я]?)(?![\dа-я]))?"
    rf"(?:[\s,]*{_STRUCTURE}\.?\s*(?P<structure>\d{{1,3}}[а-я]?)(?![\dа-я]))?"
)
_HOUSE_WORD = r"(?:дом|д|домовладение|двлд|владение|влад|вл)"
_SAME = {"летия": "лет", "летие": "лет", "летию": "лет"}
_ROOM = re.compile(r"\b(?:кв|квартира|оф|офис|пом|помещение|под|подъезд|эт|этаж)\b\.?\s*\d+[а-я]?")


@dataclass(frozen=True)
class HouseNumber:
    """A number in one spelling for all: "133 корп. 2", "133к2" and "133 К2" are "133к2"; `main` is 133.

    `last` is the other end of a range: "22-24" is one house with two numbers.
    """

    text: str
    main: int
    last: int | None = None


def plain_words(text: str) -> list[str]:
    """The words in small letters without ё and punctuation; abbreviations are written out, hyphens divide.

    Any text is taken: it is cut at 200 characters and 10 words, and signs that mean something to a search are left out.
    """
    words: list[str] = []
    for word in _pieces(text):
        if word in _KINDS:
            words.append(_KINDS[word])
        else:
            words += _parts_of(word)
    return words[:MOST_WORDS]


def _parts_of(word: str) -> list[str]:
    """What a hyphen divides; an ordinal is its number, however it is written."""
    first, *rest = [part for part in re.split(r"[-/]", word) if part] or [""]
    if first.isdigit() and rest and rest[0] in ORDINAL_ENDS:
        rest = rest[1:]
    parts = [ORDINALS.get(part, _SAME.get(part, part)) for part in (first, *rest)]
    return [part for part in parts if part and part not in _LEFT_OUT]


def house_number(text: str) -> HouseNumber | None:
    """The number that `text` is as a whole, or None."""
    wanted = _folded(text).strip(" .,")
    found = _NUMBER.fullmatch(_latin_to_cyrillic(re.sub(rf"^{_HOUSE_WORD}\b\.?\s*|^{_HOUSE_WORD}(?=\d)", "", wanted)))
    return _number(found) if found else None


@dataclass(frozen=True)
class Reading:
    """One way to understand what was typed: words of the street or thing, and perhaps a house."""

    words: tuple[str, ...]
    house: HouseNumber | None = None


def readings(text: str) -> list[Reading]:
    """Every way to take one number of the text for the house, the last number first; at the end, none of them.

    "8 Марта 12" is house 12 of "8 Марта", house 8 of "Марта 12", or something called "8 Марта 12".
    """
    folded = _ROOM.sub(" ", without_postal_parts(_latin_numbers(_folded(text))).rest)
    folded = re.sub(rf"\b{_HOUSE_WORD}(?=\d)", " ", folded)
    found: list[Reading] = []
    matches = [match for match in _NUMBER.finditer(folded) if _stands_alone(folded, match)]
    for match in reversed(matches):
        number = _number(match)
        before, after = re.sub(rf"\b{_HOUSE_WORD}\.?\s*$", "", folded[: match.start()]), folded[match.end() :]
        words = tuple(plain_words(f"{before} {after}"))
        if words:
            found.append(Reading(words, number))
    whole = tuple(plain_words(folded))
    return [*found, Reading(whole)] if whole else found


def places_named(text: str) -> frozenset[str]:
    """The words of the town that a postal address names."""
    return frozenset(without_postal_parts(_folded(text)).places)


def folded_text(text: str) -> str:
    """The text as it is compared, for other spellings of it."""
    return _folded(text)


def _number(match: re.Match[str]) -> HouseNumber:
    part = match.groupdict(default="")
    text = f"{int(part['main'])}{part['letter']}"
    text += f"-{int(part['last'])}" if part["last"] else ""
    text += f"/{part['slash']}{part['after']}" if part["slash"] else ""
    text += f"к{part['building']}" if part["building"] else ""
    text += f"с{part['block']}" if part["block"] else ""
    text += f"соор{part['structure']}" if part["structure"] else ""
    return HouseNumber(text, int(part["main"]), int(part["last"]) if part["last"] else None)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """No part of a longer word, such as "1-я" or "50-летия"."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return not (before.isalnum() or before in ("-", "/") or after.isalnum() or after == "-")


def _folded(text: str) -> str:
    """Small letters, ё as е, all white space and odd signs as a space."""
    shown = text[:LONGEST_QUERY].replace("№", " ")
    shown = unicodedata.normalize("NFKC", shown).casefold().replace("ё", "е")
    shown = "".join(c for c in shown if unicodedata.category(c) != "Cf").translate(_DASHES)
    return " ".join("".join(c if c.isalnum() or c in "-/.," else " " for c in shown).split())


def _pieces(text: str) -> list[str]:
    return [word.strip("-/") for word in re.split(r"[\s.,]+", _folded(text)) if word.strip("-/")]


def _latin_to_cyrillic(text: str) -> str:
    return text.translate(_LOOKALIKES)


def _latin_numbers(text: str) -> str:
    """Latin letters right after a figure are meant as Cyrillic: "12A"."""
    return re.sub(r"(?<=\d)[a-z](?![a-z])", lambda found: _latin_to_cyrillic(found[0]), text)
