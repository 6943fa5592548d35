"""What stands beside a selection: the steps that can be made for all of it, and what was decided last, with the way back."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from planner.domain.words import Step
from planner.services.access.visit import Visit
from planner.services.bulk.decisions import last_decision
from planner.services.bulk.open_steps import bulk_steps
from planner.services.bulk.taking_back import take_back
from planner.services.control.work import WorkRow
from planner.ui.control.work_parts import CHOICE_TURN, choice_key
from planner.ui.dialog_state import open_dialog
from planner.ui.step_look import button_icon, place_of
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.visit import attempt

_BESIDE = 4
"""So many steps have a button of their own; the others stand behind one."""
_LAST = "last_decision"
_CHOOSING = "bulk_choosing"


def bulk_dialog_of(step: Step) -> str:
    """The name of the dialog in which a step is made for many."""
    return f"bulk-{step}"


def show_bulk_steps(visit: Visit, issue_ids: Sequence[int], given: Sequence[int] = ()) -> None:
    """A button for each step that is possible for some of the selection, with their number."""
    t = visit.t
    with visit.reading() as session:
        found = bulk_steps(session, visit.actor, issue_ids, given=given)
    steps = sorted(found, key=place_of)
    for step in steps[:_BESIDE]:
        _step_button(visit, step, found)
    if steps[_BESIDE:]:
        with st.popover(t("bulk.more"), icon=":material/more_horiz:"):
            for step in steps[_BESIDE:]:
                _step_button(visit, step, found)


def show_last_decision(visit: Visit) -> None:
    """What was decided last for many, as long as it can be taken back."""
    t = visit.t
    with visit.reading() as session:
        last = last_decision(session, visit.actor, now=visit.now) if visit.actor.person_id is not None else None
    show_problem(_LAST)
    if last is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="last_decision"):
        said = t(f"bulk.done.{last.step}", number=last.done)
        left = "" if last.done == last.wanted else " " + t("bulk.of_wanted", number=last.wanted)
        st.markdown(f"{said}.{left} :gray[{t('bulk.until', time=t.time(last.until))}]", width="stretch")
        if st.button(t("bulk.take_back"), icon=":material/undo:", key="take_back"):
            done = attempt(visit, lambda session: take_back(session, visit.actor, last.uid, now=visit.now))
            keep_problem(_LAST, done.problem)
            if done.value is not None:
                told = t("bulk.taken_back", number=len(done.value.done))
                if done.value.refused:
                    told += " " + t("bulk.acted_on", number=len(done.value.refused))
                st.toast(told, icon=":material/undo:")
            st.rerun()


def ask_choosing(visit: Visit, rows: Sequence[WorkRow]) -> bool:
    """Whether rows are being chosen, with a tap for the whole page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        choosing = st.toggle(visit.t("bulk.choose"), key=_CHOOSING)
        if choosing:
            keys = [choice_key(row) for row in rows]
            label = visit.t("bulk.choose_page", number=len(rows))
            st.button(label, type="tertiary", key="choose_page", on_click=_choose, args=(keys,))
    return choosing


def forget_choice() -> None:
    """Nothing is chosen in a pile any more."""
    st.session_state[CHOICE_TURN] = st.session_state.get(CHOICE_TURN, 0) + 1


def _choose(keys: Sequence[str]) -> None:
    st.session_state.update(dict.fromkeys(keys, True))


def _step_button(visit: Visit, step: Step, found: Mapping[Step, Sequence[int]]) -> None:
    opening: Callable[..., None] = open_dialog
    st.button(
        visit.t(f"bulk.do.{step}", number=len(found[step])),
        icon=button_icon(step),
        key=f"bulk-{step}",
        on_click=opening,
        args=(bulk_dialog_of(step),),
        kwargs={"step": step, "numbers": tuple(found[step])},
    )
