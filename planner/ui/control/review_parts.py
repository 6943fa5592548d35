"""Going through a pile one by one: where one is, the thing itself, one key for each step, and the next one at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from planner.domain.models.types import id_of, new_id
from planner.domain.permissions import Action, may
from planner.domain.words import Step
from planner.services.access.visit import Visit
from planner.services.control.steps import NextSteps
from planner.services.control.work import Pile, WorkRow
from planner.services.issues.details import IssueDetails
from planner.ui.control.step_dialogs import dialog_of
from planner.ui.dialog_state import open_dialog
from planner.ui.step_look import button_icon, place_of

MOST = 200
"""So many of a pile are gone through at once; the rest comes with the next review."""
_KEY = "review"
_LEFT_OUT = frozenset({Step.EDIT, Step.CORRECT})
"""A correction is no decision."""


@dataclass(frozen=True)
class Item:
    """One thing to decide on; `instruction_id` is None for an issue without an instruction."""

    issue_id: int
    instruction_id: int | None


@dataclass(frozen=True)
class Review:
    """What is gone through, in the order of its beginning, and how far one is.

    `seen` is what the thing at hand was like when it was shown first; once it is no longer like that, something was done.
    """

    pile: Pile
    items: tuple[Item, ...]
    at: int = 0
    seen: tuple[int | None, int] | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.items)


def begin_review(pile: Pile, rows: Sequence[WorkRow]) -> Review:
    """A review of these rows, which goes on until the visitor begins another."""
    items = tuple(Item(id_of(row.issue), row.instruction.id if row.instruction else None) for row in rows)
    return _keep(Review(pile, items))


def the_review(pile: Pile) -> Review | None:
    """The review of this pile that is under way in this tab, if one is."""
    review = st.session_state.get(_KEY)
    return review if isinstance(review, Review) and review.pile is pile else None


def follow_what_was_done(review: Review, details: IssueDetails) -> Review:
    """The next thing where something was done to this one since it was shown: a step, or a word in its discussion."""
    mark = (details.moves[-1].id if details.moves else None, len(details.comments))
    if review.seen is None:
        return _keep(replace(review, seen=mark))
    return review if review.seen == mark else step_on(review, 1)


def step_on(review: Review, by: int) -> Review:
    """The next thing, or the one before."""
    at = min(max(review.at + by, 0), len(review.items))
    return _keep(replace(review, at=at, seen=None))


def show_where(visit: Visit, review: Review) -> None:
    """«3 из 18», the ways to the next and the one before, and 90 seconds that run."""
    t = visit.t
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        where = t("review.where", at=review.at + 1, all=len(review.items))
        st.markdown(f"**{t(f'work.pile.{review.pile}')} · {where}**", width="content")
        with st.container(horizontal=True, gap="small", width="content"):
            st.button(
                t("review.before"),
                icon=":material/arrow_back:",
                shortcut="Left",
                disabled=review.at == 0,
                on_click=_tap,
                args=(review, -1),
            )
            st.button(
                t("review.next"),
                icon=":material/arrow_forward:",
                shortcut="Right",
                on_click=_tap,
                args=(review, 1),
            )
    st.html(f'<div class="review-time" role="presentation" id="review-{review.at}"></div>')


def show_decisions(visit: Visit, item: Item, details: IssueDetails, steps: NextSteps) -> None:
    """Every step that is open, at the foot of the screen, each on a key of its own: 1, 2, 3 …, and 0 for a word about it."""
    t = visit.t
    open_ones = steps.of_issue if item.instruction_id is None else steps.of_instructions.get(item.instruction_id, ())
    ways = sorted((step for step in open_ones if step not in _LEFT_OUT), key=place_of)
    if not ways:
        st.bottom.markdown(f":gray[{t('review.nothing')}]")
    bar = st.bottom.container(horizontal=True, gap="small", key="review_bar")
    for number, step in enumerate(ways, start=1):
        bar.button(
            t(f"instructions.step.{step}"),
            icon=button_icon(step),
            type="primary" if number == 1 else "secondary",
            key=f"review-{step}",
            shortcut=str(number) if number < 10 else None,
            on_click=open_dialog,
            args=(dialog_of(step),),
            kwargs={"issue_id": details.issue.id, "instruction_id": item.instruction_id},
        )
    if may(visit.actor, Action.COMMENT, details.subject).allowed:
        bar.button(
            t("review.comment"),
            icon=":material/chat:",
            key="review-comment",
            shortcut="0",
            on_click=open_dialog,
            args=("comment",),
            kwargs={"issue_id": details.issue.id, "uid": new_id()},
        )


def show_end(visit: Visit, review: Review) -> None:
    """All were gone through."""
    t = visit.t
    st.success(t("review.over", n=len(review.items)), icon=":material/task_alt:")
    query = {"pile": review.pile.value}
    st.page_link("work.py", label=t("review.back"), icon=":material/checklist:", query_params=query)


def _tap(review: Review, by: int) -> None:
    step_on(review, by)


def _keep(review: Review) -> Review:
    st.session_state[_KEY] = review
    return review
