"""How the page on the bus is used: open it, join, report, look what became of it."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from planner.i18n import Translator
from tests.browser.ride.ride_story import Ride

SENDING_MS = 60_000
"""So long may sending take after the worst of networks."""


def noise_photo(name: str = "yard.jpg", *, side: int = 1200, seed: int = 0) -> FilePayload:
    """A picture that does not compress to nothing: some hundred kilobytes."""
    picture = Image.effect_noise((side, side * 3 // 4), 60 + seed).convert("RGB")
    data = BytesIO()
    picture.save(data, "JPEG", quality=85)
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}


def open_field(page: Page, base: str, ride: Ride, *, name: str = "Пётр Орлов") -> None:
    """Opens the tour's page, joins where this browser has not yet, and waits until it works without a network."""
    page.goto(f"{base}/field/{ride.code}")
    page.locator("form.door, .head").first.wait_for()
    if page.locator("form.door").count():
        page.get_by_label(ride.t("join.name"), exact=True).fill(name)
        page.get_by_role("button", name=ride.t("join.go"), exact=True).click()
    expect(page.locator(".head")).to_be_visible()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def begin_report(page: Page, t: Translator) -> None:
    """The one large button."""
    page.get_by_role("button", name=t("ride.new_issue"), exact=True).click()
    expect(page.locator(".report")).to_be_visible()


def add_photo(page: Page, t: Translator, *files: FilePayload) -> None:
    """Chooses pictures and waits until the tablet has them."""
    before = page.locator(".picture").count()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name=t("tablet.report.choose"), exact=True).click()
    chosen.value.set_files(list(files))
    ready = page.locator(".picture figcaption").filter(has_text=re.compile(f"^{re.escape(t('tablet.report.ready'))}$"))
    expect(ready).to_have_count(before + len(files))


def black_out(page: Page, t: Translator) -> None:
    """Opens the photo and draws a black field over all of it; the photo is still open."""
    page.get_by_role("button", name=t("tablet.report.cover"), exact=True).click()
    box = page.locator("dialog canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] - 1, steps=4)
    page.mouse.up()


def choose_topic(page: Page, name: str) -> None:
    """Taps a topic, one of the likely ones or of the rest."""
    tile = page.locator(".tile", has_text=name)
    if tile.count() == 0:
        page.locator(".line .plain").click()
    tile.click()


def save(page: Page, t: Translator) -> None:
    """Saves, and waits until the tablet says so by showing the ride again."""
    page.get_by_role("button", name=t("tablet.report.save"), exact=True).click()
    expect(page.locator(".report")).to_have_count(0)
    expect(page.locator(".head")).to_be_visible()


def report(page: Page, t: Translator, topic: str, *photos: FilePayload, text: str = "") -> None:
    """A whole report."""
    begin_report(page, t)
    if photos:
        add_photo(page, t, *photos)
    choose_topic(page, topic)
    if text:
        page.get_by_label(t("tablet.report.text"), exact=True).fill(text)
    save(page, t)


def describe(page: Page, t: Translator, *, text: str, address: str) -> None:
    """Words, danger, an address, and a place that is chosen on the map, some streets beside."""
    page.get_by_label(t("tablet.report.text"), exact=True).fill(text)
    page.get_by_text(t("tablet.report.more"), exact=True).click()
    page.get_by_role("button", name=t("words.severity.danger"), exact=True).click()
    page.get_by_label(t("tablet.report.address"), exact=True).fill(address)
    page.get_by_role("button", name=t("tablet.place.correct"), exact=True).click()
    for _ in range(4):
        page.mouse.move(600, 600)
        page.mouse.down()
        page.mouse.move(100, 200, steps=4)
        page.mouse.up()
    page.get_by_role("button", name=t("tablet.map.take"), exact=True).click()


def latest_number(page: Page, t: Translator) -> int:
    """The number that the server gave to what was reported last, once it has it whole."""
    before = t("tablet.state.received_number", number=t("issues.number", number="")).strip()
    state = own_rows(page, t).first.locator(".state.done")
    expect(state).to_have_text(re.compile(rf"^{re.escape(before)} ?\d+$"), timeout=SENDING_MS)
    return int(state.inner_text().removeprefix(before))


def own_rows(page: Page, t: Translator) -> Locator:
    """What the visitor made here, as the ride shows it."""
    return page.locator("section", has=page.get_by_role("heading", name=t("ride.own"), exact=True)).locator("a.row")


def expect_received(page: Page, t: Translator, number: int) -> None:
    """Waits until so many reports were received whole."""
    words = t("tablet.state.received_number", number=t("issues.number", number="#")).replace("#", r"\d+")
    expect(page.locator(".state.done").filter(has_text=re.compile(f"^{words}$"))).to_have_count(
        number, timeout=SENDING_MS
    )


def expect_all_sent(page: Page, t: Translator) -> None:
    """Waits until nothing is left on the tablet."""
    expect(page.locator("#connection")).to_contain_text(t("tablet.connection.sent"), timeout=SENDING_MS)
