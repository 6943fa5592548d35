"""The frame around every screen: navigation by what the visitor may do, the style, the language, the way in."""

import html
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from planner import links
from planner.config import SIGN_IN_COOKIE
from planner.domain.permissions import Action, may
from planner.domain.words import TourState
from planner.i18n import LANGUAGES
from planner.render.assets import ASSETS
from planner.services.access.sign_in import tablet_is_over
from planner.services.access.visit import Visit
from planner.services.notices.bell import MOST_UNREAD, unread_count
from planner.services.ride.under_way import rides_now
from planner.ui.assets import run_script, use_styles
from planner.ui.visit import here

ICON = ASSETS / "bus.svg"
_SIGNED_OUT = "signed_out"


@dataclass(frozen=True)
class Screen:
    """A page file, the key of its title, its icon, whose right opens it, and its section of the menu ("" for none).

    `menu` "hidden" pages are reached by links only.
    """

    file: str
    title: str
    icon: str
    action: Action
    section: str = ""
    menu: str = "visible"


SCREENS = (
    Screen("tours.py", "nav.tours", ":material/directions_bus:", Action.SEE_LISTS),
    Screen("issues.py", "nav.issues", ":material/list_alt:", Action.SEE_LISTS),
    Screen("work.py", "nav.work", ":material/checklist:", Action.SEE_LISTS),
    Screen("review.py", "review.title", ":material/checklist:", Action.SEE_LISTS, menu="hidden"),
    Screen("board.py", "nav.board", ":material/monitoring:", Action.SEE_BOARD),
    Screen("publicity.py", "nav.publicity", ":material/public:", Action.PUBLISH),
    Screen("press.py", "press.screen", ":material/newspaper:", Action.PUBLISH),
    Screen("release.py", "press.release", ":material/newspaper:", Action.PUBLISH, menu="hidden"),
    Screen("report.py", "report.screen", ":material/summarize:", Action.PUBLISH, menu="hidden"),
    Screen("outlets.py", "media.screen", ":material/contacts:", Action.PUBLISH, menu="hidden"),
    Screen("quotes.py", "press.my_quotes", ":material/format_quote:", Action.SEE_LISTS, menu="hidden"),
    Screen("votes.py", "nav.votes", ":material/how_to_vote:", Action.HOLD_VOTE, "nav.more"),
    Screen("tour.py", "nav.tour", ":material/route:", Action.SEE_LISTS, menu="hidden"),
    Screen("fairness.py", "fairness.title", ":material/balance:", Action.SEE_LISTS, "nav.more"),
    Screen("tour_edit.py", "tours.details", ":material/edit:", Action.SEE_LISTS, menu="hidden"),
    Screen("proposals.py", "proposals.title", ":material/alt_route:", Action.SEE_LISTS, menu="hidden"),
    Screen("invitations.py", "nav.invitations", ":material/mail:", Action.SEE_PEOPLE, menu="hidden"),
    Screen("ride.py", "nav.ride", ":material/near_me:", Action.RIDE_TOUR, menu="hidden"),
    Screen("boarding.py", "nav.boarding", ":material/how_to_reg:", Action.RIDE_TOUR, menu="hidden"),
    Screen("notices.py", "notices.title", ":material/notifications:", Action.SEE_LISTS, menu="hidden"),
    Screen("protocol.py", "protocol.screen", ":material/gavel:", Action.SEE_PEOPLE, menu="hidden"),
    Screen("issue.py", "nav.issue", ":material/flag:", Action.SEE_ISSUE, menu="hidden"),
    Screen("corrections.py", "corrections.title", ":material/upload_file:", Action.IMPORT_TABLES, menu="hidden"),
    Screen("intake.py", "intake.title", ":material/upload_file:", Action.IMPORT_TABLES, menu="hidden"),
    Screen("travel.py", "nav.travel", ":material/timer:", Action.PLAN_TOUR, "nav.more"),
    Screen("templates.py", "templates.title", ":material/description:", Action.PLAN_TOUR, "nav.more"),
    Screen("places.py", "nav.places", ":material/place:", Action.MANAGE_PLACES, "nav.more"),
    Screen("layers.py", "layers.title", ":material/layers:", Action.SEE_DIRECTORIES, "nav.more"),
    Screen("layer.py", "layers.layer", ":material/layers:", Action.SEE_DIRECTORIES, menu="hidden"),
    Screen("repairs.py", "repairs.title", ":material/verified:", Action.MANAGE_PLACES, "nav.more"),
    Screen("agencies.py", "nav.agencies", ":material/apartment:", Action.MANAGE_AGENCIES, "nav.more"),
    Screen("districts.py", "nav.districts", ":material/map:", Action.MANAGE_CITY, "nav.more"),
    Screen("people.py", "nav.people", ":material/group:", Action.MANAGE_PEOPLE, "nav.more"),
    Screen("city_map.py", "city_import.title", ":material/layers:", Action.MANAGE_CITY, "nav.more"),
    Screen("city.py", "nav.city", ":material/settings:", Action.MANAGE_CITY, "nav.more"),
)
"""In the order of the menu. The start page and the account stand before and after them."""


