"""Where travel times come from and what corrects them, in words: a figure along a straight line says so."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from planner.domain.models import City
from planner.domain.travel_factors import FactorRule, rules_of, standard_rules
from planner.i18n import Translator
from planner.routing.engine import BY_HAND, REFUSE_SNAP_M, Snap
from planner.services.tours.plan import Plan
from planner.services.travel.settings import Rung

ESTIMATE = "estimate"


def rides_of(plan: Plan) -> Mapping[str, int]:
    """How many rides of a plan come from where."""
    return Counter(source for source in plan.sources if source)


def say_rides(t: Translator, engine: str, rides: Mapping[str, int]) -> str:
    """Who computed the times, and how many rides come from elsewhere: 18 из 420 переездов — оценка по прямой."""
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


def say_rung(t: Translator, rung: Rung) -> str:
    """What there is to know of an engine: why it is silent, how many streets it has, else what it is."""
    if rung.reason:
        return f"{t(f'travel.router.{rung.reason}')} {t('travel.again', n=rung.seconds)}"
    if rung.name == "streets" and rung.present:
        return t("travel.streets_about", number=t.number(rung.size))
    return t(f"travel.about.{rung.name}")


def named_rules(t: Translator, city: City) -> tuple[FactorRule, ...]:
    """The city's rules; the standard ones, which nobody has stored, in the reader's words."""
    if city.travel_factors is not None:
        return rules_of(city.travel_factors)
    return standard_rules(t("travel.rule.winter"), t("travel.rule.morning"), t("travel.rule.evening"))


def say_percent(t: Translator, percent: int) -> str:
    """на 15 % дольше, на 5 % быстрее, как обычно."""
    if percent == 100:
        return t("travel.percent.same")
    if percent > 100:
        return t("travel.percent.longer", percent=percent - 100)
    return t("travel.percent.shorter", percent=100 - percent)


def say_season(t: Translator, rule: FactorRule) -> str:
    """When a rule counts: ноябрь–март, пн–пт, 07:30–09:30."""
    parts = []
    if rule.months:
        parts.append(", ".join(_spans(sorted(rule.months), 12, lambda each: t(f"travel.month.{each}"))))
    if rule.weekdays:
        parts.append(", ".join(_spans(sorted(rule.weekdays), 7, lambda each: t(f"travel.weekday.{each}"))))
    if rule.starts is not None and rule.ends is not None and rule.starts != rule.ends:
        parts.append(f"{rule.starts:%H:%M}–{rule.ends:%H:%M}")
    return ", ".join(parts) or t("travel.always")


def _spans(numbers: Sequence[int], size: int, name: Callable[[int], str]) -> list[str]:
    """Neighbours taken together, also over the turn of the year or of the week: 11, 12, 1, 2 is one span."""
    if len(numbers) == size:
        return [f"{name(1)}–{name(size)}"]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][-1] == size:
        runs = [runs[-1] + runs[0], *runs[1:-1]]
    return [name(run[0]) if len(run) == 1 else f"{name(run[0])}–{name(run[-1])}" for run in runs]
