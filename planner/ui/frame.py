"""The frame around every screen: navigation by what the visitor may do, the style, the language, the way in."""

import html
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from planner import links
from planner.config import ROOT
from planner.domain.permissions import Action, may
from planner.i18n import LANGUAGES
from planner.services.access.visit import Visit

ICON = ROOT / "planner" / "web" / "assets" / "bus.svg"


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
    Screen("tours.py", "nav.tours", ":material/directions_bus:", Action.SEE_PEOPLE),
    Screen("issues.py", "nav.issues", ":material/list_alt:", Action.EXPORT_ISSUES),
    Screen("work.py", "nav.work", ":material/checklist:", Action.EXPORT_ISSUES),
    Screen("tour.py", "nav.tour", ":material/route:", Action.SEE_PEOPLE, menu="hidden"),
    Screen("fairness.py", "fairness.title", ":material/balance:", Action.SEE_PEOPLE, "nav.more"),
    Screen("tour_edit.py", "tours.details", ":material/edit:", Action.SEE_PEOPLE, menu="hidden"),
    Screen("proposals.py", "proposals.title", ":material/alt_route:", Action.SEE_PEOPLE, menu="hidden"),
    Screen("invitations.py", "nav.invitations", ":material/mail:", Action.SEE_PEOPLE, menu="hidden"),
    Screen("ride.py", "nav.ride", ":material/near_me:", Action.RIDE_TOUR, menu="hidden"),
    Screen("boarding.py", "nav.boarding", ":material/how_to_reg:", Action.RIDE_TOUR, menu="hidden"),
    Screen("issue.py", "nav.issue", ":material/flag:", Action.SEE_ISSUE, menu="hidden"),
    Screen("travel.py", "nav.travel", ":material/timer:", Action.PLAN_TOUR, "nav.more"),
    Screen("places.py", "nav.places", ":material/place:", Action.MANAGE_PLACES, "nav.more"),
    Screen("agencies.py", "nav.agencies", ":material/apartment:", Action.MANAGE_AGENCIES, "nav.more"),
    Screen("districts.py", "nav.districts", ":material/map:", Action.MANAGE_CITY, "nav.more"),
    Screen("people.py", "nav.people", ":material/group:", Action.MANAGE_PEOPLE, "nav.more"),
    Screen("city_map.py", "city_import.title", ":material/layers:", Action.MANAGE_CITY, "nav.more"),
    Screen("city.py", "nav.city", ":material/settings:", Action.MANAGE_CITY, "nav.more"),
)
"""In the order of the menu. The start page and the account stand before and after them."""

STYLE = """
[data-testid="stTopNavLinkContainer"] a,[data-testid="stTopNavLink"],[data-testid="stTopNavSection"]{min-height:44px}
[data-testid="stButtonGroup"] button,[data-testid="stPageLink"] a{min-width:44px;min-height:44px}
[data-testid="stCheckbox"] label{min-height:44px;align-items:center}
[data-testid="stSidebarNavLink"],[data-testid="stExpander"] summary{min-height:44px}
[data-testid="stExpandSidebarButton"],[data-testid="stSidebarCollapseButton"] button,[data-testid="stPopoverButton"]
 {min-width:44px;min-height:44px}
[data-testid="stMainBlockContainer"]{max-width:76rem;padding-top:4.5rem}
[data-testid="stLayoutWrapper"]:has(>.st-key-unseen){display:none}
.st-key-big button{min-height:5rem}
.st-key-big button p{font-size:1.5rem;font-weight:650}
[data-testid="stFileUploaderDropzone"] button p{font-size:0}
[data-testid="stFileUploaderDropzone"] button p::after{content:"%(upload)s";font-size:1rem}
[data-testid="stFileUploaderDropzoneInstructions"]{display:none}
.st-key-city_file [data-testid="stFileUploaderDropzone"] button p::after{content:"%(choose)s"}
.st-key-language a{color:#0B4F8A;display:inline-flex;align-items:center;min-width:44px;min-height:44px}
[data-testid="stPageLink"] p{white-space:normal}
[data-testid="stPagination"] button{min-width:44px;min-height:44px}
[class*="st-key-issue_card"] [data-testid="stPageLink"] a{padding:0}
@media(min-width:740px){[data-testid="stGridCell"]:has(.st-key-issues_map) [data-testid="stLayoutWrapper"]{position:sticky;top:4.5rem}}
@media(max-width:739px){[data-testid="stGridCell"]:has(.st-key-issues_map){order:-1}}
[data-testid="stBottomBlockContainer"]{padding-bottom:1.5rem}
[data-testid="InputInstructions"]{display:none}
[data-testid="stMenuButtonBody"] [role="menuitem"]{min-height:44px}
[class*="st-key-person-"] button{min-height:3.5rem}
[class*="st-key-person-"] button>div{width:100%%;justify-content:flex-start}
[class*="st-key-person-"] button p{text-align:left}
[class*="-on_board"] button{background:#E0F3EE;border-color:#0B6B5B;color:#07574A}
.st-key-counter p{font-size:2rem;font-weight:650}
.st-key-counter button p{font-size:1rem;font-weight:400}
[class*="st-key-choice_box"] button{min-height:3.5rem}
[class*="st-key-choice_box"] button p{font-weight:650}
.st-key-share p{font-size:1.4rem;font-weight:650;overflow-wrap:anywhere}
a.button{display:flex;align-items:center;justify-content:center;min-height:45px;padding:0 1rem;border:1px solid #7C8B98;border-radius:.6rem;color:#14212B;text-decoration:none}
:is([class*="st-key-up_"],[class*="st-key-down_"],[class*="st-key-edit_"],[class*="st-key-answer_"]) button
 [data-testid="stMarkdownContainer"]{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%%)}
:is([class*="st-key-up_"],[class*="st-key-down_"],[class*="st-key-edit_"],[class*="st-key-answer_"]) button{min-width:44px}
[class*="st-key-plan_stop_"]>[data-testid="stLayoutWrapper"]:first-child{min-width:13rem}
@media (min-width:1100px){[data-testid="stGridCellContent"]>div:has(.st-key-plan_hint){position:sticky;top:4.5rem}}
@media (max-width:640px){[data-testid="stLayoutWrapper"]:has(>.st-key-plan_left){display:none}}
[class*="st-key-proposal_shown_"]{border:2px solid #0B4F8A!important}
@media print{header,footer,[data-testid="stBottom"],.st-key-language{display:none!important}}
"""


