"""On the page of an issue: what is under guarantee at its place, and what was called fixed there before."""

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.permissions import Action, may
from planner.phrases.exchange.guarantees import say_fixed_before, say_guarantee
from planner.services.access.visit import Visit
from planner.services.city.repairs import guarantees_at
from planner.services.issues.details import IssueDetails
from planner.services.issues.near import fixed_before
from planner.ui.text import plain


def show_guarantee(visit: Visit, details: IssueDetails) -> None:
    """Nothing where neither is known."""
    t, issue = visit.t, details.issue
    with visit.reading() as session:
        today = today_in(visit.city.timezone, visit.now)
        guarantees = guarantees_at(session, visit.actor, issue.point, today=today)
        before = fixed_before(session, visit.actor, issue.id or 0)
    for guarantee in guarantees:
        st.info(plain(say_guarantee(t, guarantee)), icon=":material/verified:")
        if may(visit.actor, Action.EXPORT_ISSUES).allowed:
            way = links.GUARANTEE_LETTER.to(issue_id=issue.id, repair_id=guarantee.repair.id)
            st.link_button(t("instruction_papers.guarantee_letter"), way, icon=":material/mail:")
    if before:
        st.warning(t("repairs.again"), icon=":material/replay:")
    for each in before:
        st.page_link("issue.py", label=plain(say_fixed_before(t, each)), query_params={"id": str(each.number)})
