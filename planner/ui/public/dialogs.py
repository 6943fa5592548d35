"""The dialogs of the screen of publication: other words and a later moment, and what is blacked out in a photo."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st
from sqlmodel import Session

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.models import PublicPhoto
from planner.phrases.public.decisions import say_decision
from planner.render.assets import asset_text
from planner.render.photos.suggested import can_suggest
from planner.services.access.visit import Visit
from planner.services.public.deciding import decisions_of, publish_issue
from planner.services.public.photos import PhotoToDraw, make_public_copy, pass_photo, photo_to_draw, suggest_boxes
from planner.services.public.queue import words_to_decide
from planner.storage import the_store
from planner.ui.dialog_state import OpenDialog, close_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FIVE_MINUTES, FieldNotes, ask_day
from planner.ui.text import plain
from planner.ui.visit import attempt, look_up, prepare

_boxes = st.components.v2.component(
    "planner_boxes",
    html='<div class="board"><img alt=""><svg></svg></div><div class="tools"></div>',
    css=asset_text("public/boxes.css"),
    js=asset_text("public/boxes.js"),
)


def show_words(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which an issue is published in other words, or later."""
    title = visit.t("publicity.dialog", number=dialog.about["issue_id"])
    show_dialog(dialog, title, _ask_words, width="medium", icon=":material/public:")


def _ask_words(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, number = visit.t, FieldNotes(), dialog.about["issue_id"]
    with visit.reading() as session:
        issue, words = words_to_decide(session, visit.actor, number)
        decisions = decisions_of(session, visit.actor, number)
    st.markdown(f":gray[{t('publicity.original')}]")
    st.text(issue.text or t("publicity.no_text"))
    text = st.text_area(
        t("publicity.text"), words.text, help=t("publicity.text_help"), height=160, key=dialog.key("text")
    )
    notes.under("text")
    text_closed = st.checkbox(t("publicity.close_text"), words.text_closed, key=dialog.key("text_closed"))
    address = st.text_input(t("publicity.address"), words.address, key=dialog.key("address"))
    notes.under("address")
    place_closed = st.checkbox(t("publicity.close_place"), words.place_closed, key=dialog.key("place_closed"))
    shown_from = _ask_moment(visit, dialog)
    notes.under("")
    if decisions:
        with st.expander(t("publicity.history")):
            for each in decisions:
                st.markdown(plain(say_decision(t, each)))
    if show_save(visit, dialog, t("publicity.publish"), icon=":material/public:"):
        said: dict[str, Any] = {"text": text, "address": address, "text_closed": text_closed}
        said |= {"place_closed": place_closed, "shown_from": shown_from, "now": visit.now}
        save_and_close(visit, notes, lambda session: publish_issue(session, visit.actor, number, **said))


def _ask_moment(visit: Visit, dialog: OpenDialog) -> datetime | None:
    """When it is to be seen, in the city's zone; None: at once."""
    t = visit.t
    if not st.checkbox(t("publicity.later"), key=dialog.key("later")):
        return None
    day = ask_day(t("publicity.day"), today_in(visit.city.timezone, visit.now), key=dialog.key("day"))
    clock = st.time_input(t("publicity.time"), time(9), step=FIVE_MINUTES, key=dialog.key("time"))
    return None if day is None else datetime.combine(day, clock or time(), ZoneInfo(visit.city.timezone))


def show_black_out(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which parts of a photo are blacked out."""
    show_dialog(dialog, visit.t("publicity.photo.boxes"), _ask_boxes, width="large", icon=":material/ink_eraser:")


def _ask_boxes(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, photo_id = visit.t, FieldNotes(), str(dialog.about["photo_id"])
    suggested = _suggested(visit, dialog, notes, photo_id) if can_suggest() else []
    st.markdown(t("publicity.photo.how"))
    given = _boxes(
        key=dialog.key("boxes"),
        data={
            "picture": links.PHOTO.to(photo_id=photo_id, variant="clean"),
            "boxes": list(dialog.about.get("boxes", ())),
            "suggested": suggested,
            "words": {name: t(f"publicity.photo.{name}") for name in ("undo", "add", "move")},
        },
        on_boxes_change=lambda: None,
    )
    boxes = _read(given.get("boxes"), dialog)
    st.markdown(f":gray[{t('publicity.photo.original_stays')}]")
    notes.under("boxes")
    notes.under("")
    if show_save(visit, dialog, t("publicity.photo.pass"), icon=":material/public:"):
        _pass(visit, notes, photo_id, boxes)


def _suggested(visit: Visit, dialog: OpenDialog, notes: FieldNotes, photo_id: str) -> list[list[float]]:
    """The boxes that were asked for by a tap; the browser adds them to those that were drawn, and each can be taken away."""
    t, key = visit.t, dialog.key("suggested")
    if st.button(t("publicity.photo.suggest"), icon=":material/face_retouching_off:", key=dialog.key("suggest")):
        wanted = look_up(visit, lambda session: photo_to_draw(session, visit.actor, photo_id))
        notes.show(wanted.problem)
        if wanted.value is not None:
            _look_for_boxes(visit, notes, key, wanted.value)
    boxes: list[list[float]] | None = st.session_state.get(key)
    if boxes is not None:
        st.markdown(t("publicity.photo.suggested", n=len(boxes)) if boxes else t("publicity.photo.nothing_suggested"))
    return boxes or []


def _look_for_boxes(visit: Visit, notes: FieldNotes, key: str, photo: PhotoToDraw) -> None:
    store = the_store()
    found = prepare(visit, lambda: suggest_boxes(store, photo))
    notes.show(found.problem)
    if found.value is not None:
        st.session_state[key] = [list(box) for box in found.value]


def _pass(visit: Visit, notes: FieldNotes, photo_id: str, boxes: list[list[float]]) -> None:
    """Draws the copy between two short sessions: drawing takes a moment."""
    wanted = look_up(visit, lambda session: photo_to_draw(session, visit.actor, photo_id, boxes=boxes))
    notes.show(wanted.problem)
    if wanted.value is not None:
        _draw_and_pass(visit, notes, wanted.value)


def _draw_and_pass(visit: Visit, notes: FieldNotes, photo: PhotoToDraw) -> None:
    store = the_store()
    drawn = prepare(visit, lambda: make_public_copy(store, photo))
    notes.show(drawn.problem)
    copy = drawn.value
    if copy is None:
        return

    def change(session: Session) -> PublicPhoto:
        return pass_photo(session, visit.actor, copy, now=visit.now)

    done = attempt(visit, change)
    notes.show(done.problem)
    if done.problem is None:
        close_dialog()


def _read(given: object, dialog: OpenDialog) -> list[list[float]]:
    """What the browser says was drawn, which anybody can forge; the service looks at each number."""
    if not isinstance(given, list):
        return [list(box) for box in dialog.about.get("boxes", ())]
    boxes = [box for box in given if isinstance(box, list) and all(isinstance(side, int | float) for side in box)]
    return [[float(side) for side in box] for box in boxes]
