"""The season of a road out of its tags: ice roads, winter roads, and access that depends on the time of year."""

import re
from collections.abc import Iterator

from planner.city.extract.road_tags import NEVER, PERMISSION_KEYS, Tags
from planner.domain.seasons import ALWAYS, WINTER_ROAD

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?:" + "|".join(_MONTHS) + ")[a-z]*"
_DAY = rf"(?:(?P<y{{0}}>\d{{{{4}}}})\s*)?(?:(?P<m{{0}}>{_MONTH})\s*(?P<d{{0}}>\d{{{{1,2}}}}(?!\d|:))?|(?P<e{{0}}>\d{{{{1,2}}}})\s+(?P<n{{0}}>{_MONTH}))"
_SPAN = re.compile(
    rf"{_DAY.format(1)}\s*-\s*(?:{_DAY.format(2)}|(?P<d3>\d{{1,2}}(?!\d|:)))|{_DAY.format(4)}", re.IGNORECASE
)
_PART = re.compile(r"\s*([a-z_]+)\s*@\s*(\([^)]*\)|[^;]*)", re.IGNORECASE)
_NAMED = {
    "winter": "1201-0229",
    "summer": "0601-0831",
    "spring": "0301-0531",
    "autumn": "0901-1130",
    "fall": "0901-1130",
}
_YES = frozenset({"yes", "designated", "permissive", "official", "destination", "customers"})


def season_of(tags: Tags) -> str | None:
    """When a bus may use the road; None where never: a ford, and an ice road that names no days.

    Hours and days of the week do not shut a road for a day; they are left to the driver.
    """
    if tags.get("ford", "no") != "no":
        return None
    shut, opened = _conditions(tags)
    word = next((tags[key] for key in PERMISSION_KEYS if key in tags), "yes")
    if word in NEVER:
        return f"open {' '.join(opened)}" if opened else None
    if shut:
        return f"shut {' '.join(shut)}"
    if tags.get("ice_road", "no") != "no":
        return f"open {' '.join(opened)}" if opened else None
    if tags.get("winter_road", "no") != "no" or tags.get("seasonal") == "winter":
        return f"open {' '.join(opened)}" if opened else WINTER_ROAD
    return ALWAYS


def opened_by_season(tags: Tags) -> Tags:
    """The tags without the ban that a season lifts."""
    _, opened = _conditions(tags)
    word = next((tags[key] for key in PERMISSION_KEYS if key in tags), "yes")
    if word not in NEVER or not opened:
        return tags
    return {key: value for key, value in tags.items() if key not in PERMISSION_KEYS}


def spans_of(condition: str) -> Iterator[str]:
    """The spans of days that a condition names: «Nov-Apr», «Apr 15-Nov 1», «winter», «2026 May 1-2026 Sep 30»."""
    for name, span in _NAMED.items():
        if re.search(rf"\b{name}\b", condition, re.IGNORECASE):
            yield span
    for found in _SPAN.finditer(condition):
        part = found.groupdict()
        if part["m4"] or part["n4"]:
            yield f"{_day(part, '4', 1)}-{_day(part, '4', 31)}"
        elif part["d3"]:
            yield f"{_day(part, '1', 1)}-{_day(part, '1', 1)[:-2]}{int(part['d3']):02}"
        else:
            yield f"{_day(part, '1', 1)}-{_day(part, '2', 31)}"


def _conditions(tags: Tags) -> tuple[list[str], list[str]]:
    """The days on which a bus may not, and those on which it may, by the most special tag that has any."""
    for key in PERMISSION_KEYS:
        shut: list[str] = []
        opened: list[str] = []
        for found in _PART.finditer(tags.get(f"{key}:conditional", "")):
            spans = list(spans_of(found[2]))
            if found[1] in NEVER:
                shut += spans
            elif found[1] in _YES:
                opened += spans
        if shut or opened:
            return shut, opened
    return [], []


def _day(part: dict[str, str | None], which: str, day: int) -> str:
    month = (part[f"m{which}"] or part[f"n{which}"] or "")[:3].lower()
    given = part[f"d{which}"] or part[f"e{which}"]
    return f"{part[f'y{which}'] or ''}{_MONTHS.index(month) + 1:02}{int(given) if given else day:02}"
