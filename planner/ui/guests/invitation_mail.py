"""The dialog that sends invitations by mail: who gets the letter, what it says, and only then the button."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from planner import links
from planner.config import settings
from planner.domain.letter import Letter
from planner.domain.models import Notice, Tour
from planner.domain.notices import NoticeKind
from planner.i18n import translator
from planner.phrases.notices.notices import say_letter
from planner.render.files.mail import plain_text
from planner.services.access.visit import Visit
from planner.services.notices.invitations import Invited, invitation_facts, invited_by_mail, send_invitations
from planner.services.tours.tours import get_tour
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.text import plain

NAME = "invitation_mail"


def show_mail_button(visit: Visit, tour: Tour) -> None:
    """The way to the dialog; where no mail server is named, that letters cannot go out."""
    t = visit.t
    if settings().mail is None:
        st.markdown(f":gray[{t('invitations.mail.no_server')}]")
        return
    st.button(t("invitations.mail.open"), icon=":material/outgoing_mail:", on_click=open_dialog, args=(NAME,))


def show_invitation_mail(visit: Visit, tour_id: int, dialog: OpenDialog) -> None:
    """Draws the dialog."""
    title = visit.t("invitations.mail.title")
    show_dialog(dialog, title, partial(_ask, tour_id), width="large", icon=":material/outgoing_mail:")


def _ask(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    with visit.reading() as session:
        tour = get_tour(session, visit.actor, tour_id)
        rows = invited_by_mail(session, visit.actor, tour_id)
    reached = {row.participant_id: row for row in rows if row.address and row.wanted}
    chosen = st.pills(
        t("invitations.mail.whom"),
        list(reached),
        format_func=lambda each: _whom(visit, reached[each]),
        selection_mode="multi",
        default=[number for number, row in reached.items() if row.sent_at is None],
        key=dialog.key("whom"),
        wrap=True,
    )
    notes.under("whom")
    _tell_unreached(visit, [row for row in rows if row.participant_id not in reached])
    first = reached.get(chosen[0]) if chosen else None
    if first is not None:
        letter = _letter(visit, tour, first)
        st.markdown(t("invitations.mail.preview", subject=f"**{plain(letter.subject)}**"))
        show_to_copy(t, plain_text(letter))
    notes.under("")
    send = t("invitations.mail.send", n=len(chosen))
    if show_save(visit, dialog, send, icon=":material/outgoing_mail:", disabled=not chosen):
        save_and_close(
            visit,
            notes,
            lambda session: send_invitations(session, visit.actor, tour_id, chosen, uid=dialog.uid, now=visit.now),
        )


def _whom(visit: Visit, row: Invited) -> str:
    whom = plain(f"{row.name}, {row.address}")
    sent = visit.t("invitations.mail.sent", when=visit.t.moment(row.sent_at)) if row.sent_at else ""
    return f"{whom} ({sent})" if sent else whom


def _tell_unreached(visit: Visit, rows: Sequence[Invited]) -> None:
    """Whom no letter reaches: they are to be told on the phone."""
    names = ", ".join(row.name for row in rows)
    if names:
        st.markdown(visit.t("invitations.mail.unreached", names=plain(names)))


def _letter(visit: Visit, tour: Tour, row: Invited) -> Letter:
    """The letter as it will be written, in its reader's language."""
    t = translator(row.language, visit.city.timezone)
    notice = Notice(key="", kind=NoticeKind.INVITED, tour_id=tour.id, facts=invitation_facts(tour), at=visit.now)
    name = row.name if row.person_id is not None else ""
    stop = visit.site.url(links.STOP_MAILS.to(token="…")) if row.person_id is not None else ""
    return say_letter(t, visit.city, visit.site, [notice], name=name, unsubscribe=stop)
