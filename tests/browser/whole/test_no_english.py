"""A Russian visitor meets no English in dialogs, neither seen nor read aloud, and nothing too small for a finger or cut off;
`test_every_screen.py` has the screens."""

import re
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page

from planner.i18n import translator
from tests.browser.addresses import addresses_of, sign_in
from tests.browser.screens import press, visit, wait_idle
from tests.browser.servers import Server
from tests.browser.whole.screen_faults import english_on, unhandy

t = translator("ru", "Asia/Yakutsk")


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
def test_dialogs_say_nothing_in_english_and_are_made_for_fingers(
    page: Page, demo: Server, role: str, screen: str, button: str, act: Callable[[Page], None]
) -> None:
    sign_in(page, demo, role, t)
    visit(page, next(each for each in addresses_of(demo, role) if re.search(rf"{screen}(\?|$)", each)))
    if button:
        press(page, t(button))

    act(page)

    assert english_on(page) + unhandy(page) == []
