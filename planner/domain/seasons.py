"""On which days of the year a road is open: winter roads, and signs that hold from one month to another."""

from datetime import date

ALWAYS = ""
"""The season of a road that is open all year."""
WINTER_ROAD = "open 1215-0315"
"""When a winter road that names no days of its own is taken for open: the weeks in which it is frozen everywhere."""


def is_open(season: str, day: date) -> bool:
    """Whether a road is open on a day. A season is «open» or «shut» and spans of days: `open 1215-0315`, `shut 20260501-20260930`."""
    if season == ALWAYS:
        return True
    word, *spans = season.split()
    return any(_holds(span, day) for span in spans) == (word == "open")


def _holds(span: str, day: date) -> bool:
    first, _, last = span.partition("-")
    in_year = f"{day.month:02}{day.day:02}"
    today = f"{day.year}{in_year}" if len(first) == 8 else in_year
    return first <= today <= last if first <= last else today >= first or today <= last
