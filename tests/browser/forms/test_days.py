"""A day that a field does not take is said beside it, and no other is saved instead."""

from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlmodel import col, select

from planner.domain.models import Tour
from planner.i18n import translator
from tests.browser.forms.administrator import changing, let_in
from tests.browser.screens import type_digits, type_into, visit, wait_idle
from tests.browser.servers import Server

t = translator("ru", "Asia/Yakutsk")
TITLE = "Год двумя цифрами"


def test_year_of_two_digits_is_told_and_nothing_is_saved_until_it_is_whole(page: Page, server: Server) -> None:
    let_in(page, server)
    visit(page, f"{server.url}/tour_edit")
    type_into(page, t("tours.field.title"), TITLE)
    type_digits(page, t("tours.starts_at"), "1000")
    type_digits(page, t("tours.ends_at"), "1500")
    type_into(page, t("tours.field.start_name"), "Администрация города")
    year = page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").nth(2)
    before = int(year.text_content() or "0")
    year.click()
    page.keyboard.type("26")
    note = page.locator(".upload.day")

    save = page.get_by_role("button", name=t("app.save"), exact=True)
    for _ in range(2):
        save.click()
        wait_idle(page)
        expect(note).to_contain_text(t("days.out_of_range"))
        expect(note).to_be_in_viewport()
    assert saved(server) == []

    year.click()
    page.keyboard.type(str(before + 1))
    page.keyboard.press("Tab")
    expect(note).to_have_count(0)
    wait_idle(page)
    save.click()
    page.get_by_role("heading", name=TITLE, exact=True).wait_for()
    (tour,) = saved(server)
    assert (tour.starts_at + timedelta(hours=9)).year == before + 1


def saved(server: Server) -> list[Tour]:
    with changing(server) as session:
        return list(session.exec(select(Tour).where(col(Tour.title) == TITLE)).all())
