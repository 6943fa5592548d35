"""Changing a plan from a screen: one tap is one change, and the last ones can be taken back."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st
from sqlmodel import Session

from planner.phrases.tours import say_last_change
from planner.services.access.visit import Visit
from planner.services.tours.tours import get_tour
from planner.services.tours.undo import PlanMemory, remember_plan, restore_plan
from planner.ui.dialog_state import close_dialog
from planner.ui.forms import FieldNotes
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt, current_visit

_DEEPEST = 20


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
        past = _past(tour_id) if _latest(tour_id) == memory.version else []
        st.session_state[_key(tour_id)] = ([*past, memory][-_DEEPEST:], version)
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


def can_undo(tour_id: int, version: int) -> bool:
    """Whether the last change was made here, and nobody has changed the plan since."""
    return bool(_past(tour_id)) and _latest(tour_id) == version


def last_own_version(tour_id: int) -> int | None:
    """Which version the last change made here has led to: what others do does not alter it."""
    return _latest(tour_id)


def undo_last(tour_id: int) -> None:
    """Takes the last change back; for a button's callback."""
    visit, past, latest = current_visit(), _past(tour_id), _latest(tour_id)
    if not past or latest is None:
        return
    done = attempt(
        visit, lambda session: restore_plan(session, visit.actor, past[-1], version=latest, now=visit.now).version
    )
    if done.value is not None:
        st.session_state[_key(tour_id)] = (past[:-1], done.value)
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


def _key(tour_id: int) -> str:
    return f"plan_past_{tour_id}"


def _past(tour_id: int) -> list[PlanMemory]:
    past: list[PlanMemory] = st.session_state.get(_key(tour_id), ([], None))[0]
    return past


def _latest(tour_id: int) -> int | None:
    version: int | None = st.session_state.get(_key(tour_id), ([], None))[1]
    return version
