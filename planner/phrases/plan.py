"""A plan in words: what breaks, how long, how far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from planner.domain.models import City, Stop
from planner.domain.timetable import Break, BreakKind, whole_minutes
from planner.domain.words import TourKind
from planner.i18n import Translator
from planner.phrases.names import say_far
from planner.phrases.travel import say_source
from planner.services.tours.plan import Plan, PlannedRow

LONG_LEG_MINUTES = 180
"""No bus tour of a city rides so long between two stops: a point is wrong."""
WarningKind = BreakKind | Literal["far", "long_leg"]


@dataclass(frozen=True)
class PlanWarning:
    """One thing that is wrong with a plan, as a sentence; `stop_id` is None where it concerns the return."""

    kind: WarningKind
    stop_id: int | None
    sentence: str


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


def warnings_of(t: Translator, city: City, plan: Plan) -> list[PlanWarning]:
    """Everything that is wrong: points that are hardly meant first, as all else follows from them, then what breaks, in the
    order of the stops.
    """
    broken = (PlanWarning(each.kind, _number(each.stop_key), say_break(t, plan, each)) for each in all_breaks(plan))
    return [*_wrong_points(t, city, plan), *broken]


def say_warnings(t: Translator, city: City, plan: Plan) -> list[str]:
    """The same as sentences alone."""
    return [each.sentence for each in warnings_of(t, city, plan)]


def _number(key: object) -> int | None:
    return key if isinstance(key, int) else None


def _wrong_points(t: Translator, city: City, plan: Plan) -> Iterator[PlanWarning]:
    """Stops that lie far from the city or are ridden to for hours, with the day on which the bus would come there. What
    lies behind a far stop is no further mistake.
    """
    before_is_far = False
    for row in plan.stops:
        stop, minutes, far = row.stop, row.row.minutes_from_previous or 0, say_far(t, city, row.stop.point)
        ride = _say_long(t, plan, minutes, row.row.arrival)
        if far:
            said = t("places.stop_far", number=stop.position, name=stop.name, sentence=far)
            yield PlanWarning("far", stop.id, f"{said} {ride}".strip())
        elif ride and not before_is_far:
            yield PlanWarning("long_leg", stop.id, t("plan.long_leg", number=stop.position, name=stop.name, ride=ride))
        before_is_far = bool(far)
    back = plan.legs[-1] if plan.stops and not before_is_far else None
    ride = (
        _say_long(t, plan, whole_minutes(back.minutes), plan.timetable.finish_at) if back and back.is_passable else ""
    )
    if ride:
        yield PlanWarning("long_leg", None, t("plan.long_leg_back", ride=ride))


def _say_long(t: Translator, plan: Plan, minutes: int, arrival: datetime | None) -> str:
    """«Ехать 177 ч 38 мин, приедем в 20:11, 5 декабря: похоже на ошибку в точке.»; empty for a ride that may be meant."""
    if minutes <= LONG_LEG_MINUTES:
        return ""
    at = clock_after(t, plan.tour.starts_at, arrival) if arrival is not None else "–"
    return t("plan.long_ride", span=span(t, minutes), time=at)


def missing_of(plan: Plan, *, guests: int) -> list[str]:
    """What a tour has not got yet when it is published: «stops», «leader», «secretary», «start», «bus», «seats», «guests»."""
    tour = plan.tour
    parts: dict[str, object] = {"leader": tour.leader_id, "secretary": tour.secretary_id, "start": tour.start_name}
    parts |= {"bus": tour.bus_name, "seats": tour.seats} if tour.kind is TourKind.BUS_TOUR else {}
    return [name for name, value in ({"stops": plan.stops} | parts | {"guests": guests}).items() if not value]


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


def card_times(t: Translator, plan: Plan, row: PlannedRow) -> str:
    """The same with the day, where it is not the day on which the tour starts: «5 декабря, 20:11–20:26»."""
    arrival = row.row.arrival
    if arrival is None or t.local(arrival).date() == t.local(plan.tour.starts_at).date():
        return times_of(t, row)
    return f"{t.day(arrival)}, {times_of(t, row)}"


def say_facts(t: Translator, plan: Plan, row: PlannedRow) -> str:
    """What stands beside the address of a stop: «30 мин · 4 замечания · ехать 6 мин»."""
    facts = [span(t, row.stop.talk)]
    facts += [t("plan.issues", n=len(row.issues))] if row.issues else []
    if row.row.km_from_previous:
        facts.append(t("plan.drive", span=span(t, row.row.minutes_from_previous or 0)))
        facts += [mark] if (mark := say_source(t, plan.engine, row.source)) else []
    return " · ".join(facts)


def chips_of(t: Translator, plan: Plan, row: PlannedRow) -> list[str]:
    """What else there is to know of a stop, in a word or two each: its window, rules, agenda, topics."""
    stop = row.stop
    has_window = stop.window_from is not None or stop.window_to is not None
    chips = [t("plan.skipped")] if stop.skipped else []
    chips += [window_times(t, stop.window_from, stop.window_to)] if has_window else []
    chips += [t("plan.pinned")] if stop.pinned else []
    chips += [] if stop.must else [t("plan.may")]
    chips += [t("plan.agenda", n=len(row.agenda))] if row.agenda else []
    topics = {issue.category_id: plan.categories[issue.category_id].name_in(t.language) for issue in row.issues}
    return [*chips, *topics.values()]


def say_chosen(t: Translator, stop: Stop) -> str:
    """«Выбрано жителями: 412 голосов из 980» of a stop that won a vote; empty for all others."""
    if stop.vote_id is None:
        return ""
    return t("votes.chosen_by_residents", chosen=t("votes.for_of", n=stop.vote_for or 0, turnout=stop.vote_of or 0))


def whole_span(t: Translator, plan: Plan) -> str:
    """10:00–12:05 of the whole tour, with the latest return where the real one is not known."""
    finish = plan.timetable.finish_at or plan.tour.ends_at
    return f"{t.time(plan.timetable.start_at)}–{clock_after(t, plan.timetable.start_at, finish)}"
