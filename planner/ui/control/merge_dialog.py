"""The dialog that says that two issues are one problem: which other one, and which of the two stays."""

from collections.abc import Mapping

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.search import searched_number
from planner.domain.words import IssueState
from planner.phrases.issues import issue_title
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_categories
from planner.services.control.merging import merge_issues
from planner.services.issues.details import IssueDetails, issue_details
from planner.services.issues.near import likely_repeats
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.visit import attempt


def show_merge(visit: Visit, dialog: OpenDialog) -> None:
    """The likely ones are offered, any number can be typed."""
    show_dialog(dialog, visit.t("instructions.step.merge"), _ask, width="medium", icon=":material/merge:")


def _ask(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, issue_id = visit.t, FieldNotes(), dialog.about["issue_id"]
    with visit.reading() as session:
        details = issue_details(session, visit.actor, issue_id)
    other_id = _ask_other(visit, dialog, details)
    notes.under("duplicate_of")
    this_repeats = _ask_which(visit, dialog, details, other_id)
    st.markdown(f":gray[{t('merge.hint')}]")
    reason = st.text_area(t("merge.reason"), t("merge.same"), key=dialog.key("text"), height=90)
    notes.under("text")
    notes.under("")
    if show_save(visit, dialog, t("instructions.step.merge")):
        done = attempt(
            visit,
            lambda session: merge_issues(
                session,
                visit.actor,
                issue_id,
                other_id=other_id,
                this_repeats=this_repeats,
                reason=reason,
                now=visit.now,
            ),
        )
        notes.show(done.problem)
        if done.value is not None:
            st.toast(t("merge.done", number=id_of(done.value)), icon=":material/check_circle:")
            close_dialog()


def _ask_other(visit: Visit, dialog: OpenDialog, details: IssueDetails) -> int | None:
    likely = _likely(visit, details)
    typed = st.selectbox(
        visit.t("merge.other"),
        list(likely),
        index=None,
        format_func=lambda number: likely.get(number, number),
        placeholder=visit.t("merge.choose"),
        accept_new_options=True,
        key=dialog.key("other"),
    )
    return searched_number(typed or "")


def _ask_which(visit: Visit, dialog: OpenDialog, details: IssueDetails, other_id: int | None) -> bool:
    """An issue that is under control stays; of a new one the older is more likely to be the original."""
    t, number = visit.t, details.issue.id
    other = t("issues.number", number=other_id) if other_id else t("merge.that_one")
    words = {
        True: t("merge.this_repeats", this=number, other=other),
        False: t("merge.that_repeats", this=number, other=other),
    }
    chosen = st.radio(
        t("merge.which"),
        list(words),
        index=0 if details.issue.state is IssueState.NEW else 1,
        format_func=lambda which: words[which],
        key=dialog.key("which"),
    )
    return bool(chosen)


def _likely(visit: Visit, details: IssueDetails) -> Mapping[str, str]:
    """Number → number, title and distance of the issues that may be the same."""
    t = visit.t
    with visit.reading() as session:
        found = likely_repeats(session, visit.actor, id_of(details.issue))
        categories = {each.id: each.name_in(t.language) for each in list_categories(session, visit.actor)}
    return {
        str(each.issue.id): t(
            "merge.likely",
            number=each.issue.id,
            title=issue_title(each.issue, categories.get(each.issue.category_id, "")),
            metres=round(each.metres),
        )
        for each in found
    }
