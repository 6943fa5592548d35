"""The dialog «Новое замечание»: category, photo, save; and the one that completes an issue later."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from sqlmodel import Session
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planner import links
from planner.domain.errors import PlannerError
from planner.domain.geo import Point
from planner.domain.models import Category, Issue, Stop
from planner.domain.models.types import id_of
from planner.domain.topic_icons import drawn_icon
from planner.domain.words import Severity
from planner.phrases.issues import issue_title
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_categories
from planner.services.issues.details import issue_details
from planner.services.issues.issues import add_comment, edit_issue, log_issue, support_issue
from planner.services.issues.near import NearIssue, issues_to_support
from planner.services.ride.under_way import Ride, ride_of
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.issue.cards import show_thumbnail
from planner.ui.issue.place import ChosenPlace, choose_place
from planner.ui.photo_upload import BrokenPhoto, add_photos, choose_photos
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt, current_visit

_MOST_SIMILAR = 3


@dataclass(frozen=True)
class Draft:
    """What was typed and chosen so far."""

    category_id: int | None
    place: ChosenPlace
    files: Sequence[UploadedFile]
    text: str
    severity: Severity
    address: str


def open_new_issue(tour_id: int) -> None:
    """Opens the dialog for the stop where the bus is or was last; it stays with that stop if the bus moves on.

    Where the bus is is asked at the tap: the screen that was tapped may be some seconds old.
    """
    visit = current_visit()
    try:
        ride = visit.look_up(lambda session: ride_of(session, visit.actor, tour_id, now=visit.now))
    except PlannerError:
        return  # the ride or the right to it is gone, and the screen says so
    latest = ride.latest.stop.id if ride.latest else None
    open_dialog("new_issue", stop=latest, here=ride.here is not None)


def show_new_issue(visit: Visit, ride: Ride, dialog: OpenDialog) -> None:
    """Three taps: category, photo, save. Everything else may be added later."""
    stop = next((row.stop for row in ride.plan.stops if row.stop.id == dialog.about["stop"]), None)
    title, ask = visit.t("issue_dialog.title"), partial(_ask_new_issue, id_of(ride.tour), stop)
    show_dialog(dialog, title, ask, width="medium", icon=":material/add_a_photo:")


def show_complete_issue(visit: Visit, dialog: OpenDialog) -> None:
    """Adds text, severity, address and photos to an issue; says which photos could not be added at first."""
    title = visit.t("issue_dialog.complete", number=dialog.about["issue_id"])
    show_dialog(dialog, title, _ask_the_rest, width="medium", icon=":material/edit_note:")


def _ask_new_issue(tour_id: int, stop: Stop | None, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    draft = _ask_draft(visit, dialog, stop, notes)
    notes.under("")
    if not show_save(visit, dialog, t("issue_dialog.save")):
        return
    if draft.category_id is None:
        notes.show(Problem(t("issue_dialog.error.category"), "category"))
    elif draft.place.known is None:
        notes.show(Problem(t("issue_dialog.error.place"), "place"))
    else:
        with st.spinner(t("issue_dialog.saving")):
            done = attempt(visit, lambda session: _log(session, visit, dialog, tour_id, draft))
            notes.show(done.problem)
            if done.value is not None:
                _finish(visit, done.value, add_photos(visit, id_of(done.value), draft.files, batch=dialog.uid))


def _ask_draft(visit: Visit, dialog: OpenDialog, stop: Stop | None, notes: FieldNotes) -> Draft:
    """The fields, each with room for a sentence below."""
    t = visit.t
    with visit.reading() as session:
        categories = {id_of(category): category for category in list_categories(session, visit.actor)}
    where = st.empty()
    category_id = st.pills(
        t("issue_dialog.category"),
        list(categories),
        format_func=lambda wanted: _category_label(visit, categories[wanted]),
        key=dialog.key("category"),
    )
    notes.under("category")
    files = choose_photos(visit, key=dialog.key("photos"))
    hint = st.container()
    text = _ask_text(visit, dialog, "")
    notes.under("text")
    with st.expander(t("issue_dialog.more"), icon=":material/tune:", expanded=stop is None):
        place = choose_place(visit, dialog, stop)
        severity, address = _ask_details(visit, dialog, Severity.NORMAL, place.address)
        notes.under("address")
    notes.under("place")
    where.markdown(f":gray[{_where(visit, place, stop)}]")
    draft = Draft(category_id, place, files, text, severity, address)
    if category_id is not None and place.known is not None:
        with hint:
            _show_similar(visit, dialog, draft, place.known)
    return draft


def _log(session: Session, visit: Visit, dialog: OpenDialog, tour_id: int, draft: Draft) -> Issue:
    place = draft.place
    return log_issue(
        session,
        visit.actor,
        uid=dialog.uid,
        category_id=draft.category_id or 0,
        now=visit.now,
        lat=place.point.lat if place.point else None,
        lon=place.point.lon if place.point else None,
        text=draft.text,
        severity=draft.severity,
        address=draft.address,
        tour_id=tour_id,
        stop_id=place.stop_id,
    )


def _ask_the_rest(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, issue_id = visit.t, FieldNotes(), dialog.about["issue_id"]
    for broken in dialog.about.get("broken", ()):
        sentence = t("issue_dialog.photo_broken", name=plain(broken.name), reason=broken.sentence)
        st.warning(sentence, icon=":material/broken_image:")
    with visit.reading() as session:
        details = issue_details(session, visit.actor, issue_id)
    if details.photos:
        with st.container(horizontal=True, gap="small"):
            for photo in details.photos:
                show_thumbnail(visit, photo.id, details.issue)
    files = choose_photos(visit, key=dialog.key("photos"))
    text = _ask_text(visit, dialog, details.issue.text)
    notes.under("text")
    severity, address = _ask_details(visit, dialog, details.issue.severity, details.issue.address)
    notes.under("address")
    notes.under("")
    changes: dict[str, Any] = {"text": text, "severity": severity, "address": address}
    seen = notes.began_with(dialog.key("seen"), changes)
    if show_save(visit, dialog, t("issue_dialog.save")):
        with st.spinner(t("issue_dialog.saving")):
            done = attempt(
                visit, lambda session: edit_issue(session, visit.actor, issue_id, now=visit.now, seen=seen, **changes)
            )
            notes.show(done.problem)
            if done.value is not None:
                _finish(visit, done.value, add_photos(visit, issue_id, files, batch=dialog.uid))


def _finish(visit: Visit, issue: Issue, broken: Sequence[BrokenPhoto]) -> None:
    """Closes the dialog; where photos are missing, the next one says so and takes them again."""
    if broken:
        open_dialog("complete_issue", issue_id=issue.id, broken=tuple(broken))
        st.rerun()
    way = links.screen("issue", id=issue.id)
    said = visit.t("issue_dialog.saved", number=issue.id)
    st.toast(f"{said} · [{visit.t('issue_dialog.open')}]({way})", icon=":material/check_circle:")
    close_dialog()


def _show_similar(visit: Visit, dialog: OpenDialog, draft: Draft, point: Point) -> None:
    """What is known within 50 m of the same kind: to support it, with what was entered, instead of raising it twice."""
    t = visit.t
    with visit.reading() as session:
        similar = issues_to_support(
            session, visit.actor, lat=point.lat, lon=point.lon, category_id=draft.category_id or 0, limit=_MOST_SIMILAR
        )
    if not similar:
        return
    label = t("issue_dialog.support_with_photo") if draft.files else t("issue_dialog.support")
    with st.container(border=True, gap="small", key=f"saves-{dialog.uid}"):
        st.markdown(f":orange[:material/content_copy:] **{t('issue_dialog.similar')}**")
        for row in similar:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if row.photo_id:
                    show_thumbnail(visit, row.photo_id, row.issue)
                with st.container(gap="xsmall", width="stretch"):
                    _show_known(visit, row)
                number = id_of(row.issue)
                if st.button(label, icon=":material/thumb_up:", key=dialog.key(f"support-{number}")):
                    _support(visit, dialog, draft, number)
        show_problem("similar")


def _show_known(visit: Visit, row: NearIssue) -> None:
    """The issue with its link, which opens beside this screen, and how far it is from the place of the new one."""
    t, issue = visit.t, row.issue
    title = plain(issue_title(issue, row.category.name_in(t.language)))
    st.markdown(f"[{t('issues.number', number=issue.id)} {title}]({links.screen('issue', id=issue.id)})")
    st.caption(t("ride.metres", metres=10 * round(row.metres / 10)))


def _support(visit: Visit, dialog: OpenDialog, draft: Draft, issue_id: int) -> None:
    """Supports the known issue; the photos and the words that were entered go there. What was refused stays in the form."""
    with st.spinner(visit.t("issue_dialog.saving")):
        done = attempt(visit, lambda session: _tell_known(session, visit, dialog, draft, issue_id))
        problems = [done.problem.sentence] if done.problem else []
        if not problems:
            broken = add_photos(visit, issue_id, draft.files, batch=dialog.uid)
            problems = [_photo_refused(visit, issue_id, each) for each in broken]
    keep_problem("similar", Problem("\n\n".join(problems)) if problems else None)
    if problems:
        return
    st.toast(visit.t("issue_dialog.supported", number=issue_id), icon=":material/thumb_up:")
    close_dialog()


def _tell_known(session: Session, visit: Visit, dialog: OpenDialog, draft: Draft, issue_id: int) -> None:
    support_issue(session, visit.actor, issue_id, now=visit.now)
    if draft.text.strip():
        uid = str(uuid.uuid5(uuid.UUID(dialog.uid), f"words for {issue_id}"))
        add_comment(session, visit.actor, uid=uid, text=draft.text, now=visit.now, issue_id=issue_id)


def _photo_refused(visit: Visit, issue_id: int, broken: BrokenPhoto) -> str:
    values = {"number": issue_id, "name": plain(broken.name), "reason": broken.sentence}
    return visit.t("issue_dialog.supported_without", **values)


def _ask_text(visit: Visit, dialog: OpenDialog, text: str) -> str:
    t = visit.t
    return st.text_area(
        t("issue_dialog.text"), text, placeholder=t("issue_dialog.optional"), key=dialog.key("text"), height=90
    )


def _ask_details(visit: Visit, dialog: OpenDialog, severity: Severity, address: str) -> tuple[Severity, str]:
    t = visit.t
    chosen = st.pills(
        t("issue_dialog.severity"),
        list(Severity),
        default=severity,
        required=True,
        format_func=lambda wanted: t(f"words.severity.{wanted.value}"),
        key=dialog.key("severity"),
    )
    # Another point has another address: the field then begins with that.
    typed = st.text_input(t("issue_dialog.address"), address, key=dialog.key(f"address-{address}"))
    return Severity(chosen), typed


def _where(visit: Visit, place: ChosenPlace, stop: Stop | None) -> str:
    """One line that says which place the issue will have."""
    t = visit.t
    if place.point is not None:
        return t("issue_dialog.where.point")
    if place.known is None or stop is None:
        return t("issue_dialog.where.nowhere")
    name = plain(", ".join(part for part in (stop.name, stop.address) if part))
    return t("issue_dialog.where.stop", name=name)


def _category_label(visit: Visit, category: Category) -> str:
    icon = drawn_icon(category.icon)
    return (f":material/{icon}: " if icon else "") + plain(category.name_in(visit.t.language))
