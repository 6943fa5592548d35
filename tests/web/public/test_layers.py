"""Layers of the city for everybody: found by filters of an address, on maps, in the sitemap and in open data."""

import json
import re
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.facilities import NoteKind
from planner.domain.models.types import id_of
from planner.services.layers.notes import save_note
from tests.services.layers.layer_story import a_facility, a_layer
from tests.services.public_story import NOW, OpenScene


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


@pytest.fixture
def sports(own_database: Database, open_town: OpenScene) -> int:
    """A public layer: a stadium for all on Saturdays, free; a pool for 7 to 17 on workdays, paid; and a layer for staff."""
    with own_database.transaction() as session:
        town = open_town.scene.town
        a_layer(session, town, "Служебный", public=False)
        layer = a_layer(session, town)
        stadium = a_facility(session, town, layer, age_from=None, district_id=town.district)
        pool: dict[str, Any] = {"cost": "300 ₽", "hours": "пн–пт 8–20", "age_from": 7, "age_to": 17}
        pool |= {"lat": 51.5, "lon": 128.0}
        a_facility(session, town, layer, name="Бассейн <Волна>", offers=["Плавание"], **pool)
        said: dict[str, Any] = {"place_id": id_of(stadium), "now": NOW}
        save_note(session, town.oksana, kind=NoteKind.EVENT, on_day=date(2099, 5, 1), text="Приём ГТО", **said)
        save_note(session, town.oksana, kind=NoteKind.RESULT, on_day=date(2020, 5, 1), text="212 человек", **said)
        return id_of(layer)


def names(page: str) -> list[str]:
    """The facilities of a list."""
    return re.findall(r'<a class="name"[^>]*>\d+\. ([^<]*)</a>', page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Бассейн &lt;Волна&gt;", "Стадион «Амур»"]),
        ("cost=free", ["Стадион «Амур»"]),
        ("cost=paid&age=10", ["Бассейн &lt;Волна&gt;"]),
        ("age=30", ["Стадион «Амур»"]),
        ("day=5", ["Стадион «Амур»"]),
        ("day=0&offer=Плавание", ["Бассейн &lt;Волна&gt;"]),
        ("offer=плавание", ["Бассейн &lt;Волна&gt;"]),
        ("district=1", ["Стадион «Амур»"]),
        ("day=6", ["Стадион «Амур»"]),
        ("day=6&offer=Бег 100 м", []),
        ("day=6&offer=Прыжок в длину", ["Стадион «Амур»"]),
        ("q=волна", ["Бассейн &lt;Волна&gt;"]),
        ("q=волна&cost=free", []),
        ("day=9&age=x&cost=cheap&district=-1", ["Бассейн &lt;Волна&gt;", "Стадион «Амур»"]),
        ("page=99", ["Бассейн &lt;Волна&gt;", "Стадион «Амур»"]),
    ],
)
def test_facilities_are_found_by_what_the_address_asks(
    site: TestClient, sports: int, query: str, found: list[str]
) -> None:
    page = site.get(f"/open/layers/{sports}?{query}")

    assert (page.status_code, names(page.text)) == (200, found)


def test_filters_stay_chosen_and_the_address_of_a_page_has_only_what_it_knows(site: TestClient, sports: int) -> None:
    page = site.get(f"/open/layers/{sports}?day=5&utm=x&topic=3&lang=en").text

    canonical = re.findall(r'rel="canonical" href="https?://[^/]*([^"]*)"', page)
    assert canonical == [f"/open/layers/{sports}?day=5&amp;lang=en"]
    assert re.findall(r"<option value=\"(\w+)\" selected>([^<]*)", page) == [("5", "Saturday")]


def test_facility_tells_everything_and_its_notes_the_latest_first(site: TestClient, sports: int) -> None:
    page = site.get(f"/open/layers/{sports}").text
    way = re.findall(r'<a class="name" href="([^"]*)">2\. ', page)[0]

    told = site.get(way).text

    assert re.findall(r"<dt>([^<]*)</dt><dd>(?:<a href=\"([^\"]*)\"[^>]*>)?([^<]*)", told) == [
        ("Вид", "", "стадион"),
        ("Адрес", "", "ул. Ленина, 1"),
        ("Нормативы", "", "Бег 100 м; Прыжок в длину (сб 10:00–11:00, вс 16:00–18:00)"),
        ("Стоимость", "", "бесплатно"),
        ("Дни и часы", "", "сб 10:00–12:00"),
        ("Телефон", "", "8 (4162) 22-33-44"),
        ("Электронная почта", "mailto:amur@example.org", "amur@example.org"),
        ("Сайт", "https://gto.example.org", "https://gto.example.org"),
        ("Район", "", "Centre"),
    ]
    assert re.findall(r'<p class="text">([^<]*)', told) == ["Беговая дорожка 400 м", "Приём ГТО", "212 человек"]
    assert "Приём ГТО" in page
    assert "212 человек" not in page


@pytest.mark.parametrize("rest", ["", "/map.png", "/1", "/1/map.png"])
def test_layer_for_staff_and_a_facility_of_another_layer_are_unknown(site: TestClient, sports: int, rest: str) -> None:
    answers = [site.get(f"/open/layers/{number}{rest}").status_code for number in (sports - 1, 99)]

    assert answers == [404, 404]
    assert [each for each in ("Служебный", "Спорт") if each in site.get("/open/layers").text] == ["Спорт"]


def test_maps_are_pictures_and_pages_stand_in_the_sitemap(site: TestClient, sports: int) -> None:
    maps = [site.get(f"/open/layers/{sports}{rest}/map.png") for rest in ("", "/1")]
    sitemap = site.get("/sitemap.xml").text

    assert [(each.status_code, each.headers["content-type"]) for each in maps] == [(200, "image/png")] * 2
    assert re.findall(r"<loc>https?://[^/]*(/open/layers[^<]*)", sitemap) == [
        "/open/layers",
        f"/open/layers/{sports}",
        f"/open/layers/{sports}/2",
        f"/open/layers/{sports}/1",
    ]


def test_page_of_a_layer_is_asked_for_by_its_mark(site: TestClient, sports: int) -> None:
    first = site.get(f"/open/layers/{sports}")

    again = site.get(f"/open/layers/{sports}", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_facilities_are_open_data_in_three_forms(site: TestClient, sports: int) -> None:
    told = site.get("/open/data/facilities.json").json()
    features = json.loads(site.get("/open/data/facilities.geojson").content)["features"]
    lines = site.get("/open/data/facilities.csv").content.decode("utf-8-sig").splitlines()

    assert [(each["layer"], each["name"], each["days"], each["age_from"]) for each in told] == [
        ("Спорт", "Бассейн <Волна>", "1, 2, 3, 4, 5", 7),
        ("Спорт", "Стадион «Амур»", "6", None),
    ]
    assert [(each["id"], each["geometry"]["coordinates"]) for each in features] == [
        (2, [128.0, 51.5]),
        (1, [127.53, 50.27]),
    ]
    assert len(lines) == 3
