"""Files of districts and places on their screens, and a new place, which lies where one says."""

import json

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from planner.domain.models import District, Place
from planner.i18n import translator
from tests.browser.city.test_directory_dialogs import Keeping, keeping
from tests.browser.screens import press, type_into, wait_idle

__all__ = ["keeping"]
t = translator("ru", "Asia/Yakutsk")
MAP = "iframe[src*='streamlit_folium']"


def square(west: float) -> dict[str, object]:
    ring = [[west, 50.2], [west + 0.1, 50.2], [west + 0.1, 50.3], [west, 50.2]]
    return {"type": "Polygon", "coordinates": [ring]}


def upload(page: Page, name: str, data: bytes) -> None:
    """Opens the part of the screen for files and gives it one."""
    page.locator("summary").last.click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})
    wait_idle(page)


def test_places_that_came_in_are_said_at_the_top_and_the_file_is_gone(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/places?q=Сквер")
    expect(page.get_by_text(t("places.none_found"))).to_be_visible()
    upload(page, "places.csv", "название;широта;долгота\nСквер Мира;50,26;127,53\nСквер Дружбы;55,75;37,61\n".encode())
    expect(page.get_by_text(t("places.preview_far", n=1))).to_be_visible()

    press(page, t("places.do_import", n=2))

    expect(page.get_by_text(t("places.imported", n=2))).to_be_visible()
    expect(page.get_by_text(t("places.none_found"))).to_have_count(0)
    expect(page.get_by_role("button", name=t("places.do_import", n=2))).to_have_count(0)
    expect(page.get_by_text("Сквер Мира", exact=True)).to_be_visible()


def test_file_that_is_no_photo_is_chosen_not_taken(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/districts")
    page.locator("summary").last.click()
    button = page.locator("[data-testid=stFileUploaderDropzone] button p")
    button.wait_for()

    word = button.evaluate("(each) => getComputedStyle(each, '::after').content")

    assert word == f'"{t("city_import.choose")}"'


def test_property_that_names_districts_is_guessed_and_can_be_chosen(page: Page, keeping: Keeping) -> None:
    about = [{"NAME_2": "Заречный", "code": "Код З", "population": "много"}, {"NAME_2": "Лесной", "code": "Код Л"}]
    features = [
        {"type": "Feature", "properties": each, "geometry": square(127.5 + at)} for at, each in enumerate(about)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    keeping.open(page, "/districts")
    upload(page, "districts.geojson", data)
    expect(page.get_by_text(t("districts.named_by", name="NAME_2"))).to_be_visible()
    expect(page.get_by_text("Население не прочитано")).to_be_visible()

    page.get_by_role("combobox", name=t("districts.name_property")).click()
    page.get_by_role("option", name="code", exact=True).click()
    wait_idle(page)
    press(page, t("districts.do_import"))

    expect(page.get_by_text(t("districts.imported", n=2))).to_be_visible()
    with keeping.database.reading() as session:
        names = set(session.exec(select(District.name)))
    assert names == {"Северный", "Южный", "Код З", "Код Л"}


@pytest.mark.parametrize(
    ("data", "key"), [(b"[" * 100_000, "geojson.error.too_deep"), (b"", "geojson.error.empty")], ids=["deep", "empty"]
)
def test_file_that_cannot_be_read_is_refused_beside_it(page: Page, keeping: Keeping, data: bytes, key: str) -> None:
    keeping.open(page, "/districts")

    upload(page, "districts.geojson", data)

    expect(page.get_by_text(t(key))).to_be_visible()


def test_new_place_lies_nowhere_until_one_taps_the_map(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/places")
    press(page, t("places.new"))
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("places.name"), "Каток")
    press(dialog, t("app.save"))
    expect(dialog.get_by_text(t("places.error.no_point"))).to_be_visible()

    page.frame_locator(MAP).locator(".leaflet-container").click(position={"x": 120, "y": 120})
    expect(dialog.get_by_text(t("places.map_tapped"))).to_be_visible()
    wait_idle(page)
    latitude = dialog.get_by_label(t("city.lat"), exact=True)
    expect(latitude).not_to_have_value("")
    seen = float(latitude.input_value())
    press(dialog, t("app.save"))

    expect(page.get_by_role("dialog")).to_have_count(0)
    with keeping.database.reading() as session:
        place = session.exec(select(Place).where(Place.name == "Каток")).one()
    assert place.lat == pytest.approx(seen, abs=1e-5)
