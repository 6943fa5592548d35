"""Why a tap did nothing is in view, however long the form is."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect
from sqlmodel import col, select

from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.i18n import translator
from tests.browser.forms.administrator import changing, let_in
from tests.browser.screens import press, type_into, visit, wait_idle
from tests.browser.servers import Server

t = translator("ru", "Asia/Yakutsk")


def to_the_end(page: Page) -> None:
    """Scrolls the screen to where a long form ends."""
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, main.scrollHeight)")


def test_field_that_is_out_of_sight_comes_into_view_with_what_is_wrong_with_it(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 768, "height": 600})
    let_in(page, server)
    visit(page, f"{server.url}/tour_edit")
    to_the_end(page)
    title = page.get_by_label(t("tours.field.title"), exact=True)
    expect(title).not_to_be_in_viewport()

    press(page, t("app.save"))

    expect(page.get_by_text(t("tours.error.title"))).to_be_in_viewport(ratio=1)
    expect(title).to_be_in_viewport(ratio=1)


def test_what_somebody_else_has_changed_is_in_view_wherever_one_is(page: Page, server: Server) -> None:
    let_in(page, server)
    now = datetime.now(UTC)
    with changing(server) as session:
        start = now + timedelta(days=2)
        tour = Tour(title="Объезд", starts_at=start, ends_at=start + timedelta(hours=3), created_at=now)
        session.add(tour)
        session.flush()
        number = id_of(tour)
    visit(page, f"{server.url}/tour_edit?id={number}")
    type_into(page, t("tours.field.title"), "Мой объезд")
    with changing(server) as session:
        session.exec(select(Tour).where(col(Tour.id) == number)).one().title = "Чужой объезд"

    press(page, t("app.save"))

    told = page.get_by_role("button", name=t("app.take_theirs", what=f"{t('tours.field.title')}: Чужой объезд"))
    expect(told).to_be_in_viewport(ratio=1)
    told.click()
    wait_idle(page)
    expect(page.get_by_label(t("tours.field.title"), exact=True)).to_have_value("Чужой объезд")
    expect(told).to_be_hidden()
