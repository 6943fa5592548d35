"""A tap too many does nothing; where each tap counts, each does."""

import pytest
from playwright.sync_api import Page
from sqlmodel import col, select

from planner.domain.models import Tour
from planner.i18n import translator
from tests.browser.forms.administrator import changing, let_in
from tests.browser.screens import type_digits, type_into, visit, wait_idle
from tests.browser.servers import Server

t = translator("ru", "Asia/Yakutsk")
TAP_AGAIN = "(button, after) => { button.click(); setTimeout(() => button.click(), after); }"


def tours_called(server: Server, title: str) -> int:
    """How many tours there are of that name."""
    with changing(server) as session:
        return len(session.exec(select(Tour).where(col(Tour.title) == title)).all())


@pytest.mark.parametrize("after_ms", [0, 30, 80, 150, 300])
def test_tour_that_is_saved_by_two_quick_taps_is_made_once(page: Page, server: Server, after_ms: int) -> None:
    let_in(page, server)
    visit(page, f"{server.url}/tour_edit")
    title = f"Два касания через {after_ms}"
    type_into(page, t("tours.field.title"), title)
    type_digits(page, t("tours.starts_at"), "1000")
    type_digits(page, t("tours.ends_at"), "1500")
    type_into(page, t("tours.field.start_name"), "Администрация города")

    page.get_by_role("button", name=t("app.save"), exact=True).evaluate(TAP_AGAIN, after_ms)
    page.get_by_role("heading", name=title, exact=True).wait_for()
    wait_idle(page)

    assert tours_called(server, title) == 1
