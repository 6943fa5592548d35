"""Ways to mend a plan in words, with what would be left after each."""

from collections.abc import Mapping

from planner.domain.timetable import Break
from planner.i18n import Translator
from planner.phrases.plan import clock_after, say_short, span
from planner.services.proposals.fixes import Fix
from planner.services.tours.plan import Plan


def say_fix(t: Translator, plan: Plan, fix: Fix) -> str:
    """«Выехать на 20 мин раньше»; of one that stands for a time, the time itself: «Вернуться к 12:20»."""
    stops = {row.stop.id: row.stop for row in plan.stops}
    stop, other = stops.get(fix.stop_id), stops.get(fix.other_id)
    talk = 0 if stop is None else stop.talk + (fix.minutes if fix.kind == "longer" else -fix.minutes)
    return t(
        f"plan.fix.{fix.kind}",
        number=0 if stop is None else stop.position,
        name="" if stop is None else stop.name,
        other=0 if other is None else other.position,
        span=span(t, fix.minutes),
        talk=span(t, max(0, talk if fix.kind != "agenda" or stop is None else stop.talk)),
        place=fix.at,
        time="" if fix.time is None else clock_after(t, plan.tour.starts_at, fix.time),
    )


def say_left(t: Translator, plan: Plan, fix: Fix) -> str:
    """What would still be broken after it; the numbers are those of the stops now."""
    if not fix.left:
        return t("plan.fix.all_mended")
    numbers = {row.stop.id: row.stop.position for row in plan.stops}
    return t("plan.fix.left", what="; ".join(_say_left(t, numbers, each) for each in fix.left))


def _say_left(t: Translator, numbers: Mapping[int | None, int], each: Break) -> str:
    short = say_short(t, each)
    if not isinstance(each.stop_key, int):
        return t("plan.fix.left_at_end", what=short)
    return t("plan.fix.left_at", number=numbers.get(each.stop_key, 0), what=short)
