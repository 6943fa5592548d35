"""What an instruction is called: tour, stop and item, so that no number is an issue's and none is another instruction's."""

import re

from planner.domain.models import Instruction

_DASH = "–"
_TYPED = re.compile(r"№?\s*(\d{1,9})\s*[-‐‑‒–—−]\s*(\d{1,9})\s*[-‐‑‒–—−]\s*(\d{1,9})", re.ASCII)


def instruction_number(given: Instruction) -> str:
    """«12–3–2»: the second item at stop 3 of tour 12, as in its protocol; «12–0–1» was given on tour 12 at no stop.

    What was given outside of tours begins with a nought, which no tour has for a number: «0–144–2» is the second one
    about issue 144. It is given once and stays, in every language.
    """
    if given.tour_id is None:
        return _DASH.join(map(str, (0, given.issue_id, given.item)))
    return _DASH.join(map(str, (given.tour_id, given.stop_number, given.item)))


def in_order_of_numbers(given: Instruction) -> tuple[int, int, int]:
    """The place of an instruction among others, by its number."""
    if given.tour_id is None:
        return (0, given.issue_id, given.item)
    return (given.tour_id, given.stop_number, given.item)


def number_parts(typed: str) -> tuple[int, int, int] | None:
    """What `instruction_number` was made of, whatever dash was typed between; None for what is no such number."""
    found = _TYPED.fullmatch(typed.strip())
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
