"""Addresses as people write them, brought to one form: abbreviations, ё and е, hyphens, house numbers of every spelling."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from planner.city.addresses.latin import LOOKALIKES, without_lookalikes
from planner.city.addresses.numbers import HouseNumber, number_of, numbers_in, without_house_word, without_rooms
from planner.city.addresses.ordinals import ORDINAL_ENDS, number_word, with_sums

LONGEST_QUERY = 250
MOST_WORDS = 12

_KINDS: Mapping[str, str] = {
    short: whole
    for whole, shorts in {
        "улица": "ул улиц улице улицы улицу улицей улиця",
        "переулок": "пер переул пер-к переулка переулке переулку",
        "проспект": "пр-кт пр-т просп пркт прт проспекта проспекте проспекту",
        "проезд": "пр-д прзд проезда проезде проезду",
        "микрорайон": "мкр мкрн мкр-н м-н мкрайон микрорайоне микрорайона м/р мкрр микр",
        "шоссе": "ш шос",
        "бульвар": "б-р бул бульв бр бульвара бульваре бульвару",
        "площадь": "пл площ площади пл-дь",
        "набережная": "наб набер набережной набережную",
        "тупик": "туп тупика тупике",
        "квартал": "кв-л кварт квартала квартале кв-ал",
        "аллея": "ал аллеи аллее",
        "линия": "лин линии",
        "тракт": "тр-т тракта тракте",
        "территория": "тер терр",
        "поселок": "пос пгт рп поселка поселке",
        "село": "с села селе",
        "деревня": "дер деревни деревне",
        "станция": "ст станции",
        "дорога": "дор дороги",
    }.items()
    for short in (whole, *shorts.split())
}
"""Every spelling of a kind of street or settlement, by the word it stands for."""
KIND_WORDS = frozenset(_KINDS.values())

_SAYS_NOTHING = (
    "г город гор города городе д дом дома дому доме домом домом домами россия рф область обл край район районе р-н республика "
    "респ им имени n no nr номер ном кв квартира офис оф "
    "двор дворе двора дворы дворовая придомовая во в на возле около напротив рядом у за вблизи недалеко близ перед позади "
    "сзади вдоль между против от до по к ко из над и или с со адрес адресу находится расположен расположенный территории "
    "жд тц трц трк тк бц тд ооо оао ао ип"
)
_LEFT_OUT = frozenset(_SAYS_NOTHING.split()) - {"с"}
"""Words that say nothing about which street it is."""
_DASHES = str.maketrans("–—‑−‐―\\", "------/")
_ODD_LETTER = re.compile(r"[^\x00-\x7fа-я«»„“”№–—]")
_SAME = {
    **{"летия": "лет", "летие": "лет", "летию": "лет", "летии": "лет"},
    **{"сош": "школа", "школы": "школа", "школе": "школа", "школу": "школа", "шк": "школа", "шк.": "школа"},
    **{"садик": "детсад", "садика": "детсад", "садику": "детсад", "дс": "детсад", "д/с": "детсад", "детсада": "детсад"},
    **{"ост": "остановка", "остановки": "остановка", "остановке": "остановка"},
}
_UNSAID = frozenset({"моу", "мбоу", "маоу", "мдоу", "мбдоу", "мадоу", "муниципальное", "общеобразовательная"})


def plain_words(text: str) -> list[str]:
    """The words in small letters without ё and punctuation; abbreviations are written out, hyphens divide.

    Any text is taken: it is cut at 250 characters and 12 words, and signs that mean something to a search are left out.
    """
    words: list[str] = []
    for word in _pieces(text):
        words += [_KINDS[word]] if word in _KINDS else _parts_of(word)
    return with_sums(words)[:MOST_WORDS]


def _parts_of(word: str) -> list[str]:
    """What a hyphen divides; an ordinal is its number, however it is written."""
    if word in _SAME:
        return [_SAME[word]]
    first, *rest = [part for part in re.split(r"[-/]", word) if part] or [""]
    if first.isdigit() and rest and rest[0] in ORDINAL_ENDS:
        rest = rest[1:]
    parts: list[str] = []
    for part in (first, *rest):
        if part and part not in _LEFT_OUT and part not in _UNSAID:
            parts += number_word(part) or [_SAME.get(part, part)]
    return parts


def house_number(text: str) -> HouseNumber | None:
    """The number that `text` is as a whole, or None."""
    return number_of(_folded(text).translate(LOOKALIKES).strip(" .,"))


@dataclass(frozen=True)
class Reading:
    """One way to understand what was typed: words of the street or thing, and perhaps a house."""

    words: tuple[str, ...]
    house: HouseNumber | None = None


def readings(text: str) -> list[Reading]:
    """Every way to take one number of the text for the house, the last number first; at the end, none of them.

    "8 Марта 12" is house 12 of "8 Марта", house 8 of "Марта 12", or something called "8 Марта 12".
    """
    folded = without_rooms(_latin_numbers(_plain_numbers(_folded(text))))
    folded = re.sub(r"(?<=[а-я])(?<!\bк)(?<!\bс)(?<!\d[а-я])(?=\d)|(?<=\d)(?=(?!лет\w|ого|его)[а-я]{3,})", " ", folded)
    found: list[Reading] = []
    for numbered in reversed(list(numbers_in(folded))):
        before, after = without_house_word(folded[: numbered.begins]), folded[numbered.ends :]
        words = tuple(plain_words(f"{before} {after}"))
        if words:
            found.append(Reading(words, numbered.number))
    whole = tuple(plain_words(folded))
    return [*found, Reading(whole)] if whole else found


def _plain_numbers(folded: str) -> str:
    """«N12» is 12, «15 дробь 2» is 15/2, and «домами 12 и 14» is at the first of them."""
    folded = re.sub(r"\s+дробь\s+", "/", re.sub(r"\b(?:n|no|nr)\.?\s?(?=\d)", " ", folded))
    folded = re.sub(r"(?<=[а-я]{3})-(?=\d{1,4}(?!\d))", " ", folded)
    folded = re.sub(r"(?<=\d)(?=(?:кв|оф|пом|под)\.?\s*\d)", " ", folded)
    folded = _SEVERAL.sub(_first_of_several, folded)
    return re.sub(r"\b(дом(?:ами|а|ов)|дд?)\.?\s+(\d+[а-я]?)\s*(?:и|,|-)\s*\d+[а-я]?\b", r"дом \2", folded)


_SEVERAL = re.compile(
    r"(?<=[а-я]{3})([\s,]+(?:дома?|дд?)?\.?\s*)(?:(?:с|от)\s+)?(\d{1,4}[а-я]?(?:/\d{1,4})?)"
    r"(?:\s*(?:,|\bи\b|\bпо\b|\bдо\b)\s*\d{1,4}[а-я]?(?:/\d{1,4})?)+(?=\s*(?:$|,))"
)
"""«Ленина 100, 102 и 104», «Ленина с 100 по 104»."""
_NUMBERED = frozenset({"микрорайон", "мкр", "квартал", "линия", "линии", "очередь", "зона", "участок", "километр"})


def _first_of_several(found: re.Match[str]) -> str:
    """The first of several houses; a quarter and its house are one address."""
    word = re.search(r"[а-я]+$", found.string[: found.start()])
    return found[0] if word is None or word[0] in _NUMBERED else f"{found[1]}{found[2]}"


def folded_text(text: str) -> str:
    """The text as it is compared, for other spellings of it."""
    return _folded(text)


def _folded(text: str) -> str:
    """Small letters, ё as е, all white space and odd signs as a space; words that mix alphabets are in Cyrillic."""
    if text.isascii() and text.isdigit():
        return text[:LONGEST_QUERY]
    shown = re.sub(r"[№#]", " ", text[:LONGEST_QUERY])
    shown = re.sub(r"[&+]", " и ", shown.replace("×", " x "))
    shown = re.sub(r"(?<=[A-Za-z])['’ʹʼ`](?=[A-Za-z])", "", shown)  # a soft sign: «Gor'kogo»
    shown = _without_accents(unicodedata.normalize("NFKC", shown).casefold().replace("ё", "е"))
    shown = "".join(c for c in shown if unicodedata.category(c) != "Cf").translate(_DASHES)
    shown = " ".join("".join(c if c.isalnum() or c in "-/.," else "," if c == ";" else " " for c in shown).split())
    return without_lookalikes(shown)


def _without_accents(text: str) -> str:
    """Latin letters without their accents; «й» is a letter of its own."""
    if _ODD_LETTER.search(text) is None:
        return text
    apart = unicodedata.normalize("NFD", text)
    kept = [
        c
        for place, c in enumerate(apart)
        if not (unicodedata.combining(c) and place and "a" <= _base(apart, place) <= "z")
    ]
    return unicodedata.normalize("NFC", "".join(kept)).replace("ё", "е")


def _base(text: str, place: int) -> str:
    """The letter that the combining signs at a place belong to."""
    while place and unicodedata.combining(text[place]):
        place -= 1
    return text[place]


def _pieces(text: str) -> list[str]:
    return [word.strip("-/") for word in re.split(r"[\s.,]+", _folded(text)) if word.strip("-/")]


def _latin_numbers(text: str) -> str:
    """Latin letters right after a figure are meant as Cyrillic: "12A"."""
    return re.sub(r"(?<=\d)[a-z](?![a-z])", lambda found: found[0].translate(LOOKALIKES), text)
