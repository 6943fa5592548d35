"""Who gets a seat on the bus: a total, a largest number for each group, and a line that is served in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.domain.words import AgencyKind, SeatGroup


@dataclass(frozen=True)
class Limits:
    """How many may sit: in all, and at most of each group. None, or a group that is not named, is no limit."""

    total: int | None = None
    quotas: Mapping[SeatGroup, int | None] = field(default_factory=dict)

    def has_room(self, taken: Mapping[SeatGroup, int], group: SeatGroup) -> bool:
        """Whether one more of `group` may sit, with `taken` seats by group."""
        if self.total is not None and sum(taken.values()) >= self.total:
            return False
        quota = self.quotas.get(group)
        return quota is None or taken.get(group, 0) < quota


def served(limits: Limits, taken: Mapping[SeatGroup, int], line: Sequence[SeatGroup]) -> tuple[int, ...]:
    """Who in the line (indices, in order) gets a seat now.

    The line is served from its head; somebody whose group is full is passed over and keeps the place in the line.
    """
    sitting = dict(taken)
    found = []
    for index, group in enumerate(line):
        if limits.has_room(sitting, group):
            sitting[group] = sitting.get(group, 0) + 1
            found.append(index)
    return tuple(found)


def group_of(kind: AgencyKind | None) -> SeatGroup:
    """The quota that somebody from an agency of this kind takes; people of no agency are the public."""
    match kind:
        case AgencyKind.MEDIA:
            return SeatGroup.PRESS
        case AgencyKind.COUNCIL | None:
            return SeatGroup.PUBLIC
        case AgencyKind.DEPARTMENT | AgencyKind.UTILITY | AgencyKind.CONTRACTOR:
            return SeatGroup.AGENCY
