"""Issues on screens: the badge that says how one stands, and the card that leads to it."""

import html
from collections.abc import Sequence
from datetime import date
from typing import Protocol

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.issue_look import IssueLook, look_of
from planner.domain.models import Agency, Category, Instruction, Issue
from planner.domain.search import Search
from planner.i18n import Translator
from planner.phrases.instructions import say_lateness
from planner.phrases.issues import issue_in_words, issue_place, issue_title, where_found
from planner.phrases.names import agency_name
from planner.services.access.visit import Visit
from planner.services.issues.found_in import FoundText
from planner.ui.text import marked, plain

LOOKS = {
    IssueLook.OVERDUE: ("red", "alarm"),
    IssueLook.RETURNED: ("violet", "undo"),
    IssueLook.ASSIGNED: ("blue", "schedule"),
    IssueLook.REPORTED: ("orange", "fact_check"),
    IssueLook.NEW: ("gray", "radio_button_unchecked"),
    IssueLook.FIXED: ("green", "check_circle"),
    IssueLook.CLOSED: ("gray", "block"),
}
"""Colour and icon; the word comes with them, so that no state is told by colour alone."""


class CardRow(Protocol):
    """What a card needs; the rows of several services have it."""

    @property
    def issue(self) -> Issue:
        """The issue."""

    @property
    def category(self) -> Category:
        """Its category."""

    @property
    def photo_id(self) -> str | None:
        """A picture of it."""


def state_badge(t: Translator, issue: Issue, today: date) -> str:
    """Markdown of the badge: colour, icon and word."""
    colour, icon = LOOKS[look_of(issue.state, issue.outcome, issue.due_on, today)]
    return f":{colour}-badge[:material/{icon}: {plain(issue_in_words(t, issue, today))}]"


def issue_link(visit: Visit, issue: Issue, category: Category, search: Search | None = None) -> None:
    """The number and title, leading to the issue's page; with `search` the words that were looked for are marked."""
    name = _marked(search, issue_title(issue, category.name_in(visit.t.language)))
    label = f"**{visit.t('issues.number', number=issue.id)} {name}**"
    st.page_link("issue.py", label=label, query_params={"id": str(issue.id)})


def issue_card(
    visit: Visit,
    row: CardRow,
    *,
    agency: Agency | None = None,
    late: Instruction | None = None,
    search: Search | None = None,
    found: Sequence[FoundText] = (),
) -> None:
    """Photo, link, place, badge, agency and lateness, and where words were found; to be drawn inside any container."""
    issue, category = row.issue, row.category
    with st.container(border=True, horizontal=True, vertical_alignment="top", gap="small"):
        if row.photo_id:
            show_thumbnail(visit, row.photo_id, issue)
        with st.container(gap="xsmall"):
            issue_link(visit, issue, category, search)
            st.markdown(f":gray[{_marked(search, issue_place(issue, category.name_in(visit.t.language)))}]")
            for line in where_found(visit.t, issue, search, found) if search else ():
                st.markdown(f":gray[{marked(line)}]")
            today = today_in(visit.city.timezone, visit.now)
            said = _marked(search, agency_name(agency)) if agency else ""
            told = f" :gray[{say_lateness(visit.t, late, today)}]" if late else ""
            st.markdown(f"{state_badge(visit.t, issue, today)} {said}{told}")


def _marked(search: Search | None, text: str) -> str:
    return marked(search.marked(text)) if search else plain(text)


def show_thumbnail(visit: Visit, photo_id: str, issue: Issue, *, width: int = 88) -> None:
    """The small picture, `width` pixels wide, cut to 4:3."""
    alt = html.escape(visit.t("issues.photo_alt", number=issue.id))
    st.html(
        f'<img class="thumbnail" src="{links.PHOTO.to(photo_id=photo_id, variant="thumbnail")}" alt="{alt}" loading="lazy" '
        f'style="width:{width}px">',
        width=width,
    )
