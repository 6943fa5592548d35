"""What facilities of a layer say of themselves, understood out of what people type: weekdays, ages, what it costs."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from planner.domain.typed import one_line

OLDEST = 120
LONGEST_ABOUT, LONGEST_COST, LONGEST_HOURS = 2_000, 200, 300
LONGEST_OFFER, MOST_OFFERS = 100, 40
EVERY_DAY = tuple(range(7))


class LayerField(StrEnum):
    """What a layer may tell of its facilities beside name, place, text and contact.

    OFFERS is a list of words under a name of the layer's own: standards, kinds of clubs, what a park has.
    """

    OFFERS = "offers"
    AGES = "ages"
    COST = "cost"
    HOURS = "hours"


class NoteKind(StrEnum):
    """What a dated note of a facility is."""

    EVENT = "event"
    RESULT = "result"


class Cost(StrEnum):
    """Whether anything is free there, and whether anything has to be paid for."""

    FREE = "free"
    PAID = "paid"


_DAYS = (
    r"понедельник\w*|пн|mondays?|mon",
    r"вторник\w*|вт|tuesdays?|tues?",
    r"сред(?:а|ы|у|е|ам|ой)|ср|wednesdays?|wed",
    r"четверг\w*|чт|thursdays?|thurs?|thu",
    r"пятниц\w*|пт|fridays?|fri",
    r"суббот\w*|сб|saturdays?|sat",
    r"воскресень\w*|воскр|вс|sundays?|sun",
)
_SHORT = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAY = "|".join(_DAYS) + r"|(?:mo|tu|we|th|fr|sa|su)(?=\.?\s*[-–—,]|\s+\d|\s+off|$)"
_TOKEN = re.compile(
    rf"""
    (?P<all>ежедневно|кажд\w+\s+день|без\s+выходных|круглосуточно|24\s*/\s*7|дважды\s+в\s+день|daily|every\s*day|all\s+week)
    | (?P<week>(?:по\s+|в\s+)?(?:будн\w+|рабочи\w+)(?:\s+дн\w+)?|weekdays?|workdays?)
    | (?P<end>по\s+выходным|в\s+выходные|weekends?)
    | (?P<except>кроме|за\s+исключением|except|but\s+not)
    | (?P<off>вых\b\.?|выходн\w+|закрыт\w*|не\s+работа\w+|closed|off\b)
    | (?P<range>\b(?:{_DAY})\b\.?\s*(?:[-–—‑−]|по\b|до\b|to\b|through\b|till\b|\.\.\.?|…)\s*\b(?:{_DAY})\b)
    | (?P<day>\b(?:{_DAY})\b)
    | (?P<time>\d)
    | (?P<end_of>[;\n]|\.\s)
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=20_000)
def days_in(hours: str) -> tuple[int, ...]:
    """The weekdays (0 is Monday) that opening hours name, as people write them: «пн–пт 9–18, сб 10–14, вс выходной».

    None where they name none: «10:00–18:00» may be every day, or may not.
    """
    text = hours.casefold().replace("ё", "е")
    on: set[int] = set()
    off: set[int] = set()
    pending: set[int] = set()
    closing = plural = False
    for kind, said in _tokens(text):
        if kind in ("time", "end_of"):
            if closing and plural and kind == "time":
                on |= {5, 6}
            on |= pending
            pending, closing, plural = set(), False, False
        elif kind == "off" and pending:
            off |= pending
            pending = set()
        elif kind in ("off", "except"):
            on |= pending
            pending, closing, plural = set(), True, said.startswith("выходные")
        else:
            (off if closing else pending).update(_days_of(kind, said))
            plural = False
    on |= pending
    if not on and off:
        on = set(EVERY_DAY)
    return tuple(sorted(on - off))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(text):
        yield str(found.lastgroup), found[0]


def _days_of(kind: str, said: str) -> set[int]:
    if kind == "range":
        first, last = (_day_of(each) for each in re.findall(rf"\b(?:{_DAY})\b", said))
        return {day % 7 for day in range(first, last + (1 if last >= first else 8))}
    named = {"all": EVERY_DAY, "week": range(5), "end": (5, 6)}
    return set(named[kind]) if kind in named else {_day_of(said)}


