"""What is under guarantee in a real browser: a file comes in, and an issue at such a place proposes the contractor."""

import json
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, expect
from sqlmodel import select

from planner.domain.models import Category
from planner.domain.models.types import id_of, new_id
from planner.domain.words import AgencyKind
from planner.i18n import translator
from planner.services.city.agencies import save_agency
from planner.services.issues.issues import log_issue
from tests.browser.city.test_directory_dialogs import Keeping, keeping
from tests.browser.city.test_imports import upload
from tests.browser.screens import DESKTOP, PHONE, press, screenshot, type_into, wait_idle

__all__ = ["keeping"]
t = translator("ru", "Asia/Yakutsk")


def test_file_comes_in_and_an_issue_there_proposes_the_contractor(page: Page, keeping: Keeping) -> None:
    with keeping.database.transaction() as session:
        save_agency(session, keeping.artyom, name="ООО «Дорога»", kind=AgencyKind.CONTRACTOR)
        category = session.exec(select(Category)).first()
        assert category is not None
        about: dict[str, Any] = {
            "uid": new_id(),
            "category_id": id_of(category),
            "text": "Яма",
            "now": datetime.now(UTC),
        }
        number = id_of(log_issue(session, keeping.artyom, lat=50.27005, lon=127.51, **about))
    line = {"type": "LineString", "coordinates": [[127.50, 50.27], [127.52, 50.27]]}
    names = ("Ул. Мира *от Зейской*", "Ул. Ленина")
    contracts = [{"name": name, "contract": "№ 5", "contractor": "ООО «Дорога»"} for name in names]
    days = [{"until": "2099-06-01", "accepted": "01.06.2023"}, {"until": "никогда"}]
    features = [
        {"type": "Feature", "geometry": line, "properties": each | day}
        for each, day in zip(contracts, days, strict=True)
    ]
    keeping.open(page, "/repairs")
    page.get_by_role("link", name=t("intake.open")).click()
    wait_idle(page)
    upload(page, "a.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    expect(page.get_by_text(t("repairs.bad.day", given="никогда"))).to_be_visible()
    screenshot(page, "repairs_preview")

    press(page, t("intake.do", n=1))
    expect(page.get_by_text("Ул. Мира *от Зейской*").first).to_be_visible()
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        screenshot(page, f"repairs_{size['width']}")
    keeping.open(page, f"/issue?id={number}")

    expect(page.get_by_text("(контракт № 5): Ул. Мира *от Зейской*. Подрядчик — ООО «Дорога».")).to_be_visible()
    screenshot(page, "repairs_issue")
    press(page, t("instructions.step.instruct"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label(t("instruct.text"))).to_have_value(
        "Устранить за счёт подрядчика по гарантии до 1 июня 2099, контракт № 5."
    )
    expect(dialog.get_by_role("combobox", name=t("instruct.agency"))).to_have_value("ООО «Дорога»")
    screenshot(page, "repairs_instruct")


def test_object_is_added_at_a_point_only(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/repairs")

    press(page, t("repairs.new"))
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("repairs.name"), "Люк")
    press(dialog, t("app.save"))

    expect(dialog.get_by_text(t("repairs.error.no_point"))).to_be_visible()
