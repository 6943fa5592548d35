"""The first steps of a new city: a list that ticks itself, and the demo city where nothing was set up yet."""

from collections.abc import Sequence

import streamlit as st

from planner.config import settings
from planner.demo import load_demo
from planner.domain.permissions import Action, may
from planner.services.access.visit import Visit
from planner.services.city.demo_data import is_untouched
from planner.services.city.demo_streets import start_demo_streets
from planner.services.city.first_steps import FirstStep, SetUpStep, first_steps, next_step
from planner.storage import the_store
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, show_dialog, the_open_dialog
from planner.ui.forms import FieldNotes
from planner.ui.start.starter_set import NAME as STARTER_SET
from planner.ui.start.starter_set import show_starter_button, show_starter_set
from planner.ui.visit import attempt

PAGES = {
    SetUpStep.CITY: "city.py",
    SetUpStep.MAP: "city_map.py",
    SetUpStep.DISTRICTS: "districts.py",
    SetUpStep.AGENCIES: "agencies.py",
    SetUpStep.PEOPLE: "people.py",
    SetUpStep.PLACES: "places.py",
    SetUpStep.TOUR: "tour_edit.py",
}
"""Where each step is made."""


def show_first_steps(visit: Visit) -> bool:
    """What is to be set up before the first tour, with what is done; whether there is anything to set up."""
    if not may(visit.actor, Action.PLAN_TOUR).allowed:
        return False
    with visit.reading() as session:
        steps = first_steps(session, visit.actor, data=settings().data)
    if not steps:
        return False
    _offer_demo(visit)
    _show_list(visit, steps)
    dialog = the_open_dialog()
    if dialog is not None and dialog.name == "load_demo":
        show_load_demo(visit, dialog)
    elif dialog is not None and dialog.name == STARTER_SET:
        show_starter_set(visit, dialog)
    return True


def _offer_demo(visit: Visit) -> None:
    t = visit.t
    if not may(visit.actor, Action.MANAGE_CITY).allowed:
        return
    with visit.reading() as session:
        if not is_untouched(session, visit.actor, data=settings().data):
            return
    with st.container(border=True):
        st.markdown(t("first.explain"))
        st.button(
            t("first.load_demo"),
            icon=":material/location_city:",
            width="stretch",
            on_click=open_dialog,
            args=("load_demo",),
        )


def _show_list(visit: Visit, steps: Sequence[FirstStep]) -> None:
    t = visit.t
    needed = [each for each in steps if not each.optional]
    done = sum(each.done for each in needed)
    st.header(t("first.title"), anchor=False)
    st.progress(done / len(needed), t("first.progress", done=done, all=len(needed)))
    following = next_step(steps)
    for each in steps:
        _show_step(visit, each, is_next=each is following)


def _show_step(visit: Visit, each: FirstStep, *, is_next: bool) -> None:
    t, step = visit.t, each.step
    mark = ":green[:material/check_circle:]" if each.done else ":gray[:material/radio_button_unchecked:]"
    badges = f" :blue-badge[{t('first.next')}]" if is_next else ""
    badges += f" :gray-badge[{t('first.optional')}]" if each.optional and not each.done else ""
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"{mark} **{t(f'first.step.{step}')}**{badges}")
        st.markdown(f":gray[{_takes(visit, each)}]")
        if not each.allowed:
            return
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            word = t("first.look") if each.done else t(f"first.do.{step}")
            st.page_link(PAGES[step], label=word, icon=":material/arrow_forward:")
            if step is SetUpStep.AGENCIES and not each.done:
                show_starter_button(visit)


def _takes(visit: Visit, each: FirstStep) -> str:
    """How much there is of it; before that, what it takes, and who makes it."""
    t = visit.t
    if each.done:
        return t("first.there_is", number=each.number) if each.number else t("first.done")
    takes = t(f"first.takes.{each.step}")
    return takes if each.allowed else f"{takes} {t('first.by_admin')}"


def show_load_demo(visit: Visit, dialog: OpenDialog) -> None:
    """Asks before the demo city is loaded, and says how it can be taken out again."""
    show_dialog(dialog, visit.t("first.load_demo"), _ask_load, icon=":material/location_city:", dismissible=True)


def _ask_load(visit: Visit, dialog: OpenDialog) -> None:
    t = visit.t
    st.markdown(t("first.ask"))
    notes = FieldNotes()
    notes.under("")
    if not st.button(t("first.load"), type="primary", width="stretch", key=dialog.key("load")):
        return
    bar = st.progress(0.0, t("first.loading"))
    done = attempt(
        visit,
        lambda session: load_demo(
            session,
            visit.actor,
            the_store(),
            now=visit.now,
            data=settings().data,
            progress=lambda share, key: bar.progress(share, t(key)),
        ),
    )
    bar.empty()
    if done.problem is None and settings().demo_streets:  # only now: the import looks at the city that was loaded
        done = attempt(
            visit, lambda session: start_demo_streets(session, visit.actor, data=settings().data, now=visit.now)
        )
    notes.show(done.problem)
    if done.problem is None:
        close_dialog()
