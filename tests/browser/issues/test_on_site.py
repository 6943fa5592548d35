"""The page on the spot in a phone's browser: a photo by the camera over the picture of before, and a report made of it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Geolocation, Page, expect
from sqlmodel import select

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Instruction, Person, PersonRole, Photo
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, PhotoPhase, PhotoSource, Role
from planner.i18n import translator
from planner.services.access.sign_in import open_sign_in_for
from planner.services.issues.photos import add_photo, keep_photo
from planner.storage.folder import FolderStore
from tests.browser.conftest import NOTHING_OUTSIDE, QUIET
from tests.browser.screens import PHONE, screenshot
from tests.browser.servers import Server
from tests.services.control_story import Town, an_instruction, an_issue, make_town
from tests.services.issue_story import jpeg, uid

T = translator("ru", "Asia/Yakutsk")
FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
YARD = Geolocation(latitude=50.2701, longitude=127.5402, accuracy=9.0)


@pytest.fixture(scope="module")
def camera(browser: Browser, browser_path: str) -> Iterator[Browser]:
    """A Chromium with a camera that shows a moving pattern."""
    with_camera = browser.browser_type.launch(
        executable_path=browser_path, args=[*QUIET, NOTHING_OUTSIDE, *FAKE_CAMERA]
    )
    yield with_camera
    with_camera.close()


@pytest.fixture(scope="module")
def oksana(server: Server) -> Iterator[tuple[Database, Town]]:
    """The town whose roads Oksana mends, once for the tests of this file."""
    database = server.open_database()
    with database.transaction() as session:
        town = make_town(session)
    yield database, town
    database.close()


def in_the_yard(server: Server, oksana: tuple[Database, Town], browser: Browser) -> tuple[Page, int]:
    """Oksana with a phone at a hole that has a picture of before; returns the page and the instruction's number."""
    (database, town), now = oksana, datetime.now(UTC)
    with database.transaction() as session:
        issue = an_issue(session, town, address="ул. Ленина, 1")
        number = id_of(an_instruction(session, town, issue))
        store = FolderStore(server.data / "files")
        add_photo(
            session,
            town.olga,
            uid=uid(),
            issue_id=id_of(issue),
            data=keep_photo(town.olga, store, data=jpeg()),
            phase=PhotoPhase.BEFORE,
            now=now,
        )
        token = open_sign_in_for(session, session.get_one(Person, town.oksana.person_id), now=now)
    context = browser.new_context(viewport=PHONE, locale="ru-RU", geolocation=YARD, permissions=["geolocation"])
    context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{server.url}/on-site/{number}")
    return page, number


def test_text_that_was_typed_is_offered_to_nobody_else_and_is_gone_after_signing_out(
    server: Server, oksana: tuple[Database, Town], camera: Browser
) -> None:
    page, number = in_the_yard(server, oksana, camera)
    page.get_by_label(T("on_site.text")).fill("Засыпали щебнем")
    page.reload()
    own = page.get_by_label(T("on_site.text")).input_value()
    database, town = oksana
    with database.transaction() as session:
        colleague = Person(name="Инна", agency_id=town.roads)
        session.add(colleague)
        session.flush()
        session.add(PersonRole(person_id=id_of(colleague), role=Role.OFFICIAL))
        token = open_sign_in_for(session, colleague, now=datetime.now(UTC))
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": server.url}])
    page.reload()
    of_another = page.get_by_label(T("on_site.text")).input_value()

    page.get_by_label(T("on_site.text")).fill("Моё слово")
    page.goto(f"{server.url}/sign-out")
    page.locator("form button").first.click()
    page.wait_for_url(lambda url: "/sign-out" not in url)

    assert (own, of_another) == ("Засыпали щебнем", "")
    assert page.evaluate("() => Object.keys(localStorage).filter((name) => name.startsWith('planner.draft'))") == []


def test_photo_by_the_camera_becomes_a_report(server: Server, oksana: tuple[Database, Town], camera: Browser) -> None:
    page, number = in_the_yard(server, oksana, camera)
    page.get_by_role("button", name=T("on_site.report")).click()
    missing = page.get_by_role("alert").inner_text()

    page.get_by_role("button", name=T("on_site.shoot")).click()
    page.locator("li[data-state=sent]").wait_for()
    page.get_by_label(T("on_site.text")).fill("Яму засыпали")
    page.reload()
    kept = page.get_by_label(T("on_site.text")).input_value()
    page.locator("li[data-state=sent]").wait_for()
    screenshot(page, "on-site-390")
    page.get_by_role("button", name=T("on_site.report")).click()

    expect(page.locator("#done")).to_have_text(T("on_site.done.report"))
    assert (missing, kept) == (f"{T('on_site.needs_text')} {T('on_site.needs_photo')}", "Яму засыпали")
    with oksana[0].reading() as session:
        instruction = session.get_one(Instruction, number)
        photo = session.exec(select(Photo).where(Photo.instruction_id == number, Photo.source == "camera")).first()
        assert instruction.state is InstructionState.REPORTED
        assert photo is not None
        assert (photo.source, photo.lat, photo.lon, photo.accuracy_m) == (PhotoSource.CAMERA, 50.2701, 127.5402, 9)
    page.context.close()


def test_photo_stays_on_the_page_while_there_is_no_network(
    server: Server, oksana: tuple[Database, Town], camera: Browser
) -> None:
    page, _ = in_the_yard(server, oksana, camera)
    page.context.set_offline(True)

    page.get_by_role("button", name=T("on_site.shoot")).click()
    page.locator("li[data-state=failed]").wait_for()
    told = page.locator("li[data-state=failed] small").inner_text()
    page.context.set_offline(False)
    page.get_by_role("button", name=T("on_site.again")).click()

    page.locator("li[data-state=sent]").wait_for()
    assert told == T("on_site.no_network")
    page.context.close()


def test_without_a_camera_photos_are_chosen_and_marked(
    server: Server, oksana: tuple[Database, Town], browser: Browser
) -> None:
    page, _ = in_the_yard(server, oksana, browser)

    page.locator("input[type=file]").last.set_input_files(
        {"name": "old.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )

    expect(page.locator("li[data-state=sent] small")).to_have_text(T("on_site.from_gallery"))
    page.context.close()
