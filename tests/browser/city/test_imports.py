"""Files that come in through their screen, and a new place, which lies where one says."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from planner.domain.models import Place
from planner.i18n import translator
from tests.browser.city.test_directory_dialogs import Keeping, keeping
from tests.browser.screens import pick, press, type_into, unfold, wait_idle

__all__ = ["keeping"]
t = translator("ru", "Asia/Yakutsk")
MAP = "iframe[src*='streamlit_folium']"


CSV = "Заголовок;Место;Y;X\nСквер;Мира, 1;50,26;127,53\nСквер Дружбы;Мира, 2;37,61;55,75\nОстров;Мира, 3;0;0\n"


def upload(page: Page, name: str, data: bytes) -> None:
    """Gives the screen a file."""
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})
    wait_idle(page)


def test_file_is_matched_looked_at_and_comes_in_with_consent(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/places")
    page.get_by_role("link", name=t("intake.open")).click()
    wait_idle(page)
    upload(page, "a.csv", CSV.encode("cp1251"))
    for sentence in (t("intake.fate.new", n=1), t("intake.fate.doubt", n=1), t("intake.fate.bad", n=1)):
        expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_text(t("intake.bad.zero", lat=0, lon=0))).to_be_visible()

    unfold(page.locator("summary").first)
    wait_idle(page)
    pick(page, t("intake.field.name"), "Место")
    press(page, t("intake.do", n=1))

    expect(page.get_by_text(t("intake.done", n=1, names="Мира, 1"))).to_be_visible()
    with keeping.database.reading() as session:
        assert session.exec(select(Place.name).where(col(Place.name).contains("Мира"))).all() == ["Мира, 1"]
    keeping.open(page, "/intake?kind=places")
    upload(page, "b.csv", CSV.encode())
    expect(page.get_by_text(f"{t('intake.field.name')} ← Место")).to_be_visible()


def test_file_that_cannot_be_read_is_refused_beside_it(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/intake?kind=districts")
    button = page.locator("[data-testid=stFileUploaderDropzone] button p")
    button.wait_for()
    word = button.evaluate("(each) => getComputedStyle(each, '::after').content")

    upload(page, "districts.geojson", b"[" * 100_000)

    expect(page.get_by_text(t("geojson.error.too_deep"))).to_be_visible()
    assert word == f'"{t("city_import.choose")}"'
    keeping.open(page, "/intake?kind=places")
    upload(page, "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    expect(page.get_by_text(t("intake.refused.old_excel"))).to_be_visible()


def test_new_place_lies_nowhere_until_one_taps_the_map(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/places")
    press(page, t("places.new"))
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("places.name"), "Каток")
    press(dialog, t("app.save"))
    expect(dialog.get_by_text(t("places.error.no_point"))).to_be_visible()

    dialog.frame_locator(MAP).locator(".leaflet-container").click(position={"x": 120, "y": 120})
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
