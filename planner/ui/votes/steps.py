"""The dialogs in which a vote goes on: announced, closed, cancelled, decided, its winner taken into a plan."""

import streamlit as st

from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.domain.words import VoteKind
from planner.phrases.public.votes import say_phase, say_result
from planner.services.access.visit import Visit
from planner.services.votes.holding import VoteSeen, announce_vote, cancel_vote, close_vote, get_vote, say_decided
from planner.services.votes.outcomes import take_winner, tours_to_take_into
from planner.ui.dialog_state import OpenDialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.text import plain

_ICONS = {
    "announce": "campaign",
    "close": "lock_clock",
    "cancel": "cancel",
    "decide": "gavel",
    "take": "add_location_alt",
}


def show_step(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog of one step."""
    step = dialog.name.removeprefix("vote_")
    ask = {"announce": _ask_announce, "close": _ask_close, "cancel": _ask_cancel, "decide": _ask_decided}
    title = visit.t(f"votes.step.{step}")
    show_dialog(dialog, title, ask.get(step, _ask_take), icon=f":material/{_ICONS[step]}:")


def _about(visit: Visit, dialog: OpenDialog) -> tuple[int, VoteSeen]:
    number = int(dialog.about["vote_id"])
    with visit.reading() as session:
        seen = get_vote(session, visit.actor, number, now=visit.now)
    st.markdown(f"**{plain(seen.vote.title)}**")
    return number, seen


def _ask_announce(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    number, seen = _about(visit, dialog)
    st.markdown(plain(say_phase(t, seen)))
    st.markdown(t("votes.announce_means"))
    notes.under("")
    if show_save(visit, dialog, t("votes.step.announce"), icon=":material/campaign:"):
        save_and_close(visit, notes, lambda session: announce_vote(session, visit.actor, number, now=visit.now))


def _ask_close(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    number, _ = _about(visit, dialog)
    st.markdown(t("votes.close_means"))
    notes.under("")
    if show_save(visit, dialog, t("votes.step.close"), icon=":material/lock_clock:"):
        save_and_close(visit, notes, lambda session: close_vote(session, visit.actor, number, now=visit.now))


def _ask_cancel(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    number, seen = _about(visit, dialog)
    public = seen.vote.announced_at is not None
    st.markdown(t("votes.cancel_means" if public else "votes.cancel_draft_means"))
    reason = st.text_input(t("votes.field.reason"), key=dialog.key("reason"))
    notes.under("reason")
    notes.under("")
    if show_save(visit, dialog, t("votes.step.cancel"), icon=":material/cancel:"):
        save_and_close(
            visit, notes, lambda session: cancel_vote(session, visit.actor, number, reason=reason, now=visit.now)
        )


def _ask_decided(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    number, seen = _about(visit, dialog)
    st.markdown(plain(say_result(t, seen)))
    text = st.text_area(
        t("votes.field.decided"), seen.vote.decided, help=t("votes.decided_help"), key=dialog.key("decided")
    )
    notes.under("decided")
    notes.under("")
    if show_save(visit, dialog, t("votes.publish_decided"), icon=":material/public:"):
        save_and_close(visit, notes, lambda session: say_decided(session, visit.actor, number, text, now=visit.now))


def _ask_take(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    number, seen = _about(visit, dialog)
    st.markdown(plain(say_result(t, seen)))
    option_id = _ask_winner(visit, dialog, seen)
    notes.under("option")
    with visit.reading() as session:
        tours = {id_of(each): each for each in tours_to_take_into(session, visit.actor)}
    if not tours:
        st.info(t("votes.no_tours"), icon=":material/directions_bus:")
    tour_id = st.selectbox(
        t("votes.field.tour"),
        list(tours),
        format_func=lambda each: _say_tour(visit, tours[each]),
        key=dialog.key("tour"),
    )
    st.markdown(t("votes.take_district" if seen.vote.kind is VoteKind.DISTRICT else "votes.take_stop"))
    notes.under("")
    if show_save(visit, dialog, t("votes.step.take"), icon=":material/add_location_alt:", disabled=not tours):
        wanted = int(tour_id or 0)
        save_and_close(
            visit,
            notes,
            lambda session: take_winner(session, visit.actor, number, wanted, option_id=option_id, now=visit.now),
        )


def _ask_winner(visit: Visit, dialog: OpenDialog, seen: VoteSeen) -> int | None:
    """Which of those who lead; nothing is asked where one does."""
    names = {id_of(each): each.text for each in seen.leaders}
    if len(names) < 2:
        return None
    chosen: int | None = st.selectbox(
        visit.t("votes.field.winner"),
        list(names),
        index=None,
        format_func=lambda each: names[each],
        key=dialog.key("winner"),
    )
    return chosen


def _say_tour(visit: Visit, tour: Tour) -> str:
    t = visit.t
    return f"{tour.title} · {t.day(tour.starts_at)} · {t(f'words.tour_state.{tour.state.value}')}"
