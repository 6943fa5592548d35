"""What those who come along know of a plan, and how it differs from the plan of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

WORTH_TELLING = timedelta(minutes=5)
"""So much sooner or later at a stop is told; less is what any bus has."""


class PlanChangeKind(StrEnum):
    """What is different for those who come along."""

    START = "start"
    PLACE = "place"
    RETURN = "return"
    BUS = "bus"
    ADDED = "added"
    REMOVED = "removed"
    ELSEWHERE = "elsewhere"
    TIME = "time"


_TEXTS = frozenset({PlanChangeKind.PLACE, PlanChangeKind.BUS, PlanChangeKind.ELSEWHERE})
"""What is a text before and after; the others are moments."""


@dataclass(frozen=True)
class ToldStop:
    """A stop as people know it; `address` says where it is, or its name where it has none."""

    stop_id: int
    name: str
    address: str
    arrival: datetime | None


@dataclass(frozen=True)
class ToldPlan:
    """The plan as people know it."""

    starts_at: datetime
    ends_at: datetime
    place: str
    bus: str
    stops: tuple[ToldStop, ...]

    def to_data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "place": self.place,
            "bus": self.bus,
            "stops": [
                {
                    "stop_id": stop.stop_id,
                    "name": stop.name,
                    "address": stop.address,
                    "arrival": stop.arrival and stop.arrival.isoformat(),
                }
                for stop in self.stops
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "ToldPlan":
        """The reverse of `to_data`."""
        stops = tuple(
            ToldStop(
                each["stop_id"],
                each["name"],
                each["address"],
                datetime.fromisoformat(each["arrival"]) if each["arrival"] else None,
            )
            for each in data["stops"]
        )
        starts_at, ends_at = (datetime.fromisoformat(data[name]) for name in ("starts_at", "ends_at"))
        return cls(starts_at, ends_at, data["place"], data["bus"], stops)


@dataclass(frozen=True)
class PlanChange:
    """One difference; `name` is of the stop, before and after are moments or texts, by the kind."""

    kind: PlanChangeKind
    name: str = ""
    before: datetime | str | None = None
    after: datetime | str | None = None

    def to_data(self) -> dict[str, Any]:
        """As JSON."""
        sides = {"before": self.before, "after": self.after}
        texts = {side: each.isoformat() if isinstance(each, datetime) else each for side, each in sides.items()}
        return {"kind": self.kind.value, "name": self.name, **texts}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "PlanChange":
        """The reverse of `to_data`."""
        kind = PlanChangeKind(data["kind"])
        before, after = data["before"], data["after"]
        if kind not in _TEXTS:
            before, after = (datetime.fromisoformat(each) if each else None for each in (before, after))
        return cls(kind, data["name"], before, after)


def changes_of(known: ToldPlan, present: ToldPlan) -> tuple[PlanChange, ...]:
    """What to tell of `present` to those who know `known`: the tour's own first, then its stops in their order now, and
    those that are gone last.
    """
    own = [
        PlanChange(kind, "", before, after)
        for kind, before, after in (
            (PlanChangeKind.START, known.starts_at, present.starts_at),
            (PlanChangeKind.PLACE, known.place, present.place),
            (PlanChangeKind.RETURN, known.ends_at, present.ends_at),
            (PlanChangeKind.BUS, known.bus, present.bus),
        )
        if before != after
    ]
    before_of, now = {stop.stop_id: stop for stop in known.stops}, {stop.stop_id for stop in present.stops}
    of_stops = [change for stop in present.stops for change in _of_stop(before_of.get(stop.stop_id), stop)]
    gone = [
        PlanChange(PlanChangeKind.REMOVED, stop.name, stop.arrival) for stop in known.stops if stop.stop_id not in now
    ]
    return (*own, *of_stops, *gone)


def _of_stop(before: ToldStop | None, stop: ToldStop) -> list[PlanChange]:
    if before is None:
        return [PlanChange(PlanChangeKind.ADDED, stop.name, None, stop.arrival)]
    changes = []
    if before.address != stop.address:
        changes.append(PlanChange(PlanChangeKind.ELSEWHERE, stop.name, before.address, stop.address))
    if _is_later_or_sooner(before.arrival, stop.arrival):
        changes.append(PlanChange(PlanChangeKind.TIME, stop.name, before.arrival, stop.arrival))
    return changes


def _is_later_or_sooner(before: datetime | None, after: datetime | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) >= WORTH_TELLING
