"""Parts of an issue's page: head, pictures, place, support, and the address to copy."""

import html
from collections.abc import Callable
from functools import partial

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.models import Photo
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.topic_icons import drawn_icon
from planner.domain.words import IssueState, PhotoPhase, Severity
from planner.phrases.history import say_corrections
from planner.phrases.issues import issue_address, issue_origin, issue_title, photo_caption, say_photo
from planner.services.access.visit import Visit
from planner.services.issues.details import IssueDetails
from planner.services.issues.issues import support_issue
from planner.services.issues.photos import show_photo_again
from planner.ui.assets import run_script, use_styles
from planner.ui.dialog_state import open_dialog
from planner.ui.frame import is_riding
from planner.ui.issue.cards import state_badge
from planner.ui.issue.moving import show_move_button
from planner.ui.light import show_to_copy
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

MAP_HEIGHT = 260


def show_way_back(visit: Visit) -> None:
    """To the list, and to the ride while one is under way; for a tablet, which has no list, to its ride."""
    if may(visit.actor, Action.SEE_LISTS).allowed:
        with st.container(horizontal=True, gap="medium"):
            st.page_link("issues.py", label=visit.t("issue_page.to_list"), icon=":material/arrow_back:")
            if is_riding(visit):  # of several, its screen asks which
                st.page_link("ride.py", label=visit.t("issue_page.to_ride"), icon=":material/near_me:")
    else:
        query = {"tour": str(visit.actor.tour_id)}
        st.page_link("ride.py", label=visit.t("issue_page.to_ride"), icon=":material/arrow_back:", query_params=query)


def show_head(visit: Visit, details: IssueDetails) -> None:
    """Number and title with the badge, then category, severity, place and who raised it."""
    t, issue = visit.t, details.issue
    category = details.category.name_in(t.language)
    st.title(f"{t('issues.number', number=issue.id)} {plain(issue_title(issue, category))}", anchor=False)
    marks = [
        state_badge(t, issue, today_in(visit.city.timezone, visit.now)),
        f":gray-badge[:material/{drawn_icon(details.category.icon, 'label')}: {plain(category)}]",
    ]
    if issue.severity is Severity.DANGER:
        marks.append(f":red-badge[:material/warning: {t('words.severity.danger')}]")
    if issue.internal:
        marks.append(f":violet-badge[:material/lock: {t('issue_page.internal')}]")
    st.markdown(" ".join(marks))
    st.markdown(f":gray[{plain(issue_origin(t, details, visit.actor))}]")
    if issue.behalf and not visit.actor.is_tablet:
        st.markdown(f":gray[{plain(t('issue_page.behalf', name=issue.behalf))}]")
    if issue.external_number and not visit.actor.is_tablet:
        st.markdown(f":gray[{plain(t('issue_page.external_number', number=issue.external_number))}]")
    if details.duplicate_of is not None:
        query = {"id": str(details.duplicate_of.id)}
        label = t("issue_page.duplicate_of", number=details.duplicate_of.id)
        st.page_link("issue.py", label=label, icon=":material/content_copy:", query_params=query)
    _show_text(details)
    corrections = say_corrections(t, details, visit.actor)
    if corrections:
        st.markdown(f":gray[:material/edit_note: {plain(corrections)}]")


def _show_text(details: IssueDetails) -> None:
    """What was written, where it says more than the title does."""
    text = details.issue.text.strip()
    if text and text != issue_title(details.issue, ""):
        st.text(text)


def show_photos(visit: Visit, details: IssueDetails) -> None:
    """The first picture of the problem over the last one of the work, then all of them; a tap opens a large one in a new tab."""
    t = visit.t
    show_problem("photo")
    ordered = sorted(details.photos, key=lambda photo: photo.phase is PhotoPhase.AFTER)
    if not ordered:
        st.markdown(f":gray[:material/no_photography: {t('issue_page.no_photos')}]")
    else:
        _show_pair(visit, details)
        # A picture alone takes the whole width of a phone.
        grid = st.grid(2, min_column_width=150 if len(ordered) > 1 else 340, gap="small")
        for photo in ordered:
            with grid.cell():
                _show_photo(visit, details, photo)


def _show_pair(visit: Visit, details: IssueDetails) -> None:
    """Before and after over each other with a slider, where there are both."""
    seen = [photo for photo in details.photos if not photo.hidden]
    before = next((photo for photo in seen if photo.phase is PhotoPhase.BEFORE), None)
    after = next((photo for photo in reversed(seen) if photo.phase is PhotoPhase.AFTER), None)
    if before is None or after is None:
        return
    t, number = visit.t, details.issue.id
    pictures = "".join(
        f'<img class="{name}" src="{links.PHOTO.to(photo_id=photo.id, variant="clean")}" loading="lazy"'
        f' alt="{html.escape(t("issues.photo_alt", number=number))}. {html.escape(say_photo(t, photo))}">'
        for name, photo in (("before", before), ("after", after))
    )
    label = html.escape(t("issue_page.pair"))
    use_styles("photos/pair.css")
    st.html(
        f'<figure class="pair">{pictures}'
        f'<input type="range" min="0" max="100" step="5" value="50" aria-label="{label}" title="{label}"></figure>'
    )
    run_script("photos/pair.js")


