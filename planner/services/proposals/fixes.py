"""«Исправить»: what mends one warning of a plan, each way tried out on the timetable, and done with one tap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Stop
from planner.domain.timetable import Break, BreakKind, Leg, PlannedStop, timetable
from planner.routing.optimiser.problem import NO_WAY
from planner.services.proposals.my_order import OrderCheck, check_my_order
from planner.services.proposals.problem import Tables, tables_for
from planner.services.tours.plan import Plan, apply_order, plan_of, propose_order
from planner.services.tours.plannable import plan_was_changed, plannable_tour
from planner.services.tours.stops import AgendaEntry, edit_stop, remove_stop, set_agenda
from planner.services.tours.tours import edit_tour

FixKind = Literal["best_order", "swap", "move", "drop", "earlier", "later", "end", "shorter", "longer", "agenda"]
MOST_FIXES = 6
_GENTLE: Sequence[FixKind] = (
    *("best_order", "swap", "move", "longer", "agenda"),
    *("shorter", "earlier", "later", "end", "drop"),
)
"""Of two that leave as much broken, the one that changes less of what was agreed comes first."""
_FIVE = timedelta(minutes=5)


@dataclass(frozen=True)
class Fix:
    """One change and what would still be broken after it.

    `stop_id` and `other_id` are those that it names, `minutes` by how many it moves the start, the talk or the agenda, `at`
    the new place in the order, `time` the new return, `order` the stops as they would stand.
    """

    kind: FixKind
    left: tuple[Break, ...]
    stop_id: int | None = None
    other_id: int | None = None
    minutes: int = 0
    at: int = 0
    time: datetime | None = None
    order: tuple[int, ...] = ()


@dataclass(frozen=True)
class Fixes:
    """What would mend one thing, the best first. `present`: what is broken now. `version`: of the plan that was looked at."""

    version: int
    present: tuple[Break, ...]
    fixes: tuple[Fix, ...]


@dataclass(frozen=True)
class _Trial:
    """A plan that is tried out: when it starts and has to end, and its stops."""

    starts_at: datetime
    ends_at: datetime
    stops: tuple[PlannedStop, ...]


def fixes_for(
    session: Session, actor: Actor, tour_id: int, kind: BreakKind, stop_id: int | None, *, now: datetime
) -> Fixes:
    """What would mend what breaks (of this kind, at this stop, or at the return), for those who plan. Changes nothing.

    May take a second for twenty stops: call it outside a transaction. Empty where the plan is not broken so any more.
    """
    check = check_my_order(session, actor, tour_id, now=now)
    plan = plan_of(session, actor, tour_id, now=now)
    meant = next((each for each in plan.timetable.breaks if (each.kind, each.stop_key) == (kind, stop_id)), None)
    if meant is None:
        return Fixes(plan.tour.version, plan.timetable.breaks, ())
    tables = tables_for(check.brief, check.brief.rows)
    start = _Trial(plan.tour.starts_at, plan.tour.ends_at, plan.planned)
    drafts = dict.fromkeys([*_of_check(check), *_of_order(session, actor, plan), *_of_times(plan, meant)])
    tried = [replace(each, left=_left(check, tables, _changed(start, each))) for each in drafts]
    helping = [each for each in tried if _is_better(each.left, plan.timetable.breaks, meant)]
    ranked = sorted(helping, key=lambda each: (len(each.left), _minutes(each.left), _GENTLE.index(each.kind)))
    return Fixes(plan.tour.version, plan.timetable.breaks, tuple(ranked[:MOST_FIXES]))


def apply_fix(session: Session, actor: Actor, tour_id: int, fix: Fix, *, version: int, now: datetime) -> None:
    """Does it. Conflict("tours.error.changed") where the plan has changed since it was tried out."""
    tour = plannable_tour(session, actor, tour_id, version=version)
    by = timedelta(minutes=fix.minutes)
    if fix.order:
        apply_order(session, actor, tour_id, fix.order, version=version)
    elif fix.kind in ("earlier", "later"):
        starts_at = tour.starts_at + (by if fix.kind == "later" else -by)
        edit_tour(session, actor, tour_id, version=version, now=now, starts_at=starts_at)
    elif fix.kind == "end":
        edit_tour(session, actor, tour_id, version=version, now=now, ends_at=fix.time)
    elif (stop := session.get(Stop, fix.stop_id)) is None:
        raise plan_was_changed(tour, actor)
    elif fix.kind == "drop":
        remove_stop(session, actor, fix.stop_id or 0, version=version)
    elif fix.kind == "agenda":
        _cut_agenda(session, actor, tour_id, stop, version=version, now=now)
    else:
        talk = stop.minutes_talk + (fix.minutes if fix.kind == "longer" else -fix.minutes)
        edit_stop(session, actor, fix.stop_id or 0, version=version, minutes_talk=max(0, talk))


def _of_check(check: OrderCheck) -> Iterator[Fix]:
    """What the check of the order would do."""
    for each in check.helps:
        remedy = each.remedy
        kept = tuple(check.stop_id(index) for index in remedy.order) if remedy.kind in ("swap", "move") else ()
        stop_id = None if remedy.stop is None else check.stop_id(remedy.stop)
        other_id = None if remedy.other is None else check.stop_id(remedy.other)
        yield Fix(remedy.kind, (), stop_id, other_id, remedy.minutes, remedy.at + 1, order=kept)


def _of_order(session: Session, actor: Actor, plan: Plan) -> Iterator[Fix]:
    """The best order of all, where it is another one."""
    if len(plan.stops) < 2:
        return
    found = propose_order(session, actor, plan.tour.id or 0)
    if found.is_better:
        yield Fix("best_order", (), order=found.stop_ids)


def _of_times(plan: Plan, meant: Break) -> Iterator[Fix]:
    """What talk, agenda, start and return can do, and leaving the stop out."""
    stop_id = meant.stop_key if isinstance(meant.stop_key, int) else None
    if meant.kind == "agenda_over":
        yield Fix("longer", (), stop_id, minutes=meant.minutes)
        yield Fix("agenda", (), stop_id, minutes=meant.minutes)
    if meant.kind == "waits":
        yield Fix("later", (), minutes=meant.minutes)
    finish = plan.timetable.finish_at
    if meant.kind == "over_end" and finish is not None:
        zone = plan.tour.starts_at.tzinfo
        late = (finish - plan.tour.starts_at) % _FIVE
        time = (finish if not late else finish - late + _FIVE).astimezone(zone)
        yield Fix("end", (), minutes=meant.minutes, time=time)
    if stop_id is not None:
        yield Fix("drop", (), stop_id)


def _changed(trial: _Trial, fix: Fix) -> _Trial:
    by, stops = timedelta(minutes=fix.minutes), {each.key: each for each in trial.stops}
    if fix.order:
        return replace(trial, stops=tuple(stops[each] for each in fix.order))
    if fix.kind in ("earlier", "later"):
        return replace(trial, starts_at=trial.starts_at + (by if fix.kind == "later" else -by))
    if fix.kind == "end":
        return replace(trial, ends_at=fix.time or trial.ends_at)
    if fix.kind == "drop":
        return replace(trial, stops=tuple(each for each in trial.stops if each.key != fix.stop_id))
    own = stops[fix.stop_id]
    if fix.kind == "agenda":
        other = replace(own, agenda_minutes=own.minutes_talk)
    else:
        talk = own.minutes_talk + (fix.minutes if fix.kind == "longer" else -fix.minutes)
        other = replace(own, minutes_talk=max(0, talk))
    return replace(trial, stops=tuple(other if each.key == fix.stop_id else each for each in trial.stops))


def _left(check: OrderCheck, tables: Tables, trial: _Trial) -> tuple[Break, ...]:
    """What breaks in a plan that is tried out, by the same rides as the check."""
    at = {row.stop_id: number for number, row in enumerate(check.brief.rows, start=1)}
    way = [0, *(at[_id(each)] for each in trial.stops if not each.skipped), len(check.brief.rows) + 1]
    legs = [_leg(tables, start, end) for start, end in zip(way, way[1:], strict=False)]
    return timetable(trial.starts_at, trial.ends_at, trial.stops, legs).breaks


def _leg(tables: Tables, start: int, end: int) -> Leg:
    minutes = int(tables.minutes[start, end])
    no_way = minutes >= NO_WAY
    return Leg(float("inf"), float("inf")) if no_way else Leg(float(minutes), float(tables.metres[start, end]) / 1000)


def _id(stop: PlannedStop) -> int:
    return stop.key if isinstance(stop.key, int) else 0


def _is_better(left: Sequence[Break], present: Sequence[Break], meant: Break) -> bool:
    """Whether what was meant is gone, or less, and no more is broken than now."""
    kept = _by_place(left).get((meant.kind, meant.stop_key))
    return (kept is None or kept < meant.minutes) and len(left) <= len(present)


def _by_place(breaks: Sequence[Break]) -> Mapping[tuple[str, object], int]:
    return {(each.kind, each.stop_key): each.minutes for each in breaks}


def _minutes(breaks: Sequence[Break]) -> int:
    return sum(each.minutes for each in breaks)


def _cut_agenda(session: Session, actor: Actor, tour_id: int, stop: Stop, *, version: int, now: datetime) -> None:
    """Every question gets its share of the minutes that there are, in whole minutes; nothing is left out."""
    plan = plan_of(session, actor, tour_id, now=now)
    agenda = next(row.agenda for row in plan.stops if row.stop.id == stop.id)
    shares = shared_out([item.minutes for item in agenda], stop.minutes_talk)
    entries = [AgendaEntry(item.text, item.speaker, share) for item, share in zip(agenda, shares, strict=True)]
    set_agenda(session, actor, stop.id or 0, entries, version=version)


def shared_out(minutes: Sequence[int], available: int) -> list[int]:
    """Whole minutes in proportion to `minutes`, that are together `available` at most; what is enough stays as it is."""
    total = sum(minutes)
    if total <= available:
        return list(minutes)
    exact = [each * available / total for each in minutes]
    shares = [int(each) for each in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (shares[at] - exact[at], at))
    for at in by_rest[: available - sum(shares)]:
        shares[at] += 1
    return shares
