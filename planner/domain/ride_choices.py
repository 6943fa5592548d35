"""What can be done when a ride no longer works out: ready choices, each with its cost, all computed by the timetable.

Costs are points, of which only the order matters: a minute of talk that is cut is worth about ten, a minute that somebody
waits for the bus thirty, so a choice is offered first where it takes the least from people for what it mends.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise, product

from planner.domain.ride_state import Change, ChangeKind, RideState, RideStop, changed, times_now
from planner.domain.timetable import Break, PlannedStop, Row, Timetable, up_to_minute

LEAST_TALK = 5
MOST_CHOICES = 5
_MOST_ALIKE = 2
"""Of single steps of one kind only so many are worth the room on the screen, and of pairs of the same kinds only one."""
_PAIRED = 6
"""Steps that are tried two by two, the best ones alone first."""
_NEGLIGIBLE = 3
"""Minutes: being late by fewer is nothing that anybody should give up a stop or cut a talk for."""
_LEAST_HELP = 0.1
"""What mends less than a tenth of the trouble is no help."""
_TROUBLES = frozenset({"late", "over_end", "unreachable", "waits"})
_LATE_MINUTE, _WAIT_MINUTE, _NO_WAY = 30, 10, 6_000
_TALK_MINUTE, _AGENDA_MINUTE, _SWAP = 10, 10, 100
_SKIP_MAY, _SKIP_MUST, _ISSUE, _PROMISE = 150, 2_000, 50, 150
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Choice:
    """One or two steps, and what they mean.

    `times`: the timetable after them. `gained`: minutes by which the bus is back earlier (negative: later), None where
    nobody can tell. `left`: what is still broken. `cut`: minutes of talk lost; `agenda_over`: minutes by which agendas fit
    less than before. `mends`: nothing is left. `cost` decides the order.
    """

    changes: tuple[Change, ...]
    times: Timetable
    gained: int | None
    left: tuple[Break, ...]
    cut: int
    agenda_over: int
    skipped: tuple[RideStop, ...]
    cost: int

    @property
    def mends(self) -> bool:
        """Whether everything works out after it."""
        return not self.left


def troubles(state: RideState, times: Timetable) -> tuple[Break, ...]:
    """What breaks and can still be mended: at the stops ahead and at the return.

    Not what an agenda or the past says, no waiting that was planned so, and no two minutes of lateness.
    """
    ahead: dict[Hashable, RideStop] = {stop.key: stop for stop in state.ahead}

    def counts(each: Break) -> bool:
        if each.kind in ("late", "over_end") and each.minutes < _NEGLIGIBLE:
            return False
        if each.kind not in _TROUBLES or each.stop_key is None:
            return each.kind in _TROUBLES
        stop = ahead.get(each.stop_key)
        return stop is not None and (each.kind != "waits" or each.minutes > stop.planned_wait)

    return tuple(each for each in times.breaks if counts(each))


def ready_choices(state: RideState, *, least_talk: int = LEAST_TALK, most: int = MOST_CHOICES) -> tuple[Choice, ...]:
    """At most `most` choices that help, the cheapest first; none where nothing breaks or nothing helps.

    No talk is cut to less than `least_talk` minutes. Two steps together are offered where no single one mends everything without
    a stop that must be made.
    If anything mends everything, the cheapest such choice is among them. The same state gives the same answer.
    """
    before = times_now(state)
    broken = troubles(state, before)
    if not broken:
        return ()
    enough = _weight(broken) * (1 - _LEAST_HELP)
    # Who is early waits: nobody who comes to a stop would understand that the bus left them out for that.
    is_late = any(each.kind != "waits" for each in broken)
    families, needs = _families(state, before, least_talk, may_skip=is_late), _needs(before, broken)
    best = [
        min((_tried(state, before, (each,)) for each in _telling(state, family, needs)), key=_rank)
        for family in families
    ]
    found = [choice for choice in best if _weight(choice.left) <= enough]
    if not any(choice.mends and not any(stop.must for stop in choice.skipped) for choice in found):
        order = sorted(range(len(best)), key=lambda index: _rank(best[index]))[:_PAIRED]
        for a, b in combinations(sorted(order), 2):
            pairs = [_tried(state, before, pair) for pair in _pairs(state, families[a], families[b], needs)]
            pair = min(pairs, key=_rank, default=None)
            if pair and _weight(pair.left) <= enough and pair.cost < min(best[a].cost, best[b].cost):
                found.append(pair)
    return _shown(sorted(found, key=_rank), most)


def _shown(found: Sequence[Choice], most: int) -> tuple[Choice, ...]:
    taken: list[Choice] = []
    for choice in found:
        alike = [one for one in taken if _kinds(one) == _kinds(choice)]
        if len(alike) < (_MOST_ALIKE if len(choice.changes) == 1 else 1) and len(taken) < most:
            taken.append(choice)
    mending = next((choice for choice in found if choice.mends), None)
    if mending is not None and not any(choice.mends for choice in taken):
        taken[-1:] = [mending]
    return tuple(taken)


def _kinds(choice: Choice) -> tuple[str, ...]:
    return tuple(sorted(change.kind for change in choice.changes))


def _rank(choice: Choice) -> tuple[int, int, int]:
    # min and sorted are stable, so of equal ones that which comes first on the way wins.
    return choice.cost, len(choice.changes), -(choice.gained or 0)


def _families(state: RideState, times: Timetable, least_talk: int, *, may_skip: bool) -> list[list[Change]]:
    """Every single step there is; lengths of one talk stand together, because only the best of them counts."""
    rows = {row.key: row for row in times.rows}
    families: list[list[Change]] = []
    here = state.here
    if here is not None:
        left = _minutes_left(rows[here.key], here.planned, state.now)
        if left > 0:
            families.append([Change(ChangeKind.LEAVE, here.key)])
            families.append(_cuts(here, max(least_talk, here.planned.minutes_talk - left + 1)))
    for stop in state.ahead:
        families.append(_cuts(stop, least_talk))
        families.append([Change(ChangeKind.SKIP, stop.key)] if may_skip else [])
    for a, b in pairwise(state.ahead):
        if not (a.pinned or b.pinned):
            families.append([Change(ChangeKind.SWAP, a.key, other=b.key)])
    return [family for family in families if family]


def _cuts(stop: RideStop, least: int) -> list[Change]:
    return [
        Change(ChangeKind.CUT, stop.key, minutes) for minutes in range(stop.planned.minutes_talk - 1, least - 1, -1)
    ]


def _minutes_left(row: Row, planned: PlannedStop, now: datetime) -> int:
    """How many whole minutes of the talk here are still to come."""
    if row.talk_from is None:
        return 0
    return (row.talk_from + planned.minutes_talk * _MINUTE - up_to_minute(now)) // _MINUTE


def _needs(times: Timetable, broken: Iterable[Break]) -> frozenset[int]:
    """The minutes of talk worth cutting: what is late, or what is late and the waiting that would swallow the gain."""
    late = [each.minutes for each in broken if each.kind in ("late", "over_end")]
    waits = sum(row.wait_minutes for row in times.rows)
    return frozenset({*late, *(minutes + waits for minutes in late)})


def _telling(state: RideState, family: Sequence[Change], needs: Collection[int]) -> list[Change]:
    """Of the lengths of one talk those that just mend something, and the least: between them nothing is mended, and
    the cost hardly differs."""
    if len(family) == 1:
        return list(family)
    talk = next(stop.planned.minutes_talk for stop in state.stops if stop.key == family[0].stop)
    return [each for each in family if each is family[-1] or talk - (each.minutes or 0) in needs]


def _pairs(
    state: RideState, a: Sequence[Change], b: Sequence[Change], needs: Collection[int]
) -> list[tuple[Change, Change]]:
    """Two steps together, unless they touch the same stop; of two talks one is always cut to the least."""
    if a[0].stops & b[0].stops:
        return []
    if len(a) > 1 and len(b) > 1:
        first, second = (len(family) for family in (a, b))  # a talk is cut by as many minutes as there are lengths
        return [
            *((a[-1], each) for each in _telling(state, b, {need - first for need in needs})),
            *((each, b[-1]) for each in _telling(state, a, {need - second for need in needs}) if each is not a[-1]),
        ]
    return list(product(_telling(state, a, needs), _telling(state, b, needs)))


def _tried(state: RideState, before: Timetable, changes: tuple[Change, ...]) -> Choice:
    after = changed(state, changes)
    times = times_now(after)
    left = troubles(after, times)
    stops = {stop.key: stop for stop in state.stops}
    shorter = [(stops[c.stop].planned, c.minutes) for c in changes if c.minutes is not None]
    skipped = tuple(stops[c.stop] for c in changes if c.kind is ChangeKind.SKIP)
    leaving = sum(_talk_lost(state, before, c.stop) for c in changes if c.kind is ChangeKind.LEAVE)
    over = sum(max(0, p.agenda_minutes - m) - max(0, p.agenda_minutes - p.minutes_talk) for p, m in shorter)
    cost = _weight(left) + over * _AGENDA_MINUTE + sum(_price_of_skipping(stop) for stop in skipped)
    cost += sum(_price_of_talk(p.minutes_talk - m, p.minutes_talk) for p, m in shorter)
    cost += sum(
        _price_of_talk(_talk_lost(state, before, c.stop), stops[c.stop].planned.minutes_talk)
        for c in changes
        if c.kind is ChangeKind.LEAVE
    )
    return Choice(
        changes=changes,
        times=times,
        gained=_minutes_earlier(before.finish_at, times.finish_at),
        left=left,
        cut=leaving + sum(planned.minutes_talk - minutes for planned, minutes in shorter),
        agenda_over=over,
        skipped=skipped,
        cost=cost + _SWAP * sum(c.kind is ChangeKind.SWAP for c in changes),
    )


def _talk_lost(state: RideState, times: Timetable, key: int) -> int:
    row = next(row for row in times.rows if row.key == key)
    stop = next(stop for stop in state.stops if stop.key == key)
    return max(0, min(stop.planned.minutes_talk, _minutes_left(row, stop.planned, state.now)))


def _price_of_talk(minutes: int, of: int) -> int:
    """A long talk bears it better than a short one."""
    return minutes * _TALK_MINUTE + minutes * minutes * _TALK_MINUTE // max(1, of)


def _price_of_skipping(stop: RideStop) -> int:
    return (_SKIP_MUST if stop.must else _SKIP_MAY) + stop.issues * _ISSUE + stop.promises * _PROMISE


def _weight(breaks: Iterable[Break]) -> int:
    prices = {"late": _LATE_MINUTE, "over_end": _LATE_MINUTE, "waits": _WAIT_MINUTE}
    return sum(_NO_WAY if each.kind == "unreachable" else each.minutes * prices[each.kind] for each in breaks)


def _minutes_earlier(before: datetime | None, after: datetime | None) -> int | None:
    return None if before is None or after is None else round((before - after) / _MINUTE)