def show_taps(visit: Visit, details: IssueDetails) -> None:
    """What anybody can do who sees an open issue: add photos, and say "I have this problem too"."""
    t, issue = visit.t, details.issue
    open_now = issue.state is not IssueState.CLOSED
    if issue.supporters:
        mine = f" {t('issue_page.supported')}" if details.supported_by_me else ""
        st.markdown(f":material/thumb_up: {t('issue_page.supporters', n=issue.supporters)}{mine}")
    with st.container(horizontal=True, gap="small"):
        if open_now and may(visit.actor, Action.COMMENT, details.subject).allowed:
            about = {"issue_id": issue.id}
            label, icon = t("issue_page.add_photos"), ":material/add_a_photo:"
            st.button(label, icon=icon, on_click=open_dialog, args=("add_photos",), kwargs=about)
        own = details.subject.owner == visit.actor.supporter or details.supported_by_me
        may_support = open_now and not own and may(visit.actor, Action.SUPPORT, details.subject).allowed
        if may_support and st.button(t("issue_page.support"), icon=":material/thumb_up:", key="support"):
            _support(visit, id_of(issue))
    show_problem("support")


def show_place(visit: Visit, details: IssueDetails) -> None:
    """Address, district and coordinates, and the surroundings on a map."""
    t, issue = visit.t, details.issue
    st.header(t("issue_page.place"), anchor=False)
    st.markdown(plain(issue_address(t, issue, details.district)))
    if not issue.placed:
        st.warning(t("issue_page.not_placed"), icon=":material/wrong_location:")
    # `rev` makes the frame load anew when the issue has changed.
    st.iframe(
        links.ISSUE_MAP.to({"id": issue.id, "rev": issue.rev}),
        height=MAP_HEIGHT,
        alt=t("issue_page.map_alt", number=issue.id),
    )
    st.markdown(f":gray[{t('issue_page.coordinates', lat=f'{issue.lat:.5f}', lon=f'{issue.lon:.5f}')}]")
    show_move_button(visit, details)


def _show_again(photo_id: str) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: show_photo_again(session, visit.actor, photo_id, now=visit.now))
    keep_problem("photo", done.problem)
    if done.problem is None:
        st.toast(visit.t("issue_page.photo_shown_now"), icon=":material/visibility:")


def _support(visit: Visit, issue_id: int) -> None:
    done = attempt(visit, lambda session: support_issue(session, visit.actor, issue_id, now=visit.now))
    keep_problem("support", done.problem)
    st.rerun()


def show_address(visit: Visit, details: IssueDetails) -> None:
    """The link of this page, with a button that copies it."""
    st.markdown(f":gray[{visit.t('issue_page.link')}]")
    show_to_copy(visit.t, visit.site.url(links.screen("issue", id=details.issue.id)))


def _show_photo(visit: Visit, details: IssueDetails, photo: Photo) -> None:
    t = visit.t
    alt = html.escape(f"{t('issues.photo_alt', number=details.issue.id)}. {say_photo(t, photo)}")
    look = "photo hidden" if photo.hidden else "photo"
    large, small = (links.PHOTO.to(photo_id=photo.id, variant=variant) for variant in ("clean", "thumbnail"))
    st.html(
        f'<a href="{large}" target="_blank" rel="noopener">'
        f'<img class="{look}" src="{small}" alt="{alt}" loading="lazy"></a>'
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall", wrap=False):
        st.markdown(f":gray[{plain(photo_caption(t, photo, visit.actor))}]")
        _show_photo_rights(visit, details, photo)


def _show_photo_rights(visit: Visit, details: IssueDetails, photo: Photo) -> None:
    """The file as it came, and the way to hide a picture or to show it again, for those who may."""
    t = visit.t
    if not may(visit.actor, Action.SEE_ORIGINAL_PHOTO, details.subject).allowed:
        return
    label = t("issue_page.photo_more")
    with st.popover(
        label, help=label, icon=":material/more_horiz:", type="tertiary", width="content", key=f"edit_photo_{photo.id}"
    ):
        st.link_button(
            t("issue_page.original"),
            links.PHOTO.to(photo_id=photo.id, variant="original"),
            icon=":material/download:",
            width="stretch",
        )
        if not may(visit.actor, Action.HIDE_PHOTO, details.subject).allowed:
            return
        if photo.hidden:
            show_way_back_to_sight(t("issue_page.show_photo"), photo.id, lambda: _show_again(photo.id))
        else:
            about = {"issue_id": details.issue.id, "photo_id": photo.id}
            show_way_out_of_sight(t("issue_page.hide_photo"), photo.id, partial(open_dialog, "hide_photo", **about))


def show_way_out_of_sight(label: str, key: str, hide: Callable[[], None]) -> None:
    """The button that hides a photo or a voice note, in the menu of what can be done with it."""
    st.button(label, icon=":material/visibility_off:", width="stretch", key=f"hide-{key}", on_click=hide)


def show_way_back_to_sight(label: str, key: str, show_again: Callable[[], None]) -> None:
    """The button that takes the hiding back."""
    st.button(label, icon=":material/visibility:", width="stretch", key=f"show-{key}", on_click=show_again)
