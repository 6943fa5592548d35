"""A plan in words: what breaks, how long, how far."""

from planner.domain.timetable import Break
from planner.i18n import Translator
from planner.services.tours.plan import Plan, PlannedRow


def all_breaks(plan: Plan) -> tuple[Break, ...]:
    """Everything that breaks, in the order of the stops, the return last."""
    return plan.timetable.breaks


def say_break(t: Translator, plan: Plan, each: Break) -> str:
    """One sentence: на остановку 4 опаздываем на 6 мин."""
    minutes = span(t, each.minutes)
    if each.stop_key is not None:
        numbers = {row.stop.id: row.stop.position for row in plan.stops}
        return t(f"plan.break.{each.kind}", number=numbers[each.stop_key], span=minutes)  # type: ignore[index]
    if each.kind == "over_end" and plan.timetable.finish_at is not None:
        return t("plan.end.over_end", time=t.time(plan.timetable.finish_at), span=minutes)
    return t("plan.end.unreachable")


def say_short(t: Translator, each: Break) -> str:
    """The same on the card of its stop: опаздываем на 6 мин."""
    return t(f"plan.short.{each.kind}", span=span(t, each.minutes))


def span(t: Translator, minutes: int) -> str:
    """45 мин, 1 ч 20 мин."""
    if minutes < 60:
        return t("plan.minutes", minutes=minutes)
    return t("plan.hours", hours=minutes // 60, minutes=minutes % 60)


def kilometres(t: Translator, km: float) -> str:
    """12,4 км."""
    return t("plan.km", km=t.number(round(km, 1)))


def times_of(t: Translator, row: PlannedRow) -> str:
    """10:46–11:03, or a dash where nobody can tell."""
    if row.row.arrival is None:
        return "–"
    departure = row.row.departure
    return t.time(row.row.arrival) + (f"–{t.time(departure)}" if departure is not None else "")


def whole_span(t: Translator, plan: Plan) -> str:
    """10:00–12:05 of the whole tour, with the latest return where the real one is not known."""
    finish = plan.timetable.finish_at or plan.tour.ends_at
    return f"{t.time(plan.timetable.start_at)}–{t.time(finish)}"
