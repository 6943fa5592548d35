"""The tools of the browser tests do what they promise, on a small screen of their own."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.domain.words import GRANTED_ROLES, Role
from tests.browser.conftest import DEFAULTS, is_outside
from tests.browser.find_browser import NoBrowser, find_browser, shell_beside
from tests.browser.screens import PHONE, TABLET, press, type_into, visit, wait_idle
from tests.browser.servers import LINK, Server
from tests.browser.visitors import Visitors

SCREEN = """
import time
import streamlit as st

seen = st.session_state.setdefault("seen", [])
if st.button("Медленно"):
    time.sleep(0.7)
    seen.append("медленно")
if st.button("Дважды"):
    time.sleep(0.2)
    seen.append("дважды")
    st.rerun()
for file in st.file_uploader("Фото", accept_multiple_files=True):
    st.write(f"Файл {file.name}: {file.size}")
name = st.text_input("Имя")
st.write(f"Было: {' '.join(seen)}. Имя: {name}.")

@st.fragment
def part():
    if st.button("Часть"):
        time.sleep(0.4)
        st.session_state["part"] = True
    st.write(f"Часть: {st.session_state.get('part', False)}.")

part()
"""
SERVE = """
import os, sys
from streamlit.web.cli import main

sys.argv = ["streamlit", "run", sys.argv[1], f"--server.port={os.environ['PORT']}"]
print(f"organizer http://localhost:{os.environ['PORT']}/sign-in/abc", flush=True)
main()
"""


@pytest.fixture(scope="module")
def small(start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with one screen that has a slow button, one that runs twice, a field, an uploader and a fragment."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "screen.py").write_text(SCREEN, encoding="utf-8")
    (folder / "serve.py").write_text(SERVE, encoding="utf-8")
    return start(command=(str(folder / "serve.py"), str(folder / "screen.py")))


def test_screen_is_drawn_when_it_is_idle(page: Page, small: Server) -> None:
    visit(page, small.url)

    assert page.get_by_text("Было: . Имя: .").count() == 1
    assert page.viewport_size == TABLET


def test_slow_run_has_ended_when_it_is_idle(page: Page, small: Server) -> None:
    visit(page, small.url)

    press(page, "Медленно")
    press(page, "Дважды")
    press(page, "Медленно")

    assert page.get_by_text("Было: медленно дважды медленно. Имя: .").count() == 1


def test_typed_text_has_arrived_when_it_is_idle(page: Page, small: Server) -> None:
    visit(page, small.url)

    type_into(page, "Имя", "Ольга")

    assert page.get_by_text("Имя: Ольга.").count() == 1


def test_fragment_has_ended_when_it_is_idle(page: Page, small: Server) -> None:
    visit(page, small.url)

    press(page, "Часть")

    assert page.get_by_text("Часть: True.").count() == 1


def test_upload_has_arrived_when_it_is_idle(page: Page, small: Server) -> None:
    visit(page, small.url)

    page.locator("input[type=file]").set_input_files(
        {"name": "яма.jpg", "mimeType": "image/jpeg", "buffer": bytes(5_000_000)}
    )
    wait_idle(page)

    assert page.get_by_text("Файл яма.jpg: 5000000").count() == 1


KEEP = """async () => {
  document.cookie = "who=olga";
  localStorage.setItem("who", "olga");
  sessionStorage.setItem("who", "olga");
  await new Promise((done) => { indexedDB.open("olga").onsuccess = done; });
}"""
KEPT = """async () => [
  document.cookie.includes("olga"),
  localStorage.getItem("who"),
  sessionStorage.getItem("who"),
  await indexedDB.databases(),
]"""


def test_visitors_do_not_share_anything(new_page: Callable[..., Page], small: Server) -> None:
    olga, pyotr = new_page(), new_page()
    for visitor in (olga, pyotr):
        visit(visitor, small.url)

    type_into(olga, "Имя", "Ольга")

    expect(pyotr.get_by_text("Имя: .")).to_be_visible()


def test_next_visitor_knows_nothing_of_the_last_one(visitors: Visitors, small: Server) -> None:
    last = visitors.take(**DEFAULTS)
    visit(last.page, small.url)
    last.page.evaluate(KEEP)
    assert [bool(kept) for kept in last.page.evaluate(KEPT)] == [True] * 4
    last.page.set_viewport_size(PHONE)
    last.page.route("**/*", lambda route: route.abort())
    last.page.context.new_page()
    visitors.put_back(last)

    visitor = visitors.take(**DEFAULTS)

    assert (visitor, visitor.asked, visitor.page.viewport_size) == (last, [], TABLET)  # it is the same window
    visit(visitor.page, small.url)
    assert visitor.page.evaluate(KEPT) == [False, None, None, []]
    assert [page.url for page in visitor.context.pages] == [visitor.page.url]
    visitors.put_back(visitor)


@pytest.mark.parametrize("what", ["asks for another thing", "listens", "changes the page"])
def test_window_in_which_something_lasts_is_not_used_again(visitors: Visitors, small: Server, what: str) -> None:
    visitor = visitors.take(**DEFAULTS, **({"color_scheme": "dark"} if what == "asks for another thing" else {}))
    if what == "listens":
        visitor.page.on("dialog", lambda dialog: dialog.accept())
    if what == "changes the page":
        visitor.page.context.add_init_script("window.changed = 1")
    visit(visitor.page, small.url)

    visitors.put_back(visitor)

    assert visitors.take(**visitor.options) is not visitor


def test_demo_links_are_read_from_the_log(small: Server) -> None:
    assert small.links() == {"organizer": f"{small.url}/sign-in/abc"}
    assert LINK.findall("You can view: http://localhost:8501/x") == []


def test_demo_is_loaded_by_the_command_once_and_copied(demo: Server, demo_data: Path) -> None:
    loading = Server(demo.process, demo.port, demo_data, demo_data.parent / "server.log")

    logs = [server.log.read_text(encoding="utf-8") for server in (loading, demo)]

    assert ["Loading the demo city" in log for log in logs] == [True, False]
    assert set(loading.links()) == set(demo.links()) == {*GRANTED_ROLES, Role.PARTICIPANT}


@pytest.mark.parametrize("address", ["https://example.org/", "http://192.0.2.1/", "wss://example.org/"])
def test_outside_host_does_not_exist(browser: Browser, address: str) -> None:
    page = browser.new_page()
    request = "new Promise((yes, no) => { const s = new WebSocket(url); s.onopen = yes; s.onerror = no; })"

    reached = page.evaluate(
        f"url => (url.startsWith('ws') ? {request} : fetch(url, {{mode: 'no-cors'}})).then(() => true, () => false)",
        address,
    )
    page.close()

    assert reached is False


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("http://localhost:8501/tours", False),
        ("ws://127.0.0.1:8501/_stcore/stream", False),
        ("data:image/png;base64,AAAA", False),
        ("https://tile.openstreetmap.org/12/3500/1380.png", True),
        ("https://tiles.example.org/12/3500/1380@2x.webp?key=1", True),
        ("https://cdn.example.org/leaflet@1.9.4/dist/leaflet.js", True),
        ("https://localhost.example.org/", True),
        ("https://fonts.example.org/icon.png", True),
        ("wss://example.org/stream", True),
    ],
)
def test_nothing_may_be_asked_for_outside(address: str, outside: bool) -> None:
    assert is_outside(address) is outside


def test_chosen_browser_that_does_not_start_is_refused(tmp_path: Path) -> None:
    chosen = tmp_path / "browser"
    chosen.write_text("#!/bin/sh\nexit 1\n")
    chosen.chmod(0o755)

    with pytest.raises(NoBrowser, match=f"PLANNER_BROWSER: {chosen} does not start"):
        find_browser({"PLANNER_BROWSER": str(chosen)})


def test_chosen_browser_comes_first(tmp_path: Path) -> None:
    chosen = tmp_path / "browser"
    chosen.write_text("#!/bin/sh\nexit 0\n")
    chosen.chmod(0o755)

    assert find_browser(os.environ | {"PLANNER_BROWSER": str(chosen)}) == str(chosen)


def test_browser_without_windows_of_the_same_number_is_found_beside_the_whole_one(tmp_path: Path) -> None:
    whole = tmp_path / "chromium-12" / "chrome-linux64" / "chrome"
    shells = [
        tmp_path / f"chromium_headless_shell-{number}" / "linux64" / "chrome-headless-shell" for number in (11, 12)
    ]
    before = shell_beside(str(whole))
    for shell in shells:
        shell.parent.mkdir(parents=True)
        shell.touch()

    assert (before, shell_beside(str(whole))) == ("", str(shells[1]))
