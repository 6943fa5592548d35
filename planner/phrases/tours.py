"""A tour in words: when it is, how large it is, and its rules. Typed text in it stays to be escaped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from planner.domain.actor import Actor
from planner.domain.models import Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_rules import LAST, TourRules
from planner.domain.words import TourState
from planner.i18n import Translator
from planner.phrases.plan import span
from planner.services.events.finding import TourRow

T = TypeVar("T")


@dataclass(frozen=True)
class RuleLine:
    """A rule as a sentence, and the rules without it."""

    sentence: str
    without: TourRules


def say_when(t: Translator, tour: Tour) -> str:
    """пятница, 27 ноября, 10:00–12:30"""
    return f"{t.weekday(tour.starts_at)}, {t.time(tour.starts_at)}–{t.time(tour.ends_at)}"


def say_last_change(t: Translator, tour: Tour, reader: Actor) -> str:
    """«План изменил(а) Тарасенко в 10:42.», of a change by somebody else; empty where there is none."""
    if not tour.plan_changed_by or tour.plan_changed_by == reader.name or tour.plan_changed_at is None:
        return ""
    return t("tours.changed_by", by=tour.plan_changed_by, at=tour.plan_changed_at)


def say_size(t: Translator, row: TourRow) -> str:
    """How many stops and people a tour has, or where an event is; of a cancelled one, why it is cancelled."""
    if row.tour.state is TourState.CANCELLED:
        return say_cancelled(t, row.tour)
    if row.tour.is_event:
        media = [t("events.media_listed", n=row.media)] if row.media else []
        return ", ".join([row.tour.start_name or t("events.no_place"), t("tours.people", n=row.people), *media])
    if not row.stops and not row.people:
        return t("tours.nothing_yet")
    stops = t("plan.stops", n=row.stops) if row.stops else t("tours.no_stops_yet")
    return f"{stops}, {t('tours.people', n=row.people) if row.people else t('tours.no_people_yet')}"


def say_cancelled(t: Translator, tour: Tour) -> str:
    """«Объезд отменён. Причина: …»"""
    return t("events.cancelled" if tour.is_event else "tours.cancelled", reason=tour.cancel_reason)


def numbered_names(stops: Sequence[Stop]) -> dict[int, str]:
    """Stops by their ids as sentences name them: «2. Двор»."""
    return {id_of(stop): f"{stop.position}. {stop.name}" for stop in stops}


def say_rules(t: Translator, rules: TourRules, stops: Mapping[int, str]) -> list[RuleLine]:
    """Every rule as a sentence; `stops` says what each stop is called."""
    return [*_rules_of_order(t, rules, stops), *_rules_of_time(t, rules, stops)]


def _rules_of_order(t: Translator, rules: TourRules, stops: Mapping[int, str]) -> Iterable[RuleLine]:
    for each in rules.positions:
        place = t("proposals.place.last") if each[1] == LAST else t("proposals.place.number", number=each[1])
        said = t("proposals.rule.position", name=stops[each[0]], place=place)
        yield RuleLine(said, replace(rules, positions=_without(rules.positions, each)))
    for first, second in rules.right_after:
        said = t("proposals.rule.right_after", name=stops[second], other=stops[first])
        yield RuleLine(said, replace(rules, right_after=_without(rules.right_after, (first, second))))
    for first, second in rules.before:
        said = t("proposals.rule.before", name=stops[first], other=stops[second])
        yield RuleLine(said, replace(rules, before=_without(rules.before, (first, second))))
    for group in rules.either:
        said = t("proposals.rule.either", names=", ".join(stops[each] for each in group))
        yield RuleLine(said, replace(rules, either=_without(rules.either, group)))


def _rules_of_time(t: Translator, rules: TourRules, stops: Mapping[int, str]) -> Iterable[RuleLine]:
    for window in rules.windows:
        times = f"{window.opens:%H:%M}–{window.closes:%H:%M}"
        said = t("proposals.rule.window", name=stops[window.stop], times=times)
        yield RuleLine(said, replace(rules, windows=_without(rules.windows, window)))
    for pause in rules.pauses:
        times = f"{pause.opens:%H:%M}–{pause.closes:%H:%M}"
        said = t("proposals.rule.pause", name=pause.name, span=span(t, pause.minutes), times=times)
        yield RuleLine(said, replace(rules, pauses=_without(rules.pauses, pause)))


def _without(rules: tuple[T, ...], one: T) -> tuple[T, ...]:
    at = rules.index(one)
    return rules[:at] + rules[at + 1 :]
