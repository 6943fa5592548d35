"""Every screen of the demo city, by the role that opens it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from playwright.sync_api import Page
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Issue, Release, Tour
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Role, TourKind, TourState
from planner.i18n import Translator
from planner.services.press.releases import begin_release
from tests.browser.screens import visit
from tests.browser.servers import Server

ADDRESSES = {
    "admin": (
        "/",
        "/agencies",
        "/districts",
        "/people",
        "/city",
        "/city_map",
        "/places",
        "/account",
        "/repairs",
        "/corrections",
        "/templates",
        "/intake?kind=places",
        "/intake?kind=repairs",
    ),
    "organizer": (
        "/",
        "/tours",
        "/tours?period=past",
        "/tours?view=month",
        "/tours?view=year_figures",
        "/tour?id={event}",
        "/tour_edit?kind=press_approach",
        "/tour?id={coming}",
        "/tour?id={past}",
        "/tour_edit",
        "/tour_edit?id={coming}",
        "/proposals?id={coming}",
        "/fairness",
        "/travel",
        "/invitations?tour={coming}",
        "/issues",
        "/issues?state=closed",
        "/issue?id={new}",
        "/places",
        "/layers",
        "/layer?id=1",
    ),
    "secretary": (
        "/",
        "/tour?id={coming}",
        "/ride?tour={coming}",
        "/ride?tour={past}",
        "/boarding?tour={coming}",
        "/protocol?tour={past}",
        "/invitations?tour={past}",
        "/work",
        "/issue?id={assigned}",
    ),
    "controller": (
        "/",
        "/work",
        "/work?pile=late",
        "/issues?overdue=true",
        "/issue?id={reported}",
        "/issue?id={closed}",
    ),
    "observer": ("/", "/board", "/issues", "/issue?id={assigned}", "/tours", "/tour?id={coming}", "/fairness"),
    "press": (
        "/",
        "/publicity",
        "/publicity?publicity_part=reports",
        "/publicity?publicity_part=tours",
        "/publicity?publicity_part=rules",
        "/votes",
        "/press",
        "/release?id={release}",
        "/report",
        "/press?press_part=published",
        "/outlets",
        "/outlets?media_part=mentions",
        "/outlets?media_part=month",
        "/quotes",
        "/issues",
        "/issue?id={assigned}",
        "/tours",
        "/tour?id={coming}",
    ),
    "official": (
        "/",
        "/notices",
        "/work",
        "/review",
        "/issues",
        "/issue?id={returned}",
        "/tours",
        "/tour?id={coming}",
        "/ride?tour={coming}",
    ),
    "participant": ("/issue?id={new}",),
}
"""A number in braces stands for a tour in a state, or for an issue in one that everybody may see."""
_PRESS = Actor(name="Пресс-служба", roles=frozenset({Role.PRESS}))
MAPS = {
    "/issues": "/map/issues",
    "/work": "/map/issues",
    "/issue": "/map/issue",
    "/tour": "streamlit_folium",
    "/travel": "streamlit_folium",
}
"""Screens with a map, and what the address of its frame holds."""


def sign_in(page: Page, demo: Server, role: str, t: Translator) -> None:
    """Takes the demo's link of a role, and draws no screen by it, as each costs seconds.

    A participant opens theirs and types a name, of nobody who came before.
    """
    if role == "participant":
        page.goto(demo.links()[role])
        page.get_by_label(t("join.name"), exact=True).fill(f"Пётр {uuid4().int % 10**8}")
        page.get_by_role("button", name=t("join.go"), exact=True).click()
        page.locator(".head").wait_for()
        return
    for address in (demo.links()[role], f"{demo.url}/language/{t.language}"):
        assert page.request.get(address).ok


def addresses_of(demo: Server, role: str) -> list[str]:
    """The whole addresses of a role's screens."""
    with _writing(demo) as session:
        tours = {
            "coming": _first_tour(session, TourState.PUBLISHED),
            "past": _first_tour(session, TourState.CLOSED),
            "event": session.exec(select(Tour.id).where(Tour.kind == TourKind.PRESS_APPROACH)).first(),
        }
        issues = {state.value: _first_issue(session, state) for state in IssueState}
        release = _a_release(session) if role == "press" else None
    return [demo.url + address.format(**tours, **issues, release=release) for address in ADDRESSES[role]]


def map_of(address: str) -> str | None:
    """What the address of the map's frame holds, where a screen has a map."""
    return MAPS.get("/" + address.rsplit("/", 1)[-1].partition("?")[0])


def open_screen(page: Page, address: str) -> None:
    """Opens a screen and waits for its map, if it has one."""
    visit(page, address)
    frame = map_of(address)
    if frame is not None:
        page.frame_locator(f"iframe[src*='{frame}']").locator(".leaflet-container").wait_for()


@contextmanager
def _writing(demo: Server) -> Iterator[Session]:
    database = demo.open_database()
    with database.transaction() as session:
        yield session
    database.close()


def _a_release(session: Session) -> int:
    """The first release; the demo city has none of its own."""
    known = session.exec(select(Release.id).order_by(col(Release.id))).first()
    return known or id_of(begin_release(session, _PRESS, title="Итоги объезда Центра", now=datetime.now(UTC)))


def _first_tour(session: Session, state: TourState) -> int | None:
    return session.exec(select(Tour.id).where(Tour.state == state).order_by(col(Tour.id))).first()


def _first_issue(session: Session, state: IssueState) -> int | None:
    query = select(Issue.id).where(Issue.state == state, col(Issue.internal).is_(False))
    return session.exec(query.order_by(col(Issue.id))).first()
