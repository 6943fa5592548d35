"""A real server, a real Chromium that reaches nothing but this machine, and what a failed test leaves to look at."""

import os
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.browser.find_browser import REASON, NoBrowser, find_browser
from tests.browser.screens import TABLET, screenshot
from tests.browser.servers import APPLICATION, DEMO, Server, copy_data, start_server
from tests.browser.visitors import Visitor, Visitors
from tests.prepare.alone import alone, folder_of_the_run

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOTHING_OUTSIDE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
DEFAULTS = {"viewport": TABLET, "locale": "ru-RU", "timezone_id": "Asia/Yakutsk"}
LOG_TAIL = 8_000
WORDS_TAIL = 2_000

_failed = pytest.StashKey[bool]()
_visitors = pytest.StashKey[list[Visitor]]()
_servers: list[Server] = []


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Where the Chromium is that all tests use; looked for before Playwright runs, which is asked too."""
    return _browser_or_fail()


@pytest.fixture(scope="session")
def browser(browser_path: str) -> Iterator[Browser]:
    """A headless Chromium in which every host but this one does not exist."""
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=[*QUIET, NOTHING_OUTSIDE])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitors(browser: Browser) -> Iterator[Visitors]:
    """Browser windows without a past, for all tests of this process."""
    visitors = Visitors(browser)
    yield visitors
    visitors.close()


@pytest.fixture
def new_page(visitors: Visitors, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Makes pages, each of another visitor: `new_page()` is a Russian tablet; keywords go to Playwright's `new_context`.

    When the test ends, nothing may have been asked for outside. A failed test leaves a picture of each page.
    """
    taken: list[Visitor] = request.node.stash.setdefault(_visitors, [])

    def make(**options: Any) -> Page:
        taken.append(visitors.take(**DEFAULTS | options))
        return taken[-1].page

    yield make
    failed = request.node.stash.get(_failed, False)
    if failed:
        for number, page in enumerate(page for visitor in taken for page in visitor.context.pages):
            screenshot(page, f"failed-{re.sub(r'[^0-9A-Za-z_]+', '-', request.node.name)}-{number}")
    asked = [url for visitor in taken for url in visitor.asked]
    for visitor in taken:
        visitor.is_used_up |= failed
        visitors.put_back(visitor)
    assert [url for url in asked if is_outside(url)] == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One Russian visitor with a tablet."""
    return new_page()


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Starts servers, on a copy of the data in the folder `data` if it is given; keywords go to `start_server`.

    All end with the tests. But for the command that a newcomer types, they are copies of a process that has read all modules.
    """

    def start_one(*, data: Path | None = None, command: Sequence[str] = APPLICATION, **options: Any) -> Server:
        folder = tmp_path_factory.mktemp("server")
        if data is not None:
            copy_data(data, folder / "data")
        server = start_server(folder, command=command, copied=command in (APPLICATION, DEMO), **options)
        _servers.append(server)
        return server

    yield start_one
    for server in _servers:
        server.stop()


@pytest.fixture(scope="module")
def server(start: Callable[..., Server]) -> Iterator[Server]:
    """A server with an empty database, for the tests of one file."""
    server = start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def common_server(start: Callable[..., Server]) -> Server:
    """A server without a city for all files whose tests make what they look at, and leave each other's alone."""
    return start()


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the demo city, to be copied: loaded by `python -m planner demo`, once for all processes of a run."""
    loading = folder_of_the_run(tmp_path_factory) / "demo"
    with alone(loading.with_suffix(".lock")):
        if not (loading / "loaded").exists():
            server = start_server(loading, command=DEMO, seconds=300)
            server.stop()
            (loading / "loaded").touch()
    return loading / "data"


@pytest.fixture(scope="session")
def demo(start: Callable[..., Server], demo_data: Path) -> Server:
    """A server with the demo city; `demo.links()["organizer"]` signs in. All tests share it: look, or change your own."""
    return start(data=demo_data, command=DEMO)


def is_outside(url: str) -> bool:
    """Whether an address is of another host: of the demo city not even a map tile is."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in ("localhost", "127.0.0.1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds what each page says and the end of each server's log to the report of a failed test."""
    report = yield
    if report.failed:
        item.stash[_failed] = True
        for page in (page for visitor in item.stash.get(_visitors, []) for page in visitor.context.pages):
            report.sections.append((f"Page {page.url}", _words_on(page)))
        for server in _servers:
            report.sections.append((f"Server on port {server.port}", _tail(server.log)))
    return report


def _browser_or_fail() -> str:
    try:
        return find_browser(os.environ)
    except NoBrowser as missing:
        reason = REASON.read_text(encoding="utf-8") if REASON.exists() else f"{missing}\n`make prepare` installs one."
    pytest.fail(f"No browser to test with: {reason}", pytrace=False)


def _words_on(page: Page) -> str:
    """The dialog in front where there is one: a failed test is often all that is known of a fault on another machine."""
    try:
        dialog = page.get_by_role("dialog").or_(page.locator("body")).last
        return dialog.inner_text(timeout=2_000)[-WORDS_TAIL:]
    except Error as fault:
        return str(fault)


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:]
