"""Every public page and feed, found in the routes: valid, whole without a script, light, and all that it leads to is there."""

import re
from gzip import compress
from html import unescape
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from starlette.testclient import TestClient

from planner.database import Database
from tests.services.public_story import OpenScene
from tests.web.public import test_routes
from tests.web.public.atom_faults import atom_faults
from tests.web.public.html_faults import read_page
from tests.web.public.test_routes import Walked, walk

pytestmark = pytest.mark.usefixtures("one_by_one")

city, store = test_routes.city, test_routes.store
OURS = "https://tours.city.example"
"""The address of the site in these tests, which feeds and canonical links say."""
TYPED = {"gto.example.org"}
"""Hosts that somebody wrote down for readers: a facility's own site, which is a link and loads nothing."""
MOST_BYTES = 150_000
_OF_MAP = re.compile(r'data-(?:ground|files|styles)="([^"]*)"')


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


@pytest.fixture
def answers(site: TestClient, own_database: Database, city: OpenScene) -> list[Walked]:
    """What a stranger is answered where there is anything."""
    return [each for each in walk(site, own_database) if each.status == 200]


@pytest.fixture
def pages(answers: list[Walked]) -> list[Walked]:
    """Those that are pages."""
    return [each for each in answers if "'text/html" in each.headers]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>a<div>b</div></p>", "<div> right inside <p>"),
        ("<ul><p>a</p></ul>", "<p> right inside <ul>"),
        ("<i id='a'>x</i><i id='a'>y</i>", "id 'a' 2 times"),
        ("<input name='x'>", "<input name='x'> without a label"),
        ("<label for='y'>x</label>", "nothing has the id 'y'"),
        ("<img src='/x.png'>", "a picture without alt"),
        ("<a href='/x'></a>", "<a> says nothing"),
        ("<a href='#no'>x</a>", "nothing has the id 'no'"),
        ("<b style='color: red'>x</b>", "<b> has a style or a script in an attribute"),
        ("<script>alert(1)</script>", "<script> in the page itself"),
        ("<img alt='' src='https://elsewhere.example/x.png'>", "<img> loads 'https://elsewhere.example/x.png'"),
        ("<b>x</i>", "</i> where b is open"),
        ("<marquee>x</marquee>", "unknown <marquee>"),
        ("<h1>another</h1>", "2 × <h1>"),
        ("<a href='/x'><button>x</button></a>", "<button> within a link or a button"),
        ("<b>x</b></b>", "unexpected-end-tag"),
    ],
)
def test_reader_of_pages_finds_what_is_wrong(html: str, fault: str) -> None:
    page = (
        f"<!doctype html><html lang='ru'><head><title>x</title></head><body><main><h1>x</h1>{html}</main></body></html>"
    )

    faults, _ = read_page(page)

    assert [each for each in faults if fault in each] != []


def test_every_page_is_valid_in_both_languages_and_uses_no_other_host(pages: list[Walked]) -> None:
    faults = [f"{each.address}: {fault}" for each in pages for fault in read_page(each.body.decode())[0]]
    hosts = {urlsplit(link).netloc for each in pages for link in read_page(each.body.decode())[1]}

    assert len(pages) > 40
    assert "\n".join(faults) == ""
    assert hosts - {"", *TYPED} == {urlsplit(OURS).netloc}


def test_everything_that_a_page_leads_to_is_there(site: TestClient, pages: list[Walked]) -> None:
    asked = {
        urljoin(each.address, link.removeprefix(OURS)).partition("#")[0]: each.address
        for each in pages
        for link in read_page(each.body.decode())[1]
    }

    missing = [f"{way} from {page}" for way, page in asked.items() if site.get(way).status_code in (404, 500)]

    assert len(asked) > 60
    assert missing == []


def test_every_page_with_its_styles_and_scripts_is_light(site: TestClient, pages: list[Walked]) -> None:
    sizes: dict[str, int] = {}
    for each in pages:
        files = {way for way in read_page(each.body.decode())[1] if urlsplit(way).path.endswith((".css", ".js"))}
        sizes[each.address] = len(each.body) + sum(len(site.get(way).content) for way in files)

    assert {way: size for way, size in sizes.items() if size > MOST_BYTES} == {}


def test_every_page_is_light_with_the_map_that_moves_too(site: TestClient, pages: list[Walked]) -> None:
    sizes: dict[str, int] = {}
    for each in pages:
        html = each.body.decode()
        asked = [way for found in _OF_MAP.findall(html) for way in unescape(found).split()]
        files = {way for way in read_page(html)[1] if urlsplit(way).path.endswith((".css", ".js"))}
        if asked:
            sizes[each.address] = sum(len(compress(site.get(way).content)) for way in {each.address, *files, *asked})

    assert len(sizes) > 8
    assert {way: size for way, size in sizes.items() if size > MOST_BYTES} == {}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("<id>https://x/1</id><title>x</title>", "no <updated> in entry"),
        ("<id>1</id><title>x</title><updated>2026-11-23T00:00:00Z</updated>", "<id> is no whole address: '1'"),
        ("<id>https://x/1</id><title>x</title><updated>23.11.2026</updated>", "<updated> is '23.11.2026'"),
        ("<id>https://x/1</id><title>x</title><title>y</title>", "2 × <title> in entry"),
        ("<category/>", "a category without a term"),
        ("<pubDate/>", "<pubDate> in entry"),
        ("", "an entry without an author"),
    ],
)
def test_reader_of_feeds_finds_what_is_wrong(entry: str, fault: str) -> None:
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{entry}</entry></feed>"

    faults = atom_faults(fromstring(feed))

    assert [each for each in faults if each == fault] == [fault]


def test_every_feed_is_atom_as_rfc_4287_wants_it(answers: list[Walked]) -> None:
    feeds = [each for each in answers if "application/atom+xml" in each.headers]

    faults = [f"{each.address}: {fault}" for each in feeds for fault in atom_faults(fromstring(each.body))]

    assert len(feeds) > 4
    assert "\n".join(faults) == ""
    assert [each.address for each in feeds if not _is_read_whole(each.body)] == []


def _is_read_whole(feed: bytes) -> bool:
    """Whether a feed reader takes all of it: each entry with what a list of news shows."""
    read = feedparser.parse(feed)
    told = [all(each.get(name) for name in ("id", "title", "link", "updated_parsed")) for each in read.entries]
    return read.version == "atom10" and not read.bozo and told == [True] * feed.count(b"</entry>")
