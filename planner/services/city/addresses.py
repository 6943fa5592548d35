"""Address search in the extract in place; without one there is nothing to find, and everything else works."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from planner.city.addresses.addresses import Addresses, FoundAddress
from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.permissions import Action, Subject, require
from planner.domain.typed import one_line
from planner.services.city.extract import current_extract

SHORTEST = 2
"""With fewer letters half of the city begins like that."""

T = TypeVar("T")


def has_addresses(session: Session, actor: Actor, *, data: Path) -> bool:
    """Whether there is a search at all."""
    require(actor, Action.SEE_ISSUE, Subject())
    return current_extract(data) is not None


def find_addresses(session: Session, actor: Actor, text: str, *, data: Path, limit: int = 6) -> list[FoundAddress]:
    """The best answers to what was typed so far (`planner.city.addresses.addresses.Addresses.find`)."""
    require(actor, Action.SEE_ISSUE, Subject())
    wanted = one_line(text)
    if len(wanted) < SHORTEST:
        return []
    return _ask(data, lambda addresses: addresses.find(wanted, limit=limit)) or []


def town_elsewhere(session: Session, actor: Actor, text: str, *, data: Path) -> str:
    """The town or region that the text names and the city's map does not show, "" where it names none."""
    require(actor, Action.SEE_ISSUE, Subject())
    wanted = one_line(text)
    return _ask(data, lambda addresses: addresses.elsewhere(wanted)) or ""


def address_at(session: Session, actor: Actor, point: Point, *, data: Path) -> str:
    """What to write into an address field for a point: the house within 80 m, the street within 150 m, else ""."""
    require(actor, Action.SEE_ISSUE, Subject())
    found = _ask(data, lambda addresses: addresses.at(point))
    return found.address if found else ""


def _ask(data: Path, question: Callable[[Addresses], T]) -> T | None:
    """Asks the extract in place, and once more where another one took its place meanwhile."""
    for _ in range(2):
        extract = current_extract(data)
        if extract is None:
            return None
        try:
            return question(Addresses(extract.address_index))
        except sqlite3.OperationalError:
            continue
    return None
