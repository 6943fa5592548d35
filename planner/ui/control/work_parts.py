"""Parts of the screen «Моя работа»: counters, the opened pile, its rows with what can be done at once, and its map."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from planner import links
from planner.domain.deadlines import is_overdue, today_in
from planner.domain.issue_filter import OPEN, IssueFilter
from planner.domain.models import Instruction
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, IssueState, Step
from planner.phrases.instructions import say_lateness, say_number, say_offer, say_wish
from planner.phrases.issues import issue_place
from planner.phrases.names import agency_name
from planner.phrases.on_site import say_metres
from planner.services.access.visit import Visit
from planner.services.control.work import CONTROLLERS_PILES, OFFICIALS_PILES, OFTEN_HANDED_OVER, Pile, Work, WorkRow
from planner.ui.control.step_dialogs import dialog_of
from planner.ui.dialog_state import open_dialog
from planner.ui.issue.cards import issue_link, show_thumbnail, state_badge
from planner.ui.step_look import button_icon
from planner.ui.text import plain

PAGE_SIZE = 20
MAP_HEIGHT = 560


class PileLook(NamedTuple):
    """Colour and icon of a pile; what is done to a row of it right here (without a step a row is opened first).

    `rare`: a pile that is shown only while something lies in it. `view`: what the issue list and the map show of it, as near
    as their filter can say it; an official's agency is added.
    """

    colour: str
    icon: str
    view: IssueFilter
    steps: tuple[Step, ...] = ()
    rare: bool = False


_OPEN_ONES = IssueFilter(state=OPEN)
_REPORTED_ONES = IssueFilter(state=IssueState.REPORTED)
_LATE_ONES = IssueFilter(overdue=True)
_RETURNED_ONES = IssueFilter(state=IssueState.RETURNED)
_NEW_ONES = IssueFilter(state=IssueState.NEW)
_DECIDE = (Step.EXTEND, Step.REFUSE_EXTENSION)
_ANSWER = (Step.HAND_OVER, Step.REFUSE_HAND_OVER)
LOOKS: Mapping[Pile, PileLook] = {
    Pile.OVERDUE: PileLook("red", "alarm", _LATE_ONES, (Step.REPORT,)),
    Pile.DUE_SOON: PileLook("blue", "schedule", _OPEN_ONES, (Step.REPORT,)),
    Pile.RETURNED: PileLook("violet", "undo", _RETURNED_ONES, (Step.REPORT,)),
    Pile.OFFERED: PileLook("violet", "swap_horiz", _OPEN_ONES, _ANSWER, rare=True),
    Pile.LATER: PileLook("gray", "event", _OPEN_ONES, (Step.REPORT,), rare=True),
    Pile.REPORTED: PileLook("gray", "fact_check", _REPORTED_ONES, rare=True),
    Pile.HELPING: PileLook("gray", "group", _OPEN_ONES, rare=True),
    Pile.TO_VERIFY: PileLook("orange", "fact_check", _REPORTED_ONES),
    Pile.WISHES: PileLook("blue", "more_time", _OPEN_ONES, _DECIDE),
    Pile.HAND_OVERS: PileLook("violet", "swap_horiz", _OPEN_ONES, _ANSWER, rare=True),
    Pile.LATE: PileLook("red", "alarm", _LATE_ONES),
    Pile.PING_PONG: PileLook("red", "sync_problem", _OPEN_ONES, rare=True),
    Pile.NEW: PileLook("gray", "radio_button_unchecked", _NEW_ONES, (Step.INSTRUCT,), rare=True),
}
_KEY = "pile"
CHOICE_TURN = "choice_turn"


def show_greeting(visit: Visit, work: Work) -> None:
    """The day and the agency."""
    t = visit.t
    day = t("work.today", day=t.weekday(today_in(visit.city.timezone, visit.now)))
    agency = f" {plain(work.agency.name)}." if work.agency else ""
    st.markdown(f"{day}{agency}")


def chosen_pile(work: Work) -> Pile | None:
    """The pile of the address, else the first that holds something, else the first."""
    asked = st.query_params.get(_KEY, "")
    if asked in work.piles:
        return Pile(asked)
    return next((pile for pile, number in work.piles.items() if number), next(iter(work.piles), None))


def show_counters(visit: Visit, work: Work, chosen: Pile) -> None:
    """The piles side by side, each with its number: `chosen` is shown below, a tap opens another.

    Who has several roles gets a heading for each, and sees only those in which something waits.
    """
    groups = {"official": OFFICIALS_PILES, "controller": (*CONTROLLERS_PILES, Pile.NEW)}
    mine = {name: [pile for pile in group if pile in work.piles] for name, group in groups.items()}
    busy = {name: piles for name, piles in mine.items() if chosen in piles or any(work.piles[pile] for pile in piles)}
    for name, piles in busy.items():
        if len(busy) > 1:
            st.markdown(f"**{visit.t(f'work.group.{name}')}**")
        _show_group(visit, work, piles, chosen, key=f"piles-{name}-{chosen}")


def show_late_agencies(visit: Visit, work: Work) -> int | None:
    """Who is late, with numbers; a tap narrows the pile to one agency."""
    t = visit.t
    names = {id_of(entry.agency): entry for entry in work.late_agencies}
    return st.pills(
        t("work.late_by_agency"),
        list(names),
        format_func=lambda agency_id: f"{plain(agency_name(names[agency_id].agency))} · {names[agency_id].overdue}",
        key="late_agency",
    )


def show_rows(visit: Visit, pile: Pile, rows: Sequence[WorkRow], *, choosing: bool = False) -> Sequence[WorkRow]:
    """The cards of a pile, or what an empty one means; while one is `choosing` those that are chosen."""
    chosen = [row for row in rows if _show_row(visit, pile, row, choosing=choosing)]
    if not rows:
        st.info(visit.t(f"work.empty.{pile}"), icon=":material/task_alt:")
    return chosen


def show_map(visit: Visit, pile: Pile, total: int) -> None:
    """The same on the map, as near as the filter of the issue list can say it; it loads anew when `total` changes."""
    t = visit.t
    agency_id = visit.actor.agency_id if pile in OFFICIALS_PILES else None
    wanted = replace(LOOKS[pile].view, agency_id=agency_id)
    query = wanted.to_query()
    st.iframe(links.ISSUES_MAP.to(query | {"total": total}), height=MAP_HEIGHT, alt=t("work.map_alt"))
    st.page_link("issues.py", label=t("work.open_list"), icon=":material/list_alt:", query_params=query)


def _show_group(visit: Visit, work: Work, piles: Sequence[Pile], chosen: Pile, *, key: str) -> None:
    t = visit.t

    def say(pile: Pile) -> str:
        look, number = LOOKS[pile], work.piles[pile]
        colour = look.colour if number else "gray"
        return f":{colour}[:material/{look.icon}:] {t(f'work.pile.{pile}')} **{t.number(number)}**"

    st.segmented_control(
        t("work.piles"),
        [pile for pile in piles if work.piles[pile] or pile is chosen or not LOOKS[pile].rare],
        default=chosen if chosen in piles else None,
        required=chosen in piles,
        format_func=say,
        label_visibility="collapsed",
        key=key,
        on_change=_open_pile,
        args=(key,),
    )


def _open_pile(key: str) -> None:
    st.query_params.from_dict({_KEY: Pile(st.session_state[key]).value})


def _show_row(visit: Visit, pile: Pile, row: WorkRow, *, choosing: bool) -> bool:
    """Photo, link, place, whose and until when, and the step at the right; whether it is chosen."""
    issue, chosen = row.issue, False
    with st.container(border=True, horizontal=True, vertical_alignment="top", gap="small"):
        if choosing:
            chosen = st.checkbox(
                visit.t("issues.number", number=issue.id), key=choice_key(row), label_visibility="collapsed"
            )
        if row.photo_id:
            show_thumbnail(visit, row.photo_id, issue)
        with st.container(gap="xsmall", width="stretch", key=f"work_row-{choice_key(row)}"):
            issue_link(visit, issue, row.category)
            st.markdown(f":gray[{plain(issue_place(issue, row.category.name_in(visit.t.language)))}]")
            if row.instruction is None:
                st.markdown(state_badge(visit.t, issue, today_in(visit.city.timezone, visit.now)))
            else:
                _show_given(visit, pile, row, row.instruction)
        if not choosing:
            with st.container(width="content", gap="small"):
                _show_steps(visit, pile, row)
    return chosen


def choice_key(row: WorkRow) -> str:
    """The key of the box by which a row is chosen, until all are forgotten."""
    turn = st.session_state.get(CHOICE_TURN, 0)
    return f"chosen-{turn}-{row.issue.id}-{row.instruction.id if row.instruction else 0}"


def _show_given(visit: Visit, pile: Pile, row: WorkRow, instruction: Instruction) -> None:
    t = visit.t
    named = [say_number(t, instruction)]
    if row.agency is not None and (pile not in OFFICIALS_PILES or pile is Pile.OFFERED):
        named.append(row.agency.name)
    if row.metres is not None:
        named.append(say_metres(t, row.metres))
    st.markdown(plain(" · ".join(named)))
    st.markdown(_due_badge(visit, instruction))
    if instruction.asked_until is not None:
        st.markdown(f":gray[{plain(say_wish(t, instruction, t.day(instruction.asked_until)))}]")
    if row.wished_agency is not None:
        st.markdown(f":gray[{plain(say_offer(t, instruction, row.agency, row.wished_agency))}]")
    if instruction.hand_overs >= OFTEN_HANDED_OVER:
        st.markdown(f":gray[{t('instructions.count.hand_overs', n=instruction.hand_overs)}]")


def _due_badge(visit: Visit, instruction: Instruction) -> str:
    t = visit.t
    today = today_in(visit.city.timezone, visit.now)
    due, late = t("work.due", day=t.day(instruction.due_on)), say_lateness(t, instruction, today)
    told = f" :gray[{late}]" if late else ""
    if instruction.state is InstructionState.REPORTED:
        return f":orange-badge[:material/fact_check: {t('issues.look.reported')}]{told}"
    if is_overdue(instruction.due_on, today):
        return f":red-badge[:material/alarm: {due}]{told}"
    match instruction.state:
        case InstructionState.RETURNED:
            return f":violet-badge[:material/undo: {due}] :gray[{t('work.returned')}]{told}"
        case InstructionState.HANDED_OVER:
            return f":blue-badge[:material/swap_horiz: {due}] :gray[{t('work.handed_over')}]{told}"
        case InstructionState.IN_WORK:
            return f":blue-badge[:material/engineering: {due}] :gray[{t('work.in_work')}]{told}"
        case InstructionState.ASSIGNED | InstructionState.CLOSED | InstructionState.CANCELLED:
            return f":blue-badge[:material/schedule: {due}]{told}"


def _show_steps(visit: Visit, pile: Pile, row: WorkRow) -> None:
    t, number = visit.t, row.instruction.id if row.instruction else None
    for step in LOOKS[pile].steps:
        st.button(
            t(f"work.step.{step}"),
            icon=button_icon(step),
            key=f"{step}-{row.issue.id}-{number}",
            on_click=open_dialog,
            args=(dialog_of(step),),
            kwargs={"issue_id": row.issue.id, "instruction_id": number},
        )
    if pile is Pile.TO_VERIFY:
        query = {"id": str(row.issue.id)}
        st.page_link("issue.py", label=t("work.verify"), icon=":material/fact_check:", query_params=query)
