"""Which facilities of a layer somebody asks for, carried by the address alone."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Protocol, Self

from planner.domain.facilities import OLDEST, Cost, costs_in, days_in
from planner.domain.named import NameSearch
from planner.domain.offer_times import Times, days_of
from planner.domain.open_filter import asked_number
from planner.domain.typed import one_line

_LONGEST = 100
TODAY = 7
_TODAY = "today"


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
    @property
    def offer_times(self) -> Mapping[str, Times]: ...


@dataclass(frozen=True)
class FacilityFilter:
    """Everything that is asked must hold: `day` 0 is Monday, `offer` is one of the words, `text` stands in name or address.

    A facility that says nothing of ages is for everybody; one that says nothing of cost or days is not found by them. What is
    offered at times of its own is found on its days, whatever the hours of the facility are. `day` may be `TODAY`: `on` says what that is.
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
            TODAY if query.get("day") == _TODAY else _number(query.get("day", ""), 6),
            asked_number(query.get("district", "")),
        )

    def to_query(self) -> dict[str, str]:
        """The parameters of an address that asks for it."""
        told = {("q" if name == "text" else name): value for name, value in asdict(self).items()}
        told["day"] = _TODAY if self.day == TODAY else self.day
        return {name: str(value) for name, value in told.items() if value not in (None, "")}

    def on(self, today: date) -> Self:
        """The same on this day."""
        return replace(self, day=today.weekday()) if self.day == TODAY else self

    def holds(self, row: Told) -> bool:
        """Whether this facility is asked for."""
        return (
            (not self.text or NameSearch(self.text).finds(row.name, row.address, *row.offers))
            and (not self.offer or self.offer.casefold() in {each.casefold() for each in row.offers})
            and (self.age is None or (row.age_from or 0) <= self.age <= (OLDEST if row.age_to is None else row.age_to))
            and (self.cost is None or self.cost in costs_in(row.cost))
            and (self.day is None or self.day in self._days(row))
            and self.district in (None, row.district_id)
        )

    def _days(self, row: Told) -> set[int]:
        own = days_of(row.offer_times, self.offer)
        return own if self.offer and own else {*days_in(row.hours), *own}


def _number(typed: str, most: int) -> int | None:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1
    return number if 0 <= number <= most else None
