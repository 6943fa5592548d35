"""Instructions on an issue's page: their cards, and the steps that this visitor may make now."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.models import Instruction
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import OPEN_INSTRUCTION_STATES, InstructionState, IssueState, Step
from planner.phrases.instructions import (
    instruction_facts,
    last_message,
    say_hand_over_wish,
    say_lateness,
    say_number,
    say_state,
    say_wait,
    say_wish,
)
from planner.phrases.names import agency_name
from planner.services.access.visit import Visit
from planner.services.control.steps import NextSteps
from planner.services.control.work import WorkRow
from planner.services.issues.details import InstructionDetails, IssueDetails
from planner.ui.control.step_dialogs import dialog_of
from planner.ui.dialog_state import open_dialog
from planner.ui.light import show_table
from planner.ui.step_look import LOOKS, button_icon, place_of
from planner.ui.text import plain

BADGES = {
    InstructionState.ASSIGNED: ("blue", "schedule"),
    InstructionState.HANDED_OVER: ("blue", "swap_horiz"),
    InstructionState.IN_WORK: ("blue", "engineering"),
    InstructionState.REPORTED: ("orange", "fact_check"),
    InstructionState.RETURNED: ("violet", "undo"),
    InstructionState.CLOSED: ("green", "check_circle"),
    InstructionState.CANCELLED: ("gray", "cancel"),
}


class Way(NamedTuple):
    """A step that is open: to an instruction, or to the issue itself (None)."""

    step: Step
    instruction: InstructionDetails | None


def show_instructions(visit: Visit, details: IssueDetails) -> None:
    """A card for each, the latest first."""
    for given in reversed(details.instructions):
        _show_instruction(visit, details, given)


def show_next_step(visit: Visit, details: IssueDetails, steps: NextSteps) -> None:
    """«Следующий шаг»: what is waited for, and every step that is open to this visitor and does not stand at the foot."""
    t = visit.t
    at_foot = _at_foot(details, steps)
    with st.container(border=True):
        st.markdown(f"**{t('instructions.next')}**")
        st.markdown(plain(say_wait(t, details)))
        rest = sorted((way for way in _ways(details, steps) if way not in at_foot), key=_place)
        if not rest:
            return
        grid = st.grid(2, min_column_width=220, gap="small")
        for way in rest:
            with grid.cell():
                _step_button(visit, details, way, kind="secondary")


def show_main_step(visit: Visit, details: IssueDetails, steps: NextSteps, waiting: WorkRow | None) -> None:
    """The one primary button, at the foot of the screen; beside acceptance stands its opposite.

    A controller who has just verified here goes on to what is `waiting` at one tap.
    """
    at_foot = _at_foot(details, steps)
    if waiting is not None and _has_just_verified(visit, details):
        with st.bottom:
            label = visit.t("instructions.next_to_verify", number=waiting.issue.id)
            query = {"id": str(waiting.issue.id)}
            st.page_link("issue.py", label=label, icon=":material/fact_check:", query_params=query, width="stretch")
    if not at_foot:
        return
    with st.bottom, st.container(horizontal=True, gap="small", wrap=False):
        for way in at_foot:
            _step_button(visit, details, way, kind="primary" if LOOKS[way.step].main else "secondary")


def _has_just_verified(visit: Visit, details: IssueDetails) -> bool:
    """Whether the last thing that was done here was this visitor's answer to a report."""
    last = details.moves[-1] if details.moves else None
    answered = last is not None and last.step in (Step.ACCEPT, Step.RETURN)
    return answered and last is not None and last.by_person_id == visit.actor.person_id


def _at_foot(details: IssueDetails, steps: NextSteps) -> list[Way]:
    """The main step: accepting, else reporting, else instructing where nothing was given yet."""
    ways = [way for way in _ways(details, steps) if LOOKS[way.step].main]
    if details.issue.state is not IssueState.NEW:
        ways = [way for way in ways if way.step is not Step.INSTRUCT]
    main = min(ways, key=_place, default=None)
    if main is not None and main.step is Step.ACCEPT:
        return [Way(Step.RETURN, main.instruction), main]
    return [main] if main else []


