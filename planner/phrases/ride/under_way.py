"""Where the bus is, in words: on board, and at the stop where people wait for it."""

from dataclasses import dataclass
from datetime import datetime

from planner.i18n import Translator
from planner.phrases.plan import span
from planner.services.ride.public_arrival import Arrival, Standing
from planner.services.ride.under_way import Phase, Ride

PUNCTUAL_MINUTES = 2
"""Nobody minds a difference from the plan that is smaller than this."""


@dataclass(frozen=True)
class ArrivalWords:
    """What stands at a stop: a title, the moment to show large, its day where that is not today, and a note.

    All but the title may be missing: None or empty.
    """

    title: str
    moment: datetime | None = None
    day: str = ""
    note: str = ""


def say_progress(t: Translator, ride: Ride) -> str:
    """Which stop of how many; before the start and after the end what it is for a tour, and of which day."""
    if ride.phase in (Phase.AT_STOP, Phase.DRIVING):
        return t("ride.number", number=ride.number, total=len(ride.plan.stops))
    return f"{t(f'words.tour_kind.{ride.tour.kind.value}')}, {t.weekday(ride.tour.starts_at)}"


def say_delay(t: Translator, minutes: int) -> str:
    """By how much the bus is behind the plan, ahead of it where `minutes` is negative, or that it is punctual."""
    if minutes >= PUNCTUAL_MINUTES:
        return t("ride.late", minutes=span(t, minutes))
    if minutes <= -PUNCTUAL_MINUTES:
        return t("ride.early", minutes=span(t, -minutes))
    return t("ride.punctual")


def arrival_in_words(t: Translator, arrival: Arrival, *, now: datetime) -> ArrivalWords:
    """When the bus will be at a stop, or was, for everybody who stands there."""
    if arrival.standing in (Standing.PLANNED, Standing.COMING):
        if arrival.expected is None:
            return ArrivalWords(t("public_stop.no_time"))
        return _at(t, arrival, arrival.expected, _note(t, arrival), now)
    if arrival.expected is not None and arrival.standing in (Standing.HERE, Standing.BEEN):
        return _at(t, arrival, arrival.expected, t("public_stop.arrived"), now)
    return ArrivalWords(t(f"public_stop.{arrival.standing}"))


def _at(t: Translator, arrival: Arrival, moment: datetime, note: str, now: datetime) -> ArrivalWords:
    day = t.weekday(moment) if t.full_date(moment) != t.full_date(now) else ""
    return ArrivalWords(t(f"public_stop.{arrival.standing}"), moment, day, note)


def _note(t: Translator, arrival: Arrival) -> str:
    """How far one may count on it."""
    if arrival.not_before is not None:
        return t("public_stop.not_before", time=t.time(arrival.not_before))
    if arrival.standing is Standing.PLANNED:
        return t("public_stop.not_left")
    return t("public_stop.by_plan", time=t.time(arrival.planned)) if arrival.planned is not None else ""
