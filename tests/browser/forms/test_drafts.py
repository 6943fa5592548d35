"""What was half-typed is kept by the browser, offered again, and gone once it is saved or its owner has left."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, delete, select

from planner.domain.models import Agency, AgencyCategory, Category, City, Person, SignIn, Tour
from planner.i18n import translator
from planner.services.access.set_up import is_empty
from tests.browser.forms.administrator import changing, let_in, let_in_as
from tests.browser.screens import choose, pick, press, type_digits, type_into, visit, wait_idle
from tests.browser.servers import Server, start_server

OURS = "Object.keys(localStorage).filter((name) => name.startsWith('planner'))"
DRAFTS = "Object.keys(localStorage).filter((name) => name.startsWith('planner.draft:'))"

t = translator("ru", "Asia/Yakutsk")


@pytest.fixture
def city(server: Server) -> Server:
    """A city in which nobody but its administrator is known."""
    with changing(server) as session:
        if not is_empty(session):
            session.exec(delete(SignIn).where(col(SignIn.person_id) != 1))
            session.exec(delete(Person).where(col(Person.id) != 1))
    return server


@pytest.fixture
def admin(page: Page, city: Server) -> Page:
    """The administrator, with a tablet that keeps nothing yet."""
    let_in(page, city)
    return page


def drafts(page: Page) -> list[str]:
    """The names of the drafts that this browser keeps, a moment after the last letter."""
    page.wait_for_timeout(700)
    found: list[str] = page.evaluate(DRAFTS)
    return found


def none_kept(page: Page) -> None:
    """Waits until this browser keeps no draft any more: one is gone once its form was saved and the server is quiet."""
    page.wait_for_function(f"() => !{DRAFTS}.length", timeout=20_000)


def offer_on(page: Page) -> None:
    """Waits until a draft is offered."""
    expect(page.locator(".draft")).to_contain_text(t("drafts.offer", time="").rstrip("."))


def give_back(page: Page) -> None:
    """Takes the draft that is offered."""
    offer_on(page)
    page.locator(".draft").get_by_role("button", name=t("drafts.restore"), exact=True).click()
    expect(page.locator(".draft")).to_contain_text(t("drafts.restored"), timeout=20_000)
    wait_idle(page)


def nothing_offered(page: Page) -> None:
    """Gives the page the time that an offer takes."""
    page.wait_for_timeout(700)
    expect(page.locator(".draft")).to_have_count(0)


def open_new_person(page: Page, city: Server) -> None:
    visit(page, f"{city.url}/people")
    press(page, t("people.new"))


def test_typed_tour_is_offered_after_a_reload_and_reaches_the_database(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/tour_edit")
    choose(admin, t("words.tour_kind.field_event"))
    type_into(admin, t("tours.field.title"), "Объезд Северного района")
    type_digits(admin, t("tours.day"), "20122030")
    type_digits(admin, t("tours.starts_at"), "1015")
    admin.get_by_label(t("tours.note"), exact=True).fill("Тёплая одежда")  # and the field is not left
    kept = drafts(admin)

    admin.reload()
    wait_idle(admin)
    give_back(admin)
    press(admin, t("app.save"))

    assert len(kept) == 1
    admin.wait_for_url(re.compile(r"/tour\?id=1$"))
    with changing(city) as session:
        tour = session.exec(select(Tour)).one()
        assert (tour.title, tour.note, tour.kind.value) == ("Объезд Северного района", "Тёплая одежда", "field_event")
        assert (t.short_date(tour.starts_at), t.time(tour.starts_at)) == ("20.12.2030", "10:15")
    assert drafts(admin) == []
    visit(admin, f"{city.url}/tour_edit")
    nothing_offered(admin)


def test_dialog_is_offered_again_after_a_reload(admin: Page, city: Server) -> None:
    open_new_person(admin, city)
    admin.get_by_label(t("people.name"), exact=True).fill("Глазова Галина")
    admin.get_by_role("button", name=t("words.role.official"), exact=True).or_(
        admin.get_by_role("checkbox", name=t("words.role.official"), exact=True)
    ).click()
    wait_idle(admin)
    drafts(admin)

    admin.reload()
    wait_idle(admin)
    press(admin, t("people.new"))
    give_back(admin)

    expect(admin.get_by_label(t("people.name"), exact=True)).to_have_value("Глазова Галина")
    press(admin, t("app.save"))
    expect(admin.get_by_role("alert").first).to_be_visible()  # the role was given back too, and wants more than a name


def test_form_with_a_long_list_is_given_back_and_saved(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/city")
    type_into(admin, t("city.name"), "Приморск")
    pick(admin, t("city.timezone"), "Москва, UTC+3")
    kept = drafts(admin)
    admin.reload()
    wait_idle(admin)

    give_back(admin)
    press(admin, t("app.save"))

    with changing(city) as session:
        row = session.exec(select(City)).one()
        assert (len(kept), row.name, row.timezone) == (1, "Приморск", "Europe/Moscow")
        row.timezone = "Asia/Yakutsk"
    assert drafts(admin) == []


def test_several_that_were_picked_are_given_back(admin: Page, city: Server) -> None:
    with changing(city) as session:
        session.add_all([Category(name=name) for name in ("Дороги", "Освещение", "Скамейки")])
    visit(admin, f"{city.url}/agencies")
    press(admin, t("agencies.new"))
    type_into(admin, t("agencies.name"), "Горсвет")
    field = admin.get_by_role("dialog").get_by_test_id("stMultiSelect").first
    for name in ("Освещение", "Дороги"):
        field.get_by_role("combobox").click()
        admin.get_by_role("option", name=name, exact=True).click()
        wait_idle(admin)
    drafts(admin)

    admin.reload()
    wait_idle(admin)
    press(admin, t("agencies.new"))
    give_back(admin)

    assert field.locator("[data-tag]").evaluate_all("(tags) => tags.map((tag) => tag.textContent)") == [
        "Освещение",
        "Дороги",
    ]
    press(admin, t("app.save"))
    expect(admin.get_by_role("dialog")).to_have_count(0)
    with changing(city) as session:
        agency = session.exec(select(Agency).where(Agency.name == "Горсвет")).one()
        answers = select(Category.name).join(AgencyCategory).where(AgencyCategory.agency_id == agency.id)
        assert set(session.exec(answers)) == {"Освещение", "Дороги"}


def test_refused_save_keeps_the_draft_and_a_good_one_drops_it(admin: Page, city: Server) -> None:
    open_new_person(admin, city)
    type_into(admin, t("people.post"), "инженер")
    press(admin, t("app.save"))
    expect(admin.get_by_text(t("people.error.name"))).to_be_visible()
    refused = drafts(admin)

    admin.reload()
    wait_idle(admin)
    press(admin, t("people.new"))
    give_back(admin)
    type_into(admin, t("people.name"), "Глазова Галина")
    press(admin, t("app.save"))

    assert len(refused) == 1
    expect(admin.get_by_role("dialog")).to_have_count(0)
    with changing(city) as session:
        assert session.exec(select(Person.post).where(Person.name == "Глазова Галина")).one() == "инженер"
    assert drafts(admin) == []


def test_second_refusal_in_a_row_keeps_the_draft(admin: Page, city: Server) -> None:
    open_new_person(admin, city)
    type_into(admin, t("people.post"), "инженер")

    press(admin, t("app.save"))
    press(admin, t("app.save"))

    expect(admin.get_by_text(t("people.error.name"))).to_be_visible()
    assert len(drafts(admin)) == 1


def test_form_is_offered_again_after_the_server_was_killed(page: Page, start: Callable[..., Server]) -> None:
    city = start()
    let_in(page, city)
    open_new_person(page, city)
    page.get_by_label(t("people.name"), exact=True).fill("Глазова Галина")
    drafts(page)

    city.kill()
    again = start_server(city.data.parent, port=city.port, copied=True)
    try:
        expect(page.locator(".draft.closed")).to_contain_text(t("drafts.closed"), timeout=60_000)
        wait_idle(page)
        expect(page.get_by_role("dialog")).to_have_count(0)
        press(page, t("people.new"))
        give_back(page)
        press(page, t("app.save"))

        expect(page.get_by_role("dialog")).to_have_count(0)
        with changing(city) as session:
            assert session.exec(select(Person).where(Person.name == "Глазова Галина")).one().id == 2
        none_kept(page)
    finally:
        again.stop()


def test_form_is_offered_again_after_a_stray_tap_on_the_menu_until_one_declines(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/tour_edit")
    type_into(admin, t("tours.field.title"), "Объезд Северного района")
    admin.get_by_role("link", name=t("nav.issues"), exact=True).click()
    admin.wait_for_url(re.compile("/issues$"))
    wait_idle(admin)
    nothing_offered(admin)
    visit(admin, f"{city.url}/tour_edit")
    offer_on(admin)

    admin.locator(".draft").get_by_role("button", name=t("drafts.drop"), exact=True).click()

    nothing_offered(admin)
    expect(admin.get_by_label(t("tours.field.title"), exact=True)).to_have_value("")
    assert drafts(admin) == []


def test_typing_beside_an_offer_loses_neither(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/tour_edit")
    admin.get_by_label(t("tours.field.title"), exact=True).fill("Объезд Северного района")
    drafts(admin)
    visit(admin, f"{city.url}/tour_edit")
    offer_on(admin)
    admin.get_by_label(t("tours.note"), exact=True).fill("Тёплая одежда")
    drafts(admin)

    visit(admin, f"{city.url}/tour_edit")
    give_back(admin)

    expect(admin.get_by_label(t("tours.field.title"), exact=True)).to_have_value("Объезд Северного района")
    expect(admin.get_by_label(t("tours.note"), exact=True)).to_have_value("Тёплая одежда")


def test_draft_of_one_card_is_not_offered_in_another(admin: Page, city: Server) -> None:
    with changing(city) as session:
        session.add(Person(id=2, name="Глазова Галина"))
        session.add(Person(id=3, name="Быстрая Вера"))
    visit(admin, f"{city.url}/people")
    admin.get_by_role("button", name="Глазова Галина", exact=True).click()
    wait_idle(admin)
    admin.get_by_label(t("people.post"), exact=True).fill("инженер")
    drafts(admin)

    admin.reload()
    wait_idle(admin)
    admin.get_by_role("button", name="Быстрая Вера", exact=True).click()
    wait_idle(admin)

    nothing_offered(admin)


def test_signing_out_leaves_no_draft_in_the_browser(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/tour_edit")
    admin.get_by_label(t("tours.field.title"), exact=True).fill("Объезд Северного района")
    before = drafts(admin)

    admin.goto(f"{city.url}/sign-out")
    admin.get_by_role("button", name=t("sign_out.go"), exact=True).click()
    admin.wait_for_url(re.compile("/sign-in"))

    assert (len(before), admin.evaluate(OURS)) == (1, [])


def test_signing_out_everywhere_leaves_no_draft_in_the_browser(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/tour_edit")
    admin.get_by_label(t("tours.field.title"), exact=True).fill("Объезд Северного района")
    before = drafts(admin)
    visit(admin, f"{city.url}/account")

    admin.get_by_role("button", name=t("account.sign_out_everywhere"), exact=False).click()
    admin.wait_for_url(re.compile("/sign-in"))

    assert (len(before), admin.evaluate(OURS)) == (1, [])


def test_next_person_at_this_browser_finds_no_draft(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/people")
    visit(admin, f"{city.url}/tour_edit")
    admin.get_by_label(t("tours.field.title"), exact=True).fill("Объезд Северного района")
    before = drafts(admin)
    with changing(city) as session:
        session.add(Person(id=2, name="Глазова Галина", email="galina@example.org"))

    let_in_as(admin, city, 2)
    visit(admin, f"{city.url}/")

    assert (len(before), drafts(admin)) == (1, [])


def test_password_is_never_kept(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/account")

    for label in ("account.old_password", "account.new_password", "account.repeat"):
        admin.get_by_label(t(label), exact=True).fill("correct horse battery")

    assert drafts(admin) == []


def test_browser_that_keeps_nothing_saves_all_the_same(new_page: Callable[..., Page], city: Server) -> None:
    page = new_page()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    let_in(page, city)

    open_new_person(page, city)
    type_into(page, t("people.name"), "Глазова Галина")
    press(page, t("app.save"))

    expect(page.get_by_role("dialog")).to_have_count(0)
    with changing(city) as session:
        assert len(session.exec(select(Person)).all()) == 2


@pytest.mark.parametrize("kept", ["{", "null", '{"at": 1, "fields": 5}', '{"at": 1, "fields": [{"name": 5}]}'])
def test_broken_draft_is_no_draft(admin: Page, city: Server, kept: str) -> None:
    visit(admin, f"{city.url}/tour_edit")
    admin.get_by_label(t("tours.field.title"), exact=True).fill("Объезд Северного района")
    (name,) = drafts(admin)

    visit(admin, f"{city.url}/account")
    admin.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [name, kept])
    visit(admin, f"{city.url}/tour_edit")

    nothing_offered(admin)
    assert drafts(admin) == []


def test_draft_is_forgotten_after_two_weeks(admin: Page, city: Server) -> None:
    visit(admin, f"{city.url}/tour_edit")
    admin.get_by_label(t("tours.field.title"), exact=True).fill("Объезд Северного района")
    drafts(admin)
    age = "for (const name of %s) { const draft = JSON.parse(localStorage[name]); draft.at -= 15 * 864e5; localStorage[name] = JSON.stringify(draft); }"

    visit(admin, f"{city.url}/account")
    admin.evaluate(age % DRAFTS)
    visit(admin, f"{city.url}/tour_edit")

    nothing_offered(admin)
    assert drafts(admin) == []
