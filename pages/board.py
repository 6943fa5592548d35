"""«Обзор города»: what is not fixed, whose it is, where, and whether it is getting better; on screen and on paper."""

import streamlit as st

from planner.domain.board import BoardPeriod
from planner.domain.deadlines import today_in
from planner.render.tables.tables import to_xlsx
from planner.services.board.board import board_of
from planner.ui.assets import run_script, use_styles
from planner.ui.board.sheet import sheet_html
from planner.ui.board.workbook import board_rows
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
today = today_in(visit.city.timezone, visit.now)
asked = st.query_params.get("period", "")
period = BoardPeriod(asked) if asked in set(BoardPeriod) else BoardPeriod.YEAR
with visit.reading() as session:
    board = board_of(session, visit.actor, period, today=today)


def choose_period() -> None:
    """The address is the truth, so that a view can be sent to somebody."""
    st.query_params["period"] = st.session_state["board_period"]


use_styles("screen/board/board.css")
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="board_head"):
    st.title(
        f"{t('board.title')} :small[:gray[{t('board.on', day=t.full_date(today))}]]", anchor=False, width="content"
    )
    with st.container(horizontal=True, width="content", vertical_alignment="center", key="board_tools"):
        st.segmented_control(
            t("board.period"),
            list(BoardPeriod),
            default=period,
            required=True,
            format_func=lambda each: t(f"board.period.{each}"),
            label_visibility="collapsed",
            key="board_period",
            on_change=choose_period,
        )
        if st.button(t("board.print"), icon=":material/print:"):
            st.session_state["board_printed"] = st.session_state.get("board_printed", 0) + 1
        columns, rows = board_rows(t, board)
        st.download_button(
            "XLSX",
            to_xlsx(t("board.title"), columns, rows),
            f"{t('board.title')} {today.isoformat()}.xlsx",
            icon=":material/download:",
        )
st.html(sheet_html(t, board, sort=st.query_params.get("sort", "")))
if "board_printed" in st.session_state:
    run_script("screen/board/print.js", turn=st.session_state["board_printed"])
