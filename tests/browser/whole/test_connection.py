"""A screen while it loads, when its connection is lost, and when it is back: calm, in the visitor's language."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Response, expect

from planner import links
from planner.config import SIGN_IN_COOKIE
from planner.i18n import translator
from planner.services.access.sign_in import find_actor, sign_out_everywhere
from tests.browser.forms.administrator import let_in
from tests.browser.screens import visit, wait_idle
from tests.browser.servers import Server, start_server

t = translator("ru", "Asia/Yakutsk")
ENGLISH = ("Connection error", "streamlit run", "Is Streamlit", "CONNECTING", "Connecting")


@pytest.fixture
def city(start: Callable[..., Server]) -> Server:
    """A server of its own, which may be killed."""
    return start()


def test_lost_connection_is_told_calmly_and_what_was_typed_is_there_when_it_is_back(page: Page, city: Server) -> None:
    let_in(page, city)
    visit(page, f"{city.url}/tour_edit")
    title = page.get_by_label(t("tours.field.title"), exact=True)
    title.fill("Объезд Северного района")

    city.kill()

    bar = page.locator("#connection")
    expect(bar).to_have_text(t("connection.lost"))
    page.wait_for_timeout(8_000)  # Streamlit would have opened its own box by now
    assert [words for words in ENGLISH if words in page.locator("body").inner_text()] == []
    expect(title).to_have_value("Объезд Северного района")

    again = start_server(city.data.parent, port=city.port, copied=True)
    try:
        expect(bar).to_have_text(t("connection.back"), timeout=60_000)
        wait_idle(page)
        expect(title).to_have_value("Объезд Северного района")
        expect(bar).to_be_hidden()
    finally:
        again.stop()


def test_sign_in_that_ended_while_the_connection_was_lost_leads_to_the_way_in(page: Page, city: Server) -> None:
    let_in(page, city)
    visit(page, f"{city.url}/tours")
    city.kill()
    expect(page.locator("#connection")).to_have_text(t("connection.lost"))
    database = city.open_database()
    with database.transaction() as session:
        token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == SIGN_IN_COOKIE)
        sign_out_everywhere(session, find_actor(session, token, now=datetime.now(UTC)))
    database.close()

    again = start_server(city.data.parent, port=city.port, copied=True)

    try:
        page.wait_for_url("**/sign-in?next=%2Ftours", timeout=60_000)
    finally:
        again.stop()


def test_deep_link_asks_for_nothing_that_is_not_there(page: Page, server: Server) -> None:
    let_in(page, server)
    missing: list[str] = []

    def note(answer: Response) -> None:
        if answer.status >= 400:
            missing.append(answer.url)

    page.on("response", note)
    visit(page, f"{server.url}/tours")
    visit(page, f"{server.url}/tour_edit?id=1")

    assert missing == []


def test_something_is_seen_before_the_scripts_are_there(page: Page, server: Server) -> None:
    let_in(page, server)
    page.route(f"**{links.STREAMLIT_FILES}/js/**", lambda route: None)  # they never come

    page.goto(f"{server.url}/tours", wait_until="commit")

    expect(page.get_by_text(t("connection.loading"), exact=True)).to_be_visible(timeout=2_000)
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.title() == t("app.name")
