"""A long search beside the screen: it goes on while the screen is drawn again, tells how far it is, and can be stopped."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import streamlit as st

from planner.services.access.visit import Visit
from planner.services.proposals.brief import Brief, read_brief
from planner.services.proposals.search import Proposal, ProposalKind, search_proposal, tables_of

_SEARCHERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="search")
"""More searches than this wait for their turn: the server has other visitors."""


class SearchJob:
    """One search for three proposals, in a thread of its own and outside every transaction.

    `brief` comes first, then one proposal after the other. What it has found stays when it is stopped.
    """

    def __init__(self, visit: Visit, tour_id: int) -> None:
        self.tour_id = tour_id
        self.brief: Brief | None = None
        self.proposals: tuple[Proposal, ...] = ()
        self.share = 0.0
        self._visit, self._done = visit, 0
        self._stopped = threading.Event()
        self._end: Future[None] = _SEARCHERS.submit(self._search)

    @property
    def is_running(self) -> bool:
        """Whether there is more to come."""
        return not self._end.done()

    @property
    def failure(self) -> BaseException | None:
        """Why it ended early, if it did."""
        return self._end.exception() if self._end.done() else None

    @property
    def was_stopped(self) -> bool:
        """Whether somebody stopped it."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Asks the search to end soon with what it has."""
        self._stopped.set()

    def _search(self) -> None:
        visit = self._visit
        self.brief = visit.look_up(lambda session: read_brief(session, visit.actor, self.tour_id, now=visit.now))
        if not self.brief.rows or self.was_stopped:
            return
        tables = tables_of(self.brief)
        self.share = 0.1
        for number, kind in enumerate(ProposalKind):
            if self.was_stopped:
                return
            self._done = number
            self.proposals = (*self.proposals, search_proposal(self.brief, tables, kind, progress=self._hear))

    def _hear(self, share: float) -> bool:
        """Is told the share of the present one of three searches."""
        self.share = max(self.share, min(1.0, 0.1 + 0.9 * (self._done + share) / 3))
        return not self.was_stopped


def the_search(visit: Visit, tour_id: int) -> SearchJob:
    """The search of this visitor for this tour; begun now if there is none."""
    job = st.session_state.get(_key(tour_id))
    if not isinstance(job, SearchJob):
        job = SearchJob(visit, tour_id)
        st.session_state[_key(tour_id)] = job
    return job


def forget_search(tour_id: int) -> None:
    """The next run of the screen begins a new search; for a button's callback, and after the rules have changed."""
    job = st.session_state.pop(_key(tour_id), None)
    if isinstance(job, SearchJob):
        job.stop()


def _key(tour_id: int) -> str:
    return f"search_{tour_id}"
