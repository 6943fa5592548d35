"""Which facilities of a layer somebody asks for, carried by the address alone."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol, Self

from planner.domain.facilities import OLDEST, Cost, costs_in, days_in
from planner.domain.named import NameSearch
from planner.domain.open_filter import asked_number
from planner.domain.typed import one_line

_LONGEST = 100


class Told(Protocol):
    """What a facility tells of itself, as far as it is asked for."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def district_id(self) -> int | None: ...
    @property
    def age_from(self) -> int | None: ...
    @property
    def age_to(self) -> int | None: ...
    @property
    def cost(self) -> str: ...
    @property
    def hours(self) -> str: ...
    @property
    def offers(self) -> Collection[str]: ...


@dataclass(frozen=True)
class FacilityFilter:
    """Everything that is asked must hold: `day` 0 is Monday, `offer` is one of the words, `text` stands in name or address.

    A facility that says nothing of ages is for everybody; one that says nothing of cost or days is not found by them.
    """

    text: str = ""
    offer: str = ""
    age: int | None = None
    cost: Cost | None = None
    day: int | None = None
    district: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for; what it cannot mean counts as not asked."""
        text, offer = (one_line(query.get(name, ""))[:_LONGEST] for name in ("q", "offer"))
        cost = query.get("cost", "")
        return cls(
            text,
            offer,
            _number(query.get("age", ""), OLDEST),
            Cost(cost) if cost in set(Cost) else None,
            _number(query.get("day", ""), 6),
            asked_number(query.get("district", "")),
        )

    def to_query(self) -> dict[str, str]:
        """The parameters of an address that asks for it."""
        told = {("q" if name == "text" else name): value for name, value in asdict(self).items()}
        return {name: str(value) for name, value in told.items() if value not in (None, "")}

    def holds(self, row: Told) -> bool:
        """Whether this facility is asked for."""
        return (
            (not self.text or NameSearch(self.text).finds(row.name, row.address, *row.offers))
            and (not self.offer or self.offer.casefold() in {each.casefold() for each in row.offers})
            and (self.age is None or (row.age_from or 0) <= self.age <= (OLDEST if row.age_to is None else row.age_to))
            and (self.cost is None or self.cost in costs_in(row.cost))
            and (self.day is None or self.day in days_in(row.hours))
            and self.district in (None, row.district_id)
        )


def _number(typed: str, most: int) -> int | None:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1
    return number if 0 <= number <= most else None
