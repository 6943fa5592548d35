"""What one takes along of a tour: the dialog with papers and links, and the calendar that a person subscribes to."""

import re

import pytest
from icalendar import Calendar
from playwright.sync_api import Page

from planner.i18n import translator
from tests.browser.screens import DESKTOP, TABLET, press, visit, wait_idle
from tests.browser.servers import Server

t = translator("ru", "Asia/Yakutsk")
OFFICE = "application/vnd.openxmlformats-officedocument"


@pytest.fixture
def olga(demo: Server, page: Page) -> Page:
    """Olga plans in the demo city, on a tablet."""
    visit(page, demo.links()["organizer"])
    return page


def coming_tour(page: Page, server: Server) -> str:
    """The address of the plan of the tour that is to come."""
    visit(page, f"{server.url}/tours")
    page.get_by_role("link", name=re.compile("Контрольный объезд")).first.click()
    page.wait_for_url(re.compile(r"/tour\?id="))
    wait_idle(page)
    return page.url


def _open_papers(page: Page) -> None:
    press(page.get_by_test_id("stMain"), t("tours.more"))
    page.get_by_role("menuitem", name=t("papers.dialog.title"), exact=True).click()
    wait_idle(page)


@pytest.mark.parametrize("size", [TABLET, DESKTOP], ids=["tablet", "desktop"])
def test_dialog_leads_to_every_paper(olga: Page, demo: Server, size: dict[str, int]) -> None:
    olga.set_viewport_size(size)  # type: ignore[arg-type]
    coming_tour(olga, demo)

    _open_papers(olga)

    dialog = olga.get_by_role("dialog")
    links = {
        link.inner_text().split("\n")[-1]: link.get_attribute("href") or "" for link in dialog.get_by_role("link").all()
    }
    own = {name: address for name, address in links.items() if address.startswith("/")}
    answers = {name: olga.request.get(f"{demo.url}{address}") for name, address in own.items()}
    assert {
        name: (answer.status, answer.headers["content-type"].partition(";")[0]) for name, answer in answers.items()
    } == {
        "Маршрутный лист": (200, "application/pdf"),
        "Папка руководителя": (200, "application/pdf"),
        "Список пассажиров": (200, "application/pdf"),
        "Объявления на остановки": (200, "application/pdf"),
        "Листы остановок": (200, "application/pdf"),
        "Протокол": (200, "application/pdf"),
        "Протокол, Word": (200, f"{OFFICE}.wordprocessingml.document"),
        "Перечень поручений, Word": (200, f"{OFFICE}.wordprocessingml.document"),
        "Перечень поручений, XLSX": (200, f"{OFFICE}.spreadsheetml.sheet"),
        "В календарь": (200, "text/calendar"),
        "GPX": (200, "application/gpx+xml"),
        "GeoJSON": (200, "application/geo+json"),
    }
    heights = [link.bounding_box() for link in dialog.get_by_role("link").all()]
    assert all(box and box["height"] >= 44 for box in heights)


def test_code_of_a_stop_leads_to_its_public_page(olga: Page, demo: Server) -> None:
    coming_tour(olga, demo)
    _open_papers(olga)

    code = olga.get_by_role("dialog").get_by_role("img", name=re.compile("QR-код остановки 1"))

    address = re.search(r"http\S+", code.get_attribute("alt") or "")
    assert address is not None
    assert olga.request.get(address[0]).status == 200


def test_calendar_is_subscribed_to_by_a_link_that_is_shown_once_and_can_be_revoked(olga: Page, demo: Server) -> None:
    visit(olga, f"{demo.url}/account")

    press(olga, "Получить ссылку")

    address = olga.locator(".to-copy code").inner_text().strip()
    subscribe = olga.get_by_role("link", name="Подписаться на этом устройстве").get_attribute("href")
    assert subscribe == address.replace("http://", "webcal://")
    stranger = olga.context.browser.new_context()  # type: ignore[union-attr]
    answer = stranger.request.get(address)
    assert len(Calendar.from_ical(answer.body()).walk("VEVENT")) >= 6
    visit(olga, f"{demo.url}/account")
    assert olga.locator(".to-copy").count() == 0
    press(olga, "Отозвать ссылку")
    assert stranger.request.get(address).status == 200  # the first tap asks
    press(olga, t("calendars.link.revoke_sure"))
    assert stranger.request.get(address).status == 404
    stranger.close()
