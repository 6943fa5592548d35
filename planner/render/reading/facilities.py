"""Cells about facilities: the address of a site, the words of a list, ages in one cell or in two. What is wrong is gathered."""

import re

from planner.domain.errors import Invalid
from planner.domain.facilities import LONGEST_OFFER, MOST_OFFERS, ages_in
from planner.domain.typed import one_line, shortened, typed_site
from planner.render.reading.source import Problem

_SHOWN = 60


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