def open_screens(visit: Visit) -> StreamlitPage:
    """Registers the screens that this visitor may open, draws the navigation and returns the page that was asked for."""
    t = visit.t
    pages: dict[str, list[StreamlitPage]] = {"": []}
    if not visit.actor.is_tablet:
        pages[""].append(st.Page("start.py", title=t("nav.start"), icon=":material/home:", default=True))
    for screen in SCREENS:
        if may(visit.actor, screen.action).allowed or screen.menu == "hidden":
            page = st.Page(screen.file, title=t(screen.title), icon=screen.icon, visibility=screen.menu)  # type: ignore[arg-type]
            pages.setdefault(t(screen.section) if screen.section else "", []).append(page)
    if visit.actor.is_tablet:
        pages[""].insert(0, st.Page("tablet.py", title=t("nav.ride"), default=True, visibility="hidden"))
    else:
        account = st.Page("account.py", title=t("nav.account"), icon=":material/account_circle:")
        pages.setdefault(t("nav.more"), []).append(account)
    return st.navigation(pages, position="hidden" if visit.actor.is_tablet else "top")


def dress_up(visit: Visit) -> None:
    """Page title, icon, language of the document and the style sheet; before anything else is drawn."""
    t = visit.t
    st.set_page_config(page_title=t("app.name"), page_icon=str(ICON), layout="wide")
    st.html(f"<style>{STYLE % {'upload': t('app.take_or_choose'), 'choose': t('city_import.choose')}}</style>")
    with st.container(key="unseen"):
        st.html(f"<script>document.documentElement.lang='{t.language}'</script>", unsafe_allow_javascript=True)


def show_languages(visit: Visit) -> None:
    """One link per other language, at the foot of each screen."""
    back = _here()
    with st.container(horizontal=True, horizontal_alignment="right", key="language"):
        for code, name in LANGUAGES.items():
            if code != visit.t.language:
                way = html.escape(links.LANGUAGE.to({"next": back}, language=code))
                st.html(f'<a href="{way}" target="_self" lang="{code}">{name}</a>')


def show_way_in(visit: Visit) -> None:
    """For a stranger who came past the gate, because the sign-in ended meanwhile: the way back to this very screen."""
    t = visit.t
    way = links.sign_in_and_back(_here())
    st.navigation([st.Page(lambda: None, title=t("sign_in.title"), default=True)], position="hidden").run()
    st.title(t("sign_in.title"), anchor=False)
    st.write(t("sign_in.ended"))
    st.html(f'<a href="{way}" target="_self">{t("sign_in.go")}</a>')
    st.html(f"<script>location.replace('{way}')</script>", unsafe_allow_javascript=True)


def _here() -> str:
    path = urlsplit(st.context.url or "/").path or "/"
    query = urlencode(st.query_params.to_dict())  # the context's address has none
    return f"{path}?{query}" if query else path
