"""The slider of time on the page of a past tour, by keyboard; without a script there is none, and the list is there."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.servers import Server


def past_tour(page: Page, url: str) -> str:
    """The address of the last tour in the list: one that is over."""
    page.goto(f"{url}/open/tours")
    return str(page.locator(".tours a.name").last.get_attribute("href"))


def test_tour_is_replayed_by_keyboard_and_shows_how_it_is_now_without_a_script(
    new_page: Callable[..., Page], demo: Server
) -> None:
    page, plain = new_page(), new_page(java_script_enabled=False)
    address = past_tour(page, demo.url)

    page.goto(demo.url + address)
    slider, found = page.locator("#replay-time"), page.locator("#replay-map .found:not(.unseen-yet)")
    now = page.locator("#replay output").inner_text()
    shown_now = found.count()
    slider.press("Home")

    expect(page.locator("#replay output")).not_to_have_text(now)
    expect(found).to_have_count(0)
    slider.press("End")
    expect(page.locator("#replay output")).to_have_text(now)
    expect(found).to_have_count(shown_now)
    plain.goto(demo.url + address)
    expect(plain.locator("#replay")).to_be_hidden()
    assert (shown_now > 0, plain.locator("ol.stops > li").count() > 0) == (True, True)
