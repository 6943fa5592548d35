"""A plan in words: what breaks, how long, how far."""

from datetime import datetime

from planner.domain.models import City
from planner.domain.timetable import Break
from planner.domain.words import TourKind
from planner.i18n import Translator
from planner.phrases.names import say_far
from planner.phrases.travel import say_source
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
        finish = clock_after(t, plan.tour.starts_at, plan.timetable.finish_at)
        return t("plan.end.over_end", time=finish, span=minutes)
    return t("plan.end.unreachable")


def say_far_stops(t: Translator, city: City, plan: Plan) -> list[str]:
    """The stops that lie so far from the city that a mistyped point is likelier than a tour there."""
    said = ((row.stop, say_far(t, city, row.stop.point)) for row in plan.stops)
    return [t("places.stop_far", number=stop.position, name=stop.name, sentence=far) for stop, far in said if far]


def say_warnings(t: Translator, city: City, plan: Plan) -> list[str]:
    """Everything that is wrong with a plan, a sentence each: what breaks, in the order of the stops, then what lies too far."""
    return [*(say_break(t, plan, each) for each in all_breaks(plan)), *say_far_stops(t, city, plan)]


def say_missing(t: Translator, plan: Plan, *, guests: int) -> str:
    """What a tour has not got yet when it is published; empty where nothing is missing."""
    tour = plan.tour
    parts = {"leader": tour.leader_id, "secretary": tour.secretary_id, "start": tour.start_name}
    parts |= {"bus": tour.bus_name, "seats": tour.seats} if tour.kind is TourKind.BUS_TOUR else {}
    missing = [t(f"plan.missing.{name}") for name, value in (parts | {"guests": guests}).items() if not value]
    return t("plan.missing", names=", ".join(missing)) if missing else ""


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


def clock(t: Translator, moment: datetime | None) -> str:
    """10:46, or a dash where nobody knows."""
    return "–" if moment is None else t.time(moment)


def clock_after(t: Translator, start: datetime, moment: datetime) -> str:
    """20:11 of the day of `start`, else with the day: «20:11, 28 ноября»."""
    same_day = t.local(start).date() == t.local(moment).date()
    return t.time(moment) if same_day else f"{t.time(moment)}, {t.day(moment)}"


def window_times(t: Translator, opens: datetime | None, closes: datetime | None) -> str:
    """10:00–10:30; an open side is an ellipsis."""
    return "–".join(t.time(moment) if moment else "…" for moment in (opens, closes))


def say_leg(t: Translator, plan: Plan, minutes: int, km: float, source: str) -> str:
    """One ride of a plan: «ехать 7 мин, 2,1 км · оценка по прямой»."""
    sentence = t("plan.leg", span=span(t, minutes), km=kilometres(t, km))
    mark = say_source(t, plan.engine, source)
    return f"{sentence} · {mark}" if mark else sentence


def times_of(t: Translator, row: PlannedRow) -> str:
    """10:46–11:03, or a dash where nobody knows."""
    arrival, departure = row.row.arrival, row.row.departure
    return clock(t, arrival) + (f"–{t.time(departure)}" if arrival and departure else "")


def whole_span(t: Translator, plan: Plan) -> str:
    """10:00–12:05 of the whole tour, with the latest return where the real one is not known."""
    finish = plan.timetable.finish_at or plan.tour.ends_at
    return f"{t.time(plan.timetable.start_at)}–{clock_after(t, plan.timetable.start_at, finish)}"
