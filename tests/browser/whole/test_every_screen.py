"""Every screen of every role on a phone, a tablet and a desk, where no outside host is: whole, Russian, and made for fingers."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from planner import links
from planner.config import ROOT
from planner.i18n import translator
from tests.browser.addresses import ADDRESSES, addresses_of, open_screen, sign_in
from tests.browser.screens import DESKTOP, PHONE, TABLET, wait_idle
from tests.browser.servers import Server
from tests.browser.whole.screen_faults import broken, english_on, unhandy

SCREENS = {file.stem for file in (ROOT / "pages").glob("*.py")} | {""}
t = translator("ru", "Asia/Yakutsk")


@pytest.mark.parametrize("role", ADDRESSES)
def test_every_screen_is_whole_and_handy(new_page: Callable[..., Page], demo: Server, role: str) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, demo, role, t)
    refused: list[str] = []
    asked: set[str] = set()
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)

    found = [
        f"{address.removeprefix(demo.url)}: {problem}"
        for address in addresses_of(demo, role)
        for problem in [*_problems(page, address), *_dead_links(page, demo, asked)]
    ]

    assert found == [], "\n".join(found)
    assert refused == []


def test_every_screen_that_there_is_is_opened() -> None:
    opened = {urlsplit(address).path.strip("/") or "start" for some in ADDRESSES.values() for address in some}
    there_are = {file.stem for file in (ROOT / "pages").glob("*.py")}

    assert there_are - opened == {"shell", "tablet"}, (
        "the frame is around each of them, and a tablet has a page of its own"
    )


def _dead_links(page: Page, demo: Server, seen: set[str]) -> list[str]:
    """Papers, tables, calendars and pages to which a screen leads, and which are not there. Each is asked for once."""
    found: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map(({href}) => href.split('#')[0])")
    files = [href for href in dict.fromkeys(found) if href not in seen and _is_file(href, demo)]
    seen.update(files)
    answers = ((href, page.request.get(href, headers={"Range": "bytes=0-0"}).status) for href in files)
    return [f"leads to {href.removeprefix(demo.url)}: {status}" for href, status in answers if status >= 400]


def _is_file(href: str, demo: Server) -> bool:
    """Whether it is ours and no screen; to sign out and to change the language are deeds."""
    path = href.removeprefix(demo.url).split("?")[0]
    is_deed = path.startswith((links.SIGN_OUT.to(), "/language/"))
    return href.startswith(f"{demo.url}/") and path.strip("/") not in SCREENS and not is_deed


def _problems(page: Page, address: str) -> list[str]:
    """On a phone, and then as the same window grows."""
    page.set_viewport_size(PHONE)
    open_screen(page, address)
    found = [f"phone: {problem}" for problem in _problems_of_size(page)]
    for name, size in (("tablet", TABLET), ("desktop", DESKTOP)):
        page.set_viewport_size(size)
        wait_idle(page)
        found += [f"{name}: {problem}" for problem in _problems_of_size(page)]
    return [*found, *broken(page, address)]


def _problems_of_size(page: Page) -> list[str]:
    return unhandy(page) + [f"English: {text}" for text in english_on(page)]


def test_usual_letters_do_not_bring_a_whole_font(new_page: Callable[..., Page], demo: Server) -> None:
    page = new_page(viewport=DESKTOP)
    sign_in(page, demo, "organizer", t)

    open_screen(page, demo.url)

    brought: list[str] = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert [name for name in brought if "text.woff2" in name] != []
    assert [name for name in brought if "SourceSans" in name] == []
