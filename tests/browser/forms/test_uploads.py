"""Photos on a bad line: what is on its way, lost or refused is said, and nothing is called saved without it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect
from sqlmodel import col, func, select

from planner.domain.models import Photo
from planner.i18n import translator
from tests.browser.addresses import addresses_of, sign_in
from tests.browser.forms.administrator import changing
from tests.browser.screens import press, visit, wait_idle
from tests.browser.servers import DEMO, Server

UPLOADS = "**/_stcore/upload_file/**"
SLOW = {"offline": False, "latency": 50, "downloadThroughput": 500_000, "uploadThroughput": 60_000}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}

t = translator("ru", "Asia/Yakutsk")


@pytest.fixture(scope="module")
def city(start: Callable[..., Server], demo_data: Path) -> Server:
    """The demo city, to be changed."""
    return start(data=demo_data, command=DEMO)


@pytest.fixture
def asked(page: Page, city: Server) -> tuple[Page, int]:
    """A secretary who is asked for photos of an issue, and the number of that issue."""
    sign_in(page, city, "secretary", t)
    address = next(each for each in addresses_of(city, "secretary") if "/issue?" in each)
    visit(page, address)
    press(page, t("issue_page.add_photos"))
    return page, int(address.rpartition("=")[2])


def picture(name: str = "yama.jpg", *, side: int = 300) -> FilePayload:
    """A photo that does not compress: 300 pixels square have about 80 kB."""
    data = BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(data, "JPEG", quality=92)
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}


def photos_of(city: Server, issue_id: int) -> int:
    """How many photos of an issue are in the database."""
    with changing(city) as session:
        return session.exec(select(func.count()).select_from(Photo).where(col(Photo.issue_id) == issue_id)).one()


def choose_files(page: Page, *files: FilePayload) -> None:
    page.locator("[role=dialog] input[type=file]").set_input_files(files)


def choose_kept_files(page: Page, folder: Path, *files: FilePayload) -> None:
    """The same from files in a folder: a large one then goes to the browser as a name, not letter by letter."""
    paths = [folder / file["name"] for file in files]
    for path, file in zip(paths, files, strict=True):
        path.write_bytes(file["buffer"])
    page.locator("[role=dialog] input[type=file]").set_input_files(paths)


def arrived(page: Page) -> None:
    """Waits until everything that was chosen is at the server."""
    page.wait_for_timeout(300)
    expect(page.locator("button[data-held]")).to_have_count(0, timeout=30_000)
    wait_idle(page)


def save(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name=t("issue_page.edit.save")).click()


def said(page: Page, key: str, **values: object) -> str:
    """What stands beside the photos, and what should stand there."""
    expect(page.locator(".uploads .upload")).to_contain_text(t(f"uploads.{key}", **values), timeout=30_000)
    return t(f"uploads.{key}", **values)


def test_save_waits_for_the_photo_and_says_how_far_it_is(asked: tuple[Page, int], city: Server) -> None:
    page, issue_id = asked
    before = photos_of(city, issue_id)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    choose_files(page, picture(side=1200))
    expect(page.locator("[role=dialog] button[data-held]")).to_be_visible()

    save(page)

    expect(page.locator(".upload.held")).to_contain_text(t("uploads.wait", percent="\x00").split("\x00")[1])
    expect(page.get_by_role("dialog")).to_be_visible()
    assert photos_of(city, issue_id) == before
    network.send("Network.emulateNetworkConditions", FAST)
    expect(page.locator("button[data-held]")).to_have_count(0, timeout=60_000)
    save(page)
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=30_000)
    assert photos_of(city, issue_id) == before + 1


def test_upload_that_broke_is_sent_again_by_itself(asked: tuple[Page, int], city: Server) -> None:
    page, issue_id = asked
    before, broken = photos_of(city, issue_id), []

    def break_first(route: Route) -> None:
        broken.append(route.request.url)
        route.abort() if len(broken) == 1 else route.continue_()

    page.route(UPLOADS, break_first)

    choose_files(page, picture())
    expect(page.locator("[role=dialog] button[data-held]")).to_be_visible()
    arrived(page)
    save(page)

    expect(page.get_by_role("dialog")).to_have_count(0, timeout=30_000)
    assert (len(broken), photos_of(city, issue_id)) == (2, before + 1)


def test_lost_photo_is_named_and_nothing_is_saved_without_it(asked: tuple[Page, int], city: Server) -> None:
    page, issue_id = asked
    before = photos_of(city, issue_id)
    page.route(UPLOADS, lambda route: route.abort())
    choose_files(page, picture())
    said(page, "lost", name="yama.jpg")

    save(page)

    expect(page.locator(".upload.held")).to_contain_text(t("uploads.lost_first"))
    expect(page.get_by_role("dialog")).to_be_visible()
    page.unroute(UPLOADS)
    page.locator(".uploads").get_by_role("button", name=t("uploads.again"), exact=True).click()
    arrived(page)
    save(page)
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=30_000)
    assert photos_of(city, issue_id) == before + 1


def test_lost_photo_can_be_left_out(asked: tuple[Page, int], city: Server) -> None:
    page, issue_id = asked
    before = photos_of(city, issue_id)
    choose_files(page, picture("first.jpg"))
    arrived(page)
    page.route(UPLOADS, lambda route: route.abort())
    choose_files(page, picture("second.jpg"))
    said(page, "lost", name="second.jpg")

    page.locator(".uploads").get_by_role("button", name=t("uploads.without"), exact=True).click()
    expect(page.locator("button[data-held]")).to_have_count(0)
    save(page)

    expect(page.get_by_role("dialog")).to_have_count(0, timeout=30_000)
    assert photos_of(city, issue_id) == before + 1


@pytest.mark.parametrize(
    ("file", "key"),
    [
        (FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"hello"), "wrong_kind"),
        (FilePayload(name="huge.jpg", mimeType="image/jpeg", buffer=b"0" * (20 * 1024 * 1024 + 1)), "too_large"),
    ],
    ids=["kind", "size"],
)
def test_refused_file_is_told_beside_the_field_and_the_good_one_is_taken(
    asked: tuple[Page, int], city: Server, file: FilePayload, key: str, tmp_path: Path
) -> None:
    page, issue_id = asked
    before = photos_of(city, issue_id)

    choose_kept_files(page, tmp_path, picture(), file)

    said(page, key, name=file["name"], megabytes=20)
    expect(page.locator("[data-testid=stFileChip]")).to_have_count(1)
    expect(page.locator("[role=dialog] button[data-held]")).to_have_css("--word-held", '""', timeout=30_000)
    save(page)
    expect(page.locator(".upload.held")).to_contain_text(t("uploads.lost_first"))
    page.locator(".uploads").get_by_role("button", name=t("uploads.understood"), exact=True).click()
    expect(page.locator("button[data-held]")).to_have_count(0)
    wait_idle(page)
    save(page)
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=30_000)
    assert photos_of(city, issue_id) == before + 1


def test_chosen_photo_is_shown_as_a_picture(asked: tuple[Page, int]) -> None:
    page, _ = asked

    choose_files(page, picture())

    expect(page.locator("[data-testid=stFileChip] [data-picture]")).to_be_visible()


def test_photo_taken_off_the_list_is_missed_no_more(asked: tuple[Page, int]) -> None:
    page, _ = asked
    page.route(UPLOADS, lambda route: None)  # it stays on its way
    choose_files(page, picture())
    expect(page.locator("[role=dialog] button[data-held]")).to_be_visible()

    page.locator("[data-testid=stFileChipDeleteBtn] button").click()

    expect(page.locator("button[data-held]")).to_have_count(0)


def test_cancelled_form_is_offered_again_and_names_the_photo_to_choose(page: Page, city: Server) -> None:
    sign_in(page, city, "secretary", t)
    visit(page, next(each for each in addresses_of(city, "secretary") if "/ride?" in each))
    press(page, t("ride.new_issue"))
    page.get_by_label(t("issue_dialog.text"), exact=True).fill("Яма во дворе")
    choose_files(page, picture())
    arrived(page)
    press(page.get_by_role("dialog"), t("app.cancel"))

    press(page, t("ride.new_issue"))
    page.locator(".draft").get_by_role("button", name=t("drafts.restore"), exact=True).click()

    expect(page.locator(".draft")).to_contain_text(t("drafts.missing", fields=f"{t('photos.label')}: yama.jpg"))
    expect(page.get_by_label(t("issue_dialog.text"), exact=True)).to_have_value("Яма во дворе")
