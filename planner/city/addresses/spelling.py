"""Other spellings of what is in Cyrillic on the map: Latin letters, the wrong keyboard, ordinals, and parts of a postal address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_STEMS = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят")
_ENDS, _ENDS_OF_THIRD = ("ая", "ый", "ой", "ое", "ого"), ("ья", "ий", "ье", "ьего", "ьей")
ORDINALS: Mapping[str, str] = {
    stem + end: str(number)
    for number, stem in enumerate(_STEMS, start=1)
    for end in (_ENDS_OF_THIRD if stem == "трет" else _ENDS)
}
"""«вторая» is 2, as in «2-я Брестская»."""
ORDINAL_ENDS = frozenset(["я", "й", "го", "ая", "ый", "ой", "ое", "е", "ю", "ей", "ом", "му", "ую", "ого", "ых"])
"""What stands behind the hyphen of an ordinal: «1-го Мая», «2-я Брестская»."""

_LATIN = (
    *(("shch", "щ"), ("sch", "щ"), ("yo", "е"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш")),
    *(
        ("yu", "ю"),
        ("ju", "ю"),
        ("ya", "я"),
        ("ja", "я"),
        ("ye", "е"),
        ("iy", "ий"),
        ("yy", "ый"),
        ("ck", "к"),
        ("ph", "ф"),
    ),
)
_LATIN_LETTERS = str.maketrans(
    {**dict(zip("abcdefghijklmnopqrstuvwxz", "абцдефгхийклмнопкрстувввз", strict=True)), "x": "кс", "'": "ь"}
)
_VOWELS = "аеиоуыэюяaeiouy"
_KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюе")
_LATIN_WORD = re.compile(r"[a-z][a-z']+")
_KEYED_WORD = re.compile(r"[a-z\[\];',.`]+")

_COUNTRY = r"\b(?:российская федерация|россия|рф|russia)\b"
_INDEX = r"\b\d{6}\b"
_KIND_OF_REGION = r"(?:область|обл|край|республика|респ|район|р-н|округ|автономный округ|автономная область|ао)"
_REGION_BEHIND = rf"\b[а-я-]+\s+(?:(?:городской|муниципальный|автономный)\s+)?{_KIND_OF_REGION}\b\.?"
_REGION_BEFORE = (
    r"\b(?:республика|респ)\b\.?\s+[а-я-]+|\b(?:городской|муниципальный)\s+округ\s+[а-я-]+|\bг\.?\s?о\.?\s+[а-я-]+"
)
_CITY = re.compile(
    r"(?:^|(?<=[\s,]))(?:город|гор|г)(?:\.\s*|\s+)(?P<name>[а-я]+(?:-[а-я]+)*(?:\s+[а-я-]+)?(?=\s*,)|[а-я]+(?:-[а-я]+)*)"
)
_POSTAL = re.compile("|".join((_COUNTRY, _INDEX, _REGION_BEFORE, _REGION_BEHIND)))


@dataclass(frozen=True)
class Postal:
    """A text without what a postal address says beside street and house; `places`: the words of the town that it names."""

    rest: str
    places: tuple[str, ...] = ()


def without_postal_parts(folded: str) -> Postal:
    """Takes index, country, region, district and town out of a text in small letters; what is nothing else stays as it is."""
    places: list[str] = []

    def town(found: re.Match[str]) -> str:
        places.extend(found["name"].split())
        return " "

    rest = _CITY.sub(town, _POSTAL.sub(" ", folded))
    rest = re.sub(r"\s*,[\s,]*", ", ", rest).strip(" ,.")
    return Postal(rest, tuple(places)) if any(c.isalpha() for c in rest) else Postal(folded)


def in_cyrillic(folded: str) -> str:
    """Words in Latin letters as they sound: «ulitsa lenina» is «улица ленина»; words in Cyrillic stay."""
    return _LATIN_WORD.sub(lambda found: _sounded(found[0]), folded)


def on_the_other_keyboard(folded: str) -> str:
    """What the same keys write in Russian: «ktybyf» is «ленина»."""
    return _KEYED_WORD.sub(lambda found: found[0].translate(_KEYS), folded)


def is_in_latin(text: str) -> bool:
    """Whether a word of at least two Latin letters stands in it."""
    return _LATIN_WORD.search(text.casefold()) is not None


def _sounded(word: str) -> str:
    for latin, sound in _LATIN:
        word = word.replace(latin, sound)
    letters = []
    for place, letter in enumerate(word):
        if letter == "y":  # after a vowel short, as in «zeyskaya», else «ы»
            letter = "й" if place and word[place - 1] in _VOWELS else "ы"
        letters.append(letter)
    return "".join(letters).translate(_LATIN_LETTERS)
