"""The issue list in a real browser: list and map agree, any list has an address, and typed text stays text."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from planner.config import SIGN_IN_COOKIE
from tests.browser.screens import DESKTOP, PHONE, TABLET, visit, wait_idle
from tests.browser.servers import Server
from tests.services.control_story import an_instruction
from tests.services.issue_story import HOSTILE, log, set_scene
from tests.web.issue_visitors import sign_everybody_in

ALL = 24 + len(HOSTILE) + 1
TARGETS = """(root) => [...document.querySelectorAll(root)].filter((e) => e.offsetParent !== null).map((e) => {
  const box = e.getBoundingClientRect();
  return [e.innerText.trim() || e.getAttribute("aria-label") || e.tagName, Math.min(box.width, box.height)];
}).filter(([, size]) => size < 44)"""


@pytest.fixture(scope="module")
def tokens(server: Server) -> dict[str, str]:
    """24 holes along a street, some overdue, six issues with hostile text, and at last one internal to the road agency."""
    database = server.open_database()
    now = datetime.now(UTC)
    today = (now + timedelta(hours=9)).date()
    with database.transaction() as session:
        scene = set_scene(session)
        for number in range(24):
            issue = log(session, scene, lon=127.515 + number * 0.002, text="Яма", address=f"Ленина, {number}", now=now)
            if number < 6:
                given = date(2026, 1, 12)
                an_instruction(session, scene.town, issue, due_on=date(2099, 1, 1))
                issue.due_on = given if number < 3 else today + timedelta(days=30)
        for at, text in enumerate(HOSTILE):
            log(
                session,
                scene,
                lat=50.29,
                lon=127.51 + at * 0.01,
                text=text,
                address=text,
                category_id=scene.lights,
                now=now,
            )
        secret = log(session, scene, lat=50.25, internal=True, text="Служебное", now=now)
        an_instruction(session, scene.town, secret, due_on=date(2099, 1, 1))
        tokens = dict(sign_everybody_in(session, scene))
    database.close()
    return tokens


@pytest.fixture
def look(server: Server, tokens: dict[str, str], new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a screen as somebody: `look("olga", "/issues")`."""

    def open_as(name: str, path: str, **options: object) -> Page:
        page = new_page(**options)
        page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": tokens[name], "url": server.url}])
        visit(page, server.url + path)
        return page

    return open_as


def the_map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[src^='/map/issues']")


def found(page: Page) -> int:
    return int(re.sub(r"\D", "", page.get_by_text(re.compile("^Найдено: ")).inner_text()))


def drawn(page: Page) -> int:
    """How many issues the marks on the map stand for."""
    marks = the_map(page).locator(".leaflet-marker-icon :is(.pin, .cluster)")
    expect(marks.first).to_be_visible()
    page.wait_for_timeout(500)
    return sum(int(text) if text.isdigit() else 1 for text in marks.all_inner_texts())


def test_list_and_map_show_the_same_issues(look: Callable[..., Page], server: Server) -> None:
    counts = {}
    for name in ("olga", "oksana", "boris"):
        page = look(name, "/issues", viewport=DESKTOP)
        for query in ("", "?overdue=true", "?state=open&category=2", "?text=ЛЕНИНА", "?agency=1"):
            if query:
                visit(page, f"{server.url}/issues{query}")
            counts[name, query] = (found(page), drawn(page))
        page.context.close()

    everybody = {"?overdue=true": 3, "?state=open&category=2": len(HOSTILE), "?text=ЛЕНИНА": 24}
    insiders = everybody | {"": ALL, "?agency=1": 7}
    outsiders = everybody | {"": ALL - 1, "?agency=1": 6}
    wanted = {"olga": insiders, "oksana": insiders, "boris": outsiders}
    assert counts == {(name, query): (n, n) for name, numbers in wanted.items() for query, n in numbers.items()}


