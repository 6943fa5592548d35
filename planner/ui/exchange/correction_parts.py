"""A corrected table comes back: which column is which, all that would change, what is wrong, and only then the button."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st
from sqlmodel import Session
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planner import links
from planner.domain.corrections import Correction, FieldChange, Preview
from planner.domain.deadlines import today_in
from planner.domain.permissions import Action
from planner.phrases.exchange.corrections import own_names, role_words, say_field, say_values, severity_words
from planner.render.tables.sheets import Sheet, read_sheet
from planner.services.access.visit import Visit
from planner.services.exchange import instructions, issues, people, places
from planner.services.exchange.columns import keep_columns, matched_columns
from planner.storage.hashes import hash_of
from planner.ui.exchange.intake_way import lead_to_intake
from planner.ui.forms import FieldNotes
from planner.ui.light import show_table
from planner.ui.settings.import_end import end_import, file_key
from planner.ui.text import plain
from planner.ui.visit import attempt, look_up

ON_A_PAGE = 100


def _today(visit: Visit) -> date:
    return today_in(visit.city.timezone, visit.now)


@dataclass(frozen=True)
class Thing:
    """What of tables can come back: its columns, and the services that look and write."""

    columns: tuple[str, ...]
    preview: Callable[[Session, Visit, Sheet, Mapping[str, str], str], Preview]
    apply: Callable[[Session, Visit, Preview, Collection[tuple[int, str]]], tuple[int, int]]


THINGS: Mapping[str, Thing] = {
    "issues": Thing(
        issues.COLUMNS,
        lambda session, visit, sheet, columns, source: issues.preview_issues(
            session, visit.actor, sheet, columns, severities=severity_words(), source=source
        ),
        lambda session, visit, preview, take: issues.apply_issues(
            session, visit.actor, preview, take=take, now=visit.now
        ),
    ),
    "instructions": Thing(
        instructions.COLUMNS,
        lambda session, visit, sheet, columns, source: instructions.preview_instructions(
            session, visit.actor, sheet, columns, source=source, today=_today(visit)
        ),
        lambda session, visit, preview, take: instructions.apply_instructions(
            session, visit.actor, preview, take=take, now=visit.now, today=_today(visit)
        ),
    ),
    "places": Thing(
        places.COLUMNS,
        lambda session, visit, sheet, columns, source: places.preview_place_table(session, visit.actor, sheet, columns),
        lambda session, visit, preview, take: places.apply_place_table(
            session, visit.actor, preview, take=take, now=visit.now
        ),
    ),
    "people": Thing(
        people.COLUMNS,
        lambda session, visit, sheet, columns, source: people.preview_people(
            session, visit.actor, sheet, columns, roles=role_words()
        ),
        lambda session, visit, preview, take: people.apply_people(
            session, visit.actor, preview, take=take, now=visit.now
        ),
    ),
}
RIGHTS = {
    "issues": Action.IMPORT_TABLES,
    "instructions": Action.IMPORT_TABLES,
    "places": Action.MANAGE_PLACES,
    "people": Action.MANAGE_PEOPLE,
}


def show_ways(visit: Visit, thing: str) -> None:
    """Out as XLSX and CSV, and back; in from any other file: for the screen of a directory."""
    t, way = visit.t, links.PLACES_FILE if thing == "places" else links.PEOPLE_FILE
    with st.container(horizontal=True, vertical_alignment="center"):
        for form in ("csv", "xlsx"):
            st.link_button(form.upper(), way.to(form=form), icon=":material/download:")
        st.page_link(
            "corrections.py", label=t("corrections.open"), icon=":material/upload_file:", query_params={"thing": thing}
        )
        lead_to_intake(visit, thing)


def show_corrections(visit: Visit, thing: str) -> None:
    """The whole way of one file."""
    t, notes = visit.t, FieldNotes()
    file = st.file_uploader(t("corrections.file"), key=file_key("corrections"))
    notes.under("file")
    if file is None:
        return
    looked = look_up(visit, lambda session: _opened(file))
    notes.show(looked.problem)
    if looked.value is None:
        return
    sheet, source = looked.value
    columns = _ask_columns(visit, thing, sheet)
    found = look_up(visit, lambda session: THINGS[thing].preview(session, visit, sheet, columns, source))
    notes.show(found.problem)
    if found.value is not None:
        _show_preview(visit, thing, found.value, columns)


def _opened(file: UploadedFile) -> tuple[Sheet, str]:
    """The table and the hash of its file; a large workbook takes seconds, so it is read once."""
    known: tuple[str, Sheet, str] | None = st.session_state.get("corrections_sheet")
    if known is None or known[0] != file.file_id:
        data = file.getvalue()
        known = file.file_id, read_sheet(data, file.name), hash_of(data)
        st.session_state["corrections_sheet"] = known
    return known[1], known[2]


def _ask_columns(visit: Visit, thing: str, sheet: Sheet) -> dict[str, str]:
    """What the file calls our columns: as far as it is known, and the rest is asked."""
    t, ours = visit.t, THINGS[thing].columns
    with visit.reading() as session:
        known = matched_columns(session, visit.actor, thing, sheet.columns, names=own_names(thing, ours))
    chosen: dict[str, str] = {}
    with st.expander(
        t("corrections.columns", known=len(known), all=len(ours)), expanded=not known, icon=":material/view_column:"
    ):
        st.markdown(t("corrections.columns_explain"))
        grid = st.grid(3, min_column_width=220)
        choices: list[str | None] = [None, *sheet.columns]
        for column in ours:
            name = grid.cell().selectbox(
                say_field(t, thing, column),
                choices,
                choices.index(known.get(column)),
                format_func=lambda each: t("corrections.no_column") if each is None else each,
                key=f"corrections_column_{thing}_{column}_{file_key('corrections')}",
            )
            if name is not None:
                chosen[column] = name
    return chosen


def _show_preview(visit: Visit, thing: str, preview: Preview, columns: Mapping[str, str]) -> None:
    t, notes = visit.t, FieldNotes()
    counts = {"changed": preview.changed, "new": preview.new, "same": preview.same, "bad": len(preview.bad)}
    st.markdown(t("corrections.counts", **{name: t.number(number) for name, number in counts.items()}))
    if preview.passed_over:
        st.markdown(f":gray[{t('corrections.passed_over', names=plain(', '.join(preview.passed_over)))}]")
    _show_bad(visit, preview)
    take = _ask_conflicts(visit, thing, preview)
    _show_changes(
        visit,
        thing,
        [
            (each, change)
            for each in preview.corrections
            for change in each.changes
            if change.by is None and change.field != "uid"
        ],
    )
    total = sum(bool(each.values(take)[0]) for each in preview.corrections)
    if not total:
        st.info(t("corrections.nothing"), icon=":material/check:")
        return
    if st.button(t("corrections.apply", n=total), type="primary", width="stretch", icon=":material/check:"):
        done = attempt(visit, lambda session: _write(session, visit, thing, preview, columns, take))
        notes.under("")
        notes.show(done.problem)
        if done.value is not None:
            st.session_state.pop("corrections_sheet", None)
            end_import(
                "corrections", t("corrections.done", changed=t.number(done.value[0]), new=t.number(done.value[1]))
            )


def _write(
    session: Session,
    visit: Visit,
    thing: str,
    preview: Preview,
    columns: Mapping[str, str],
    take: Collection[tuple[int, str]],
) -> tuple[int, int]:
    """What the preview shows, and the names of the columns for the next time."""
    keep_columns(session, visit.actor, thing, columns)
    return THINGS[thing].apply(session, visit, preview, take)


def _show_bad(visit: Visit, preview: Preview) -> None:
    if not preview.bad:
        return
    t = visit.t
    st.warning(t("corrections.bad", n=len(preview.bad)), icon=":material/warning:")
    page = _page(len(preview.bad), "corrections_bad_page")
    shown = preview.bad[page]
    show_table(
        {
            t("corrections.row"): [bad.row for bad in shown],
            t("corrections.reason"): [plain(t(bad.reason, **bad.values)) for bad in shown],
        },
    )


def _ask_conflicts(visit: Visit, thing: str, preview: Preview) -> set[tuple[int, str]]:
    """Each cell that others have changed too, with a box to take what the file says; left out where nobody ticks it."""
    t, take = visit.t, set[tuple[int, str]]()
    conflicts = preview.conflicts
    if not conflicts:
        return take
    st.warning(t("corrections.conflicts", n=len(conflicts)), icon=":material/call_split:")
    shown = conflicts[_page(len(conflicts), "corrections_conflict_page")]
    for each, change in shown:
        before, after = (plain(value) for value in say_values(t, change))
        field, by = say_field(t, thing, change.field), plain(change.by or "")
        label = t(
            "corrections.take",
            row=each.row,
            number=each.called or each.id or 0,
            field=field,
            before=before,
            after=after,
            by=by or t("corrections.somebody"),
        )
        st.checkbox(label, key=_box(each, change))
    for each, change in conflicts:
        if st.session_state.get(_box(each, change)):
            take.add((each.row, change.field))
    return take


def _box(correction: Correction, change: FieldChange) -> str:
    return f"corrections_take_{file_key('corrections')}_{correction.row}_{change.field}"


def _show_changes(visit: Visit, thing: str, changes: list[tuple[Correction, FieldChange]]) -> None:
    t = visit.t
    if not changes:
        return
    st.header(t("corrections.changes"), anchor=False)
    shown = changes[_page(len(changes), "corrections_page")]
    said: list[Any] = [say_values(t, change) for _, change in shown]
    show_table(
        {
            t("corrections.row"): [each.row for each, _ in shown],
            t("corrections.what"): [
                plain(
                    t("corrections.new_one", title=each.title)
                    if each.id is None
                    else t("corrections.one", number=each.called or each.id, title=each.title)
                )
                for each, _ in shown
            ],
            t("corrections.field"): [say_field(t, thing, change.field) for _, change in shown],
            t("corrections.before"): [plain(before) for before, _ in said],
            t("corrections.after"): [plain(after) for _, after in said],
        },
    )


def _page(total: int, key: str) -> slice:
    last = -(-total // ON_A_PAGE)
    number = st.pagination(last, key=key) if last > 1 else 1
    return slice((number - 1) * ON_A_PAGE, number * ON_A_PAGE)