def open_screens(visit: Visit) -> StreamlitPage:
    """Registers the screens that this visitor may open, draws the navigation and returns the page that was asked for."""
    t = visit.t
    pages: dict[str, list[StreamlitPage]] = {"": []}
    riding = is_riding(visit)
    if not visit.actor.is_tablet:
        pages[""].append(st.Page("start.py", title=t("nav.start"), icon=":material/home:", default=True))
    for screen in SCREENS:
        if may(visit.actor, screen.action).allowed or screen.menu == "hidden":
            now = riding and screen.file == "ride.py"
            menu, title = ("visible", "nav.riding") if now else (screen.menu, screen.title)
            page = st.Page(screen.file, title=t(title), icon=screen.icon, visibility=menu)  # type: ignore[arg-type]
            section = pages.setdefault(t(screen.section) if screen.section else "", [])
            section.insert(1 if now else len(section), page)
    if visit.actor.is_tablet:
        pages[""].insert(0, st.Page("tablet.py", title=t("nav.ride"), default=True, visibility="hidden"))
    else:
        account = st.Page("account.py", title=t("nav.account"), icon=":material/account_circle:")
        pages.setdefault(t("nav.more"), []).append(account)
    return st.navigation(pages, position="hidden" if visit.actor.is_tablet else "top")


def is_riding(visit: Visit) -> bool:
    """Whether a bus is under way that this visitor may look at: then the way to it stands on every screen."""
    if not (may(visit.actor, Action.SEE_LISTS).allowed and may(visit.actor, Action.RIDE_TOUR).allowed):
        return False
    with visit.reading() as session:
        return any(tour.state is TourState.RIDING for tour in rides_now(session, visit.actor, now=visit.now))


def dress_up(visit: Visit) -> None:
    """Page title, icon, language of the document and the style sheets; before anything else is drawn."""
    t = visit.t
    st.set_page_config(page_title=t("app.name"), page_icon=str(ICON), layout="wide")
    use_styles("colours.css", "screen/screen.css", "screen/tables.css")
    with st.container(key="unseen"):
        words = {"upload": t("app.take_or_choose"), "choose": t("city_import.choose")}
        run_script("screen/document.js", language=t.language, words=words)


def show_bell(visit: Visit) -> None:
    """The bell in the head of every office screen, with the number of notices that one has not read yet."""
    if visit.actor.person_id is None or not may(visit.actor, Action.SEE_LISTS).allowed:
        return
    with visit.reading() as session:
        unread = unread_count(session, visit.actor)
    with st.container(key="bell"):
        label = visit.t("notices.bell", n=unread) if unread else visit.t("notices.title")
        label = visit.t("notices.bell_many", number=MOST_UNREAD - 1) if unread >= MOST_UNREAD else label
        st.page_link("notices.py", label=label, icon=":material/notifications:")


def show_languages(visit: Visit) -> None:
    """One link per other language, at the foot of each screen."""
    back = here()
    with st.container(horizontal=True, horizontal_alignment="right", key="language"):
        for code, name in LANGUAGES.items():
            if code != visit.t.language:
                way = html.escape(links.LANGUAGE.to({"next": back}, language=code))
                st.html(f'<a href="{way}" target="_self" lang="{code}">{name}</a>')


def note_sign_out() -> None:
    """The visitor has signed out on a screen: the next thing drawn forgets what was half-typed in this browser."""
    st.session_state[_SIGNED_OUT] = True


def show_way_in(visit: Visit) -> None:
    """For a stranger who came past the gate, because the sign-in ended meanwhile: the way back to this very screen. A
    tablet whose tour is over is told so instead.
    """
    t = visit.t
    way = links.sign_in_and_back(here())
    st.navigation([st.Page(lambda: None, title=t("sign_in.title"), default=True)], position="hidden").run()
    st.title(t("sign_in.title"), anchor=False)
    with visit.reading() as session:
        is_over = tablet_is_over(session, st.context.cookies.get(SIGN_IN_COOKIE))
    over = "permissions.tablet_off" if visit.actor.turned_off else "sign_in.tour_over"
    st.write(t(over if is_over else "sign_in.ended"))
    st.html(f'<a href="{html.escape(way)}" target="_self">{t("sign_in.go")}</a>')
    if _SIGNED_OUT in st.session_state:
        run_script("screen/signed_out.js")
    run_script("screen/leave.js", address=here() if is_over else way)
