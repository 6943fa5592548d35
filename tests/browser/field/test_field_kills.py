"""Killed browsers, killed servers, damaged databases: what the tablet showed as saved is there, and arrives once."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import FilePayload, Page, Request, Route, expect
from sqlmodel import select

from planner.database import Database
from planner.domain.models import City, Photo
from tests.browser.field.conftest import ride_at_first_stop
from tests.browser.field.field_steps import (
    begin_report,
    choose_topic,
    expect_all_sent,
    expect_received,
    noise_photo,
    open_field,
    own_rows,
    report,
)
from tests.browser.field.proxy import Proxy, Weather, spoilt_network
from tests.browser.field.tablet import Tablet
from tests.browser.ride.ride_story import Ride
from tests.browser.screens import wait_until
from tests.browser.servers import Server, start_server

KILLS = int(os.environ.get("KILLS", "5"))
"""Of the browser; KILLS=20 asks for more."""
NEVER_OPENS = "IDBFactory.prototype.open = () => { throw new DOMException('damaged', 'UnknownError'); }"
COPIES = "async () => (await (await caches.open('field-spare')).keys()).length"
FILES = "**/field/api/1/files/*"
PIECE = 128 * 1024
TYPED = "Скамейка у второго подъезда без спинки, рядом торчат болты"


def test_killed_browser_has_everything_that_was_saved_and_the_draft(network: Proxy, ride: Ride, tablet: Tablet) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)

    for number in range(KILLS):
        report(page, t, "Дорога", noise_photo(seed=number), text=f"Яма {number}")
        tablet.kill()  # right after the tablet said that it is saved
        page = tablet.begin()
        page.goto(f"{network.url}/field/{ride.code}")  # without a network
        expect(own_rows(page, t)).to_have_count(number + 1)
    begin_report(page, t)
    choose_topic(page, "Освещение")
    page.get_by_label(t("tablet.report.text"), exact=True).press_sequentially(TYPED, delay=10)
    page.wait_for_timeout(1000)
    tablet.kill()
    page = tablet.begin()
    page.goto(f"{network.url}/field/{ride.code}")
    page.get_by_role("button", name=t("tablet.draft.resume"), exact=True).click()

    expect(page.get_by_label(t("tablet.report.text"), exact=True)).to_have_value(TYPED)
    expect(page.locator(".tile[aria-pressed=true]")).to_have_text("Освещение")
    page.get_by_role("button", name=t("tablet.report.save"), exact=True).click()
    network.turn(Weather.FINE)
    expect_received(page, t, KILLS + 1)
    assert sorted(issue.text for issue in ride.issues()) == sorted([*(f"Яма {n}" for n in range(KILLS)), TYPED])


def test_killed_server_has_everything_that_it_acknowledged_once_and_no_stray_file(
    new_page: Callable[..., Page], tmp_path: Path
) -> None:
    server = start_server(tmp_path, copied=True)
    database = server.open_database()
    ride = ride_at_first_stop(server, database)
    with spoilt_network(server.port) as network:
        page, t = new_page(), ride.t
        open_field(page, network.url, ride)
        network.bytes_per_s = 300_000
        for number in range(4):
            report(page, t, "Дорога", noise_photo(seed=number, side=1600), text=f"Яма {number}")

        for _ in range(3):
            page.wait_for_timeout(1500)
            server.kill()
            server = start_server(tmp_path, port=server.port, copied=True)
        network.bytes_per_s = 0

        expect_received(page, t, 4)
        assert len(ride.photos(4)) == 4
    server.stop()
    _expect_whole(server, database)
    assert sorted(issue.text for issue in ride.issues()) == [f"Яма {number}" for number in range(4)]
    database.close()


def _of_whole_pieces(photo: FilePayload) -> FilePayload:
    """The same picture, with as much behind its end that its last piece is full."""
    return {**photo, "buffer": photo["buffer"] + bytes(-len(photo["buffer"]) % PIECE)}


def _expect_whole(server: Server, database: Database) -> None:
    """The file of the database is sound; each photo has its files, and each file its photo."""
    with sqlite3.connect(server.data / "planner.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with database.reading() as session:
        named = {name for row in session.exec(select(Photo)) for name in (row.original, row.clean, row.thumbnail)}
    stored = {name for _, _, names in os.walk(server.data / "files") for name in names if not name.startswith(".")}
    assert named - stored == set()


def wait_for_copies(page: Page, number: int) -> None:
    wait_until(page, f"async () => await ({COPIES})() === {number}")


def test_outbox_is_saved_though_the_database_does_not_open(network: Proxy, ride: Ride, tablet: Tablet) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="Яма без базы")
    wait_for_copies(page, 2)
    page.add_init_script(NEVER_OPENS)

    page.goto(f"{network.url}/field/{ride.code}")
    page.reload()
    page.get_by_role("button", name=t("tablet.outbox.open"), exact=True).click(timeout=30_000)
    expect(page.get_by_text(t("tablet.spare.only"), exact=True)).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name=t("tablet.outbox.export"), exact=True).click()

    with ZipFile(saved.value.path()) as archive:
        assert archive.testzip() is None
        items = json.loads(archive.read("outbox.json"))["items"]
        [photo] = [item for item in items if item["kind"] == "photo"]
        assert archive.getinfo(f"files/{photo['hash']}").file_size > 10_000
    assert [item["text"] for item in items if item["kind"] == "report"] == ["Яма без базы"]


def test_what_a_damaged_database_has_lost_comes_back_and_arrives_once(
    network: Proxy, ride: Ride, tablet: Tablet
) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="Яма из копии")
    wait_for_copies(page, 2)
    tablet.kill()
    shutil.rmtree(tablet.profile / "Default" / "IndexedDB")  # what the browser does itself with one that is damaged

    page = tablet.begin()
    network.turn(Weather.FINE)
    page.goto(f"{network.url}/field/{ride.code}")
    page.locator("form.door, .head").first.wait_for()
    if page.locator("form.door").count():  # the cookie was as young as the tablet's last write
        page.get_by_label(t("join.name"), exact=True).fill("Пётр Орлов")
        page.get_by_role("button", name=t("join.go"), exact=True).click()
        page.get_by_role("button", name=t("tablet.door.again"), exact=True).click()

    expect(own_rows(page, t)).to_have_count(1)
    expect_received(page, t, 1)
    expect_all_sent(page, t)
    assert [issue.text for issue in ride.issues()] == ["Яма из копии"]
    wait_for_copies(page, 0)


def test_nothing_of_what_was_sent_or_taken_out_stays_in_the_copy(network: Proxy, ride: Ride, tablet: Tablet) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)

    report(page, t, "Дорога", noise_photo(), text="Яма")
    expect_received(page, t, 1)

    wait_for_copies(page, 0)


def test_photo_whose_bytes_are_all_there_but_were_not_looked_at_arrives(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    with ride.database.transaction() as session:
        session.add(City(keep_originals=True))
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    sizes: list[str] = []
    told: list[Request] = []
    empty: list[Request] = []

    def answer(route: Route) -> None:
        """The bytes are appended and the server is killed before it looks at them: what it has is told at the next try."""
        asked = route.request
        if asked.method == "PATCH" and not sizes:
            sizes.append(asked.headers["upload-length"])
            route.abort()
        elif asked.method == "HEAD" and sizes and not told:
            told.append(asked)
            route.fulfill(status=204, headers={"X-Planner": "1", "Upload-Offset": sizes[0]})
        else:
            if asked.method == "PATCH" and asked.headers["upload-offset"] == asked.headers["upload-length"]:
                empty.append(asked)
            route.continue_()

    page.route(FILES, answer)
    report(page, t, "Дорога", _of_whole_pieces(noise_photo(seed=2)), text="Яма")

    expect_received(page, t, 1)
    assert int(sizes[0]) % PIECE == 0
    assert len(empty) == 1  # it asks the server to look; a server that has less says so, and is sent the rest
    assert len(ride.photos(1)) == 1
