"""Changing a plan from a screen: one tap is one change, and the last ones can be taken back."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from planner.phrases.tours import say_last_change
from planner.services.access.visit import Visit
from planner.services.tours.tours import get_tour
from planner.services.tours.undo import PlanMemory, remember_plan, restore_plan
from planner.ui.dialog_state import close_dialog
from planner.ui.forms import FieldNotes
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.tour.plan_past import PlanPast, keep_past, past_of
from planner.ui.visit import Problem, attempt, current_visit


def change_plan(tour_id: int, change: Callable[[Session, Visit], object]) -> Problem | None:
    """Does one change in one transaction and remembers the plan before it; returns the rule's no, if any.

    May be called in a callback: it finds out anew who asks and what time it is.
    """
    visit = current_visit()

    def remembered(session: Session) -> tuple[PlanMemory, int]:
        memory = remember_plan(session, visit.actor, tour_id)
        change(session, visit)
        return memory, get_tour(session, visit.actor, tour_id).version

    done = attempt(visit, remembered)
    if done.value is not None:
        memory, version = done.value
        past = past_of(visit.actor.supporter, tour_id)
        before = past.memories if past.version == memory.version else ()
        keep_past(visit.actor.supporter, tour_id, PlanPast((*before, memory), version))
    return None if done.problem is None else _with_who(visit, tour_id, done.problem)


def change_and_close(tour_id: int, notes: FieldNotes, change: Callable[[Session, Visit], object]) -> None:
    """`change_plan` for a dialog, which is closed then; a rule's no is said in its form."""
    problem = change_plan(tour_id, change)
    notes.show(problem)
    if problem is None:
        close_dialog()


def tap_plan(tour_id: int, change: Callable[[Session, Visit], object]) -> None:
    """`change_plan` for a button's callback: a problem is said by `show_plan_problem` in the run that follows."""
    keep_plan_problem(change_plan(tour_id, change))


def can_undo(visit: Visit, tour_id: int, version: int) -> bool:
    """Whether this visitor made the last change, and nobody has changed the plan since."""
    past = past_of(visit.actor.supporter, tour_id)
    return bool(past.memories) and past.version == version


def last_own_version(visit: Visit, tour_id: int) -> int | None:
    """Which version this visitor's last change has led to: what others do does not alter it."""
    return past_of(visit.actor.supporter, tour_id).version


def keep_undo(visit: Visit, tour_id: int, *, seen: int, version: int) -> None:
    """What could be taken back at the version `seen` can still be at `version`: this visitor has published the plan meanwhile."""
    who = visit.actor.supporter
    past = past_of(who, tour_id)
    if past.version == seen:
        keep_past(who, tour_id, PlanPast(past.memories, version))


def undo_last(tour_id: int) -> None:
    """Takes the last change back; for a button's callback."""
    visit = current_visit()
    past = past_of(visit.actor.supporter, tour_id)
    if not past.memories or past.version is None:
        return
    last, version = past.memories[-1], past.version
    done = attempt(
        visit, lambda session: restore_plan(session, visit.actor, last, version=version, now=visit.now).version
    )
    if done.value is not None:
        keep_past(visit.actor.supporter, tour_id, PlanPast(past.memories[:-1], done.value))
    keep_plan_problem(done.problem)


def keep_plan_problem(problem: Problem | None) -> None:
    """Remembers why a tap on the plan did nothing."""
    keep_problem("plan", problem)


def show_plan_problem() -> None:
    """Says why the last tap on the plan did nothing."""
    show_problem("plan")


def _with_who(visit: Visit, tour_id: int, problem: Problem) -> Problem:
    """Where a stop is gone, also who has changed the plan, and when."""
    if problem.key != "stops.error.unknown":
        return problem
    with visit.reading() as session:
        who = say_last_change(visit.t, get_tour(session, visit.actor, tour_id), visit.actor)
    return replace(problem, sentence=f"{problem.sentence} {plain(who)}".strip())
