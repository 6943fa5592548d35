"""A tour told in time: the ride from stop to stop, then week by week what became of what was found; for a slider."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.geo import Point
from planner.domain.open_filter import OpenLook
from planner.i18n import Translator
from planner.services.public.issues import OpenIssue
from planner.services.public.tours import OpenRoute

MOST_WEEKS = 52
Spot = tuple[float, float]


@dataclass(frozen=True)
class Moment:
    """One position of the slider: until when, what is said there, and where the bus is."""

    at: datetime
    said: str
    bus: Point


def replay(
    t: Translator, route: OpenRoute, spot: Callable[[Point], Spot], *, now: datetime
) -> Mapping[str, object] | None:
    """What the slider needs, as JSON has it; `spot` says where on the picture of the map a point is, as shares of its sides.

    `found` and `fixed` of an issue are the first moments at which it was; none: not yet. None for a tour that has nothing to
    tell as yet: one that has not begun, or of which no stop has a time.
    """
    moments = [*_ride(t, route, now)]
    if len(moments) < 2:
        return None
    moments += _weeks(t, route, moments[-1], now)
    placed = [issue for issue in route.issues if issue.lat is not None and issue.lon is not None]
    return {
        "frames": [{"said": each.said, "bus": spot(each.bus)} for each in moments],
        "issues": [
            {
                "spot": spot(Point(issue.lat or 0, issue.lon or 0)),
                "found": _first(moments, issue.raised_at) or 0,
                "fixed": _first(moments, issue.closed_at) if issue.look is OpenLook.FIXED else None,
            }
            for issue in placed
        ],
    }


def _ride(t: Translator, route: OpenRoute, now: datetime) -> Iterator[Moment]:
    """From the start over the stops that the bus has reached to the end."""
    reached = [stop for stop in route.stops if not stop.skipped and stop.arrived_at is not None]
    if not reached:
        return
    if route.start is not None:
        at = min(route.tour.starts_at, reached[0].arrived_at or now)
        yield Moment(at, t("open.replay.start", time=t.time(at)), route.start)
    for stop in reached:
        at = stop.left_at or stop.arrived_at or now
        said = t("open.replay.stop", time=t.time(stop.arrived_at or at), number=stop.number, name=stop.name)
        yield Moment(at, said, stop.point)
    if route.end is not None and route.tour.ends_at <= now:
        yield Moment(route.tour.ends_at, t("open.replay.end", time=t.time(route.tour.ends_at)), route.end)


def _weeks(t: Translator, route: OpenRoute, last: Moment, now: datetime) -> Sequence[Moment]:
    """The weeks since; of a tour of long ago longer steps, so that there are no more than in a year."""
    weeks = max(0, -(-(now - last.at) // timedelta(weeks=1)))
    step = max(1, -(-weeks // MOST_WEEKS))
    ends = [min(now, last.at + timedelta(weeks=number)) for number in range(step, weeks + step, step)]
    return [Moment(end, _say_week(t, route.issues, end), last.bus) for end in ends]


def _say_week(t: Translator, issues: Sequence[OpenIssue], end: datetime) -> str:
    found = [each for each in issues if each.raised_at <= end]
    fixed = [
        each for each in found if each.look is OpenLook.FIXED and each.closed_at is not None and each.closed_at <= end
    ]
    return t("open.replay.week", day=t.short_date(end), fixed=len(fixed), total=len(found))


def _first(moments: Sequence[Moment], at: datetime | None) -> int | None:
    """The first moment at which that had happened."""
    if at is None:
        return None
    return next((number for number, each in enumerate(moments) if at <= each.at), None)
