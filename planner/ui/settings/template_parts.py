"""The templates of papers: which one is used, a new one with all that is wrong with it, and the way back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from planner import links
from planner.render.papers.word.check import Fault, names_of
from planner.render.papers.word.papers import PAPERS
from planner.services.access.visit import Visit
from planner.services.papers.templates import KeptTemplate, look_at_template, upload_template, use_template
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, prepare


def show_paper(visit: Visit, paper: str, kept: Sequence[KeptTemplate]) -> None:
    """A card: what is used now, what else is kept, and the names that a template may use."""
    t = visit.t
    used = next((each for each in kept if each.in_use), None)
    with st.container(border=True):
        st.header(t(f"templates.paper.{paper}"), anchor=False)
        st.markdown(f":gray[{plain(_say(visit, used) if used else t('templates.planners'))}]")
        with st.container(horizontal=True, gap="small"):
            way = links.PAPER_TEMPLATE.to(paper=paper)
            st.link_button(t("templates.take"), way, icon=":material/download:")
            st.button(
                t("templates.replace"),
                icon=":material/upload_file:",
                key=f"replace-{paper}",
                on_click=open_dialog,
                args=("template",),
                kwargs={"paper": paper},
            )
        show_problem(f"template_{paper}")
        for each in kept:
            if not each.in_use:
                _show_way_back(visit, paper, each.id, t("templates.restore", said=plain(_say(visit, each))))
        if used:
            _show_way_back(visit, paper, None, t("templates.restore_planners"))
        with st.expander(t("templates.names")):
            show_to_copy(t, "\n".join(_lines(names_of(PAPERS[paper]))))


def show_upload(visit: Visit, dialog: OpenDialog) -> None:
    """The dialog with the file."""
    paper = dialog.about["paper"]
    title = visit.t("templates.replace_title", paper=visit.t(f"templates.paper.{paper}"))
    show_dialog(dialog, title, _ask_file, width="medium", icon=":material/upload_file:")


def _ask_file(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, paper = visit.t, FieldNotes(), dialog.about["paper"]
    file = st.file_uploader(t("templates.file"), key=dialog.key("file"))
    notes.under("file")
    looked = None
    if file is not None:
        read = prepare(visit, lambda: look_at_template(visit.actor, paper, data=file.getvalue()))
        notes.show(read.problem)
        looked = read.value
    for fault in looked.faults if looked else ():
        st.warning(plain(_say_fault(visit, fault)), icon=":material/error:")
    notes.under("")
    ready = looked is not None and not looked.faults
    if show_save(visit, dialog, t("templates.save"), disabled=not ready) and file is not None and looked is not None:
        save_and_close(
            visit,
            notes,
            lambda session: upload_template(session, visit.actor, looked, name=file.name, now=visit.now),
        )


def _show_way_back(visit: Visit, paper: str, template_id: int | None, label: str) -> None:
    if st.button(label, icon=":material/undo:", type="tertiary", key=f"use-{paper}-{template_id}"):
        done = attempt(visit, lambda session: use_template(session, visit.actor, paper, template_id))
        keep_problem(f"template_{paper}", done.problem)
        st.rerun()


def _say(visit: Visit, kept: KeptTemplate) -> str:
    t = visit.t
    return t("templates.kept", name=kept.name, by=kept.uploaded_by, moment=t.moment(kept.uploaded_at))


def _say_fault(visit: Visit, fault: Fault) -> str:
    t = visit.t
    said = t(f"templates.fault.{fault.kind}", what=fault.what)
    return f"{said} {t('templates.fault.place', where=fault.where)}" if fault.where else said


def _lines(names: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """A name a line, with the loop for each list."""
    for name, inside in names.items():
        if isinstance(inside, list):
            yield f"{before}{{% for row in {name} %}}"
            if isinstance(inside[0], Mapping):
                yield from _lines(inside[0], f"{before}    row.")
            else:
                yield f"{before}    row"
        elif isinstance(inside, Mapping):
            yield from _lines(inside, f"{before}{name}.")
        else:
            yield f"{before}{name}"
