"""The map on top of its picture: by keyboard, with the words of the list, of our own files alone, and without a script the picture."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.public.test_replay import past_tour
from tests.browser.serious_faults import serious_faults
from tests.browser.servers import Server

_UNIT = "Number(document.querySelector('#replay-map').style.getPropertyValue('--unit'))"


def test_picture_becomes_a_map_whose_pins_lead_to_the_list(new_page: Callable[..., Page], demo: Server) -> None:
    page, plain = new_page(), new_page(java_script_enabled=False)
    hosts: set[str] = set()
    troubles: list[str] = []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)

    page.goto(f"{demo.url}/open/issues")
    pins = page.locator('.live-map .open-pin[aria-label*="№"]')
    expect(pins.first).to_be_attached()
    page.locator(".on-map").scroll_into_view_if_needed()
    pins.first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a")
    expect(link).to_be_focused()
    address = str(link.get_attribute("href"))
    faults = serious_faults(page)
    page.keyboard.press("Escape")
    expect(pins.first).to_be_focused()
    shown = page.locator(f'main li a[href="{address}"]').count()
    plain.goto(f"{demo.url}/open/issues")

    assert (shown, faults, hosts, troubles) == (1, [], {demo.url.split("/")[2]}, [])
    expect(plain.locator(".on-map > img")).to_be_visible()
    assert plain.locator(".live-map").count() == 0


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
