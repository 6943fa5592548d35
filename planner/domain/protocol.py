"""The protocol of a tour as a text: what was heard and decided at each stop. It can be kept, compared and sealed."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

_FORM = 1
"""Changes with the form of what is kept: an older text is read by its own number."""


class Decision(StrEnum):
    """What was decided about an issue on the tour."""

    INSTRUCTED = "instructed"
    """Instructions were given on this tour."""
    KEPT = "kept"
    """It stays under the instructions that it had."""
    CLOSED = "closed"
    """It ended; `Heard.outcome` says with what."""
    NEXT_TOUR = "next_tour"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Attendant:
    """Somebody who was present, or was invited and did not come."""

    name: str
    post: str = ""
    agency: str = ""


@dataclass(frozen=True)
class Spoken:
    """What somebody said at a stop."""

    by: str
    text: str


@dataclass(frozen=True)
class Point:
    """An instruction as it was given; `due_on` is an ISO date. Without a text: it was said inside."""

    number: str
    text: str
    due_on: str
    agency_id: int
    agency: str
    co_executors: tuple[str, ...] = ()
    controller: str = ""

    def concerns(self, agency_id: int, name: str) -> bool:
        """Whether an agency has a part in it, as responsible or, by its name, as co-executor."""
        return self.agency_id == agency_id or name in self.co_executors


@dataclass(frozen=True)
class Heard:
    """An issue that was looked at, and what was decided; `reason` says why, where no instruction was given."""

    issue_id: int
    text: str
    address: str
    decision: Decision
    outcome: str = ""
    reason: str = ""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class StopPart:
    """A stop; number 0 is what was raised between stops."""

    number: int
    name: str
    address: str
    agenda: tuple[str, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    heard: tuple[Heard, ...] = ()


@dataclass(frozen=True)
class ProtocolText:
    """The whole protocol, in no language but that of those who wrote. `residents` rode along and are counted, not named."""

    tour_id: int
    tour: str
    held_on: str
    city: str
    chair: Attendant | None = None
    secretary: Attendant | None = None
    present: tuple[Attendant, ...] = ()
    absent: tuple[Attendant, ...] = ()
    residents: int = 0
    stops: tuple[StopPart, ...] = ()

    @property
    def issues(self) -> Iterator[Heard]:
        """Everything that was heard, in the order of the stops."""
        return (heard for stop in self.stops for heard in stop.heard)

    @property
    def points(self) -> Iterator[Point]:
        """Every instruction, in the order of the numbers."""
        return (point for heard in self.issues for point in heard.points)

    def point(self, number: str) -> Point | None:
        """The instruction with this number."""
        return next((point for point in self.points if point.number == number), None)

    @property
    def undecided(self) -> int:
        """How many issues nobody has decided about."""
        return sum(heard.decision is Decision.UNDECIDED for heard in self.issues)

    def for_agency(self, agency_id: int, name: str) -> "ProtocolText":
        """Only what an agency has a part in, as responsible or, by its name, as co-executor."""
        stops = []
        for stop in self.stops:
            ours = ((heard, _points_of(heard, agency_id, name)) for heard in stop.heard)
            heard = tuple(replace(each, points=points) for each, points in ours if points)
            stops += [replace(stop, heard=heard, spoken=())] if heard else []
        return replace(self, stops=tuple(stops))

    def without(self, hidden: frozenset[int]) -> "ProtocolText":
        """The text for somebody who may not know of these issues: what was heard and decided about them is empty."""
        stops = (
            replace(stop, heard=tuple(_emptied(heard) if heard.issue_id in hidden else heard for heard in stop.heard))
            for stop in self.stops
        )
        return replace(self, stops=tuple(stops)) if hidden else self


@dataclass(frozen=True)
class Difference:
    """What a later text says otherwise: a point by its number, an issue by its, or a part of the head ("chair" …).

    `before` is None for what was not there, `after` for what is there no longer. Of an issue, points and decision are left
    out: points stand for themselves.
    """

    kind: str
    what: str
    before: "Said | None"
    after: "Said | None"


Said = str | Point | Heard


def to_json(text: ProtocolText) -> dict[str, Any]:
    """The text as it is kept."""
    return {"form": _FORM, **json.loads(json.dumps(asdict(text)))}


def from_json(kept: Mapping[str, Any]) -> ProtocolText:
    """The text that was kept."""
    values = {name: value for name, value in kept.items() if name != "form"}
    for name in ("chair", "secretary"):
        values[name] = Attendant(**values[name]) if values[name] else None
    for name in ("present", "absent"):
        values[name] = tuple(Attendant(**each) for each in values[name])
    return ProtocolText(**values | {"stops": tuple(_stop(each) for each in values["stops"])})


def seal_of(text: ProtocolText) -> str:
    """The SHA-256 of the canonical text: JSON, names sorted, UTF-8. The same text always has the same."""
    return _sealed(to_json(text))


def seal_of_point(point: Point) -> str:
    """The same of one point: what was said to it stays said to it, whatever is written elsewhere in the text."""
    return _sealed(asdict(point))


def _sealed(values: Mapping[str, Any]) -> str:
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def differences(before: ProtocolText, after: ProtocolText) -> list[Difference]:
    """What the later text says otherwise, in its order; empty for the same text."""
    found = []
    for kind, told in _TOLD.items():
        old, new = told(before), told(after)
        for what in [*new, *(what for what in old if what not in new)]:
            if old.get(what) != new.get(what):
                found.append(Difference(kind, what, old.get(what), new.get(what)))
    return found


def _head(text: ProtocolText) -> Mapping[str, Said]:
    named = {"chair": text.chair, "secretary": text.secretary}
    people = {what: person.name for what, person in named.items() if person}
    return {"tour": text.tour, "held_on": text.held_on, **people, "residents": str(text.residents)}


def _people(text: ProtocolText) -> Mapping[str, Said]:
    return {"present": _names(text.present), "absent": _names(text.absent)}


def _names(people: tuple[Attendant, ...]) -> str:
    return "; ".join(", ".join(filter(None, (each.name, each.post, each.agency))) for each in people)


def _spoken(text: ProtocolText) -> Mapping[str, Said]:
    return {
        str(stop.number): " ".join(f"{each.by}: {each.text}" for each in stop.spoken)
        for stop in text.stops
        if stop.spoken
    }


def _issues(text: ProtocolText) -> Mapping[str, Said]:
    return {str(heard.issue_id): replace(heard, decision=Decision.KEPT, points=()) for heard in text.issues}


def _points(text: ProtocolText) -> Mapping[str, Said]:
    return {point.number: point for point in text.points}


_TOLD: Mapping[str, Callable[[ProtocolText], Mapping[str, Said]]] = {
    "head": _head,
    "people": _people,
    "spoken": _spoken,
    "issue": _issues,
    "point": _points,
}


def _points_of(heard: Heard, agency_id: int, name: str) -> tuple[Point, ...]:
    return tuple(point for point in heard.points if point.concerns(agency_id, name))


def _emptied(heard: Heard) -> Heard:
    points = (
        Point(number=point.number, text="", due_on=point.due_on, agency_id=0, agency="") for point in heard.points
    )
    return Heard(heard.issue_id, "", "", heard.decision, points=tuple(points))


def _stop(kept: Mapping[str, Any]) -> StopPart:
    return StopPart(
        number=kept["number"],
        name=kept["name"],
        address=kept["address"],
        agenda=tuple(kept["agenda"]),
        spoken=tuple(Spoken(**each) for each in kept["spoken"]),
        heard=tuple(_heard(each) for each in kept["heard"]),
    )


def _heard(kept: Mapping[str, Any]) -> Heard:
    points = (Point(**each | {"co_executors": tuple(each["co_executors"])}) for each in kept["points"])
    return Heard(**{**kept, "decision": Decision(kept["decision"]), "points": tuple(points)})
