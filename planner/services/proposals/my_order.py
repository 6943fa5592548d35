"""«Мой порядок»: the stops as they stand, checked against every rule, and what would help."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Stop
from planner.routing.optimiser.optimise import check_order, what_helps
from planner.routing.optimiser.problem import Demand, Fault, Remedy
from planner.services.city.city import get_city
from planner.services.proposals.brief import Brief, read_own_brief
from planner.services.proposals.problem import problem_for, tables_for
from planner.services.proposals.search import Wish, wish_of
from planner.services.tours.plan import apply_order
from planner.services.tours.plannable import plan_was_changed, plannable_tour
from planner.services.tours.stops import edit_stop, remove_stop
from planner.services.tours.tours import edit_tour


@dataclass(frozen=True)
class BrokenRule:
    """A rule that the order breaks, and by how many minutes (metres, for "metres")."""

    wish: Wish
    minutes: int


@dataclass(frozen=True)
class Help:
    """One change that was tried: what it is, and what would still be broken after it."""

    remedy: Remedy
    left: tuple[BrokenRule, ...]


@dataclass(frozen=True)
class OrderCheck:
    """The brief with the stops in order, what breaks, and what helps, the best first."""

    brief: Brief
    broken: tuple[BrokenRule, ...]
    helps: tuple[Help, ...]

    def stop_id(self, index: int | None) -> int:
        """The id of a stop that a remedy names; ValueError where it names none."""
        stop_id = None if index is None else self.brief.rows[index].stop_id
        if stop_id is None:
            raise ValueError("the remedy names no stop")
        return stop_id


def check_my_order(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> OrderCheck:
    """Checks the order that the tour has, for those who plan it. Changes nothing; every help was tried out."""
    brief = read_own_brief(session, actor, tour_id, now=now)
    if not brief.rows:
        return OrderCheck(brief, (), ())
    tables = tables_for(brief, brief.rows)
    problem = problem_for(brief, tables, [row.prize.total for row in brief.rows], buses=1)
    order = range(len(brief.rows))
    broken = tuple(_broken(brief, fault) for fault in check_order(problem, [order]))
    least_talk = get_city(session).least_talk_minutes
    remedies = what_helps(problem, order, least_talk=least_talk) if broken else ()
    helps = tuple(Help(each, tuple(_broken(brief, fault) for fault in each.left)) for each in remedies)
    return OrderCheck(brief, broken, helps)


def apply_help(session: Session, actor: Actor, check: OrderCheck, help_: Help, *, now: datetime) -> None:
    """Does what helps. Conflict("tours.error.changed") where the plan has changed since the check."""
    remedy, tour_id, version = help_.remedy, check.brief.tour_id, check.brief.version
    tour = plannable_tour(session, actor, tour_id, version=version)
    if remedy.kind == "drop":
        remove_stop(session, actor, check.stop_id(remedy.stop), version=version)
    elif remedy.kind == "earlier":
        starts_at = tour.starts_at - timedelta(minutes=remedy.minutes)
        edit_tour(session, actor, tour_id, version=version, now=now, starts_at=starts_at)
    elif remedy.kind == "shorter":
        stop = session.get(Stop, check.stop_id(remedy.stop))
        if stop is None:
            raise plan_was_changed(tour, actor)
        talk = max(0, stop.minutes_talk - remedy.minutes)
        edit_stop(session, actor, check.stop_id(remedy.stop), version=version, minutes_talk=talk)
    else:
        apply_order(session, actor, tour_id, [check.stop_id(each) for each in remedy.order], version=version)


def _broken(brief: Brief, fault: Fault) -> BrokenRule:
    return BrokenRule(wish_of(brief.rows, Demand(fault.kind, fault.stop, fault.other, fault.group)), fault.minutes)
