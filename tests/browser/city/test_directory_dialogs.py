"""Dialogs of the directories: nothing that was cancelled comes back in another one, and a no is said where it was tapped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, delete, select

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Agency, Person, PersonRole
from planner.domain.words import Role
from planner.i18n import translator
from planner.services.access.people import save_person
from planner.services.access.sign_in import open_sign_in_for
from planner.services.city.agencies import save_agency, save_category
from planner.services.city.city import get_city, hold_city
from planner.services.city.districts import save_district
from planner.services.city.places import save_place
from tests.browser.screens import press, type_into, visit, wait_idle
from tests.browser.servers import Server

t = translator("ru", "Asia/Yakutsk")
DIRECTORIES = [
    ("/people", "people.new", "people.name"),
    ("/people", "people.new", "people.email"),
    ("/agencies", "agencies.new", "agencies.name"),
    ("/agencies", "categories.new", "categories.name"),
    ("/places", "places.new", "places.name"),
    ("/districts", "districts.new", "districts.name"),
]
FIRST_TWO = [
    ("/people", "people.name", ["Артём", "Борис"]),
    ("/agencies", "agencies.name", ["Дороги", "Парки"]),
    ("/places", "places.name", ["Двор", "Рынок"]),
    ("/districts", "districts.name", ["Северный", "Южный"]),
]


@dataclass
class Keeping:
    """Artyom keeps the directories; `token` signs him in."""

    server: Server
    database: Database
    artyom: Actor
    token: str

    def open(self, page: Page, path: str) -> None:
        """Opens a screen as Artyom."""
        page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": self.token, "url": self.server.url}])
        visit(page, f"{self.server.url}{path}")


@pytest.fixture(scope="module")
def keeping(server: Server) -> Keeping:
    """Two entries in each directory."""
    now, database = datetime.now(UTC), server.open_database()
    with database.transaction() as session:
        person = Person(name="Артём")
        session.add(person)
        session.flush()
        assert person.id is not None
        roles = frozenset({Role.ADMIN, Role.ORGANIZER})
        session.add_all(PersonRole(person_id=person.id, role=role) for role in roles)
        session.flush()
        artyom = Actor(person.name, roles, person.id)
        save_person(session, artyom, name="Борис", roles=[])
        for name in ("Дороги", "Парки"):
            save_agency(session, artyom, name=name)
        save_category(session, artyom, name="Ямы")
        for number, name in enumerate(("Двор", "Рынок")):
            save_place(session, artyom, name=name, lat=50.26 + number / 50, lon=127.53)
        for name in ("Северный", "Южный"):
            save_district(session, artyom, name=name)
        return Keeping(server, database, artyom, open_sign_in_for(session, person, now=now))


def cancel(page: Page) -> None:
    """Closes the dialog without saving."""
    press(page.get_by_role("dialog"), t("app.cancel"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def edit(page: Page, number: int) -> Locator:
    """Opens the form of the entry with this number on the screen, from 0."""
    page.locator("td button").nth(number).click()
    wait_idle(page)
    return page.get_by_role("dialog")


@pytest.mark.parametrize(("path", "new", "field"), DIRECTORIES)
def test_what_was_typed_for_a_new_entry_and_cancelled_does_not_come_back(
    page: Page, keeping: Keeping, path: str, new: str, field: str
) -> None:
    keeping.open(page, path)
    press(page, t(new))
    type_into(page.get_by_role("dialog"), t(field), "черновик@example.org")
    cancel(page)

    press(page, t(new))

    expect(page.get_by_role("dialog").get_by_label(t(field), exact=True)).to_have_value("")


@pytest.mark.parametrize(("path", "field", "names"), FIRST_TWO)
def test_what_was_typed_for_one_entry_and_cancelled_does_not_stand_in_another(
    page: Page, keeping: Keeping, path: str, field: str, names: list[str]
) -> None:
    keeping.open(page, path)
    type_into(edit(page, 0), t(field), "Черновик")
    cancel(page)

    seen = []
    for number in (1, 0):
        name = edit(page, number).get_by_label(t(field), exact=True)
        expect(name).not_to_have_value("")
        seen.append(name.input_value())
        cancel(page)

    assert seen == [names[1], names[0]]


def test_no_to_archiving_is_said_where_it_was_tapped(new_page: Callable[..., Page], keeping: Keeping) -> None:
    page = new_page()
    keeping.open(page, "/agencies")
    dialog = edit(page, 0)
    with keeping.database.transaction() as session:
        session.exec(delete(PersonRole).where(col(PersonRole.role) == Role.ADMIN))

    press(dialog, t("app.archive"))

    expect(dialog).to_contain_text(t("permissions.not_your_role"))
    with keeping.database.transaction() as session:
        session.add(PersonRole(person_id=keeping.artyom.person_id or 0, role=Role.ADMIN))
        assert session.exec(select(Agency.archived).where(Agency.name == "Дороги")).one() is False


def test_dialog_about_what_is_gone_says_so_and_can_be_closed(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/agencies")
    dialog = edit(page, 1)
    with keeping.database.transaction() as session:
        session.exec(select(Agency).where(Agency.name == "Парки")).one().archived = True

    dialog.get_by_label(t("agencies.name"), exact=True).fill("Парки и скверы")
    page.keyboard.press("Tab")
    wait_idle(page)

    expect(dialog).to_contain_text(t("agencies.error.unknown"))
    press(dialog, t("app.close"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    with keeping.database.transaction() as session:
        session.exec(select(Agency).where(Agency.name == "Парки")).one().archived = False


def test_second_editor_of_an_entry_sees_what_the_first_wrote_and_loses_nothing(page: Page, keeping: Keeping) -> None:
    keeping.open(page, "/agencies")
    dialog = edit(page, 0)
    type_into(dialog, t("agencies.phone"), "22-33-00")
    with keeping.database.transaction() as session:
        agency = session.exec(select(Agency).where(Agency.name == "Дороги")).one()
        agency.phone, agency.short_name = "22-22-00", "УД"

    press(dialog, t("app.save"))
    expect(dialog).to_contain_text(t("app.changed_to", what=t("agencies.phone"), value="22-22-00"))
    expect(dialog.get_by_label(t("agencies.phone"), exact=True)).to_have_value("22-33-00")
    press(dialog, t("app.save"))

    expect(page.get_by_role("dialog")).to_have_count(0)
    with keeping.database.reading() as session:
        agency = session.exec(select(Agency).where(Agency.name == "Дороги")).one()
    assert (agency.phone, agency.short_name) == ("22-33-00", "УД")


def test_second_editor_of_the_city_sees_what_the_first_wrote_and_loses_nothing(page: Page, keeping: Keeping) -> None:
    with keeping.database.transaction() as session:
        hold_city(session).name = "Благовещенск"
    keeping.open(page, "/city")
    page.get_by_label(t("city.sign_in_help"), exact=True).fill("Вера, 33")
    with keeping.database.transaction() as session:
        hold_city(session).sign_in_help = "Анна, 22"

    press(page, t("app.save"))
    expect(page.get_by_text(t("app.changed_to", what=t("city.sign_in_help"), value="Анна, 22"))).to_be_visible()
    expect(page.get_by_label(t("city.sign_in_help"), exact=True)).to_have_value("Вера, 33")
    press(page, t("app.save"))

    expect(page.get_by_text(t("app.saved"))).to_be_visible()
    with keeping.database.reading() as session:
        assert get_city(session).sign_in_help == "Вера, 33"
