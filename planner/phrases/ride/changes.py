"""What is chosen on the way, in words: the steps, what they cost, and why."""

from collections.abc import Mapping, Sequence

from planner.domain.models import RideChange, Stop
from planner.domain.ride_choices import Choice
from planner.domain.ride_state import Change, ChangeKind
from planner.domain.timetable import Break
from planner.i18n import Translator
from planner.phrases.plan import span
from planner.services.ride.changes import changes_of

Stops = Mapping[int | None, Stop]
"""The stops of the ride by their ids."""


def say_steps(t: Translator, stops: Stops, changes: Sequence[Change]) -> str:
    """сократить разговор на остановке 3 до 8 мин, не заезжать на остановку 5"""
    return ", ".join(_step(t, stops, change) for change in changes)


def say_breaks(t: Translator, stops: Stops, breaks: Sequence[Break]) -> list[str]:
    """A line for each thing that does not work out."""
    return [_break(t, stops, each) for each in breaks]


def say_cost(t: Translator, stops: Stops, choice: Choice) -> list[str]:
    """What a choice gives and what it takes, what stays broken at the end; empty where it costs nothing and mends everything."""
    parts = [*_return(t, choice), *_swapped(t, stops, choice)]
    parts += [t("ride_changes.cost.must", name=stops[each.key].name) for each in choice.skipped if each.must]
    parts += [t("ride_changes.cost.may", name=stops[each.key].name) for each in choice.skipped if not each.must]
    issues = sum(each.issues for each in choice.skipped)
    promises = sum(each.promises for each in choice.skipped)
    if issues:
        parts.append(t("ride_changes.cost.issues", n=issues))
    if promises:
        parts.append(t("ride_changes.cost.promises", n=promises))
    if any(change.kind is ChangeKind.LEAVE for change in choice.changes) and choice.cut:
        parts.append(t("ride_changes.cost.cut", span=span(t, choice.cut)))
    if choice.agenda_over > 0:
        parts.append(t("ride_changes.cost.agenda", span=span(t, choice.agenda_over)))
    return [*parts, *_left(t, stops, choice)]


def capital(sentence: str) -> str:
    """The same with its first letter large."""
    return sentence[:1].upper() + sentence[1:]


def say_change(t: Translator, stops: Stops, row: RideChange) -> str:
    """A line of the history: 10:52 Оксана: не заезжаем на остановку 5."""
    steps = say_steps(t, stops, changes_of(row))
    return t("ride_changes.line", time=t.time(row.at), name=row.by, steps=steps)


def why(t: Translator, stops: Stops, row: RideChange) -> str:
    """What did not work out when it was chosen; empty where everything did."""
    breaks = [Break(**each) for each in row.breaks]
    return "; ".join(say_breaks(t, stops, [each for each in breaks if each.stop_key is None or each.stop_key in stops]))


def _step(t: Translator, stops: Stops, change: Change) -> str:
    if not change.stops <= stops.keys():
        return t("ride_changes.do.gone")  # the start was taken back, and the plan changed since
    stop = stops[change.stop]
    match change.kind:
        case ChangeKind.CUT:
            return t("ride_changes.do.cut", number=stop.position, minutes=change.minutes)
        case ChangeKind.SWAP:
            other = stops[change.other]
            return t("ride_changes.do.swap", number=stop.position, other=other.position)
        case ChangeKind.LEAVE:
            return t("ride_changes.do.leave")
        case ChangeKind.SKIP:
            return t("ride_changes.do.skip", number=stop.position)
        case ChangeKind.RESTORE:
            return t("ride_changes.do.restore", number=stop.position)


def _break(t: Translator, stops: Stops, each: Break) -> str:
    minutes = span(t, each.minutes)
    if each.stop_key is None:
        no_way = each.kind == "unreachable"
        return t("ride_changes.break.unreachable_end") if no_way else t("ride_changes.break.over_end", span=minutes)
    stop = stops[each.stop_key]  # type: ignore[index]
    return t(f"ride_changes.break.{each.kind}", number=stop.position, name=stop.name, span=minutes)


def _return(t: Translator, choice: Choice) -> list[str]:
    finish = choice.times.finish_at
    if finish is None or not choice.gained:
        return []
    key = "earlier" if choice.gained > 0 else "later"
    return [t(f"ride_changes.cost.{key}", span=span(t, abs(choice.gained)), time=t.time(finish))]


def _swapped(t: Translator, stops: Stops, choice: Choice) -> list[str]:
    """Who now waits longer, and until when."""
    arrivals = {row.key: row.arrival for row in choice.times.rows}
    later = [(stops[c.stop], arrivals.get(c.stop)) for c in choice.changes if c.kind is ChangeKind.SWAP]
    return [
        t("ride_changes.cost.swapped", number=stop.position, time=t.time(moment)) for stop, moment in later if moment
    ]


def _left(t: Translator, stops: Stops, choice: Choice) -> list[str]:
    left = ", ".join(_short(t, stops, each) for each in choice.left)
    return [t("ride_changes.left", what=left)] if left else []


def _short(t: Translator, stops: Stops, each: Break) -> str:
    """The same as `_break` for a stop whose name was told already."""
    if each.stop_key is None:
        return _break(t, stops, each)
    number = stops[each.stop_key].position  # type: ignore[index]
    return t(f"ride_changes.short.{each.kind}", number=number, span=span(t, each.minutes))
