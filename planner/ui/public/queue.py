"""The queue of what waits for a decision: each issue with its photos, one tap for each decision, many at once, and undo."""

import html
from collections.abc import Callable, Sequence

import streamlit as st
from sqlmodel import Session

from planner import links
from planner.domain.models import Photo, PublicPhoto
from planner.domain.models.types import id_of
from planner.domain.words import Publicity
from planner.phrases.issues import issue_place
from planner.services.access.visit import Visit
from planner.services.public.deciding import keep_many, publish_many, undo_decisions
from planner.services.public.photos import pass_photo, photo_to_draw, unboxed_copy, withhold_photo
from planner.services.public.queue import QueuePage, QueuePart, QueueRow
from planner.ui.dialog_state import open_dialog
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

_DONE, _PLACE = "publicity_done", "publicity"
_PICTURE_PX = 180


def show_row(visit: Visit, part: QueuePart, row: QueueRow) -> bool:
    """One issue; whether it is chosen for a decision on many."""
    t, number = visit.t, id_of(row.issue)
    with st.container(border=True, key=f"public_row_{number}"):
        chosen = st.checkbox(t("publicity.choose", number=number), key=f"choose_{part}_{number}")
        place = plain(issue_place(row.issue, row.category.name_in(t.language)))
        st.markdown(f"**{t('issues.number', number=number)}** · {place}")
        st.text(row.issue.text or t("publicity.no_text"))
        _show_decided(visit, row)
        if row.photos:
            grid = st.grid(2, min_column_width=360, gap="small")
            for photo, copy in row.photos:
                with grid.cell(), st.container(horizontal=True, gap="small"):
                    _show_photo(visit, number, photo, copy)
        _show_taps(visit, part, number)
    return bool(chosen)


def show_bulk(visit: Visit, part: QueuePart, found: QueuePage, chosen: Sequence[int]) -> None:
    """Decisions on all that are chosen, at the foot of the screen."""
    t = visit.t
    if not found.rows:
        return
    with st.bottom.container(horizontal=True, gap="small"):
        numbers = [id_of(row.issue) for row in found.rows]
        st.button(t("publicity.choose_all"), icon=":material/select_all:", on_click=_choose, args=(part, numbers))
        if chosen:
            number = len(chosen)
            if part is not QueuePart.PUBLIC:
                st.button(
                    t("publicity.publish_chosen", number=number),
                    type="primary",
                    icon=":material/public:",
                    on_click=_publish,
                    args=(visit, chosen),
                )
            if part is not QueuePart.KEPT:
                st.button(
                    t("publicity.keep_chosen", number=number),
                    icon=":material/public_off:",
                    on_click=_keep,
                    args=(visit, chosen),
                )


def show_undo(visit: Visit) -> None:
    """What was decided last, with the way back; or why it could not be."""
    show_problem(_PLACE)
    done = st.session_state.get(_DONE)
    if done is not None:
        key, decisions = done
        with st.container(horizontal=True, vertical_alignment="center", key="publicity_undo"):
            st.success(visit.t(key, n=len(decisions)), icon=":material/check:")
            st.button(visit.t("publicity.undo"), icon=":material/undo:", on_click=_undo, args=(visit, decisions))


def _show_decided(visit: Visit, row: QueueRow) -> None:
    t, copy = visit.t, row.copy
    if copy is None:
        return
    if row.changed:
        st.warning(t("publicity.changed"), icon=":material/edit_note:")
    elif copy.choice is Publicity.PUBLIC and row.issue.public_from is None:
        st.warning(t("publicity.was_internal"), icon=":material/visibility_off:")
    if copy.text_closed:
        st.markdown(t("publicity.text_closed"))
    elif copy.text != row.issue.text:
        st.markdown(plain(t("publicity.public_text", text=copy.text or t("publicity.no_text"))))
    if copy.shown_from is not None and copy.shown_from > visit.now:
        st.markdown(f":material/schedule: {t('publicity.shown_from', moment=t.moment(copy.shown_from))}")
    choice = t(f"words.publicity.{copy.choice.value}")
    said = t("publicity.decided", choice=choice, name=copy.decided_by, moment=t.moment(copy.decided_at))
    st.markdown(f":gray[{plain(t('publicity.by_rule') if copy.by_rule else said)}]")


