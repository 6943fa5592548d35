"""Without any outside host every screen of every role opens, with a map that has a ground to stand on, in whole Russian."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page

from planner.i18n import translator
from tests.browser.addresses import ADDRESSES, addresses_of, map_of, open_screen, sign_in
from tests.browser.screens import texts_of
from tests.browser.servers import Server

CYRILLIC, LATIN_WORD = re.compile(r"[А-Яа-яЁё]"), re.compile(r"[A-Za-z]{3,}")
FOREIGN_BY_RIGHT = re.compile(
    r"CSV|XLSX|GeoJSON|English"
    r"|© OpenStreetMap contributors"
    r"|https?://\S+|localhost:\d+\S*"
    r"|[\w.+-]+@[\w.-]+"
    r"|[A-Z][A-Za-z_]+/[A-Za-z_/]+"
    r"|/tiles/\{z\}/\{x\}/\{y\}\.png"
    r"|streamlit_folium\.st_folium"
    r"|Upload"
)
"""Texts without a Russian letter that are right as they are: formats, a language's own name, addresses, time zones, an
example of an address, the title that a map's frame gets from its component, and the word of an upload's button, which the
style sheet replaces with a Russian one."""
GROUND_SHAPES = 8
"""A city with fewer lines and areas under it than its boundary, rivers and districts has no ground."""

t = translator("ru", "Asia/Yakutsk")


@pytest.mark.parametrize("role", ADDRESSES)
def test_every_screen_opens_without_outside_hosts(new_page: Callable[..., Page], demo: Server, role: str) -> None:
    page = new_page()
    sign_in(page, demo, role, t)

    found = [
        f"{address.removeprefix(demo.url)}: {problem}"
        for address in addresses_of(demo, role)
        for problem in _problems(page, address)
    ]

    assert found == [], "\n".join(found)


def _problems(page: Page, address: str) -> list[str]:
    """What is wrong with one screen, in words; nothing where all is well."""
    open_screen(page, address)
    problems = [f"error: {text}" for text in page.get_by_test_id("stAlertContentError").all_inner_texts()]
    problems += [f"exception: {text}" for text in page.get_by_test_id("stException").all_inner_texts()]
    if page.locator("h1, [data-testid=stMain] strong").count() == 0:
        problems.append("nothing is shown")
    for frame in page.frames:
        if frame.evaluate("document.documentElement.lang") != "ru":
            problems.append(f"the language is not told: {frame.url}")
        problems += _foreign_texts(frame)
    map_frame = map_of(address)
    if map_frame is not None:
        problems += _map_problems(page, map_frame)
    return problems


def _foreign_texts(frame: Frame) -> list[str]:
    foreign = [text for text in texts_of(frame) if LATIN_WORD.search(text) and not CYRILLIC.search(text)]
    return [f"not Russian: {text}" for text in foreign if not FOREIGN_BY_RIGHT.fullmatch(text)]


def _map_problems(page: Page, frame: str) -> list[str]:
    """The tiles fail, as no outside host is there: the ground of our own must be under the map."""
    inside = page.frame_locator(f"iframe[src*='{frame}']")
    shapes = inside.locator(".leaflet-ground-pane path, .leaflet-areas-pane path").count()
    tiles = inside.locator(".leaflet-tile-loaded").count()
    problems = [] if shapes >= GROUND_SHAPES else [f"the map's ground has {shapes} shapes"]
    return problems if tiles == 0 else [*problems, f"{tiles} tiles came from outside"]
