"""Where a release stands: what hinders it, its numbers that are old, the one next step, the versions."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st
from sqlmodel import Session

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.models import Release
from planner.domain.models.types import id_of
from planner.domain.press import TEXTS
from planner.domain.words import ReleaseState
from planner.phrases.press.marks import changed_lines, old_numbers_of
from planner.phrases.press.release import say_fault, say_old_number
from planner.phrases.press.times import say_took
from planner.services.access.visit import Visit
from planner.services.press.publishing import mark_draft, mark_ready, publish_release, take_back_release, what_hinders
from planner.services.press.releases import return_to_version, versions_of
from planner.services.press.tour_story import figures_now
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FIVE_MINUTES, FieldNotes, ask_day
from planner.ui.press.office import say_standing
from planner.ui.press.release_form import show_lines, show_stored
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

_COLOURS = {
    ReleaseState.DRAFT: "gray",
    ReleaseState.READY: "blue",
    ReleaseState.PUBLISHED: "green",
    ReleaseState.TAKEN_BACK: "orange",
}


def show_head(visit: Visit, release: Release) -> None:
    """What it is, where it stands, how long it took, and what is to be looked at before it goes out."""
    t = visit.t
    st.page_link("press.py", label=t("press.to_office"), icon=":material/arrow_back:")
    st.title(plain(release.title), anchor=False)
    told = [t(f"words.release_kind.{release.kind.value}"), say_took(t, release)]
    colour, standing = _COLOURS[release.state], plain(say_standing(visit, release))
    st.markdown(f":{colour}-badge[{standing}] :gray[{plain(' · '.join(filter(None, told)))}]")
    if release.tour_id is not None:
        st.page_link(
            "tour.py",
            label=t("press.to_tour"),
            icon=":material/directions_bus:",
            query_params={"id": str(release.tour_id)},
        )
    if release.state is ReleaseState.PUBLISHED:
        st.link_button(t("press.see"), links.OPEN_NEWS_ITEM.to(news_id=id_of(release)), icon=":material/public:")
    _show_hindrances(visit, release)


def _show_hindrances(visit: Visit, release: Release) -> None:
    t, number = visit.t, id_of(release)
    with visit.reading() as session:
        faults = what_hinders(session, visit.actor, number, now=visit.now)
        tour_id = release.tour_id
        now = figures_now(session, visit.actor, tour_id, now=visit.now) if tour_id is not None else None
    if faults:
        lines = "\n".join(f"- {plain(say_fault(t, fault))}" for fault in faults)
        st.warning(f"{t('press.hinders', n=len(faults))}\n{lines}", icon=":material/block:")
    for old in old_numbers_of(t, release, now):
        st.info(plain(say_old_number(t, old)), icon=":material/update:")


def show_steps(visit: Visit, release: Release) -> None:
    """The one main step at the foot of the screen, with the way back beside it."""
    t, number, state = visit.t, id_of(release), release.state
    tap = partial(_tap, visit, number)
    is_waiting = state is ReleaseState.PUBLISHED and release.public_from is not None and release.public_from > visit.now
    with st.bottom.container(key="release_bar"):
        show_problem(f"release_{number}")
        with st.container(horizontal=True, gap="small"):
            if state in (ReleaseState.READY, ReleaseState.TAKEN_BACK):
                st.button(t("press.to_draft"), icon=":material/edit:", key="to_draft", on_click=tap, args=(mark_draft,))
            if state is not ReleaseState.TAKEN_BACK:
                key = "press.take_back" if state is ReleaseState.PUBLISHED else "press.put_away"
                st.button(
                    t(key), icon=":material/public_off:", key="take_back", on_click=tap, args=(take_back_release,)
                )
            if state is ReleaseState.READY or is_waiting:
                label = t("press.other_moment" if is_waiting else "press.later")
                st.button(
                    label,
                    icon=":material/schedule:",
                    key="later",
                    on_click=partial(open_dialog, "release_moment", release_id=number),
                )
            if state is ReleaseState.DRAFT:
                st.button(
                    t("press.ready"),
                    type="primary",
                    icon=":material/check:",
                    key="ready",
                    on_click=tap,
                    args=(mark_ready,),
                )
            if state is ReleaseState.READY:
                st.button(
                    t("press.publish"),
                    type="primary",
                    icon=":material/public:",
                    key="publish",
                    on_click=tap,
                    args=(publish_release,),
                )


def show_versions(visit: Visit, release: Release) -> None:
    """Every version with who saved it and what it changed, and the way back to each."""
    t, number = visit.t, id_of(release)
    with visit.reading() as session:
        versions = versions_of(session, visit.actor, number)
    with st.expander(t("press.versions", n=len(versions)), icon=":material/history:"):
        for version, before in zip(versions, [*versions[1:], None], strict=True):
            said = t("press.version", number=version.number, name=version.by, when=t.moment(version.at))
            st.markdown(f"**{plain(said)}** · {t(f'words.release_state.{version.state.value}')}")
            for name in TEXTS if before is not None else ():
                show_lines(changed_lines(before.texts[name] if before else "", version.texts[name]))
            if version is not versions[0]:
                st.button(
                    t("press.return"),
                    key=f"return_{version.number}",
                    icon=":material/undo:",
                    on_click=_return,
                    args=(visit, number, version.number),
                )


def show_moment(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which the moment of a publication is set."""
    show_dialog(dialog, visit.t("press.later"), _ask_moment, icon=":material/schedule:")


def _ask_moment(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, number = visit.t, FieldNotes(), dialog.about["release_id"]
    st.markdown(t("press.moment_how"))
    tomorrow = today_in(visit.city.timezone, visit.now) + timedelta(days=1)  # nine o'clock may be past today
    day = ask_day(t("publicity.day"), tomorrow, key=dialog.key("day"))
    clock = st.time_input(t("publicity.time"), time(9), step=FIVE_MINUTES, key=dialog.key("time"))
    notes.under("shown_from")
    notes.under("")
    if show_save(visit, dialog, t("press.set_moment")):
        moment = None if day is None else datetime.combine(day, clock or time(), ZoneInfo(visit.city.timezone))
        save_and_close(
            visit,
            notes,
            lambda session: publish_release(session, visit.actor, number, now=visit.now, shown_from=moment),
        )


def _tap(visit: Visit, number: int, step: Callable[..., Release]) -> None:
    def change(session: Session) -> Release:
        return step(session, visit.actor, number, now=visit.now)

    done = attempt(visit, change)
    keep_problem(f"release_{number}", done.problem)


def _return(visit: Visit, number: int, version: int) -> None:
    done = attempt(visit, lambda session: return_to_version(session, visit.actor, number, version, now=visit.now))
    keep_problem(f"release_{number}", done.problem)
    if done.problem is None:
        show_stored(number)