def test_filters_go_to_the_address_and_back(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues")

    page.get_by_role("button", name="Просрочено").or_(page.get_by_role("radio", name="Просрочено")).first.click()
    expect(page).to_have_url(re.compile(r"/issues\?overdue=true$"))
    page.get_by_label("Поиск").fill("ленина 2")
    page.get_by_label("Поиск").press("Enter")
    expect(page).to_have_url(re.compile(r"overdue=true&text="))
    wait_idle(page)
    address = page.url
    page.get_by_role("button", name="Ещё условия").click()
    page.get_by_role("button", name="Сбросить условия").click()
    wait_idle(page)

    assert (found(page), page.url.endswith("/issues")) == (ALL, True)
    shared = look("boris", address.removeprefix(page.url.removesuffix("/issues")))
    expect(shared.get_by_label("Поиск")).to_have_value("ленина 2")
    assert found(shared) == 1


def test_turning_a_page_leaves_the_map_alone(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues")
    drawn(page)
    page.locator("iframe").evaluate("(frame) => { frame.contentWindow.untouched = true }")

    page.get_by_role("button", name="Страница 2", exact=True).click()
    wait_idle(page)

    assert page.url.endswith("/issues?page=2")
    assert page.locator("iframe").evaluate("(frame) => frame.contentWindow.untouched") is True
    assert page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollTop") == 0


def test_panning_the_map_reruns_nothing(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues")
    drawn(page)
    before = page.evaluate("() => window.__watch.sent")

    with page.expect_response(re.compile("/api/issues")) as answered:
        page.locator("iframe").evaluate(
            "(frame) => { frame.contentWindow.map_city.panBy([120, 60], {animate: false}) }"
        )

    assert answered.value.status == 200
    assert page.evaluate("() => window.__watch.sent") == before


def test_pin_opens_its_issue_in_the_window(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues?text=служебное")
    pin = the_map(page).locator(".leaflet-marker-icon:has(.pin)")
    expect(pin).to_have_count(1)

    pin.click()
    the_map(page).locator(".issue-popup a").click()

    expect(page).to_have_url(re.compile(rf"/issue\?id={ALL}$"))


def test_hostile_text_is_text_on_cards_map_and_in_files(look: Callable[..., Page], server: Server) -> None:
    page = look("olga", "/issues?category=2", viewport=DESKTOP)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    shown = (
        page.locator(".st-key-issue_cards").inner_text().replace("\u2060", "")
    )  # it keeps addresses from being links
    drawn(page)
    popups = []
    for number in range(25, 25 + len(HOSTILE)):
        page.goto(f"{server.url}/map/issues?text=%23{number}")
        page.locator(".leaflet-marker-icon:has(.pin)").click()
        popups.append(page.locator(".issue-popup .address").inner_text())
    table = page.request.get(f"{server.url}/export/issues.csv?category=2").body().decode("utf-8-sig")
    answer = page.request.get(f"{server.url}/api/issues?bbox=127.5,50.28,127.6,50.3&zoom=19&category=2")

    assert [text for text in HOSTILE if shown.count(text) < 2] == []
    assert popups == list(HOSTILE)
    cells = [row["Описание"].removeprefix("'") for row in csv.DictReader(io.StringIO(table), delimiter=";")]
    assert sorted(cells) == sorted(HOSTILE)
    told = json.loads(answer.body())
    pins = [*told["pins"], *(pin for cluster in told["clusters"] for pin in cluster["pins"])]
    assert sorted(pin["address"] for pin in pins) == sorted(HOSTILE)


@pytest.mark.parametrize("size", [TABLET, DESKTOP, PHONE], ids=["tablet", "desktop", "phone"])
def test_targets_are_large_enough(look: Callable[..., Page], size: dict[str, int]) -> None:
    page = look("olga", "/issues", viewport=size)
    drawn(page)

    small = page.evaluate(TARGETS, "[data-testid=stMain] :is(button:not([data-testid=stSelectbox] *), a)")
    frame = next(frame for frame in page.frames if "/map/issues" in frame.url)
    on_map = frame.evaluate(TARGETS, ".leaflet-interactive, .leaflet-bar a, .map-legend summary")

    assert small == []
    assert on_map == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_english_list_has_no_russian_left(look: Callable[..., Page], server: Server) -> None:
    page = look("kira", "/language/en?next=/issues")

    text = page.locator("[data-testid=stMain]").inner_text()
    typed = re.compile(r"№|Яма|Ленина|Русский|кавычки|подстановка|Двор|Служебное|и \$")

    assert page.get_by_role("heading", name="Issues").is_visible()
    assert re.findall("[А-Яа-яЁё]{3,}", typed.sub("", text)) == []


def chosen_rows(page: Page) -> list[int]:
    """Which rows of the table are chosen, counted from 0."""
    chosen: list[int] = page.locator("tbody tr").evaluate_all(
        "(rows) => rows.flatMap((row, at) => row.getAttribute('aria-selected') === 'true' ? [at] : [])"
    )
    return chosen


def test_table_shows_15_rows_on_a_desk(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues?view=table", viewport={"width": 1280, "height": 800})
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(ALL)

    whole = rows.evaluate_all(
        "(rows) => rows.filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length"
    )

    assert whole >= 15
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_table_is_moved_through_chosen_from_and_opened_by_keys(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues?view=table&category=1", viewport=DESKTOP)
    first = page.locator("tbody tr").first
    number = page.locator("tbody tr").nth(3).locator("td.number").inner_text()

    first.focus()
    for key in ("ArrowDown", "Space", "Shift+ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    by_keys = chosen_rows(page)
    expect(page.get_by_text("Выбрано 2 замечания")).to_be_visible()
    page.get_by_role("button", name="Снять выбор").click()
    expect(page.get_by_text("Выбрано 2 замечания")).to_have_count(0)
    after = chosen_rows(page)
    page.locator("tbody tr").nth(3).focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(rf"/issue\?id={number}$"))
    assert (by_keys, after) == ([1, 2], [])


def test_table_exports_what_is_chosen(look: Callable[..., Page], server: Server) -> None:
    page = look("olga", "/issues?view=table&sort=number", viewport=DESKTOP)
    for at in (0, 2):
        page.locator("tbody tr").nth(at).locator(".choose").click()

    bar = page.locator(".st-key-chosen_bar")
    bar.get_by_role("button", name="Выгрузить").click()
    address = page.get_by_role("link", name="Замечания, CSV").get_attribute("href") or ""
    table = page.request.get(server.url + address).body().decode("utf-8-sig")

    assert [row["№"] for row in csv.DictReader(io.StringIO(table), delimiter=";")] == ["1", "3"]


def test_table_is_sorted_by_its_headings_and_back(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues?view=table", viewport=DESKTOP)
    heading = page.locator("th.number button")

    heading.click()
    expect(page).to_have_url(re.compile("sort=number"))
    wait_idle(page)
    rising = page.locator("tbody td.number").first.inner_text()
    heading.click()
    expect(page).to_have_url(re.compile("sort=-number"))
    wait_idle(page)
    falling = page.locator("tbody td.number").first.inner_text()

    assert (rising, falling) == ("1", str(ALL))
    assert page.locator("th.number").get_attribute("aria-sort") == "descending"


def test_list_is_saved_opened_deleted_and_brought_back(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues?overdue=true&sort=-raised")
    page.get_by_role("button", name="Сохранённые").click()
    page.get_by_role("button", name="Сохранить этот список").click()
    page.get_by_label("Название").fill("Горит")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    wait_idle(page)

    page.get_by_role("button", name="Сохранённые").click()
    page.get_by_role("button", name="Удалить список").click()
    wait_idle(page)
    gone = page.get_by_role("button", name="Горит", exact=True).count()
    page.get_by_role("button", name="Вернуть «Горит»").click()
    wait_idle(page)
    there = page.get_by_role("button", name="Горит", exact=True).count()
    fresh = look("olga", "/issues")
    fresh.get_by_role("button", name="Сохранённые").click()
    fresh.get_by_role("button", name="Горит", exact=True).click()

    expect(fresh).to_have_url(re.compile(r"overdue=true&sort=-raised"))
    assert (gone, there) == (0, 1)


def test_search_marks_what_it_found_and_a_lifted_filter_finds_more(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues?text=%D1%8F%D0%BC%D1%8B&state=closed")
    page.get_by_role("button", name="Без условия «Состояние»").click()
    wait_idle(page)

    marks = page.locator(".st-key-issue_cards span[style*='background']").all_inner_texts()

    assert "Яма" in marks
    assert "state" not in page.url


def test_list_comes_before_the_map_on_a_phone(look: Callable[..., Page]) -> None:
    page = look("olga", "/issues", viewport=PHONE)

    cards, the_frame = page.locator(".st-key-issue_cards").bounding_box(), page.locator("iframe").bounding_box()

    assert cards is not None
    assert the_frame is not None
    assert cards["y"] < the_frame["y"]
    assert cards["y"] < 844
