"""The map on top of its picture: by keyboard, with the words of the list, of our own files alone, and without a script the picture."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from planner.i18n import translator
from tests.browser.public.test_replay import past_tour
from tests.browser.screens import PHONE
from tests.browser.serious_faults import serious_faults
from tests.browser.servers import Server

t = translator("ru", "Asia/Yakutsk")
_GROUP = '.live-map .open-pin[aria-label^="Рядом несколько"]'
_UNIT = "Number(document.querySelector('#replay-map').style.getPropertyValue('--unit'))"


def come_closer(page: Page, wanted: Locator) -> None:
    """Taps groups by keyboard until a pin stands alone."""
    for _ in range(6):
        if wanted.count():
            return
        page.locator(_GROUP).first.focus()
        with page.expect_response(lambda answer: "bbox=" in answer.url):
            page.keyboard.press("Enter")
        page.wait_for_timeout(500)  # the answer is drawn


def test_picture_becomes_a_map_whose_pins_lead_to_their_issues(new_page: Callable[..., Page], demo: Server) -> None:
    page, plain = new_page(), new_page(java_script_enabled=False)
    hosts: set[str] = set()
    troubles: list[str] = []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)

    page.goto(f"{demo.url}/open/issues")
    pins = page.locator('.live-map .open-pin[aria-label*="№"]')
    expect(page.locator(".live-map .open-pin").first).to_be_attached()
    page.locator(".on-map").scroll_into_view_if_needed()
    come_closer(page, pins)
    pins.first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a")
    expect(link).to_be_focused()
    address = str(link.get_attribute("href"))
    faults = serious_faults(page)
    page.keyboard.press("Escape")
    expect(pins.first).to_be_focused()
    shown = page.request.get(f"{demo.url}{address}").status
    plain.goto(f"{demo.url}/open/issues")

    assert (shown, faults, hosts, troubles) == (200, [], {demo.url.split("/")[2]}, [])
    expect(plain.locator(".on-map > img")).to_be_visible()
    assert plain.locator(".live-map").count() == 0


def test_map_of_issues_has_all_that_the_filter_finds_in_groups_that_come_apart(
    new_page: Callable[..., Page], demo: Server
) -> None:
    page = new_page(viewport=PHONE)
    told: list[dict[str, Any]] = []
    page.on("response", lambda answer: told.append(answer.json()) if "bbox=" in answer.url and answer.ok else None)

    asked = f"{demo.url}/open/issues/in-view.json"
    everything, at_work = (page.request.get(f"{asked}{query}").json()["total"] for query in ("", "?look=work"))
    page.goto(f"{demo.url}/open/issues?page=2")
    page.locator(".on-map").scroll_into_view_if_needed()
    expect(page.locator(".map-note")).to_have_text(t("open.map_all", number=everything))
    marks = page.locator(".live-map .open-pin")
    shown = sum(int(each) if each else 1 for each in page.locator(f"{_GROUP} span").all_inner_texts())
    shown += marks.count() - page.locator(_GROUP).count()
    page.locator(_GROUP).first.focus()
    with page.expect_response(lambda answer: "bbox=" in answer.url):
        page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    faults = serious_faults(page)

    assert (shown, faults) == (everything, [])
    assert told[0]["total"] == everything > at_work > 0
    assert everything > 30, "a page of the list has as many"
    assert len(told[-1]["pins"]) + sum(each["count"] for each in told[-1]["clusters"]) < everything


def test_closest_group_says_how_many_it_does_not_list(new_page: Callable[..., Page], demo: Server) -> None:
    page = new_page(viewport=PHONE)
    pin = {"number": "5", "colour": "gray", "to": "/open/issues/5", "name": "№ 5", "where": "Двор", "look": "open"}

    def crowded(route: Route) -> None:
        told = route.fetch().json()
        pins = [pin | {"at": told["extent"][0], "badge": "В работе"}] * 20
        group = {"at": told["extent"][0], "count": 31, "pins": pins}
        route.fulfill(json=told | {"pins": [], "clusters": [group]})

    page.route("**/in-view.json*", crowded)
    page.goto(f"{demo.url}/open/issues")
    page.locator(".on-map").scroll_into_view_if_needed()
    page.locator(_GROUP).focus()
    page.keyboard.press("Enter")

    expect(page.locator(".leaflet-popup a")).to_have_count(20)
    expect(page.locator(".leaflet-popup .pin-said").last).to_have_text(t("open.map_more", number=11))


def test_bus_of_the_replay_goes_on_the_map_that_moves(new_page: Callable[..., Page], demo: Server) -> None:
    page = new_page()

    page.goto(demo.url + past_tour(page, demo.url))
    page.locator(".on-map").scroll_into_view_if_needed()
    bus = page.locator(".live-map #replay-map .bus")
    expect(bus).to_be_visible()
    page.locator("#replay-time").press("Home")
    before, unit = bus.bounding_box(), page.evaluate(_UNIT)
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function(f"() => {_UNIT} < {unit} * 0.6")
    after = bus.bounding_box()

    assert before is not None
    assert after is not None
    assert abs(before["width"] - after["width"]) < 2
