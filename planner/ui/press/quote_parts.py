"""The quotes of a release: choosing, editing, approving."""

from functools import partial

import streamlit as st

from planner import links
from planner.domain.models import ReleaseQuote
from planner.domain.models.types import id_of
from planner.domain.words import ReleaseState
from planner.services.access.visit import Visit
from planner.services.press.quotes import (
    approve_quote,
    choose_quote,
    quotes_of,
    quotes_offered,
    refuse_quote,
    remove_quote,
    save_quote,
)
from planner.services.press.releases import get_release
from planner.ui.dialog_state import OpenDialog, open_dialog, picked, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt


def show_quotes(visit: Visit, release_id: int) -> None:
    """Those that are in it, those that are offered, and the way to type one."""
    t = visit.t
    with visit.reading() as session:
        is_out = get_release(session, visit.actor, release_id).state is ReleaseState.PUBLISHED
        chosen = quotes_of(session, visit.actor, release_id)
        offered = quotes_offered(session, visit.actor, release_id, now=visit.now)
    if is_out and not chosen:
        return
    st.subheader(t("press.quotes"), anchor=False)
    for quote in chosen:
        show_quote(visit, quote, is_out=is_out)
    if not chosen:
        st.markdown(f":gray[{t('press.no_quotes')}]")
    if not is_out and any(quote.approved_at is None and quote.speaker_id is not None for quote in chosen):
        st.markdown(f":gray[{t('press.quote.link')}]")
        show_to_copy(t, visit.site.url(links.screen("quotes")))
    show_problem(f"quotes_{release_id}")
    if is_out:
        return
    st.button(
        t("press.quote.type"),
        icon=":material/add:",
        key="type_quote",
        on_click=partial(open_dialog, "quote", quote_id=None, release_id=release_id),
    )
    if offered:
        with st.expander(t("press.quote.offered", n=len(offered)), icon=":material/format_quote:"):
            for each in offered:
                st.markdown(
                    f"«{plain(each.text)}»  \n:gray[{plain(_by(each.speaker, each.post))} · {t(f'words.quote_source.{each.source.value}')}]"
                )
                st.button(
                    t("press.quote.choose"),
                    key=f"choose_{each.key}",
                    on_click=_choose,
                    args=(visit, release_id, each.key),
                )


def show_quote(visit: Visit, quote: ReleaseQuote, *, is_out: bool, own: bool = False) -> None:
    """One quote with whether it was approved; `own`: it is read by whoever is quoted."""
    t, number = visit.t, id_of(quote)
    with st.container(border=True, key=f"quote_{number}"):
        st.markdown(f"«{plain(quote.text)}»")
        if quote.text_en:
            st.markdown(f":gray[“{plain(quote.text_en)}”]")
        st.markdown(f":gray[{plain(_by(quote.speaker, quote.post))}]")
        if quote.approved_at is not None:
            said = t("press.quote.approved", name=quote.approved_by, when=t.moment(quote.approved_at))
            st.markdown(f":green[:material/check: {plain(said)}]")
        else:
            st.markdown(f":orange[:material/hourglass_empty: {t('press.quote.waits')}]")
        if is_out:
            return
        with st.container(horizontal=True, gap="small"):
            if quote.approved_at is None:
                label = t("press.quote.approve" if own else "press.quote.approve_for")
                st.button(
                    label,
                    type="primary" if own else "secondary",
                    key=f"approve_{number}",
                    icon=":material/check:",
                    on_click=_approve,
                    args=(visit, quote),
                )
            else:
                st.button(t("press.quote.refuse"), key=f"refuse_{number}", on_click=_refuse, args=(visit, quote))
            if not own:
                about = {"quote_id": number, "release_id": quote.release_id}
                st.button(
                    t("press.quote.edit"),
                    key=f"change_quote_{number}",
                    icon=":material/edit:",
                    on_click=partial(open_dialog, "quote", **about),
                )
                if second_tap(t, t("press.quote.remove"), t("press.quote.remove_sure"), key=f"remove_{number}"):
                    _remove(visit, quote)


def show_quote_dialog(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog of one quote."""
    title = visit.t("press.quote.of" if dialog.about["quote_id"] else "press.quote.type")
    show_dialog(dialog, title, _ask_quote, width="medium", icon=":material/format_quote:")


def _ask_quote(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, release_id, number = visit.t, FieldNotes(), dialog.about["release_id"], dialog.about["quote_id"]
    with visit.reading() as session:
        known = {quote.id: quote for quote in quotes_of(session, visit.actor, release_id)}
    quote = picked(known, number, gone="press.error.quote_gone") or ReleaseQuote(
        release_id=release_id, speaker="", text=""
    )
    said = {
        "speaker": st.text_input(t("press.quote.speaker"), quote.speaker, key=dialog.key("speaker")),
        "post": st.text_input(t("press.quote.post"), quote.post, key=dialog.key("post")),
    }
    notes.under("speaker")
    notes.under("post")
    said["text"] = st.text_area(t("press.quote.text"), quote.text, key=dialog.key("text"), height=140)
    notes.under("text")
    said["text_en"] = st.text_area(t("press.quote.text_en"), quote.text_en, key=dialog.key("text_en"), height=140)
    notes.under("text_en")
    seen = notes.began_with(dialog.key("seen"), said)
    notes.under("")
    if number is not None:
        st.markdown(f":gray[{t('press.quote.anew')}]")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: save_quote(session, visit.actor, release_id, number, **said, seen=seen, now=visit.now),
        )


def _by(speaker: str, post: str) -> str:
    return ", ".join(filter(None, [speaker, post]))


def _choose(visit: Visit, release_id: int, key: str) -> None:
    done = attempt(visit, lambda session: choose_quote(session, visit.actor, release_id, key, now=visit.now))
    keep_problem(f"quotes_{release_id}", done.problem)


def _approve(visit: Visit, quote: ReleaseQuote) -> None:
    number, edition = id_of(quote), quote.edition
    done = attempt(visit, lambda session: approve_quote(session, visit.actor, number, edition=edition, now=visit.now))
    keep_problem(f"quotes_{quote.release_id}", done.problem)


def _refuse(visit: Visit, quote: ReleaseQuote) -> None:
    done = attempt(visit, lambda session: refuse_quote(session, visit.actor, id_of(quote)))
    keep_problem(f"quotes_{quote.release_id}", done.problem)


def _remove(visit: Visit, quote: ReleaseQuote) -> None:
    done = attempt(visit, lambda session: remove_quote(session, visit.actor, quote.release_id, id_of(quote)))
    keep_problem(f"quotes_{quote.release_id}", done.problem)
    st.rerun()
