"""Numbers in the names of streets, however they are written: «Вторая», «2-я», «XXII», «пятидесятилетия», «сорок»."""

import re

_STEMS = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят")
_TEENS = ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")
_TENS = {
    20: "двадцат",
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
}
_ENDS = ("ая", "ый", "ой", "ое", "ого", "ому", "ом", "ую", "ых", "ые")
_ENDS_OF_THIRD = ("ья", "ий", "ье", "ьего", "ьей", "ьему", "ью", "ьем", "ьи")


def _ordinals() -> dict[str, int]:
    stems = dict(zip(_STEMS, range(1, 11), strict=True)) | {
        f"{stem}надцат": 10 + number for number, stem in enumerate(_TEENS, start=1)
    }
    stems |= {stem: tens for tens, stem in _TENS.items()} | {"девяност": 90, "сот": 100}
    return {
        stem + end: number for stem, number in stems.items() for end in (_ENDS_OF_THIRD if stem == "трет" else _ENDS)
    }


ORDINALS = _ordinals()
"""«вторая» is 2, as in «2-я Брестская»."""
ORDINAL_ENDS = frozenset(
    [
        "я",
        "й",
        "го",
        "ая",
        "ый",
        "ой",
        "ое",
        "е",
        "ю",
        "ей",
        "ом",
        "му",
        "ую",
        "ого",
        "ых",
        "ая",
        "ья",
        "ий",
        "ья",
        "ье",
        "ти",
    ]
    + ["th", "st", "nd", "rd", "ya", "y", "go", "oy", "aya", "er", "ere", "eme"]
)
"""What stands behind the hyphen of an ordinal: «1-го Мая», «2-я Брестская»."""
_CARDINALS = {
    **{"двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70},
    **{"восемьдесят": 80, "девяносто": 90, "сто": 100},
}
_YEARS = {
    **{
        "десяти": 10,
        "двадцати": 20,
        "тридцати": 30,
        "сорока": 40,
        "пятидесяти": 50,
        "шестидесяти": 60,
        "семидесяти": 70,
    },
    **{"восьмидесяти": 80, "девяносто": 90, "сто": 100, "двадцатипяти": 25, "тридцатипяти": 35, "пятнадцати": 15},
}
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_GLUED = re.compile(r"(\d+)(я|й|го|ая|ый|ой|ое|ого|th|st|nd|rd|ya|er)")


def number_word(word: str) -> list[str] | None:
    """What a word that is a number says in digits, with «лет» for «…летия»; None for any other word."""
    if word in ORDINALS:
        return [str(ORDINALS[word])]
    if word in _CARDINALS:
        return [str(_CARDINALS[word])]
    if found := _GLUED.fullmatch(word):
        return [found[1]]
    for end in ("летия", "летие", "летию", "лет"):
        if word.endswith(end) and word.removesuffix(end) in _YEARS:
            return [str(_YEARS[word.removesuffix(end)]), "лет"]
    return _roman(word)


def with_sums(words: list[str]) -> list[str]:
    """«20 2 партсъезда» is «22 партсъезда» where both were words; `words` are as `number_word` gives them."""
    summed: list[str] = []
    for word in words:
        last = summed[-1] if summed else ""
        if last.isdigit() and word.isdigit() and int(last) in range(20, 101, 10) and 0 < int(word) < 10:
            summed[-1] = str(int(last) + int(word))
        else:
            summed.append(word)
    return summed


def _roman(word: str) -> list[str] | None:
    latin = word.replace("х", "x").replace("і", "i")
    if not word.isascii() and not (latin.isascii() and latin.startswith("xx")):
        return None
    found = _ROMAN.fullmatch(latin)
    if not found or not word or word in ("i", "v", "x"):
        return [{"i": "1", "v": "5", "x": "10"}[word]] if word in ("i", "v", "x") else None
    ones = {"ix": 9, "iv": 4}.get(found[2], 5 * found[2].count("v") + found[2].count("i"))
    return [str(10 * len(found[1]) + ones)]
