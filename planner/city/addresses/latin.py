"""Words in Latin letters that are meant in Cyrillic: how they sound, how they look, and which keys were hit."""

import re

_KINDS = {
    "улица": "ul ulitsa ulica ulitza ulitse street st",
    "проспект": "prospekt prospect pr-t pr-kt prosp avenue ave",
    "переулок": "per pereulok pereoulok lane",
    "площадь": "pl ploshchad ploschad ploshad square sq",
    "набережная": "nab naberezhnaya naberezhnaia naberejnaya embankment emb",
    "бульвар": "b-r bulvar bul boulevard blvd",
    "шоссе": "shosse sh highway hwy",
    "проезд": "proezd proyezd pr-d",
    "микрорайон": "mkr mikrorayon mikroraion microdistrict",
    "тупик": "tupik",
    "дом": "dom d house building bldg",
    "город": "g gorod city",
    "область": "obl oblast oblast' region",
    "край": "kray krai",
    "район": "rayon raion r-n district",
    "корпус": "korp korpus",
    "строение": "stroenie str stroyeniye",
    "квартира": "kv kvartira",
    "школа": "shkola school",
    "парк": "park",
    "россия": "russia rossiya",
    "и": "and i",
    "угол": "corner ugol",
}
LATIN_KINDS = {latin: word for word, spellings in _KINDS.items() for latin in spellings.split()}
"""Words of addresses in Latin letters; «Lenina st.» is «ленина улица»."""

_SOUNDS = (
    *(
        ("shch", "щ"),
        ("sch", "щ"),
        ("tch", "ч"),
        ("yo", "е"),
        ("jo", "е"),
        ("zh", "ж"),
        ("kh", "х"),
        ("ts", "ц"),
        ("tz", "ц"),
    ),
    *(("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("ye", "е"), ("je", "е")),
    *(("iy", "ий"), ("yy", "ый"), ("ck", "к"), ("ph", "ф"), ("ou", "у")),
)
_LETTERS = str.maketrans(
    {**dict(zip("abcdefghijklmnopqrstuvwxz", "абкдефгхийклмнопкрстувввз", strict=True)), "x": "кс", "'": "ь"}
)
_VOWELS = "аеиоуыэюяaeiouy"
LOOKALIKES = str.maketrans("abcekmhoptxy", "авсекмнортху")
_LOOKED_LIKE = frozenset("abcekmhoptxy")
_KEYS = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~/?#",
    "йцукенгшщзхъфывапролджэячсмитьбюехъжэбюе.,№",
)
_BACK = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбюё",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
)
_LATIN_WORD = re.compile(r"[a-z][a-z'-]*")
_SKELETON = (
    *(
        ("shch", "5"),
        ("sch", "5"),
        ("tch", "4"),
        ("zh", "7"),
        ("kh", "h"),
        ("ts", "c"),
        ("tz", "c"),
        ("ch", "4"),
        ("sh", "5"),
    ),
    *(("ck", "k"), ("ph", "f"), ("ou", "u"), ("x", "ks"), ("w", "v"), ("q", "k"), ("'", ""), ("y", "i"), ("j", "i")),
    *(("ie", "e"), ("io", "e")),
)
_SKELETON_OF_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдезиклмнопрстуфхц", "abvgdeziklmnoprstufhc", strict=True)),
        **{"ё": "e", "ж": "7", "й": "i", "ч": "4", "ш": "5", "щ": "5", "ъ": "", "ы": "i", "ь": "", "э": "e"},
        **{"ю": "iu", "я": "ia"},
    }
)


def skeleton_of(word: str) -> tuple[str, ...]:
    """What stays of a word however it is put into Latin letters: «зейская», "zeyskaya" and "zeiskaia" have the same."""
    plain = word.translate(_SKELETON_OF_CYRILLIC)
    for spelled, short in _SKELETON:
        plain = plain.replace(spelled, short)
    plain = _squeezed(plain)
    return (plain, plain.replace("c", "k")) if word.isascii() and "c" in plain else (plain,)


def in_cyrillic(folded: str) -> str:
    """Words in Latin letters as they sound: «ulitsa lenina» is «улица ленина»; words in Cyrillic stay."""
    return _LATIN_WORD.sub(lambda found: LATIN_KINDS.get(found[0]) or _sounded(found[0]), folded)


def with_cyrillic_kinds(folded: str) -> str:
    """«lenina street 12b» is «lenina улица 12б»: the words of addresses, and letters behind a number."""
    kinds = _LATIN_WORD.sub(lambda found: LATIN_KINDS.get(found[0], found[0]), folded)
    return re.sub(r"(?<=\d)\s?([a-z])(?![a-z])", lambda found: _sounded(found[1]), kinds)


def as_it_looks(folded: str) -> str:
    """Words of Latin letters that look like Cyrillic ones alone: "tomck" is «томск»; all others stay."""
    return _LATIN_WORD.sub(lambda found: _look(found[0]) if set(found[0]) <= _LOOKED_LIKE else found[0], folded)


def without_lookalikes(folded: str) -> str:
    """Words that mix both alphabets, in Cyrillic: «лeнина» with a Latin «e»."""
    return re.sub(r"[a-zа-я]+", lambda found: _unmixed(found[0]), folded)


def on_the_other_keyboard(text: str) -> str:
    """What the same keys write in Russian: «ktybyf» is «ленина»."""
    return text.casefold().translate(_KEYS)


def on_the_latin_keyboard(folded: str) -> str:
    """What the same keys write in Latin letters: «дутштф» is "lenina"."""
    return folded.translate(_BACK)


def is_in_latin(text: str) -> bool:
    """Whether a word of at least two Latin letters stands in it."""
    return re.search(r"[a-z][a-z'\[\];,.`]", text.casefold()) is not None


def _unmixed(word: str) -> str:
    latin = sum(letter.isascii() for letter in word)
    return _look(word) if 0 < latin < len(word) else word


def _look(word: str) -> str:
    return word.translate(LOOKALIKES)


def _squeezed(word: str) -> str:
    """Double letters once: «Россия» is "Rosia" to many."""
    return re.sub(r"(.)\1+", r"\1", word)


def _sounded(word: str) -> str:
    for latin, sound in _SOUNDS:
        word = word.replace(latin, sound)
    letters = []
    for place, letter in enumerate(word):
        if letter == "y":  # after a vowel short, as in «zeyskaya», else «ы»
            letter = "й" if place and word[place - 1] in _VOWELS else "ы"
        letters.append(letter)
    return "".join(letters).translate(_LETTERS)
