"""A finger hits everything at the door, in the menu and in the dialog of the bus; `test_every_screen.py` has the screens."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from planner.i18n import translator
from tests.browser.addresses import addresses_of, sign_in
from tests.browser.screens import PHONE, TABLET, press, visit
from tests.browser.servers import Server
from tests.browser.whole.screen_faults import TOO_WIDE, small_targets

t = translator("ru", "Asia/Yakutsk")


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_finger_hits_everything_at_the_door(new_page: Callable[..., Page], demo: Server, size: ViewportSize) -> None:
    page = new_page(viewport=size)

    page.goto(f"{demo.url}/sign-in")

    assert small_targets(page.main_frame) == []
    assert page.evaluate(TOO_WIDE) <= 0


def test_finger_hits_everything_in_the_menu_of_a_phone(new_page: Callable[..., Page], demo: Server) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, demo, "admin", t)
    visit(page, demo.url)

    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name=t("nav.account"), exact=True).click(trial=True)

    assert small_targets(page.main_frame) == []


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_finger_hits_everything_in_the_dialog_of_a_new_issue(
    new_page: Callable[..., Page], demo: Server, size: ViewportSize
) -> None:
    page = new_page(viewport=size)
    sign_in(page, demo, "official", t)
    visit(page, addresses_of(demo, "official")[-1])

    press(page, t("ride.new_issue"))

    assert small_targets(page.main_frame) == []
    assert page.evaluate(TOO_WIDE) <= 0
