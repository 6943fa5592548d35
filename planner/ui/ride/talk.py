"""The discussion at a stop: what was said, and one's own word."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.models import Comment, Stop
from planner.domain.models.types import id_of, new_id
from planner.services.access.visit import Visit
from planner.services.issues.issues import add_comment
from planner.services.ride.under_way import Ride
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.text import plain
from planner.ui.visit import attempt

_STOPS = "talk_stops"
"""The stops that this visitor could talk about, in order: at the next one, what was not sent about the last one stays."""


def show_talk(visit: Visit, ride: Ride, stop: Stop, said: Sequence[Comment]) -> None:
    """The words so far, and a field for the next; under it the field of the stop before, which keeps what was typed there."""
    t = visit.t
    st.header(t("talk.title", number=stop.position), anchor=False)
    for comment in said:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(comment.author)}** :gray[{t.time(comment.written_at)}]")
            st.text(comment.text)
    _ask_comment(visit, stop)
    before = _stop_before(ride, stop)
    if before is not None:
        label = plain(t("talk.before", number=before.position, name=before.name))
        with st.expander(
            label, icon=":material/history:", expanded=bool(_typed(before)), key=f"talk_before_{before.id}"
        ):
            _ask_comment(visit, before)


def _stop_before(ride: Ride, stop: Stop) -> Stop | None:
    """The stop of this ride that was talked about before this one, while this visitor was here."""
    seen: list[int] = st.session_state.setdefault(_STOPS, [])
    if not seen or seen[-1] != id_of(stop):
        seen.append(id_of(stop))
    stops = {id_of(row.stop): row.stop for row in ride.plan.stops}
    return next((stops[each] for each in reversed(seen) if each in stops and each != id_of(stop)), None)


def _typed(stop: Stop) -> str:
    return str(st.session_state.get(_key(stop), "")).strip()


def _key(stop: Stop) -> str:
    """The uid in it names the comment that is being typed about this stop; it changes when that was sent, so a second tap sends
    nothing twice.
    """
    return f"talk-{st.session_state.setdefault(_name(stop), new_id())}"


def _name(stop: Stop) -> str:
    return f"talk-of-{stop.id}"


def _ask_comment(visit: Visit, stop: Stop) -> None:
    t, notes, key = visit.t, FieldNotes(), _key(stop)
    with kept_form("talk", stop.id):
        text = st.text_area(t("talk.yours"), placeholder=t("talk.hint", name=stop.name), key=key, height=90)
        notes.under("text")
        if st.button(t("talk.send"), icon=":material/send:", key=f"talk_send_{stop.id}"):
            uid, stop_id = key.removeprefix("talk-"), stop.id
            done = attempt(
                visit,
                lambda session: add_comment(session, visit.actor, uid=uid, text=text, now=visit.now, stop_id=stop_id),
            )
            notes.show(done.problem)
            if done.problem is None:
                st.session_state[_name(stop)] = new_id()
                st.rerun()