def _ways(details: IssueDetails, steps: NextSteps) -> Iterator[Way]:
    for given in details.instructions:
        yield from (Way(step, given) for step in steps.of_instructions.get(id_of(given.instruction), ()))
    yield from (Way(step, None) for step in steps.of_issue)


def _place(way: Way) -> int:
    return place_of(way.step)


def _step_button(visit: Visit, details: IssueDetails, way: Way, *, kind: Literal["primary", "secondary"]) -> None:
    """Names the agency where the same step is open to several instructions."""
    t, given = visit.t, way.instruction
    several = given is not None and len(details.instructions) > 1
    suffix = f" · {plain(agency_name(given.agency))}" if given and several else ""
    one_more = way.step is Step.INSTRUCT and details.instructions
    st.button(
        t("instructions.one_more" if one_more else f"instructions.step.{way.step}") + suffix,
        icon=button_icon(way.step),
        type=kind,
        width="stretch",
        key=f"{way.step}-{given.instruction.id if given else 'issue'}",
        on_click=open_dialog,
        args=(dialog_of(way.step),),
        kwargs={"issue_id": details.issue.id, "instruction_id": given.instruction.id if given else None},
    )


def _show_instruction(visit: Visit, details: IssueDetails, given: InstructionDetails) -> None:
    t, instruction = visit.t, given.instruction
    colour, icon = BADGES[instruction.state]
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            title = f"{t('instructions.title')} {say_number(t, instruction)}"
            st.header(title, anchor=False, width="content")
            word = say_state(t, instruction, today_in(visit.city.timezone, visit.now))
            st.markdown(f":{colour}-badge[:material/{icon}: {word}]", width="content")
        if instruction.text:
            st.text(instruction.text)
        else:
            st.markdown(f":gray[{t('instructions.text_inside')}]")
        show_table(_facts(visit, given), head=False)
        if may(visit.actor, Action.EXPORT_ISSUES).allowed:
            with st.container(horizontal=True, gap="small"):
                for name, path in (("card", links.CONTROL_CARD), ("act", links.INSPECTION_ACT)):
                    way, label = path.to(instruction_id=instruction.id), t(f"instruction_papers.{name}")
                    st.link_button(label, way, icon=":material/download:", type="tertiary")
                if instruction.state in OPEN_INSTRUCTION_STATES:
                    way = links.ON_SITE.to(instruction_id=instruction.id)
                    st.link_button(t("on_site.open"), way, icon=":material/photo_camera:", type="tertiary")
        if instruction.asked_until is not None:
            wish = say_wish(t, instruction, t.full_date(instruction.asked_until))
            st.warning(plain(wish), icon=":material/more_time:")
        if given.wished_agency is not None:
            wish = say_hand_over_wish(t, given, agency_name(given.wished_agency))
            st.warning(plain(wish), icon=":material/swap_horiz:")
        message = last_message(t, details, instruction, visit.actor)
        if message:
            st.markdown(f":material/campaign: {plain(message)}")


def _facts(visit: Visit, given: InstructionDetails) -> dict[str, list[str]]:
    """Two columns: what, and how it stands."""
    t = visit.t
    facts = {name: plain(value) for name, value in instruction_facts(t, given).items()}
    facts["due_on"] = _due(visit, given.instruction)
    return {
        t("instructions.fact"): [f":gray[{t(f'instructions.fact.{name}')}]" for name in facts],
        t("instructions.value"): list(facts.values()),
    }


def _due(visit: Visit, instruction: Instruction) -> str:
    """The date, and by how many days it was missed."""
    t = visit.t
    late = say_lateness(t, instruction, today_in(visit.city.timezone, visit.now))
    badge = f" :red-badge[:material/alarm: {plain(late)}]" if late else ""
    return f"**{t.full_date(instruction.due_on)}**{badge}"
