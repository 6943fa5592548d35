"""Voice notes on an issue's page: who said something when, with a player."""

import html
from collections.abc import Sequence

import streamlit as st

from planner import links
from planner.domain.models import FieldVoice
from planner.phrases.issues import say_voice
from planner.services.access.visit import Visit


def show_voices(visit: Visit, voices: Sequence[FieldVoice]) -> None:
    """Nothing where there are none, or they are not for this visitor."""
    if not voices:
        return
    st.header(visit.t("voice.title"), anchor=False)
    for voice in voices:
        said = say_voice(visit.t, voice, visit.actor)
        address = html.escape(links.VOICE.to(voice_id=voice.uid))
        st.html(f'<audio controls preload="none" src="{address}" aria-label="{html.escape(said)}"></audio>')
        st.caption(said)
