"""What the address search answers: how exact it is, and how streets and houses are written."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planner.domain.geo import Point


class Precision(StrEnum):
    """What the point of an answer is."""

    HOUSE = "house"
    NEAREST_HOUSE = "nearest_house"
    CROSSING = "crossing"
    STREET = "street"
    LANDMARK = "place"
    DISTRICT = "district"


DISTRICT_KINDS = frozenset({"city", "settlement", "quarter"})
"""Landmarks that are a part of the country rather than a thing in it; their point is only their middle."""


@dataclass(frozen=True)
class FoundAddress:
    """One answer. `address` is what one writes into an address field; `name` is the landmark's, else empty.

    `asked_number` is a number that is not on the map: with NEAREST_HOUSE, `address` has the one that is; with STREET, none
    is known. A street's point is its middle. `settlement` is the town or village, `kind` says what a landmark is
    (`planner.city.extract.features`).
    """

    precision: Precision
    address: str
    point: Point
    name: str = ""
    kind: str = ""
    settlement: str = ""
    asked_number: str = ""


@dataclass(frozen=True)
class Street:
    """A street; `ids` are its parts, where its lines are too far from each other to be taken for one."""

    ids: tuple[int, ...]
    name: str
    settlement: str
    words: frozenset[str]
    houses: int
    point: Point


def street_answer(street: Street) -> FoundAddress:
    """The middle of a street."""
    return FoundAddress(Precision.STREET, street.name, street.point, settlement=street.settlement)


def house_answer(street: Street, row: tuple[Any, ...], *, asked: str = "") -> FoundAddress:
    """A house of a street, by its row; `asked` is the number that was meant where this is only the nearest one."""
    number, _, _, lat, lon = row
    precision = Precision.NEAREST_HOUSE if asked else Precision.HOUSE
    address = f"{street.name}, {number}"
    return FoundAddress(precision, address, Point(lat, lon), settlement=street.settlement, asked_number=asked)


def landmark_answer(kind: str, name: str, address: str, point: Point) -> FoundAddress:
    """Something with a name."""
    precision = Precision.DISTRICT if kind in DISTRICT_KINDS else Precision.LANDMARK
    return FoundAddress(precision, address, point, name, kind)
