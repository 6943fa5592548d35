"""The part of the city's settings about programs that report in the name of residents: their keys."""

import streamlit as st

from planner import links
from planner.domain.models import ApiKey
from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.residents.keys import list_keys, make_key, revoke_key
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.light import show_to_copy
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_PLACE = "api_keys"


def show_keys(visit: Visit) -> None:
    """The keys that there are, when each was used last, and a new one, which is shown this once."""
    t, notes = visit.t, FieldNotes()
    with st.container(border=True, key="api_keys"):
        st.header(t("api_keys.title"), anchor=False)
        st.markdown(plain(t("api_keys.note", address=visit.site.url(links.OPEN311.to()))))
        show_problem(_PLACE)
        with kept_form("api_key"):
            name = st.text_input(t("api_keys.name"), help=t("api_keys.name_help"), key="api_key_name")
            notes.under("key_name")
            if st.button(t("api_keys.make"), icon=":material/key:"):
                made = attempt(visit, lambda session: make_key(session, visit.actor, name=name, now=visit.now))
                notes.show(made.problem)
                if made.value is not None:
                    st.success(t("api_keys.made"), icon=":material/key:")
                    show_to_copy(t, made.value)
        with visit.reading() as session:
            keys = list_keys(session, visit.actor)
        for key in keys:
            _show_key(visit, key)


def _show_key(visit: Visit, key: ApiKey) -> None:
    t = visit.t
    said = t("api_keys.made_by", name=key.made_by, moment=t.moment(key.made_at))
    used = t("api_keys.used", moment=t.moment(key.used_at)) if key.used_at else t("api_keys.unused")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(key.name)}**  \n:gray[{plain(f'{said}. {used}')}]")
        if key.revoked_at is not None:
            st.markdown(f":gray[{t('api_keys.revoked', moment=t.moment(key.revoked_at))}]")
        elif second_tap(
            t, t("api_keys.revoke"), t("api_keys.revoke_sure"), icon=":material/key_off:", key=f"revoke_{key.id}"
        ):
            _revoke(id_of(key))


def _revoke(key_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: revoke_key(session, visit.actor, key_id, now=visit.now))
    keep_problem(_PLACE, done.problem)
    st.rerun()
