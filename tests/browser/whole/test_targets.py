"""A finger hits everything: targets of 44 pixels on tablets and phones, and nothing wider than the window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, ViewportSize

from planner.i18n import translator
from tests.browser.addresses import ADDRESSES, addresses_of, open_screen, sign_in
from tests.browser.screens import PHONE, TABLET, press
from tests.browser.servers import Server

FINGER = 44
MADE_BY_STREAMLIT = {
    "[data-testid=stTooltipIcon] *": "the question mark beside a label; what it says is never needed to go on",
    "[data-testid=stNumberInputStepUp], [data-testid=stNumberInputStepDown]": "the number is typed as well",
    "[data-testid=stTextInput] button": "the eye that shows a password",
    "[data-testid=stSelectbox] button, [data-testid=stMultiSelect] button": "inside a field that opens as a whole",
    "[data-testid=stDateInput] button": "the calendar; the date is typed as well",
    "[data-testid=stSkipLink], a[href='#stMain']": "seen with a keyboard only",
    "[data-testid=stCode] button": "copies an address that can be marked as well",
}
"""Parts that are lower and cannot be made higher without drawing over Streamlit's own parts, each with why it may be."""

_SMALL = """([finger, excepted]) => {
  const found = [];
  for (const box of document.querySelectorAll("button, a[href], summary, [role=button], [role=radio], [role=checkbox]")) {
    const {width, height, left, right} = box.getBoundingClientRect();
    if (!box.checkVisibility({visibilityProperty: true}) || !width || !height || box.matches(excepted)) continue;
    if (right <= 0 || left >= innerWidth) continue;
    if (height < finger - 0.5 || width < finger - 0.5) {
      const name = box.getAttribute("aria-label") || box.innerText || box.className;
      found.push(`${Math.round(width)}×${Math.round(height)} ${name.replaceAll(/\\s+/g, " ").trim().slice(0, 60)}`);
    }
  }
  return [...new Set(found)];
}"""
_TOO_WIDE = """() => {
  const rooms = [document.documentElement, ...document.querySelectorAll("[data-testid=stMain], [data-testid=stBottom]")];
  return Math.max(...rooms.map((room) => room.scrollWidth - room.clientWidth));
}"""

t = translator("ru", "Asia/Yakutsk")


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
@pytest.mark.parametrize("role", ADDRESSES)
def test_finger_hits_everything_on_every_screen(
    new_page: Callable[..., Page], demo: Server, role: str, size: ViewportSize
) -> None:
    page = new_page(viewport=size)
    sign_in(page, demo, role, t)

    found = [
        f"{address.removeprefix(demo.url)}: {problem}"
        for address in addresses_of(demo, role)
        for problem in _problems(page, address)
    ]

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_finger_hits_everything_at_the_door(new_page: Callable[..., Page], demo: Server, size: ViewportSize) -> None:
    page = new_page(viewport=size)

    page.goto(f"{demo.url}/sign-in")

    assert _small_targets(page.main_frame) == []
    assert page.evaluate(_TOO_WIDE) <= 0


def test_finger_hits_everything_in_the_menu_of_a_phone(new_page: Callable[..., Page], demo: Server) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, demo, "admin", t)

    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name=t("nav.account"), exact=True).click(trial=True)

    assert _small_targets(page.main_frame) == []


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_finger_hits_everything_in_the_dialog_of_a_new_issue(
    new_page: Callable[..., Page], demo: Server, size: ViewportSize
) -> None:
    page = new_page(viewport=size)
    sign_in(page, demo, "participant", t)

    press(page, t("ride.new_issue"))

    assert _small_targets(page.main_frame) == []
    assert page.evaluate(_TOO_WIDE) <= 0


def _problems(page: Page, address: str) -> list[str]:
    """What is too small or too wide on one screen; nothing where all is well."""
    open_screen(page, address)
    too_wide = page.evaluate(_TOO_WIDE)
    small = [target for frame in page.frames for target in _small_targets(frame)]
    return small + ([f"scrolls {too_wide} px aside"] if too_wide > 0 else [])


def _small_targets(frame: Frame) -> list[str]:
    found: list[str] = frame.evaluate(_SMALL, [FINGER, ", ".join(MADE_BY_STREAMLIT)])
    return found
