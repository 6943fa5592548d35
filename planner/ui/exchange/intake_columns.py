"""Which column of a file is which: as it is guessed, with examples of what stands there, and to be corrected."""

from collections.abc import Mapping

import streamlit as st

from planner.domain.table_cells import as_text
from planner.domain.typed import shortened
from planner.render.reading.names import FIELDS
from planner.render.reading.source import Source
from planner.services.access.visit import Visit
from planner.ui.text import plain

_EXAMPLES = 3
_LONGEST = 28


def ask_columns(visit: Visit, kind: str, source: Source, known: Mapping[str, str], *, key: str) -> dict[str, str]:
    """Our fields and what the file calls each, as far as somebody wants them."""
    t, ours = visit.t, FIELDS[kind]
    chosen: dict[str, str] = {}
    told = ", ".join(f"{t(f'intake.field.{field}')} ← {plain(name)}" for field, name in known.items())
    with st.expander(t("intake.columns_title"), expanded=not known, icon=":material/view_column:"):
        st.markdown(t("intake.columns_explain"))
        grid = st.grid(3, min_column_width=230)
        choices: list[str | None] = [None, *source.columns]
        for field in ours:
            with grid.cell():
                name = st.selectbox(
                    t(f"intake.field.{field}"),
                    choices,
                    choices.index(known.get(field)),
                    format_func=lambda each: t("corrections.no_column") if each is None else each,
                    key=f"{key}_{field}",
                )
                if name is not None:
                    chosen[field] = name
                    st.markdown(f":gray[{plain(_examples(source, name))}]")
    if told:
        st.markdown(f":gray[{t('intake.columns', columns=told)}]")
    return chosen


def _examples(source: Source, name: str) -> str:
    texts = (shortened(as_text(row.cells.get(name)), _LONGEST) for row in source.rows[:200])
    return " · ".join(list(dict.fromkeys(filter(None, texts)))[:_EXAMPLES]) or "—"
