"""Where travel times come from, in words: wherever a figure was estimated along a straight line, it says so."""

import math
from collections import Counter
from collections.abc import Mapping

from planner.i18n import Translator
from planner.routing.engine import BY_HAND, REFUSE_SNAP_M, Snap
from planner.services.tours.plan import Plan

ESTIMATE = "estimate"


def rides_of(plan: Plan) -> Mapping[str, int]:
    """How many rides of a plan come from where."""
    return Counter(source for source in plan.sources if source)


def say_rides(t: Translator, engine: str, rides: Mapping[str, int]) -> str:
    """Who reckoned the times, and how many rides come from elsewhere: 18 из 420 переездов — оценка по прямой."""
    count = sum(rides.values())
    parts = [t(f"travel.by.{engine}")]
    parts += [t(f"travel.part.{source}", n=count, part=n) for source, n in sorted(rides.items()) if source != engine]
    return " ".join(parts)


def say_source(t: Translator, engine: str, source: str) -> str:
    """A word beside one ride that is estimated or set by hand; empty where that is said of the whole, by `engine`."""
    return t(f"travel.mark.{source}") if source in (ESTIMATE, BY_HAND) and source != engine else ""


def say_snap(t: Translator, snap: Snap) -> str:
    """A sentence where the bus stays far from the point; empty where it comes near or nobody knows."""
    if not snap.is_far or math.isinf(snap.metres):
        return ""
    if snap.is_refused:
        return t("travel.too_far", metres=round(REFUSE_SNAP_M))
    return t("travel.far", metres=round(snap.metres))


def say_closed(t: Translator, plan: Plan) -> str:
    """What is closed on the day of the tour, and whether the plan knows; empty where nothing is."""
    if not plan.closed:
        return ""
    names = ", ".join(each.name for each in plan.closed)
    known = {source for source in plan.sources if source} <= {"streets", BY_HAND} and plan.engine == "streets"
    return t("travel.closed.known" if known else "travel.closed.unknown", names=names)


def say_silent(t: Translator, plan: Plan) -> str:
    """That the routing server did not answer, and why; empty where it did or where there is none."""
    return t("travel.silent", reason=t(f"travel.router.{plan.silent}")) if plan.silent else ""
