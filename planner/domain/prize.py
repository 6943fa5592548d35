"""What a stop is worth: a sum of points whose parts are shown, so that everybody can check why a stop is there."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, NamedTuple

from planner.domain.errors import Invalid
from planner.domain.words import Severity

MOST_DAYS_OVERDUE = 60
MOST_SUPPORTERS = 50
MOST_DAYS_UNVISITED = 365
"""Beyond these nothing is added: one forgotten issue should not outweigh a whole street."""
MOST_POINTS = 100.0
UNKNOWN_RESIDENTS = 1_000
"""Of a district whose population nobody has entered."""

PartKind = Literal["severity", "overdue", "supporters", "promises", "district", "planned"]


@dataclass(frozen=True)
class Weights:
    """Points for one of each: an issue by severity, a day overdue, a supporter, a promise that falls due, a day without a
    visit for 1,000 residents of the district, and a stop or place that the organizer has chosen by hand.
    """

    low: float = 2.0
    normal: float = 5.0
    danger: float = 12.0
    overdue_day: float = 0.4
    supporter: float = 0.5
    promise: float = 6.0
    district: float = 0.002
    planned: float = 4.0

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not (math.isfinite(value) and 0 <= value <= MOST_POINTS):
                raise Invalid("proposals.error.weight", field=name, most=int(MOST_POINTS))

    @classmethod
    def from_data(cls, data: Mapping[str, Any] | None) -> "Weights":
        """The weights as they were stored; what is missing there has its default, what is unknown is passed over."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: float(value) for name, value in (data or {}).items() if name in known})

    def to_data(self) -> dict[str, float]:
        """What is stored with the city and with each choice."""
        return asdict(self)

    def of_severity(self, severity: Severity) -> float:
        """Points for one issue as bad as that."""
        return {Severity.LOW: self.low, Severity.NORMAL: self.normal, Severity.DANGER: self.danger}[severity]


class PrizeIssue(NamedTuple):
    """What counts of an issue; `promised`: an agency's date falls before or close to the day of the tour."""

    severity: Severity
    days_overdue: int = 0
    supporters: int = 0
    promised: bool = False


class PrizeDistrict(NamedTuple):
    """The district of a stop: days since its last visit, and residents (None: nobody has entered them)."""

    days_unvisited: int
    residents: int | None


class PrizePart(NamedTuple):
    """One summand, never 0; `number` is how many issues, days, people or promises it stands for."""

    kind: PartKind
    points: float
    number: int


@dataclass(frozen=True)
class Prize:
    """The sum with its parts; points have one decimal, so that the parts shown make up the sum shown."""

    parts: tuple[PrizePart, ...] = ()

    @property
    def total(self) -> float:
        """The sum."""
        return round(math.fsum(part.points for part in self.parts), 1)

    def without(self, *kinds: PartKind) -> float:
        """The sum without some of its parts."""
        return round(math.fsum(part.points for part in self.parts if part.kind not in kinds), 1)


def prize_of(
    issues: Iterable[PrizeIssue], weights: Weights, *, district: PrizeDistrict | None = None, planned: bool = False
) -> Prize:
    """What a stop for these issues in this district is worth. More of anything never lowers it; zero weights give 0."""
    known = tuple(issues)
    days = sum(min(MOST_DAYS_OVERDUE, max(0, issue.days_overdue)) for issue in known)
    people = sum(min(MOST_SUPPORTERS, max(0, issue.supporters)) for issue in known)
    promises = sum(issue.promised for issue in known)
    sums: list[tuple[PartKind, float, int]] = [
        ("severity", math.fsum(weights.of_severity(issue.severity) for issue in known), len(known)),
        ("overdue", weights.overdue_day * days, days),
        ("supporters", weights.supporter * people, people),
        ("promises", weights.promise * promises, promises),
        ("district", *_of_district(district, weights)),
        ("planned", weights.planned * planned, int(planned)),
    ]
    parts = (PrizePart(kind, round(points, 1), number) for kind, points, number in sums)
    return Prize(tuple(part for part in parts if part.points > 0))


def _of_district(district: PrizeDistrict | None, weights: Weights) -> tuple[float, int]:
    if district is None:
        return 0.0, 0
    days = min(MOST_DAYS_UNVISITED, max(0, district.days_unvisited))
    residents = UNKNOWN_RESIDENTS if district.residents is None else district.residents
    return weights.district * days * residents / 1000, days
