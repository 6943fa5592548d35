"""How an organizer plans a tour on the screens, from the set-up of an empty installation to the published plan."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from planner.i18n import LANGUAGES, Translator
from tests.browser.screens import badge, choose, pick, press, type_digits, type_into, visit, wait_idle
from tests.browser.servers import Server

MAP = "iframe[src*='streamlit_folium']"
DEMO_SECONDS = 240
_CARD = re.compile(r"^(\d+)\.\s+(\d\d:\d\d)–(\d\d:\d\d)\s+(.+)$")


@dataclass(frozen=True)
class Card:
    """What the card of a stop says."""

    number: int
    arrival: str
    departure: str
    name: str


def set_up(page: Page, server: Server, t: Translator) -> None:
    """The first administrator, with a password of her own, in the language that she has chosen at the door."""
    page.goto(server.url)
    if t.language != "ru":
        page.get_by_role("link", name=LANGUAGES[t.language], exact=True).click()
    expect(page.get_by_role("heading", name=t("set_up.title"), exact=True)).to_be_visible()
    page.get_by_label(t("set_up.name"), exact=True).fill("Ольга")
    page.get_by_label(t("sign_in.email"), exact=True).fill("first@example.org")
    for field in ("sign_in.password", "sign_in.repeat"):
        page.get_by_label(t(field), exact=True).fill("Ольга на площади")
    page.get_by_role("button", name=t("set_up.go"), exact=True).click()
    wait_idle(page)
    expect(page.get_by_role("heading", name=t("start.greeting", name="Ольга"), exact=True)).to_be_visible()


def load_demo(page: Page, t: Translator) -> None:
    """The one button of an untouched installation; it asks, says what it is doing, and then there is a city."""
    press(page, t("first.load_demo"))
    page.get_by_role("dialog").get_by_role("button", name=t("first.load"), exact=True).click()
    expect(page.get_by_text(t("demo.issues"), exact=True)).to_be_visible(timeout=DEMO_SECONDS * 1000)
    expect(page.get_by_role("dialog").get_by_role("progressbar")).to_be_visible()
    wait_idle(page, seconds=DEMO_SECONDS)
    expect(page.get_by_role("heading", name=t("start.coming"), exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=t("first.load_demo"), exact=True)).to_have_count(0)


def make_tour(page: Page, t: Translator, *, title: str, start: str, end: str) -> int:
    """A new bus tour of tomorrow from the town hall and back; returns its number."""
    page.get_by_role("link", name=t("nav.tours"), exact=True).click()
    wait_idle(page)
    press(page, t("tours.new"))
    type_into(page, t("tours.field.title"), title)
    type_digits(page, t("tours.starts_at"), start)
    type_digits(page, t("tours.ends_at"), end)
    type_into(page, t("tours.field.start_name"), "Администрация города")
    type_into(page, t("tours.field.bus_name"), "ПАЗ-3205")
    type_into(page, t("tours.field.seats"), "20")
    press(page, t("app.save"))
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(badge(page, t("words.tour_state.draft"))).to_be_visible()
    return int(page.url.rpartition("=")[2])


def add_place(page: Page, t: Translator, name: str) -> None:
    """A stop at a place of the catalogue."""
    type_into(page, t("plan.add.find"), name)
    press(page, t("plan.add.button"))


def add_coordinates(page: Page, t: Translator, lat: float, lon: float, name: str) -> None:
    """A stop at typed coordinates."""
    type_into(page, t("plan.add.find"), f"{lat}, {lon}")
    press(page, t("plan.add.point", lat=f"{lat:.5f}", lon=f"{lon:.5f}"))
    _describe_stop(page, t, name)


def add_by_map(page: Page, t: Translator, x: int, y: int, name: str) -> None:
    """A stop where the map is tapped, `x` and `y` pixels from its corner."""
    page.frame_locator(MAP).locator(".leaflet-container").click(position={"x": x, "y": y})
    page.get_by_role("dialog").wait_for()
    wait_idle(page)
    _describe_stop(page, t, name)


def add_issue(page: Page, t: Translator, district: str, category: str) -> None:
    """A stop for the most urgent open issue of a kind in a district."""
    choose(page, t("plan.add.issues"))
    pick(page, t("plan.area.district"), district)
    pick(page, t("plan.area.category"), category)
    found = page.get_by_role("checkbox", name=re.compile("^№ "))
    for number in range(found.count() - 1, 0, -1):
        page.locator("label", has=found.nth(number)).click()
        wait_idle(page)
    press(page, t("plan.area.add", n=1))
    choose(page, t("plan.add.issues"))


def give_more_time(page: Page, t: Translator, stop: int, *, minutes: int, topic: str, speaker: str) -> None:
    """More minutes to talk at a stop, and what is talked about there."""
    open_stop(page, t, stop)
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    wait_idle(page)
    type_into(dialog, t("stops.minutes_talk"), str(minutes))
    type_into(dialog, t("stops.agenda_text", number=1), topic)
    type_into(dialog, t("stops.speaker"), speaker)
    press(dialog, t("app.save"))
    expect(dialog).to_have_count(0)
    expect(page.locator(".plan-chip", has_text=t("plan.agenda", n=1))).to_be_attached()


def change_end(page: Page, t: Translator, tour_id: int, end: str) -> None:
    """A later return, in the details of the tour."""
    page.get_by_role("link", name=t("plan.details"), exact=True).click()
    wait_idle(page)
    type_digits(page, t("tours.ends_at"), end)
    press(page, t("app.save"))
    page.wait_for_url(f"**/tour?id={tour_id}")
    wait_idle(page)


def take_better_order(page: Page, t: Translator) -> None:
    """Asks for the best order, sees it beside the present one, and takes it."""
    press(page, t("plan.order.find"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("columnheader", name=t("plan.order.new"), exact=True)).to_be_visible()
    press(dialog, t("plan.order.take"))
    expect(dialog).to_have_count(0)


def publish(page: Page, t: Translator) -> None:
    """Publishes the tour: a button, and the question whether one is sure."""
    name = re.compile(f"^{re.escape(t('tours.publish'))}")  # its key stands behind it
    page.get_by_role("button", name=name).first.click()
    wait_idle(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(t("tours.publish_explain"))
    press(dialog, t("tours.publish"))
    expect(badge(page, t("words.tour_state.published"))).to_be_visible()


def open_stop(page: Page, t: Translator, number: int, what: str = "edit") -> None:
    """Takes something of the menu of a stop."""
    page.get_by_role("button", name=t("plan.more", number=number), exact=True).click()
    page.get_by_role("menuitem", name=t(f"plan.menu.{what}"), exact=True).click()
    wait_idle(page)


def cards_of(page: Page) -> list[Card]:
    """The stops of the plan as they are shown."""
    texts = [text.strip() for text in page.locator("[data-testid=stMain] strong").all_inner_texts()]
    found = [match for match in map(_CARD.match, texts) if match]
    return [Card(int(match[1]), match[2], match[3], match[4]) for match in found]


def open_plan(page: Page, server: Server, tour_id: int) -> None:
    """The plan by its address."""
    visit(page, f"{server.url}/tour?id={tour_id}")


def _describe_stop(page: Page, t: Translator, name: str) -> None:
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("stops.name"), name)
    press(dialog, t("stops.add"))
    expect(dialog).to_have_count(0)
