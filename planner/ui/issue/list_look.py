"""How the list looks: cards or table, which columns; and the files of what it shows."""

from collections.abc import Mapping

import streamlit as st

from planner import links
from planner.domain.list_view import CARDS, COLUMNS, TABLE, VIEWS, ListView
from planner.domain.permissions import Action, may
from planner.services.access.visit import Visit

_CHOSEN = "issues_look"
_ICONS = {CARDS: ":material/view_agenda:", TABLE: ":material/table_rows:"}


def asked_look() -> ListView:
    """What the address asks for; where it says nothing, what this visitor has chosen last."""
    query = st.query_params.to_dict()
    if "view" not in query and "columns" not in query:
        last = st.session_state.get(_CHOSEN)
        return last if isinstance(last, ListView) else ListView()
    return ListView.from_query(query)


def show_look(visit: Visit, look: ListView) -> None:
    """Cards or table, and behind a button the columns of the table."""
    t = visit.t
    st.session_state["issues_view"] = look.view
    st.segmented_control(
        t("issues.view"),
        VIEWS,
        key="issues_view",
        required=True,
        format_func=lambda view: f"{_ICONS[view]} {t(f'issues.view.{view}')}",
        on_change=_write_view,
        label_visibility="collapsed",
        width="content",
    )
    if look.view == TABLE:
        with st.popover(t("issues.columns"), icon=":material/view_column:"):
            st.session_state["issues_columns"] = list(look.columns)
            st.pills(
                t("issues.columns"),
                COLUMNS,
                selection_mode="multi",
                key="issues_columns",
                format_func=lambda name: t(f"issue_table.column.{name}"),
                on_change=_write_view,
            )


def show_exports(visit: Visit, query: Mapping[str, str]) -> None:
    """The files of issues and instructions that `query` asks for, for those who may take them away."""
    if not may(visit.actor, Action.EXPORT_ISSUES).allowed:
        return
    t = visit.t
    issues, instructions = links.ISSUES_FILE, links.INSTRUCTIONS_FILE
    with st.popover(t("issues.export"), icon=":material/download:"):
        st.link_button(t("issues.export.as_xlsx"), issues.to(query, form="xlsx"), help=t("issues.xlsx_help"))
        st.link_button(t("issues.export.as_csv"), issues.to(query, form="csv"), help=t("issues.csv_help"))
        st.link_button(t("issues.export.instructions_as_xlsx"), instructions.to(query, form="xlsx"))
        st.link_button(t("issues.export.instructions_as_csv"), instructions.to(query, form="csv"))
        st.link_button(t("issues.export.as_zip"), links.PHOTOS_FILE.to(query), help=t("issues.photos.help"))
        if may(visit.actor, Action.IMPORT_TABLES).allowed:
            for thing, label in (("issues", "corrections.open"), ("instructions", "corrections.open_instructions")):
                st.page_link(
                    "corrections.py", label=t(label), icon=":material/upload_file:", query_params={"thing": thing}
                )
            st.page_link(
                "intake.py",
                label=t("intake.open"),
                icon=":material/upload_file:",
                query_params={"kind": "issues"},
            )


def _write_view() -> None:
    given = {"view": st.session_state["issues_view"]}
    if columns := st.session_state.get("issues_columns"):
        given["columns"] = ",".join(columns)
    look = ListView.from_query(given)
    st.session_state[_CHOSEN] = look
    for name in ("view", "columns", "page"):
        st.query_params.pop(name, None)
    st.query_params.update({"view": look.view} | look.to_query())
