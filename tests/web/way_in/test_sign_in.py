"""Coming in by HTTP: the first start, sign-in, foreign sites, addresses that lead elsewhere, languages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.config import BROWSER_COOKIE, SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Person, SignIn, Tour
from planner.domain.words import TourState
from tests.web.way_in.steps import OLGA, PASSWORD, first_start, set_up

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.mark.parametrize("path", ["/", "/tours", "/tours/", "/issue?id=3"])
def test_screen_on_an_empty_installation_leads_to_set_up(site: TestClient, path: str) -> None:
    answer = site.get(path)

    assert (answer.status_code, answer.headers["location"]) == (303, "/set-up")


@pytest.mark.parametrize(
    ("path", "door"),
    [("/", "/sign-in?next=/"), ("/tours", "/sign-in?next=/tours"), ("/issue?id=3", "/sign-in?next=/issue%3Fid%3D3")],
)
def test_screen_without_sign_in_leads_to_the_form_and_back(site: TestClient, path: str, door: str) -> None:
    set_up(site)
    site.cookies.clear()

    answer = site.get(path)
    back = site.post("/sign-in", data={**OLGA, "next": path})

    assert (answer.status_code, answer.headers["location"]) == (303, door)
    assert (back.status_code, back.headers["location"]) == (303, path)
    assert site.get(path).text == "a screen"


def test_set_up_signs_in_and_happens_once(site: TestClient, own_database: Database) -> None:
    code = first_start(own_database)

    first = site.post("/set-up", data={**OLGA, "code": code})
    second = site.post("/set-up", data={**OLGA, "code": code, "email": "thief@example.org"})

    assert (first.headers["location"], second.headers["location"]) == ("/", "/sign-in")
    with own_database.reading() as session:
        assert [person.email for person in session.exec(select(Person))] == ["olga@example.org"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password": "short", "repeat": "short"}, "Пароль слишком короткий: нужно хотя бы 10 знаков."),
        ({"password": "qwerty12345", "repeat": "qwerty12345"}, "Такой пароль легко угадать"),
        ({"repeat": PASSWORD.upper()}, "Пароли не совпали. Введите их ещё раз."),
        ({"email": "olga"}, "Это не похоже на адрес электронной почты."),
        ({"name": "  "}, "Укажите имя."),
    ],
)
def test_set_up_with_bad_input_says_why_and_keeps_what_was_typed(
    site: TestClient, own_database: Database, wrong: dict[str, str], sentence: str
) -> None:
    given = {**OLGA, **wrong, "code": first_start(own_database)}

    answer = site.post("/set-up", data=given)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert all(f'value="{given[name]}"' in answer.text for name in ("name", "email", "password", "code"))


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(site: TestClient) -> None:
    set_up(site)
    site.cookies.clear()

    answer = site.post("/sign-in", data=OLGA)

    cookies = [cookie.lower().split("; ") for cookie in answer.headers.get_list("set-cookie")]
    assert [cookie[0].partition("=")[0] for cookie in cookies] == [SIGN_IN_COOKIE, BROWSER_COOKIE]
    assert all({"httponly", "samesite=lax"} <= set(cookie) for cookie in cookies)


def test_token_is_stored_as_a_hash_only(site: TestClient, own_database: Database) -> None:
    set_up(site)

    with own_database.reading() as session:
        stored = session.exec(select(SignIn.token_hash)).one()
    assert stored != site.cookies[SIGN_IN_COOKIE]
    assert len(stored) == 64


@pytest.mark.parametrize("origin", ["http://evil.example", "http://testserver.evil.example", "null"])
def test_post_from_another_site_is_refused(site: TestClient, origin: str) -> None:
    set_up(site)
    token = site.cookies[SIGN_IN_COOKIE]

    answer = site.post("/sign-out", headers={"Origin": origin})

    assert answer.status_code == 403
    assert site.cookies[SIGN_IN_COOKIE] == token
    assert site.get("/tours").text == "a screen"


def test_post_that_hides_its_origin_is_refused(site: TestClient, own_database: Database) -> None:
    given = {**OLGA, "code": first_start(own_database)}
    del site.headers["Origin"]

    assert site.post("/set-up", data=given).status_code == 403
    assert site.post("/set-up", data=given, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""]
)
def test_sign_in_never_leads_to_another_site(site: TestClient, elsewhere: str) -> None:
    set_up(site)
    site.cookies.clear()

    answer = site.post("/sign-in", data={**OLGA, "next": elsewhere})

    assert answer.headers["location"] == "/"


def test_wrong_password_keeps_the_address_and_the_way_back(site: TestClient) -> None:
    set_up(site)
    site.cookies.clear()

    answer = site.post("/sign-in", data={**OLGA, "password": "wrong", "next": "/issue?id=7"})

    assert answer.status_code == 400
    assert "Почта или пароль не подходят." in answer.text
    assert 'value="olga@example.org"' in answer.text
    assert 'value="/issue?id=7"' in answer.text


def test_typed_text_is_text_on_the_form(site: TestClient) -> None:
    set_up(site)
    site.cookies.clear()

    answer = site.post("/sign-in", data={"email": '"><script>alert(1)</script>', "password": "x"})

    assert "<script>alert" not in answer.text


def test_sign_out_ends_this_sign_in_only(site: TestClient, own_database: Database) -> None:
    set_up(site)
    site.post("/sign-in", data=OLGA)

    site.post("/sign-out")

    assert site.get("/tours").headers["location"] == "/sign-in?next=/tours"
    with own_database.reading() as session:
        assert len(session.exec(select(SignIn)).all()) == 1


def test_language_is_remembered_by_browser_and_account(site: TestClient, own_database: Database) -> None:
    stranger = site.get("/language/en?next=/sign-in")
    form = site.get("/set-up")
    set_up(site)

    assert stranger.headers["location"] == "/sign-in"
    assert "First start" in form.text
    assert '<html lang="en">' in form.text
    with own_database.reading() as session:
        assert session.exec(select(Person.language)).one() == "en"
    assert site.get("/language/xx").status_code == 404


def publish_tour(database: Database, **changes: Any) -> str:
    now = datetime.now(UTC)
    fields: dict[str, Any] = {
        "title": "Объезд <Северного> района",
        "state": TourState.PUBLISHED,
        "starts_at": now + timedelta(hours=1),
        "ends_at": now + timedelta(hours=4),
        "created_at": now,
        "join_code": "ABCD2345",
    }
    with database.transaction() as session:
        session.add(Tour(**{**fields, **changes}))
    return "/join/ABCD2345"


def test_tablet_joins_by_link_without_a_password(site: TestClient, own_database: Database) -> None:
    set_up(site)
    site.cookies.clear()
    link = publish_tour(own_database)

    shown = site.get(link)
    joined = site.post(link, data={"name": "Пётр Ким", "agency_name": "Газета «Амур»"})

    assert (shown.status_code, shown.headers["location"]) == (303, "/field/ABCD2345")
    assert (joined.status_code, joined.headers["location"]) == (303, "/field/ABCD2345")
    assert site.get("/tours").text == "a screen"


def test_name_on_another_tablet_is_asked_about_in_the_form_and_goes_on_as_the_same_person(
    site: TestClient, own_database: Database
) -> None:
    set_up(site)
    site.cookies.clear()
    link = publish_tour(own_database)
    site.post(link, data={"name": "Пётр Ким"})

    asked = site.post(link, data={"name": "Пётр Ким"})
    joined = site.post(link, data={"name": "Пётр Ким", "again": "1"})

    assert asked.status_code == 409
    assert "Объезд &lt;Северного&gt; района" in asked.text
    assert "Это я, продолжить под этим именем" in asked.text
    assert (joined.status_code, joined.headers["location"]) == (303, "/field/ABCD2345")


@pytest.mark.parametrize(
    "changes",
    [
        {"state": TourState.DRAFT},
        {"state": TourState.CANCELLED},
        {"state": TourState.CLOSED},
        {"join_code": None},
        {"ends_at": datetime.now(UTC) - timedelta(hours=13)},
    ],
)
def test_tablet_cannot_join_by_a_dead_link(
    site: TestClient, own_database: Database, changes: dict[str, object]
) -> None:
    set_up(site)
    site.cookies.clear()
    link = publish_tour(own_database, **changes)

    assert site.get(f"/field/api/1/tours/{link.rpartition('/')[2]}").status_code == 404
    assert site.post(link, data={"name": "Пётр Ким"}).status_code == 404


def test_revoked_link_ends_the_tablets_that_came_by_it(site: TestClient, own_database: Database) -> None:
    set_up(site)
    site.cookies.clear()
    site.post(publish_tour(own_database), data={"name": "Пётр Ким"})
    before = site.get("/tours").text
    with own_database.transaction() as session:
        session.get_one(Tour, 1).join_code = None

    after = site.get("/tours")

    assert before == "a screen"
    assert (after.status_code, "location" in after.headers) == (403, False)


def test_name_that_is_too_short_is_said_beside_the_field(site: TestClient, own_database: Database) -> None:
    set_up(site)
    site.cookies.clear()

    answer = site.post(publish_tour(own_database), data={"name": "П", "agency_name": "Совет ветеранов"})

    assert answer.status_code == 400
    assert "Укажите имя: от 2 до 100 знаков." in answer.text
    assert 'value="Совет ветеранов"' in answer.text


def test_demo_link_does_not_exist_on_a_normal_start(
    site: TestClient, own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(site)
    link = f"/demo/{site.cookies[SIGN_IN_COOKIE]}"
    site.cookies.clear()

    normal = site.get(link)
    monkeypatch.setenv("PLANNER_DEMO_LINKS", "1")
    demo = site.get(link)

    assert (normal.status_code, demo.status_code) == (404, 303)
    assert site.get("/tours").text == "a screen"


def test_unknown_demo_link_signs_nobody_in(
    site: TestClient, own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(site)
    site.cookies.clear()
    monkeypatch.setenv("PLANNER_DEMO_LINKS", "1")

    assert site.get("/demo/guessed").status_code == 404
    assert SIGN_IN_COOKIE not in site.cookies


def test_every_answer_carries_safe_headers(site: TestClient) -> None:
    headers = site.get("/set-up").headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "frame-ancestors 'self'"
    assert headers["referrer-policy"] == "same-origin"
