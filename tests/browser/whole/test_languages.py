"""Every visitor chooses a language for themselves, stays where they are, and finds it again the next time."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from planner.i18n import LANGUAGES, translator
from tests.browser.addresses import addresses_of, sign_in
from tests.browser.screens import visit, wait_idle
from tests.browser.servers import Server

ru, en = translator("ru", "Asia/Yakutsk"), translator("en", "Asia/Yakutsk")


def test_language_changes_where_the_visitor_is(new_page: Callable[..., Page], demo: Server) -> None:
    page = new_page()
    sign_in(page, demo, "controller", ru)
    issue = next(address for address in addresses_of(demo, "controller") if "/issue?" in address)
    visit(page, issue)

    page.get_by_role("link", name=LANGUAGES["en"], exact=True).click()
    page.wait_for_function("document.documentElement?.lang === 'en'")
    wait_idle(page)

    assert page.url == issue
    expect(page.get_by_role("heading", name=en("issue_page.history"), exact=True)).to_be_visible()


def test_language_is_remembered_with_the_account(new_page: Callable[..., Page], demo: Server) -> None:
    page, other = new_page(), new_page()
    sign_in(page, demo, "controller", en)

    other.goto(demo.links()["controller"])
    wait_idle(other)

    expect(other.get_by_role("link", name=en("nav.issues"), exact=True)).to_be_visible()
    assert other.evaluate("document.documentElement.lang") == "en"


def test_stranger_is_remembered_by_the_browser_and_others_are_not_touched(
    new_page: Callable[..., Page], demo: Server
) -> None:
    page, other = new_page(), new_page()
    page.goto(f"{demo.url}/sign-in")

    page.get_by_role("link", name=LANGUAGES["en"], exact=True).click()
    page.goto(f"{demo.url}/sign-in")
    other.goto(f"{demo.url}/sign-in")

    expect(page.get_by_role("heading", name=en("sign_in.title"), exact=True)).to_be_visible()
    expect(other.get_by_role("heading", name=ru("sign_in.title"), exact=True)).to_be_visible()
