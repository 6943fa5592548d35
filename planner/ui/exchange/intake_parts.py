"""A file of others comes in: which column is which, what each row would do, in a table and on a map, and only then the button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st
from sqlmodel import Session
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planner.config import settings
from planner.domain.models.types import id_of
from planner.domain.open_filter import asked_number
from planner.phrases.exchange.intake import read_for, say_notes
from planner.render.reading.files import read_file
from planner.render.reading.matching import matched
from planner.render.reading.names import WITH_POINTS
from planner.render.reading.rows import FileRead
from planner.render.reading.source import Source
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_categories
from planner.services.intake.columns import keep_header, kept_columns
from planner.services.intake.plan import plan_intake
from planner.services.intake.planned import Fate, IntakePlan
from planner.services.intake.rights import require_intake
from planner.services.intake.write import write_intake
from planner.services.layers.layers import list_layers
from planner.ui.exchange.intake_columns import ask_columns
from planner.ui.exchange.intake_preview import show_plan
from planner.ui.forms import FieldNotes
from planner.ui.settings.import_end import file_key, leave_import
from planner.ui.text import plain
from planner.ui.visit import Done, attempt, look_up

LISTS: Mapping[str, str] = {
    "places": "places.py",
    "facilities": "layers.py",
    "districts": "districts.py",
    "agencies": "agencies.py",
    "people": "people.py",
    "issues": "issues.py",
    "repairs": "repairs.py",
}
"""Where what came in is looked at."""
_NAMED = 5
_KEPT = "intake_kept"
Key = tuple[object, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class _Choice:
    """What is asked beside the columns."""

    swap: bool
    category_id: int | None
    layer_id: int | None


def show_intake(visit: Visit, kind: str) -> None:
    """The whole way of one file."""
    t, notes = visit.t, FieldNotes()
    layer_id = _ask_layer(visit, kind)
    if kind == "facilities" and layer_id is None:
        return
    file = st.file_uploader(t("intake.file"), key=file_key(f"intake_{kind}"))
    notes.under("file")
    if file is None:
        return
    swap = kind in WITH_POINTS and st.toggle(t("intake.swap"), help=t("intake.swap_help"), key=_key(kind, "swap"))
    opened = _once((file.file_id, swap), "source", lambda: look_up(visit, lambda session: _opened(file, swap)))
    notes.show(opened.problem)
    source = opened.value
    if source is None:
        return
    columns = _ask_columns(visit, kind, source, layer_id)
    choice = _Choice(swap, _ask_category(visit, kind), layer_id)
    about = (file.file_id, kind, choice, tuple(sorted(columns.items())))
    planned = _once(about, "plan", lambda: _plan(visit, kind, source, columns, choice))
    notes.show(planned.problem)
    if planned.value is not None:
        read, plan = planned.value
        for note in say_notes(t, read.notes):
            st.markdown(f":gray[{plain(note)}]")
        show_plan(visit, plan)
        _ask_consent(visit, kind, source, columns, plan)


def _key(kind: str, name: str) -> str:
    return f"intake_{name}_{file_key(f'intake_{kind}')}"


def _opened(file: UploadedFile, swap: bool) -> Source:
    return read_file(file.getvalue(), file.name, swap=swap)


def _once(about: Key, part: str, find: Callable[[], Done[T]]) -> Done[T]:
    """What was found about the same file and the same choices before: a large file takes seconds."""
    kept: dict[str, tuple[Key, Done[T]]] = st.session_state.setdefault(_KEPT, {})
    if part not in kept or kept[part][0] != about:
        kept[part] = about, find()
    return kept[part][1]


def _ask_columns(visit: Visit, kind: str, source: Source, layer_id: int | None) -> dict[str, str]:
    """As somebody has said of such a header, else as it is guessed; corrected by hand."""
    with visit.reading() as session:
        kept = kept_columns(session, visit.actor, kind, source.columns, layer_id=layer_id)
    known = matched(source, kind) if kept is None else kept
    return ask_columns(visit, kind, source, known, key=_key(kind, "column"))


def _ask_category(visit: Visit, kind: str) -> int | None:
    if kind != "issues":
        return None
    with visit.reading() as session:
        names = {each.id: each.name_in(visit.t.language) for each in list_categories(session, visit.actor)}
    return st.selectbox(
        visit.t("intake.topic"),
        [None, *names],
        format_func=lambda each: visit.t("intake.no_topic") if each is None else names[each],
        key=_key(kind, "topic"),
    )


def _ask_layer(visit: Visit, kind: str) -> int | None:
    """The layer of facilities, which the address may name, of those that the visitor keeps; None, with a word why, where
    there is none.
    """
    if kind != "facilities":
        return None
    asked = asked_number(st.query_params.get("layer", ""))
    with visit.reading() as session:
        require_intake(session, visit.actor, kind, asked)
        rows = list_layers(session, visit.actor)
    names = {id_of(row.layer): row.layer.name_in(visit.t.language) for row in rows if row.kept}
    if not names:
        st.info(visit.t("intake.no_kept_layers" if rows else "intake.no_layers"), icon=":material/layers:")
        return None
    choices = list(names)
    return st.selectbox(
        visit.t("intake.layer"),
        choices,
        choices.index(asked) if asked in names else 0,
        format_func=lambda each: names[each],
        key=_key(kind, "layer"),
    )


def _plan(
    visit: Visit, kind: str, source: Source, columns: Mapping[str, str], choice: _Choice
) -> Done[tuple[FileRead, IntakePlan]]:
    t = visit.t
    bar = st.progress(0.0, t("intake.looking"))

    def look(session: Session) -> tuple[FileRead, IntakePlan]:
        read = read_for(visit.city, source, kind, columns, swap=choice.swap)
        return read, plan_intake(
            session,
            visit.actor,
            read,
            data=settings().data,
            category_id=choice.category_id,
            layer_id=choice.layer_id,
            progress=lambda share: _tell(bar, share, t("intake.looking")),
        )

    try:
        return look_up(visit, look)
    finally:
        bar.empty()


def _tell(bar: DeltaGenerator, share: float, words: str) -> None:
    bar.progress(share, words)


def _ask_consent(visit: Visit, kind: str, source: Source, columns: Mapping[str, str], plan: IntakePlan) -> None:
    t, notes = visit.t, FieldNotes()
    doubts = plan.count(Fate.DOUBT)
    doubtful = bool(doubts) and st.checkbox(t("intake.take_doubtful", n=doubts), key=_key(kind, "doubtful"))
    coming = plan.coming(doubtful=doubtful)
    if not coming:
        st.info(t("intake.nothing"), icon=":material/check:")
        return
    notes.under("")
    if not st.button(t("intake.do", n=len(coming)), type="primary", width="stretch", icon=":material/check:"):
        return
    bar = st.progress(0.0, t("intake.writing"))

    def write(session: Session) -> int:
        keep_header(session, visit.actor, kind, source.columns, columns, layer_id=plan.layer_id)
        return write_intake(
            session,
            visit.actor,
            plan,
            doubtful=doubtful,
            now=visit.now,
            progress=lambda share: _tell(bar, share, t("intake.writing")),
        )

    done = attempt(visit, write)
    bar.empty()
    notes.show(done.problem)
    if done.value is not None:
        names = [plain(each.row.name) for each in coming[:_NAMED]]
        more = done.value - len(names)
        told = ", ".join(names) + (f" {t('intake.and_more', n=more)}" if more > 0 else "")
        leave_import(f"intake_{kind}", kind, t("intake.done", n=done.value, names=told), LISTS[kind])
