"""Maps in words: what is said at the pins of issues, at the stops of a plan and of a proposal, and at their ends."""

from datetime import date

from planner.domain.issue_look import IssueLook
from planner.domain.models import Tour
from planner.domain.words import Outcome
from planner.i18n import Translator
from planner.phrases.issues import look_in_words
from planner.phrases.plan import times_of
from planner.phrases.proposals import name_of
from planner.render.maps.closure_map import ClosedShape
from planner.render.maps.plan_map import Flag, PlanDrawing
from planner.render.maps.plan_map import Pin as StopPin
from planner.services.issues.map import Pin
from planner.services.proposals.search import ProposedBus
from planner.services.tours.plan import Plan


class PinWords:
    """What is said at the pins of one view.

    Issues that stand alike share their words, because a city has many and dates are slow to say.
    """

    def __init__(self, t: Translator) -> None:
        self._t = t
        self._said: dict[tuple[IssueLook, date | None, Outcome | None], str] = {}

    def title(self, pin: Pin) -> str:
        """№ 148"""
        return self._t("issues.number", number=pin.id)

    def state(self, pin: Pin) -> str:
        """How the issue stands: «Просрочено, срок 21.11»."""
        standing = (pin.look, pin.due_on, pin.outcome)
        if standing not in self._said:
            self._said[standing] = look_in_words(self._t, pin.look, due_on=pin.due_on, outcome=pin.outcome)
        return self._said[standing]


def plan_drawing(t: Translator, plan: Plan) -> PlanDrawing:
    """A plan for the map: its stops with their times, its line and ends, and what is closed on the day."""
    pins = [
        StopPin(
            row.stop.point,
            row.stop.position,
            f"{row.stop.position}. {times_of(t, row)} {row.stop.name}",
            warns=bool(row.breaks),
            stop_id=row.stop.id or 0 if plan.can_change else 0,
        )
        for row in plan.stops
    ]
    closed = [ClosedShape(each.name, each.closure.line, each.closure.is_area) for each in plan.closed]
    return PlanDrawing(pins, plan.line, _ends(t, plan.tour), closed=closed, whole_city=not pins)


def proposal_drawing(t: Translator, tour: Tour, bus: ProposedBus) -> PlanDrawing:
    """One bus of a proposal for the map."""
    pins = [
        StopPin(stop.candidate.point, number, f"{number}. {t.time(stop.arrival)} {name_of(stop.candidate)}")
        for number, stop in enumerate(bus.stops, start=1)
    ]
    return PlanDrawing(pins, bus.line, _ends(t, tour))


def _ends(t: Translator, tour: Tour) -> list[Flag]:
    if tour.start_point is not None and tour.start_point == tour.end_point:
        return [Flag(tour.start_point, t("plan.map.both"))]
    ends = ((tour.start_point, "plan.map.start"), (tour.end_point, "plan.map.end"))
    return [Flag(point, t(key)) for point, key in ends if point is not None]
