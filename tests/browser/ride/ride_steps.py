"""How a tour is ridden on the screens: a tablet joins and raises issues, the secretary leads and gives instructions."""

import io
import re

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from planner.i18n import LANGUAGES, Translator
from tests.browser.screens import badge, pick, press, type_digits, type_into, visit, wait_idle
from tests.browser.servers import Server

POSITION = {1: "N", 2: (50.0, 17.0, 27.24), 3: "E", 4: (127.0, 31.0, 38.28)}
"""Where the photos were taken, as a camera writes it into them."""
GPS = 0x8825
"""The part of EXIF that tells the position."""
CATCHING_UP_MS = 25_000
"""Screens ask every 15 s whether the bus has moved."""


def camera_photo(name: str, colour: str) -> FilePayload:
    """A picture as a camera gives it, with the position in it."""
    exif = Image.Exif()
    exif.get_ifd(GPS).update(POSITION)
    picture = io.BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(picture, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def open_ride(page: Page, server: Server, tour_id: int) -> None:
    """The ride by its address."""
    visit(page, f"{server.url}/ride?tour={tour_id}")


def share_link(page: Page, server: Server, t: Translator) -> str:
    """The address that the tablets open, read from the dialog beside the QR code."""
    press(page, t("ride.tablets"))
    dialog = page.get_by_role("dialog")
    shown = dialog.get_by_text(re.compile(r"/join/\w+$")).inner_text()
    expect(dialog.locator("svg, img").first).to_be_visible()
    press(dialog, t("ride.done"))
    return f"http://{shown}"


def join(page: Page, link: str, t: Translator, *, name: str, agency: str) -> None:
    """A tablet opens the link; its owner types who it is and is on the page on the bus."""
    page.goto(link)
    if t.language != "ru":
        page.get_by_role("link", name=LANGUAGES[t.language], exact=True).click()
    page.get_by_label(t("join.name"), exact=True).fill(name)
    page.get_by_label(t("join.agency"), exact=True).fill(agency)
    page.get_by_role("button", name=t("join.go"), exact=True).click()
    expect(page.locator(".head")).to_be_visible()


def board(page: Page, t: Translator, name: str) -> None:
    """Check-in: a tap on the name, and the bus counts one more."""
    page.get_by_role("link", name=t("ride.boarding", number=0), exact=True).click()
    wait_idle(page)
    press(page, re.compile(name))
    expect(page.get_by_text(t("boarding.on_board", number=1), exact=True)).to_be_visible()
    page.get_by_role("link", name=t("boarding.to_ride"), exact=True).click()
    wait_idle(page)


def start(page: Page, t: Translator) -> None:
    """The bus sets off, at quite another time than it was planned for."""
    press(page, t("ride.tap.start"))
    press(page, t("ride.start.sure"))
    expect(page.get_by_role("button", name=t("ride.tap.arrive"), exact=True)).to_be_visible()


def arrive(page: Page, t: Translator, *, number: int, total: int, name: str) -> None:
    """The bus is at a stop: the screen names it and counts."""
    press(page, t("ride.tap.arrive"))
    expect(page.get_by_text(t("ride.number", number=number, total=total), exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def leave(page: Page, t: Translator) -> None:
    """«We leave»."""
    press(page, t("ride.tap.leave"))
    expect(page.get_by_role("button", name=t("ride.tap.leave"), exact=True)).to_have_count(0)


def close(page: Page, t: Translator) -> None:
    """The ride is over."""
    press(page, t("ride.tap.close"))
    press(page.get_by_role("dialog"), t("ride.tap.close"))
    expect(badge(page, t("words.tour_state.closed"))).to_be_visible()


def instruct(
    page: Page, t: Translator, issue_id: int, *, text: str, agency: str, due: str = "", helper: str = ""
) -> None:
    """An instruction at the stop: what, who, until when (day, month, year as digits; the offered date without)."""
    page.locator(f".st-key-instruct-{issue_id}").get_by_role("button").click()
    wait_idle(page)
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("instruct.text"), text)
    pick(dialog, t("instruct.agency"), agency)
    if due:
        type_digits(dialog, t("instruct.due"), due)
    if helper:
        pick(dialog, t("instruct.co_executors"), helper)
        page.keyboard.press("Escape")
    press(dialog, t("instruct.save"))
    expect(page.get_by_text(t("instruct.saved", number="").strip())).to_be_visible()
    expect(dialog).to_have_count(0)
