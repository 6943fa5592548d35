"""A layer from nothing to what residents read, in a real browser."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, expect
from sqlmodel import select

from planner.config import SIGN_IN_COOKIE
from planner.domain.models import Agency, Layer, Place
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.i18n import translator
from planner.services.access.people import save_person
from planner.services.access.sign_in import open_sign_in_for
from planner.services.city.city import hold_city
from planner.services.layers.layers import save_layer
from tests.browser.city.test_directory_dialogs import Keeping, keeping
from tests.browser.screens import PHONE, press, screenshot, type_digits, type_into, visit, wait_idle

__all__ = ["keeping"]
t = translator("ru", "Asia/Yakutsk")
PARKS = "Парки и скверы"


def test_usual_layer_is_filled_made_public_and_read_by_residents(
    page: Page, new_page: Callable[..., Page], keeping: Keeping
) -> None:
    with keeping.database.transaction() as session:
        hold_city(session).open_pages = True
    keeping.open(page, "/layers")
    expect(page.get_by_text(t("layers.empty"))).to_be_visible()
    press(page, t("layers.add_usual", n=4))
    page.get_by_role("link", name=PARKS).click()
    wait_idle(page)
    expect(page.get_by_text(t("layers.no_facilities"))).to_be_visible()

    press(page, t("layers.new_facility"))
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("places.name"), "Парк Дружбы")
    type_into(dialog, t("places.address"), "ул. Мира, 5")
    for side, value in (("lat", "50.27"), ("lon", "127.53")):
        type_into(dialog, t(f"city.{side}"), value)
    type_into(dialog, t("layers.field.hours"), "ежедневно, кроме пн")
    expect(dialog.get_by_text(t("layers.days_known", days="вт–вс"))).to_be_visible()
    press(dialog, t("app.save"))
    page.get_by_role("button", name="Парк Дружбы").click()
    wait_idle(page)
    press(dialog, t("layers.new_note"))
    type_into(dialog, t("layers.note_text"), "Открытие катка")
    press(dialog, t("app.save"))
    expect(dialog.get_by_text(t("layers.error.day"))).to_be_visible()
    type_digits(dialog, t("layers.note_day"), "05012099")
    dialog.get_by_role("heading").first.click()  # the calendar, which opened with the first digit, goes
    wait_idle(page)
    press(dialog, t("app.save"))
    expect(dialog).to_have_count(0)
    press(page, t("layers.settings"))
    dialog.get_by_text(t("layers.public"), exact=True).click()
    wait_idle(page)
    press(dialog, t("app.save"))
    expect(page.get_by_text(t("layers.as_residents"))).to_be_visible()
    screenshot(page, "layer")

    with keeping.database.reading() as session:
        layer = session.exec(select(Layer).where(Layer.name == PARKS)).one()
        place = session.exec(select(Place).where(Place.name == "Парк Дружбы")).one()
    resident = new_page(viewport=PHONE)
    resident.goto(f"{keeping.server.url}/open/layers")
    resident.get_by_role("link", name=PARKS).click()
    expect(resident.get_by_text("Открытие катка")).to_be_visible()
    resident.get_by_label(t("layers.on_day")).select_option("0")
    resident.get_by_role("button", name=t("open.filter.show")).click()
    expect(resident.get_by_text(t("open.layers.nothing"))).to_be_visible()
    resident.goto(f"{keeping.server.url}/open/layers/{id_of(layer)}/{id_of(place)}")
    expect(resident.get_by_role("heading", name="Парк Дружбы")).to_be_visible()
    screenshot(resident, "layer_public")


def test_official_brings_a_file_into_the_layer_of_the_agency_and_into_no_other(page: Page, keeping: Keeping) -> None:
    now = datetime.now(UTC)
    with keeping.database.transaction() as session:
        agency = id_of(session.exec(select(Agency).where(Agency.name == "Дороги")).one())
        own, other = (
            id_of(save_layer(session, keeping.artyom, layer_id=None, name=name, fields=["hours"], agency_id=kept_by))
            for name, kept_by in (("Спортивные площадки", agency), ("Бассейны", None))
        )
        about: dict[str, Any] = {"roles": [Role.OFFICIAL], "agency_id": agency, "email": "oksana@example.org"}
        person = save_person(session, keeping.artyom, name="Оксана", **about)
        token = open_sign_in_for(session, person, now=now)
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": keeping.server.url}])

    visit(page, f"{keeping.server.url}/layer?id={other}")
    expect(page.get_by_text(t("layers.no_facilities_yet"))).to_be_visible()
    expect(page.get_by_role("link", name=t("intake.open"))).to_have_count(0)
    visit(page, f"{keeping.server.url}/intake?kind=facilities&layer={other}")
    expect(page.get_by_text(t("permissions.other_layer"))).to_be_visible()
    visit(page, f"{keeping.server.url}/layer?id={own}")
    page.get_by_role("link", name=t("intake.open")).click()
    wait_idle(page)
    table = "Название;Координаты;Слой\nКорт;50.27, 127.53;\nГимназия;50.28, 127.53;Бассейны\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/plain", "buffer": table.encode()}
    )
    wait_idle(page)
    told = t("intake.bad.other_layer", named="Бассейны", here="Спортивные площадки")
    expect(page.get_by_text(told)).to_be_visible()
    screenshot(page, "layer_intake")
    press(page, t("intake.do", n=1))

    expect(page.get_by_text(t("intake.done", n=1, names="Корт"))).to_be_visible()
    with keeping.database.reading() as session:
        assert session.exec(select(Place.name).where(Place.layer_id == own)).all() == ["Корт"]