def _day_of(said: str) -> int:
    if said[:2] in _SHORT:
        return _SHORT.index(said[:2])
    return next(number for number, names in enumerate(_DAYS) if re.fullmatch(names, said))


_YEARS = r"\s*(?:полных\s+)?(?:-?х\s+)?(?:лет|год(?:а|у|ов)?|г\.|years?(?:\s+old)?|y\.?\s?o\.?|yrs?)?\.?"
_AGE = r"(\d{1,3})(?:[.,]\d)?" + _YEARS
_ANY_AGE = re.compile(
    r"(?:для\s+)?(?:всех(?:\s+возраст\w*)?|люб\w+(?:\s+возраст\w*)?|все(?:\s+возраст\w*)?|все\s+желающие|без\s+ограничений"
    r"(?:\s+по\s+возрасту)?|any(?:\s+age)?|all(?:\s+ages)?|everybody|everyone|не\s+ограничен\w*|[-–—])"
)
_AGES = (
    (re.compile(rf"(?:дети\s+)?(?:от|с|from|ages?|возраст)?:?\s*{_AGE}\s*(?:[-–—‑−]|до|по|to|till|and|\.\.\.?|…)\s*{_AGE}"), "both"),
    (re.compile(rf"(?:дети\s+)?(?:от|с|со|старше|from|over|above)\s*{_AGE}(?:\s*и\s+старше)?"), "from"),
    (re.compile(rf"{_AGE}\s*(?:\+|и\s+старше|and\s+(?:older|over|up)|or\s+older)"), "from"),
    (re.compile(rf"(?:дети\s+)?(?:до|по|не\s+старше|младше|under|up\s+to|till|to)\s*{_AGE}"), "to"),
    (re.compile(_AGE), "one"),
)  # fmt: skip


def ages_in(text: str) -> tuple[int | None, int | None] | None:
    """From which age to which, both included, as people write it: «7–17 лет», «от 7», «18+», «для всех»; None for what says neither."""
    said = one_line(text).casefold().replace("ё", "е").strip(" .;")
    said = re.sub(r"\d{1,2}\s*мес(?:яц\w*|\.)?|\d{1,2}\s+months?", "0", said)
    if not said or _ANY_AGE.fullmatch(said):
        return None, None
    for pattern, kind in _AGES:
        if found := pattern.fullmatch(said):
            numbers = [int(each) for each in found.groups()]
            first, last = None if kind == "to" else numbers[0], None if kind == "from" else numbers[-1]
            return (first, last) if are_ages(first, last) else None
    return None


def are_ages(first: int | None, last: int | None) -> bool:
    """Whether people can be of these ages, and the first is not above the last."""
    known = [age for age in (first, last) if age is not None]
    return all(0 <= age <= OLDEST for age in known) and known == sorted(known)


_FREE = re.compile(
    r"бесплатн|безвозмездн|без\s+оплаты|даром|\bfree\b|свободн\w+\s+(?:вход|посещени)|вход\s+свободн|^0(?:[.,]0+)?\b"
)
_PAID = re.compile(
    r"(?<!бес)платн|\bpaid\b|абонемент|\b[1-9]\d*(?:[ \u00a0]\d{3})*(?:[.,]\d+)?\s*(?:руб|р\b|р\.|₽|rub|тыс|eur|€|\$|¥|юан)|^(?:от\s+|до\s+|from\s+)?[1-9]\d*\b"
)  # fmt: skip


@lru_cache(maxsize=20_000)
def costs_in(text: str) -> frozenset[Cost]:
    """Whether anything is free, and whether anything is paid for; both for «первое занятие бесплатно, далее 500 ₽», none where
    the text says neither.
    """
    said = one_line(text).casefold()
    return frozenset(cost for cost, pattern in ((Cost.FREE, _FREE), (Cost.PAID, _PAID)) if pattern.search(said))
