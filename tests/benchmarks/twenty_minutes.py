"""From an empty database to a published tour, as a clerk with files goes it: `python -m tests.benchmarks.twenty_minutes`.

A real server and a real Chromium, on a desk (1280×800) and on a phone (390×844). The clerk has a street extract and files
of districts, people and places; topics and agencies come from the starter set. Prints for each size what was done, how long a
person takes for that by the keystroke-level model (`tests/benchmarks/hand.py` has it, with its source), and how long the machine took on
top of it. The aim is 20 minutes of the person's time.
"""

import json
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from planner.i18n import translator
from tests.benchmarks.hand import Hand
from tests.browser.conftest import NOTHING_OUTSIDE, QUIET
from tests.browser.find_browser import find_browser
from tests.browser.screens import DESKTOP, PHONE, TABLET, WATCH, badge, wait_idle
from tests.browser.servers import SERVE, start_server
from tests.towns.block_town import write_town

AIM_MINUTES = 20
PLACES = "название;адрес;широта;долгота\n" + "\n".join(
    f"Сквер {number};Зейская улица, {number};50,2{70 + number};127,53" for number in range(5)
)
PEOPLE = """ФИО;Электронная почта;Роль
Ким Анна Петровна;anna@example.org;Организатор
Орлов Пётр Ильич;petr@example.org;Контролёр
"""
STOPS = ("Сквер 1", "Сквер 2", "Сквер 3", "Сквер 4")


def write_files(folder: Path) -> dict[str, Path]:
    """The files that the clerk has."""
    ring = [[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "Центральный", "population": 90000}, "geometry": shape}
    files = {name: folder / name for name in ("town.osm.pbf", "districts.geojson", "places.csv", "people.csv")}
    write_town(files["town.osm.pbf"])
    collection = {"type": "FeatureCollection", "features": [feature]}
    files["districts.geojson"].write_text(json.dumps(collection), "utf-8")
    files["places.csv"].write_text(PLACES, "cp1251")
    files["people.csv"].write_text(PEOPLE, "cp1251")
    return files


def go_the_way(hand: Hand, address: str, files: dict[str, Path]) -> None:
    """Everything from the set-up to the published tour."""
    t, page = hand.t, hand.page
    set_up(hand, address)
    hand.follow(t("first.do.city"))
    hand.write(t("city.name"), "Приморск")
    hand.pick(t("city.timezone"), "Владив", "Владивосток, UTC+10")
    hand.press(t("app.save"))
    go_home(hand)
    hand.follow(t("first.do.map"))
    hand.give(page.locator("input[type=file]"), files["town.osm.pbf"])
    hand.press(t("city_import.start"))
    hand.wait_for(page.get_by_text(t("city_import.new"), exact=True), seconds=180)
    go_home(hand)
    hand.follow(t("first.do.districts"))
    take_file(hand, files["districts.geojson"], 1)
    go_home(hand)
    hand.press(t("starter.open"))
    hand.read()
    hand.tap(page.get_by_role("dialog").get_by_role("button").last)
    hand.follow(t("first.do.people"))
    take_file(hand, files["people.csv"], 2)
    go_home(hand)
    hand.follow(t("first.do.places"))
    take_file(hand, files["places.csv"], 5)
    go_home(hand)
    hand.follow(t("first.do.tour"))
    plan(hand)


def set_up(hand: Hand, address: str) -> None:
    """The first administrator; this page is there before the screens are."""
    t, page = hand.t, hand.page
    page.goto(address)
    hand.read()
    for label, text in (
        ("set_up.name", "Ким Ирина Петровна"),
        ("sign_in.email", "irina@example.org"),
        ("sign_in.password", "Ирина на площади"),
        ("sign_in.repeat", "Ирина на площади"),
    ):
        page.get_by_label(t(label), exact=True).fill(text)
        hand.count_field(text)
    hand.press(t("set_up.go"))
    hand.read()


def go_home(hand: Hand) -> None:
    """Back to the list of steps: the menu's first line, which a phone has to open first."""
    width = (hand.page.viewport_size or DESKTOP)["width"]
    hand.count_taps(1 if width >= TABLET["width"] else 2)
    parts = urlsplit(hand.page.url)
    hand.page.goto(f"{parts.scheme}://{parts.netloc}/")
    wait_idle(hand.page)
    hand.read()


def take_file(hand: Hand, path: Path, rows: int) -> None:
    """From a directory to the import: gives it the file, reads what would come in, and agrees."""
    hand.follow(hand.t("intake.open"))
    hand.give(hand.page.locator("input[type=file]"), path)
    hand.read()
    hand.press(hand.t("intake.do", n=rows))


def plan(hand: Hand) -> None:
    """A tour with a start, four stops out of the places, published."""
    t, page = hand.t, hand.page
    hand.write(t("tours.field.title"), "Первый объезд")
    hand.write(t("tours.field.start_name"), "Сквер 0")
    hand.press(t("app.save"))
    hand.read()
    for name in STOPS:
        hand.write(t("plan.add.find"), name)
        hand.press(t("plan.add.button"))
    hand.tap(page.get_by_role("button", name=re.compile(f"^{t('tours.publish')}")))
    hand.read()
    hand.tap(page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{t('tours.publish')}")))
    badge(page, t("words.tour_state.published")).first.wait_for()


def measure(browser: Browser, size: ViewportSize, folder: Path) -> Hand:
    """The whole way in one size, on a server of its own."""
    server = start_server(folder / "server", command=SERVE)
    try:
        context = browser.new_context(viewport=size, locale="ru-RU", timezone_id="Asia/Vladivostok")
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(60_000)
        hand = Hand(page, translator("ru", "Asia/Vladivostok"))
        go_the_way(hand, server.url, write_files(folder))
        context.close()
        return hand
    finally:
        server.stop()


def main() -> None:
    """Prints a line for each size."""
    print("load of the machine:", *(f"{load:.1f}" for load in os.getloadavg()))
    print("size        clicks  fields  keys  files  screens  person min  machine min  together min")
    path = find_browser(os.environ)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, NOTHING_OUTSIDE])
        for size in (DESKTOP, PHONE):
            with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as name:
                hand = measure(browser, size, Path(name))
            person, machine = hand.seconds / 60, hand.waited / 60
            named = f"{size['width']}×{size['height']}"
            print(
                f"{named:10} {hand.clicks:7} {hand.fields:7} {hand.keys:5} {hand.files:6} {hand.screens:8}"
                f" {person:11.1f} {machine:12.1f} {person + machine:13.1f}",
                flush=True,
            )
            assert person < AIM_MINUTES
        browser.close()


if __name__ == "__main__":
    main()
