"""When each thing that a facility offers can be had: weekdays with hours, as people write them and as they are kept."""

import re
from collections.abc import Mapping, Sequence

from planner.domain.facilities import days_in

Times = list[list[int]]
"""Of each span the weekday (0 is Monday), and its beginning and end in minutes after midnight."""
MOST_SPANS = 40
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(
    rf"(?:\b(?:с|со|from)\s+)?{_CLOCK}\s*(?:[-–—‑−]|до|to|till)\s*{_CLOCK}(?:\s*(?:ч|час\w*)\b\.?)?", re.I
)
_BETWEEN = re.compile(r"[\s,;.:]*(?:(?:и|and|в|с|on|from|по)\b[\s,;.:]*)*")
_DAY_WORDS = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"^(?P<word>.+?)\s*\((?P<times>[^()]*\d[^()]*)\)$")


def times_in(text: str) -> Times | None:
    """The spans that «вт, чт 18:00–20:00; сб 10–12» names, by day and hour; None for what names none, or more than can be told."""
    spans: set[tuple[int, int, int]] = set()
    days: tuple[int, ...] = ()
    end = 0
    for found in _SPAN.finditer(text):
        between = text[end : found.start()]
        if not _BETWEEN.fullmatch(between):
            days = days_in(between)
        first, last = _minutes(found[1], found[2]), _minutes(found[3], found[4])
        if not days or first is None or last is None or first >= last:
            return None
        spans |= {(day, first, last) for day in days}
        end = found.end()
    if not spans or len(spans) > MOST_SPANS or _DAY_WORDS.search(text[end:]):
        return None
    return [list(span) for span in sorted(spans)]


def are_times(value: object) -> bool:
    """Whether this is what `times_in` gives."""
    return (
        isinstance(value, list)
        and 0 < len(value) <= MOST_SPANS
        and all(
            isinstance(span, list)
            and len(span) == 3
            and all(type(number) is int for number in span)
            and 0 <= span[0] <= 6
            and 0 <= span[1] < span[2] <= 24 * 60
            for span in value
        )
    )


def split_offer(word: str) -> tuple[str, Times]:
    """A word and the times in brackets behind it: «Бег 60 м (вт 18–20)»; brackets that name no times belong to the word."""
    found = _BRACKETS.match(word)
    times = times_in(found["times"]) if found else None
    return (found["word"], times) if found and times else (word, [])


def split_offers(words: Sequence[str]) -> tuple[list[str], dict[str, Times]]:
    """The words of a list without their times, and the times of those that have any."""
    split = [split_offer(word) for word in words]
    return list(dict.fromkeys(word for word, _ in split)), {word: times for word, times in split if times}


def days_of(times: Mapping[str, Times], offer: str = "") -> set[int]:
    """The weekdays on which this can be had; of all that has times, where none is named."""
    wanted = offer.casefold()
    return {span[0] for word, spans in times.items() if not wanted or word.casefold() == wanted for span in spans}


def _minutes(hours: str, minutes: str | None) -> int | None:
    found = int(hours) * 60 + int(minutes or 0)
    return found if found <= 24 * 60 and int(minutes or 0) < 60 else None
