"""A Russian visitor meets no English on the main screens and in their dialogs: neither seen nor read aloud."""

import re
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page

from planner.i18n import translator
from tests.browser.addresses import addresses_of, sign_in
from tests.browser.screens import DESKTOP, TABLET, press, visit, wait_idle
from tests.browser.servers import Server

PERMITTED = (
    r"English|OpenStreetMap|Leaflet|OSRM|Valhalla|GPX|GeoJSON|CSV|XLSX|PDF|JSON|JPEG|PNG|WebP|HEIC|QR|GPS|URL|iCal|XYZ|Material Symbols|Outlook"
    r"|https?://\S+|webcal://\S+|\S+@\S+|/\S+|\S+\.(osm\.)?(pbf|csv|json|geojson)|[A-Z]\d+|lightbulb|Enter|Escape"
)
"""Names, addresses and formats that are written with Latin letters in Russian too."""

_TEXTS = """() => {
  const found = new Set();
  const hidden = "script, style, noscript, [translate=no], .st-key-unseen, [data-testid=stIconMaterial], code, pre, [data-testid=stCode] code";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {data, parentElement} = walker.currentNode;
    if (data.trim() && !parentElement.closest(hidden) && parentElement.checkVisibility()) found.add(data.trim());
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"]) {
    for (const box of document.querySelectorAll(`[${name}]`)) {
      if (!box.closest(hidden) && box.checkVisibility()) found.add(box.getAttribute(name).trim());
    }
  }
  return [...found];
}"""

t = translator("ru", "Asia/Yakutsk")


def english_on(page: Page) -> list[str]:
    """What holds Latin words that are none of those permitted."""
    texts: Sequence[str] = page.evaluate(_TEXTS)
    return [text for text in texts if re.search("[A-Za-z]{2,}|^:material", re.sub(PERMITTED, "", text))]


@pytest.mark.parametrize("role", ["admin", "organizer", "secretary", "controller", "official", "participant"])
def test_screens_say_nothing_in_english(new_page: Callable[..., Page], demo: Server, role: str) -> None:
    page = new_page(viewport=DESKTOP if role == "organizer" else TABLET)
    sign_in(page, demo, role, t)
    found = set()

    for address in addresses_of(demo, role):
        visit(page, address)
        found |= {f"{address.removeprefix(demo.url)}: {text}" for text in english_on(page)}

    assert found == set(), "\n".join(sorted(found))


def _nothing_found(page: Page) -> None:
    box = page.get_by_role("dialog").get_by_role("combobox").first
    box.fill("ывфыв")
    page.get_by_text(t("streamlit.no_results"), exact=True).wait_for()


def _calendar(page: Page) -> None:
    page.get_by_test_id("stDateInputCalendarButton").first.click()
    page.get_by_test_id("stDateInputCalendar").wait_for()


def _empty_clock(page: Page) -> None:
    page.get_by_role("group", name=t("tours.starts_at"), exact=True).get_by_role("spinbutton").first.click()
    for _ in range(6):
        page.keyboard.press("Backspace")


def _several(page: Page) -> None:
    page.get_by_role("radio", name=t("invitations.whom.people"), exact=True).click()
    wait_idle(page)
    page.get_by_role("dialog").get_by_role("combobox").first.click()
    page.get_by_role("option").first.wait_for()


def _wrong_file(page: Page) -> None:
    page.locator("input[type=file]").set_input_files({"name": "текст", "mimeType": "text/plain", "buffer": b"text"})
    page.locator(".upload").wait_for()


def _nothing(page: Page) -> None:
    """The dialog as it opens."""


OPENED: Sequence[tuple[str, str, str, Callable[[Page], None]]] = (
    ("admin", "/people", "people.new", _nothing_found),
    ("admin", "/agencies", "agencies.new", _nothing),
    ("admin", "/agencies", "categories.new", _nothing),
    ("admin", "/places", "places.new", _nothing),
    ("admin", "/districts", "districts.new", _nothing),
    ("organizer", "/tour_edit", "", _calendar),
    ("organizer", "/tour_edit", "", _empty_clock),
    ("organizer", "/invitations", "invitations.invite", _several),
    ("secretary", "/ride", "ride.new_issue", _wrong_file),
    ("secretary", "/issue", "issue_page.add_photos", _wrong_file),
)
"""Who opens which screen and there which dialog, and what is done in it."""


@pytest.mark.parametrize(("role", "screen", "button", "act"), OPENED)
def test_dialogs_say_nothing_in_english(
    page: Page, demo: Server, role: str, screen: str, button: str, act: Callable[[Page], None]
) -> None:
    sign_in(page, demo, role, t)
    visit(page, next(each for each in addresses_of(demo, role) if re.search(rf"{screen}(\?|$)", each)))
    if button:
        press(page, t(button))

    act(page)

    assert english_on(page) == []
