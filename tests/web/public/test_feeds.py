"""What programs read first: well-formed, narrowed as asked, and only what is public."""

from datetime import timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models.types import id_of
from planner.web.public.feeds import ATOM, SITEMAP, fit_for_xml
from tests.services.control_story import an_instruction
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene, log, publish

A = {"a": ATOM}


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


@pytest.fixture
def number(own_database: Database, open_town: OpenScene) -> int:
    """Of an issue that was given to the road agency, beside one that nobody has passed."""
    with own_database.transaction() as session:
        issue = log(session, open_town.scene, text="Провал & <яма>")
        an_instruction(session, open_town.scene.town, issue, now=NOW + timedelta(hours=1))
        publish(session, open_town, issue, now=NOW)
        an_instruction(session, open_town.scene.town, log(session, open_town.scene, text="не показывать"))
        return id_of(issue)


def read(site: TestClient, way: str) -> Element:
    """The feed as a program reads it."""
    answer = site.get(way)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    return fromstring(answer.content)


def titles(feed: Element) -> list[str]:
    """What its entries are called."""
    return [each.text or "" for each in feed.findall("a:entry/a:title", A)]


def test_feed_has_all_that_atom_wants_and_one_address_for_each_entry(site: TestClient, number: int) -> None:
    feed = read(site, "/open/feed.atom")

    assert [feed.find(f"a:{name}", A) is not None for name in ("id", "title", "updated", "author")] == [True] * 4
    assert [each.text for each in feed.findall("a:entry/a:id", A)] == [
        f"https://tours.city.example/open/issues/{number}"
    ]
    assert titles(feed) == ["Провал & <яма>"]


def test_feeds_are_narrowed_and_say_to_what(site: TestClient, open_town: OpenScene, number: int) -> None:
    town = open_town.scene.town
    ways = (f"topic={town.potholes}", f"agency={town.roads}", f"agency={town.parks}", "district=999", "topic=x")
    feeds = [read(site, f"/open/feed.atom?{way}") for way in ways]

    named = [(feed.findtext("a:title", "", A).partition("замечания")[2], len(titles(feed))) for feed in feeds]

    assert named == [
        (" (тема «Ямы»)", 1),
        (" (отвечает Roads)", 1),
        (" (отвечает Parks)", 0),
        ("", 0),
        (" и новости", 1),
    ]


def test_changes_are_told_step_by_step_the_latest_first(site: TestClient, number: int) -> None:
    feed = read(site, "/open/changes.atom")

    ids = [each.text for each in feed.findall("a:entry/a:id", A)]
    assert [title.partition(": ")[2].split()[0] for title in titles(feed)] == ["Поручено:", "Замечено"]
    assert len({*ids}) == 2
    assert (feed.findtext("a:updated", "", A), "не показывать" in "".join(feed.itertext())) == (
        (NOW + timedelta(hours=1)).isoformat(),
        False,
    )


def test_step_of_before_an_issue_was_public_is_news_when_it_becomes_so(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        issue = log(session, open_town.scene, now=NOW - timedelta(days=9))
        publish(session, open_town, issue, now=NOW)

    feed = read(site, "/open/changes.atom")

    assert [each.text for each in feed.findall("a:entry/a:updated", A)] == [NOW.isoformat()]


def test_map_of_the_site_and_robots_name_what_there_is(site: TestClient, number: int) -> None:
    site_map = fromstring(site.get("/sitemap.xml").content)
    robots = site.get("/robots.txt").text

    places = [each.text or "" for each in site_map.findall("s:url/s:loc", {"s": SITEMAP})]
    assert f"https://tours.city.example/open/issues/{number}" in places
    assert len({*places}) == len(places)
    assert ("Sitemap: https://tours.city.example/sitemap.xml" in robots, "Disallow: /\n" in robots) == (True, True)


@pytest.mark.parametrize(
    ("text", "fit"),
    [("a\x00b\x0bc", "abc"), ("\ud800x\ufffe", "x"), ("строка\nдве\tтри", "строка\nдве\tтри"), ("😀", "😀")],
)
def test_sign_that_would_make_the_file_unreadable_is_left_out(text: str, fit: str) -> None:
    assert fit_for_xml(text) == fit


def test_changes_are_the_same_whether_the_history_is_read_backwards_or_issue_by_issue(
    site: TestClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one = site.get("/open/changes.atom").content

    monkeypatch.setattr("planner.services.public.feed._FEW", 0)
    backwards = site.get("/open/changes.atom").content

    assert backwards == one_by_one
    assert len(titles(read(site, "/open/changes.atom"))) == 2
