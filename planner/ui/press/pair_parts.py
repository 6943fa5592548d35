"""The pictures of a release: three best pairs by one tap, captions, whose they are, and the tick that each was looked through."""

from functools import partial

import streamlit as st

from planner import links
from planner.domain.models import Release, ReleasePair
from planner.domain.models.types import id_of
from planner.domain.words import ReleaseKind, ReleaseState
from planner.phrases.public.issues import place, title
from planner.services.access.visit import Visit
from planner.services.press.pairs import (
    add_pair,
    check_picture,
    note_credit,
    pairs_of,
    pairs_offered,
    propose_pairs,
    remove_pair,
    save_pair,
)
from planner.ui.dialog_state import OpenDialog, open_dialog, picked, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt


def show_pairs(visit: Visit, release: Release) -> None:
    """The pairs in it, whose they are, and those that may be taken."""
    t, number = visit.t, id_of(release)
    is_out = release.state is ReleaseState.PUBLISHED
    with visit.reading() as session:
        pairs = pairs_of(session, visit.actor, number, now=visit.now)
        offered = pairs_offered(session, visit.actor, number, now=visit.now)
    if is_out and not pairs:
        return
    st.subheader(t("press.pictures"), anchor=False)
    for pair, before, after in pairs:
        _show_pair(visit, pair, before=before, after=after, is_out=is_out)
    show_problem(f"pairs_{number}")
    if pairs:
        _show_credit(visit, release, is_out=is_out)
    if not pairs and not offered:
        st.markdown(f":gray[{t('press.no_pairs')}]")
    if is_out or not offered:
        return
    if len(pairs) < 3:
        kind = "primary" if release.kind is ReleaseKind.PHOTOS and not pairs else "secondary"
        st.button(
            t("press.propose_pairs"),
            type=kind,  # type: ignore[arg-type]
            icon=":material/auto_awesome:",
            key="propose_pairs",
            on_click=_propose,
            args=(visit, number),
        )
    with st.expander(t("press.other_pairs", n=len(offered)), icon=":material/photo_library:"):
        for issue in offered:
            st.markdown(plain(f"{t('issues.number', number=issue.number)} · {place(t, issue)} · {title(t, issue)}"))
            st.button(
                t("press.take_pair"), key=f"pair_of_{issue.number}", on_click=_add, args=(visit, number, issue.number)
            )


def _show_pair(visit: Visit, pair: ReleasePair, *, before: bool, after: bool, is_out: bool) -> None:
    t, number = visit.t, id_of(pair)
    with st.container(border=True, key=f"pair_{number}"):
        grid = st.grid(2, min_column_width=150, gap="small")
        for phase, photo_id, checked in (("before", pair.before_id, before), ("after", pair.after_id, after)):
            with grid.cell():
                way = links.OPEN_PHOTO.to(photo_id=photo_id, size="large")
                label = t(f"words.photo_phase.{phase}")
                st.html(f'<img src="{way}" alt="{label}" loading="lazy">')
                key = f"checked_{phase}_{number}"
                st.checkbox(
                    t("press.picture_checked", which=label),
                    checked,
                    key=key,
                    disabled=is_out,
                    on_change=_check,
                    args=(visit, pair.release_id, photo_id, key),
                )
        st.markdown(plain(pair.caption) or f":gray[{t('press.no_caption')}]")
        if pair.caption_en:
            st.markdown(f":gray[{plain(pair.caption_en)}]")
        if is_out:
            return
        with st.container(horizontal=True, gap="small"):
            opens = partial(open_dialog, "pair", release_id=pair.release_id, pair_id=number)
            st.button(t("press.caption_edit"), key=f"caption_{number}", icon=":material/edit:", on_click=opens)
            if second_tap(t, t("press.quote.remove"), t("press.pair_remove_sure"), key=f"unpair_{number}"):
                _remove(visit, pair)
            st.page_link("publicity.py", label=t("press.black_out"), icon=":material/ink_eraser:")


def _show_credit(visit: Visit, release: Release, *, is_out: bool) -> None:
    t, number, notes = visit.t, id_of(release), FieldNotes()
    if is_out:
        st.markdown(f":gray[{plain(t('open.credit', name=release.credit))}]")
        return
    with kept_form("credit", number):
        credit = st.text_input(t("press.credit"), release.credit, key=f"credit_{number}_{release.credit}")
        notes.under("credit")
        if st.button(t("press.credit_save"), key="credit_save"):
            done = attempt(visit, lambda session: note_credit(session, visit.actor, number, credit=credit))
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()


def show_pair_dialog(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog of the captions of a pair."""
    show_dialog(dialog, visit.t("press.caption_edit"), _ask_captions, icon=":material/edit:")


def _ask_captions(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, release_id, number = visit.t, FieldNotes(), dialog.about["release_id"], dialog.about["pair_id"]
    with visit.reading() as session:
        known = {pair.id: pair for pair, _, _ in pairs_of(session, visit.actor, release_id, now=visit.now)}
    pair = picked(known, number, gone="press.error.pair_gone")
    said = {
        "caption": st.text_input(t("press.caption"), pair.caption if pair else "", key=dialog.key("caption")),
        "caption_en": st.text_input(
            t("press.caption_en"), pair.caption_en if pair else "", key=dialog.key("caption_en")
        ),
    }
    notes.under("caption")
    notes.under("caption_en")
    seen = notes.began_with(dialog.key("seen"), said)
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit, notes, lambda session: save_pair(session, visit.actor, release_id, number, seen=seen, **said)
        )


def _propose(visit: Visit, release_id: int) -> None:
    done = attempt(visit, lambda session: propose_pairs(session, visit.actor, release_id, now=visit.now))
    keep_problem(f"pairs_{release_id}", done.problem)


def _add(visit: Visit, release_id: int, issue_id: int) -> None:
    done = attempt(visit, lambda session: add_pair(session, visit.actor, release_id, issue_id, now=visit.now))
    keep_problem(f"pairs_{release_id}", done.problem)


def _remove(visit: Visit, pair: ReleasePair) -> None:
    done = attempt(visit, lambda session: remove_pair(session, visit.actor, pair.release_id, id_of(pair)))
    keep_problem(f"pairs_{pair.release_id}", done.problem)
    st.rerun()


def _check(visit: Visit, release_id: int, photo_id: str, key: str) -> None:
    checked = bool(st.session_state[key])
    done = attempt(
        visit,
        lambda session: check_picture(session, visit.actor, release_id, photo_id, checked=checked, now=visit.now),
    )
    keep_problem(f"pairs_{release_id}", done.problem)
    if done.problem is not None:
        st.session_state[key] = not checked
