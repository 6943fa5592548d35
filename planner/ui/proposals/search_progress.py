"""How far the search is, while it goes on."""

import streamlit as st

from planner.services.access.visit import Visit
from planner.ui.proposals.search_job import SearchJob


def show_progress(visit: Visit, job: SearchJob) -> None:
    """A bar with a way to stop. It draws itself twice a second, and the whole screen when there is something new."""
    t, found = visit.t, len(job.proposals)

    @st.fragment(run_every="0.4s", key="search_progress")
    def bar() -> None:
        if not job.is_running or len(job.proposals) != found:
            st.rerun(scope="app")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            n = 0 if job.brief is None else job.brief.issues
            said = t("proposals.reading") if job.brief is None else t("proposals.searching", n=n)
            st.progress(job.share, said)
            st.button(t("proposals.stop"), icon=":material/stop:", on_click=job.stop, disabled=job.was_stopped)

    bar()
