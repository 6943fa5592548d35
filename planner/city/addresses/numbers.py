"""House numbers as people write them, brought to one spelling: corps, blocks, letters, ranges, strokes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

HOUSE_WORD = r"(?:дом|д|домовладение|двлд|владение|влад|влд|вл|здание|зд|участок|уч)"
_ROOM_WORD = (
    r"(?:квартира|кварт|кв|комната|комн|ком|офис|оф|помещение|помещ|пом|подъезд|под|этаж|эт|кабинет|каб|бокс|секция|"
    r"апартаменты|apt|flat|office)"
)
_ROOM = re.compile(
    rf"(?<=\d)[\s,]+(?:п|вход|крыльцо)\b\.?\s*\d{{1,2}}(?![\w/])|\b{_ROOM_WORD}\b\.?\s*\d+[а-я]?(?![а-я])|\b\d{{1,2}}(?:\s?-?\s?(?:й|ый|ой|м|ом))?\s+(?:подъезде?|этаже?)\b"
)
_HEAD = re.compile(r"(?<![\w/-])\d{1,4}(?!\d)")
_LETTER = re.compile(
    r"(?:\s?[-/]?\s?)([а-я])(?!\w)(?!\.?\s*\d)(?!\.\s*[а-я])|\s?[-/]?\s?([абвгде])(?=\s*[кс/]\.?\s*\d)"
)
_NO_LETTER = frozenset("иуоьяй")
_LAST = re.compile(r"\s*-\s*(\d{1,4})(?![\dа-я-])")
_STROKE = re.compile(r"\s*/\s*(\d{1,4})(?!\d)(?:\s?([а-я])(?!\w))?")
_PARTS = {
    "letter": re.compile(r"[\s,]*\b(?:литера|литер|лит|буква)\b\.?\s*([а-я]\d?)(?!\w)"),
    "к": re.compile(
        r"[\s,]*(?:корпус|корп|кор|к)\.?\s*(\d{1,3}[а-я]?)(?!\w)|[\s,]*(?:корпус|корп)\b\.?\s*([а-я])(?!\w)"
    ),
    "с": re.compile(
        r"[\s,]*(?:строение|строен|стр|с)\.?\s*(\d{1,3}[а-я]?)(?!\w)|[\s,]*(?:строение|стр)\b\.?\s*([а-я])(?!\w)"
    ),
    "соор": re.compile(r"[\s,]*(?:сооружение|сооруж|соор)\.?\s*(\d{1,3}[а-я]?)(?!\w)"),
}


@dataclass(frozen=True)
class HouseNumber:
    """A number in one spelling for all: "133 корп. 2", "133к2" and "133 К2" are "133к2"; `main` is 133.

    `last` is the other end of a range: "22-24" is one house with two numbers.
    """

    text: str
    main: int
    last: int | None = None

    @property
    def loose(self) -> str:
        """The same for «15/1», «15к1» and «15 стр. 1», which cities write for one another."""
        return loosely(self.text)


@dataclass(frozen=True)
class Numbered:
    """A number in a text, and where it stands there."""

    begins: int
    ends: int
    number: HouseNumber


def loosely(text: str) -> str:
    """The spelling of a number without what tells a corps from a block."""
    return re.sub(r"соор|(?<=[\dа-я])[кс](?=\d)", "/", text)


def numbers_in(folded: str) -> Iterator[Numbered]:
    """Every number of a text in small letters that may be a house, no part of a longer word such as «1-я» or «50-летия»."""
    ends = 0
    for head in _HEAD.finditer(folded):
        if head.start() < ends:
            continue
        number, ends = _number_at(folded, head)
        behind = folded[ends : ends + 1]
        if not (behind.isalnum() or behind == "-"):
            yield Numbered(head.start(), ends, number)


def number_of(folded: str) -> HouseNumber | None:
    """The number that a text in small letters is as a whole, or None."""
    wanted = re.sub(rf"^{_HOUSE_WORD_BEFORE}", "", folded).strip(" .,")
    found = next(numbers_in(wanted), None)
    return found.number if found and (found.begins, found.ends) == (0, len(wanted)) else None


def without_rooms(folded: str) -> str:
    """The text without flats, offices, entrances and floors."""
    return _ROOM.sub(" ", folded)


_HOUSE_WORD_BEFORE = rf"(?:{HOUSE_WORD}\b\.?\s*|{HOUSE_WORD}(?=\d))+"


def without_house_word(before: str) -> str:
    """What stands before a number, without the word that says it is a house."""
    return re.sub(rf"(?:\b{HOUSE_WORD}\.?\s*)+$", "", before)


def _number_at(text: str, head: re.Match[str]) -> tuple[HouseNumber, int]:
    main, at = int(head[0]), head.end()
    parts: dict[str, str] = {}
    last: int | None = None
    if (found := _LAST.match(text, at)) is not None:
        last, at = int(found[1]), found.end()
    else:
        at = _take_letter(text, at, parts)
    if (found := _STROKE.match(text, at)) is not None:
        parts["/"], at = f"{int(found[1])}{found[2] or ''}", found.end()
    at = _take_parts(text, at, parts)
    spelled = f"{main}{parts.get('letter', '')}" + (f"-{last}" if last is not None else "")
    spelled += "".join(f"{name}{parts[name]}" for name in ("/", "к", "с", "соор") if name in parts)
    return HouseNumber(spelled, main, last), at


def _take_letter(text: str, at: int, parts: dict[str, str]) -> int:
    found = _LETTER.match(text, at)
    letter = (found[1] or found[2]) if found else ""
    is_apart = found is not None and found[0] != letter
    if not found or (is_apart and letter in _NO_LETTER):
        return at
    parts["letter"] = letter
    return found.end()


def _take_parts(text: str, at: int, parts: dict[str, str]) -> int:
    """Corps, block and the rest, in any order, each once."""
    while True:
        for name, pattern in _PARTS.items():
            found = pattern.match(text, at)
            if found is not None and name not in parts:
                said = next(part for part in found.groups() if part)
                # «корп. А» is what others call «34А»
                parts["letter" if said.isalpha() and "letter" not in parts else name], at = said, found.end()
                break
        else:
            return at
