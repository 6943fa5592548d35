"""What a visitor of the public pages has asked for: which issues, carried by the address alone."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from planner.domain.issue_look import IssueLook, look_of
from planner.domain.words import IssueState, Outcome

_MOST = 2**31 - 1


class OpenLook(StrEnum):
    """How an issue stands, in the four words of the public pages and one for what ended without being mended."""

    LATE = "late"
    WORK = "work"
    FIXED = "fixed"
    ENDED = "ended"


def open_look(state: IssueState, outcome: Outcome | None, due_on: date | None, today: date) -> OpenLook:
    """The word for an issue as it stands today."""
    match look_of(state, outcome, due_on, today):
        case IssueLook.OVERDUE:
            return OpenLook.LATE
        case IssueLook.FIXED:
            return OpenLook.FIXED
        case IssueLook.CLOSED:
            return OpenLook.ENDED
        case IssueLook.NEW | IssueLook.ASSIGNED | IssueLook.REPORTED | IssueLook.RETURNED:
            return OpenLook.WORK


@dataclass(frozen=True)
class OpenFilter:
    """Everything that is not None must hold."""

    look: OpenLook | None = None
    district: int | None = None
    topic: int | None = None
    agency: int | None = None
    tour: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for; what it cannot mean counts as not asked."""
        look = query.get("look", "")
        numbers = {name: asked_number(query.get(name, "")) for name in ("district", "topic", "agency", "tour")}
        return cls(OpenLook(look) if look in set(OpenLook) else None, **numbers)

    def to_query(self) -> dict[str, str]:
        """The parameters of an address that asks for it."""
        return {name: str(value) for name, value in asdict(self).items() if value is not None}


def asked_page(query: Mapping[str, str]) -> int:
    """The page that an address asks for, from 1."""
    return asked_number(query.get("page", "")) or 1


def asked_number(typed: str) -> int | None:
    """The number of a row that an address or a form names; None for what cannot be one."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 else 0
    return number if 0 < number <= _MOST else None