def _show_photo(visit: Visit, number: int, photo: Photo, copy: PublicPhoto | None) -> None:
    """The picture, and beside it how it stands and what can be decided."""
    t = visit.t
    alt = html.escape(t("issues.photo_alt", number=number))
    with st.container(width=_PICTURE_PX):
        st.html(f'<img src="{links.PHOTO.to(photo_id=photo.id, variant="thumbnail")}" alt="{alt}" loading="lazy">')
    state = "undecided" if copy is None else "passed" if copy.passed else "withheld"
    with st.container(width="content", gap="xsmall"):
        st.markdown(f":gray[{t(f'publicity.photo.{state}')}]")
        if state != "passed":
            st.button(t("publicity.photo.pass"), key=f"pass_{photo.id}", on_click=_pass, args=(visit, photo.id))
        if state != "withheld":
            label = t("publicity.photo.withhold")
            st.button(label, key=f"withhold_{photo.id}", on_click=_withhold, args=(visit, photo.id))
        st.button(
            t("publicity.photo.black_out"),
            key=f"black_{photo.id}",
            icon=":material/ink_eraser:",
            on_click=open_dialog,
            args=("black_out",),
            kwargs={"photo_id": photo.id, "boxes": copy.boxes if copy else []},
        )


def _show_taps(visit: Visit, part: QueuePart, number: int) -> None:
    t = visit.t
    with st.container(horizontal=True, gap="small"):
        if part is not QueuePart.PUBLIC:
            label = t("publicity.publish")
            st.button(
                label, key=f"publish_{number}", icon=":material/public:", on_click=_publish, args=(visit, [number])
            )
        if part is not QueuePart.KEPT:
            label = t("publicity.keep" if part is QueuePart.WAITING else "publicity.take_back")
            st.button(label, key=f"keep_{number}", icon=":material/public_off:", on_click=_keep, args=(visit, [number]))
        st.button(
            t("publicity.edit"),
            key=f"words_{number}",
            icon=":material/edit:",
            on_click=open_dialog,
            args=("public_words",),
            kwargs={"issue_id": number},
        )
        st.link_button(t("publicity.see"), links.OPEN_PREVIEW.to(number=number), icon=":material/preview:")


def _choose(part: QueuePart, numbers: Sequence[int]) -> None:
    for number in numbers:
        st.session_state[f"choose_{part}_{number}"] = True


def _publish(visit: Visit, numbers: Sequence[int]) -> None:
    _tap(visit, "publicity.done.published", lambda session: publish_many(session, visit.actor, numbers, now=visit.now))


def _keep(visit: Visit, numbers: Sequence[int]) -> None:
    _tap(visit, "publicity.done.kept", lambda session: keep_many(session, visit.actor, numbers, now=visit.now))


def _tap(visit: Visit, key: str, decide: Callable[[Session], Sequence[int]]) -> None:
    done = attempt(visit, decide)
    keep_problem(_PLACE, done.problem)
    st.session_state[_DONE] = (key, done.value) if done.value else None


def _undo(visit: Visit, decisions: Sequence[int]) -> None:
    done = attempt(visit, lambda session: undo_decisions(session, visit.actor, decisions, now=visit.now))
    keep_problem(_PLACE, done.problem)
    st.session_state[_DONE] = None


def _pass(visit: Visit, photo_id: str) -> None:
    """Without a box there is nothing to draw, so that one transaction does."""

    def change(session: Session) -> object:
        copy = unboxed_copy(photo_to_draw(session, visit.actor, photo_id))
        return pass_photo(session, visit.actor, copy, now=visit.now)

    done = attempt(visit, change)
    keep_problem(_PLACE, done.problem)


def _withhold(visit: Visit, photo_id: str) -> None:
    done = attempt(visit, lambda session: withhold_photo(session, visit.actor, photo_id, now=visit.now))
    keep_problem(_PLACE, done.problem)
