"""Tests of `planner.web.map.issues`: the page of the map and what it asks for."""

from collections.abc import Mapping
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.web.map.page import POLICY
from tests.services.control_story import an_instruction
from tests.services.issue_story import HOSTILE, Scene, log
from tests.web.issue_visitors import look_as

VIEW = "/api/issues?bbox=127.4,50.2,127.7,50.4&zoom=19"


def test_view_shows_pins_and_clusters_in_words(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    with own_database.transaction() as session:
        alone = log(session, scene, lon=127.51, address="Ленина, 1")
        pair = [log(session, scene, lon=127.58, category_id=scene.lights) for _ in range(2)]

    answer = look_as(site, tokens["pyotr"]).get(VIEW)
    told = answer.json()

    assert answer.headers["cache-control"] == "no-store"
    assert (told["total"], told["in_view"]) == (3, 3)
    assert told["pins"] == [
        {
            "id": alone.id,
            "lat": 50.27,
            "lon": 127.51,
            "look": "new",
            "title": f"№ {alone.id}",
            "state": "Новое, без поручения",
            "category": "Ямы",
            "address": "Ленина, 1",
        }
    ]
    cluster = told["clusters"][0]
    assert (len(told["clusters"]), cluster["count"], cluster["overdue"]) == (1, 2, 0)
    assert [pin["id"] for pin in cluster["pins"]] == [issue.id for issue in pair]


def test_view_speaks_the_visitors_language(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    with own_database.transaction() as session:
        log(session, scene)
    look_as(site, tokens["pyotr"]).get("/language/en")

    pin = site.get(VIEW).json()["pins"][0]

    assert (pin["title"], pin["state"], pin["category"]) == ("No. 1", "New, no instruction", "Potholes")


@pytest.mark.parametrize("text", HOSTILE)
def test_view_and_page_with_hostile_text_keep_it_as_text(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str], text: str
) -> None:
    with own_database.transaction() as session:
        log(session, scene, text=text, address=text)

    answer = look_as(site, tokens["olga"]).get(f"{VIEW}&text={quote(text)}")
    page = site.get(f"/map/issues?text={quote(text)}")

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [pin["address"] for pin in answer.json()["pins"]] == [text]
    assert text not in page.text


def test_views_and_extents_hide_internal_issues_of_others(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    with own_database.transaction() as session:
        an_instruction(session, scene.town, log(session, scene, internal=True))

    told = {
        who: (
            look_as(site, token).get(VIEW).json()["total"],
            site.get("/api/issues/extent").json()["extent"] is not None,
        )
        for who, token in tokens.items()
        if token
    }

    seen, hidden = (1, True), (0, False)
    assert told == {"olga": seen, "oksana": seen, "kira": seen, "boris": hidden, "pyotr": hidden}


def test_extent_has_south_west_and_north_east(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    with own_database.transaction() as session:
        log(session, scene, lat=50.21, lon=127.58)
        log(session, scene, lat=50.28, lon=127.51)

    corners = look_as(site, tokens["olga"]).get("/api/issues/extent?state=open").json()["extent"]

    assert [[round(degrees, 2) for degrees in corner] for corner in corners] == [[50.21, 127.51], [50.28, 127.58]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "bbox=127.4,50.2,127.7,50.4",
        "bbox=127.4,50.2,127.7&zoom=12",
        "bbox=a,b,c,d&zoom=12",
        "bbox=nan,nan,nan,nan&zoom=12",
        "bbox=-inf,-inf,inf,inf&zoom=12",
        "bbox=127.7,50.2,127.4,50.4&zoom=12",
        "bbox=127.4,50.2,127.7,50.4&zoom=-1",
        "bbox=127.4,50.2,127.7,50.4&zoom=1e9",
        "bbox=127.4,50.2,127.7,50.4&zoom=12&state=x",
    ],
)
def test_view_of_nonsense_is_refused_with_a_sentence(
    site: TestClient, scene: Scene, tokens: Mapping[str, str], query: str
) -> None:
    answer = look_as(site, tokens["olga"]).get(f"/api/issues?{query}", headers={"Accept": "application/json"})

    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)


@pytest.mark.parametrize("path", [VIEW, "/api/issues/extent", "/map/issues"])
def test_map_is_refused_to_strangers(site: TestClient, scene: Scene, path: str) -> None:
    answer = site.get(path, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["key"]) == (403, "permissions.sign_in")


def test_page_is_built_once_and_not_sent_twice(site: TestClient, scene: Scene, tokens: Mapping[str, str]) -> None:
    first = look_as(site, tokens["olga"]).get("/map/issues?category=1")
    again = site.get("/map/issues?category=2", headers={"If-None-Match": first.headers["etag"]})
    site.get("/language/en")
    english = site.get("/map/issues", headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code, english.status_code) == (200, 304, 200)
    assert ("Обозначения" in first.text.encode().decode("unicode_escape"), "Legend" in english.text) == (True, True)
    assert first.headers["content-security-policy"] == POLICY
