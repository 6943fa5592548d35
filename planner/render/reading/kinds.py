"""Cells that only one kind has: the site, the list and the ages of facilities, the days of repairs. What is wrong is gathered."""

import re
from datetime import date

from planner.domain.deadlines import months_later
from planner.domain.errors import Invalid
from planner.domain.facilities import LONGEST_OFFER, MOST_OFFERS, ages_in
from planner.domain.table_cells import Read
from planner.domain.typed import one_line, shortened, typed_site
from planner.render.reading.cells import day_of, said_in
from planner.render.reading.source import Problem

_SHOWN = 60
_TERM = re.compile(r"([0-9]{1,3})\s*(?:(?:полных\s+)?(лет|год\w*|г\.?|years?)|(мес\w*\.?|months?))?", re.IGNORECASE)
_MOST_MONTHS = 600


def site_of(text: str, problems: list[Problem]) -> str:
    """The address of a site; the first of several."""
    first = re.split(r"[\s,;]+", text)[0]
    if first in ("", "-", "—", "нет", "no"):
        return ""
    try:
        return typed_site(first)
    except Invalid:
        problems.append(Problem("intake.doubt.site", {"text": shortened(text, _SHOWN)}, doubt=True))
        return ""


def offers_of(text: str, problems: list[Problem]) -> list[str]:
    """The words of a list: one in each line, or with semicolons between, else with commas outside brackets."""
    by_lines = re.search(r"[;\n|]", text.strip())
    parts = re.split(r"[;\n|]+" if by_lines else r",(?![^()]*\))", text)
    words = list(dict.fromkeys(filter(None, (one_line(each).strip("•·-– ") for each in parts))))
    if len(words) > MOST_OFFERS:
        problems.append(Problem("layers.error.many_offers", {"most": MOST_OFFERS}))
    if any(len(word) > LONGEST_OFFER for word in words):
        problems.append(Problem("typed.error.too_long", {"n": LONGEST_OFFER}))
    return [word[:LONGEST_OFFER] for word in words[:MOST_OFFERS]]


def ages_of(text: str, first: str, last: str, problems: list[Problem]) -> tuple[int | None, int | None]:
    """From which age to which: of one cell, else of one for each end."""
    found = ages_in(text)
    if found == (None, None) and (first or last):
        text = f"{first}–{last}" if first and last else f"от {first}" if first else f"до {last}"
        found = ages_in(text)
    if found is None:
        problems.append(Problem("intake.doubt.ages", {"text": shortened(text, _SHOWN)}, doubt=True))
    return found or (None, None)


def accepted_of(cell: Read, problems: list[Problem]) -> date | None:
    """When the work was accepted; None where nothing is said."""
    day = day_of(cell)
    if day is None and said_in(cell):
        problems.append(_no_day(cell))
    return day


def guarantee_of(cell: Read, accepted: date | None, problems: list[Problem]) -> date | None:
    """The last day of a guarantee; «5 лет» and a number of years count from the day of acceptance."""
    text = said_in(cell)
    day = day_of(cell)
    months = 0 if day else _months_in(text)
    if months and accepted is not None:
        day = months_later(accepted, months)
        told = {"text": shortened(text, _SHOWN), "day": day}
        problems.append(Problem("repairs.note.counted", told, note=True))
    elif months:
        problems.append(Problem("repairs.bad.term", {"text": shortened(text, _SHOWN)}))
    elif day is None:
        problems.append(_no_day(cell) if text else Problem("repairs.bad.no_until"))
    if day is not None and accepted is not None and accepted > day:
        problems.append(Problem("repairs.error.days"))
    return day


def _months_in(text: str) -> int:
    """How long «5», «5 лет» or «60 мес.» is, in months; 0 for what is no term. A bare number are years."""
    found = _TERM.fullmatch(text.strip())
    months = 0 if found is None else int(found[1]) * (1 if found[3] else 12)
    return months if months <= _MOST_MONTHS else 0


def _no_day(cell: Read) -> Problem:
    return Problem("repairs.bad.day", {"given": shortened(said_in(cell), 30)})
