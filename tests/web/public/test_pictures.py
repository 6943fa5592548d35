"""Pictures of the public pages: passed photos alone, and maps that hold no place that is closed."""

import html
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Person
from planner.domain.models.types import id_of
from planner.services.access.sign_in import open_sign_in_for
from planner.services.public.photos import withhold_photo
from planner.storage import the_store
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene, a_photo_of, log, publish
from tests.web.issue_visitors import look_as, sign_everybody_in


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


def test_passed_photo_is_shown_until_it_is_taken_back(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        issue = log(session, open_town.scene)
        publish(session, open_town, issue)
        photo = a_photo_of(session, open_town, the_store(), issue, boxes=[[0.0, 0.0, 0.5, 1.0]])
        other = a_photo_of(session, open_town, the_store(), issue, passed=False)
    ways = [f"/open/photos/{photo}/large.jpg", f"/open/photos/{photo}/small.jpg", f"/open/photos/{other}/large.jpg"]

    before = [site.get(way) for way in ways]
    with own_database.transaction() as session:
        withhold_photo(session, open_town.inna, photo, now=NOW)
    after = [site.get(way, headers={"If-None-Match": before[0].headers["etag"]}).status_code for way in ways]

    assert ([each.status_code for each in before], after) == ([200, 200, 404], [404, 404, 404])
    assert before[0].headers["cache-control"] == "public, no-cache"
    with Image.open(BytesIO(before[0].content)) as picture:
        red, green, blue = picture.convert("RGB").resize((2, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert max(red, green, blue) < 60


@pytest.mark.parametrize(
    "way", ["/open/photos/none/large.jpg", "/open/photos/none/huge.jpg", "/open/issues/99/map.png"]
)
def test_picture_of_nothing_is_unknown(site: TestClient, open_town: OpenScene, way: str) -> None:
    assert site.get(way).status_code == 404


def test_closed_place_is_on_no_map(site: TestClient, own_database: Database, open_town: OpenScene) -> None:
    with own_database.transaction() as session:
        open_issue = log(session, open_town.scene)
        publish(session, open_town, open_issue)
    with_one = site.get("/open/issues/map.png").content
    with own_database.transaction() as session:
        closed = log(session, open_town.scene, lat=50.29, lon=127.50)
        publish(session, open_town, closed, place_closed=True)

    maps = [site.get(f"/open/issues/{id_of(each)}/map.png").status_code for each in (open_issue, closed)]

    assert (maps, site.get("/open/issues/map.png").content == with_one) == ([200, 404], True)


def test_map_is_a_picture_of_the_size_that_its_page_gives_it(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        publish(session, open_town, log(session, open_town.scene))

    answer = site.get("/open/issues/map.png")

    with Image.open(BytesIO(answer.content)) as picture:
        assert (answer.headers["content-type"], picture.size) == ("image/png", (1440, 720))


def test_preview_before_its_moment_has_the_pictures_that_everybody_will_see(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    now = datetime.now(UTC)
    with own_database.transaction() as session:
        issue = log(session, open_town.scene)
        publish(session, open_town, issue, now=now, shown_from=now + timedelta(days=1))
        photo = a_photo_of(session, open_town, the_store(), issue)
        unseen = a_photo_of(session, open_town, the_store(), issue, passed=False)
        number = id_of(issue)
        tokens = sign_everybody_in(session, open_town.scene)
        inna = open_sign_in_for(session, session.get_one(Person, open_town.inna.person_id), now=now)
    open_ways = [f"/open/issues/{number}", f"/open/issues/{number}/map.png", f"/open/photos/{photo}/large.jpg"]
    ways = [f"/open/preview/{number}/map.png"]
    ways += [f"/open/preview/{number}/photos/{photo}/{size}.jpg" for size in ("large", "small")]

    page = look_as(site, inna).get(f"/open/preview/{number}")
    pictures = [html.unescape(each) for each in re.findall(r'<img[^>]*src="(/open/[^"]+)"', page.text)]
    by_her = {way: site.get(way) for way in {*ways, *pictures}}
    not_passed = site.get(f"/open/preview/{number}/photos/{unseen}/large.jpg").status_code
    by_others = {
        name: [site.get(way, follow_redirects=False).status_code for way in ways]
        for name in ("stranger", "pyotr", "oksana", "kira")
        if look_as(site, tokens[name])
    }
    in_the_open = [site.get(way).status_code for way in open_ways]

    assert {way: each.status_code for way, each in by_her.items()} == dict.fromkeys(by_her, 200)
    assert {each.headers["cache-control"] for each in by_her.values()} == {"no-store"}
    assert len(pictures) >= 2
    assert not_passed == 404
    assert by_others == {"stranger": [303] * 3} | {name: [403] * 3 for name in ("pyotr", "oksana", "kira")}
    assert in_the_open == [404] * 3


def test_view_of_the_map_tells_what_the_list_tells_and_has_a_mark(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        publish(session, open_town, log(session, open_town.scene), text="Открытый провал", address="ул. Мира, 5")
    asked = "/open/issues/in-view.json?bbox=127.5,50.2,127.6,50.3&zoom=14&lang=en"

    answer = site.get(asked)
    again = site.get(asked, headers={"If-None-Match": answer.headers["etag"]})
    page = html.unescape(site.get("/open/issues").text)

    [pin] = answer.json()["pins"]
    assert (pin["to"], pin["name"], pin["look"]) == ("/open/issues/1?lang=en", "Открытый провал", "work")
    assert "ул. Мира, 5" in pin["where"]
    assert (answer.json()["total"], answer.json()["clusters"], again.status_code) == (1, [], 304)
    assert answer.headers["cache-control"] == "public, no-cache"
    assert '"view": "/open/issues/in-view.json"' in page


@pytest.mark.parametrize("query", ["bbox=1,2,3", "bbox=a,b,c,d", "bbox=nan,1,2,3", "zoom=x", "zoom=-1", "zoom=100"])
def test_view_that_is_none_is_refused(site: TestClient, open_town: OpenScene, query: str) -> None:
    assert site.get(f"/open/issues/in-view.json?{query}").status_code == 400
