"""The last changes of plans, by who made them: kept by the process, so that a reload of the screen takes no undo away."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from planner.config import settings
from planner.services.tours.undo import PlanMemory

DEEPEST = 20
"""So many changes of one plan can be taken back."""
MOST_PLANS = 500
"""Of so many people and plans; who has not changed theirs for longest is forgotten."""


@dataclass(frozen=True)
class PlanPast:
    """What the plan was before each change, the oldest first, and the version that the last change has led to."""

    memories: tuple[PlanMemory, ...] = ()
    version: int | None = None


_lock = Lock()
_pasts: OrderedDict[tuple[str, str, int], PlanPast] = OrderedDict()


def past_of(who: str, tour_id: int) -> PlanPast:
    """The changes that `who` (`Actor.supporter`) has made; none where another process has them, or none has."""
    with _lock:
        return _pasts.get(_key(who, tour_id), PlanPast())


def keep_past(who: str, tour_id: int, past: PlanPast) -> None:
    """From now on these are the changes that can be taken back."""
    with _lock:
        _pasts[_key(who, tour_id)] = PlanPast(past.memories[-DEEPEST:], past.version)
        _pasts.move_to_end(_key(who, tour_id))
        while len(_pasts) > MOST_PLANS:
            _pasts.popitem(last=False)


def _key(who: str, tour_id: int) -> tuple[str, str, int]:
    return settings().database_url, who, tour_id
