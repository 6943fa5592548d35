"""Guessing at the door: what wrong passwords cost, whom they keep out, and who may be the first administrator."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import func, select
from starlette.testclient import TestClient

from planner.config import BROWSER_COOKIE, SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import City, Person
from tests.web.way_in.steps import OLGA, PASSWORD, first_start, set_up


def guess(site: TestClient, *, email: str = "olga@example.org", password: str = "wrong") -> int:
    return site.post("/sign-in", data={"email": email, "password": password}).status_code


@pytest.mark.usefixtures("quick_passwords")
def test_known_and_unknown_address_are_answered_alike(site: TestClient) -> None:
    set_up(site)
    site.cookies.clear()

    known = [guess(site) for _ in range(6)]
    unknown = [guess(site, email="nobody@example.org") for _ in range(6)]

    assert known == unknown == [400, 400, 400, 400, 400, 429]


def test_thirty_guesses_at_once_are_checked_five_times(site: TestClient) -> None:
    set_up(site)
    site.cookies.clear()

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda _: guess(site), range(30)))

    assert answers.count(400) == 5
    assert set(answers) <= {400, 429, 503}


@pytest.mark.usefixtures("quick_passwords")
def test_one_network_may_not_spray_over_many_accounts(site: TestClient) -> None:
    set_up(site)
    site.cookies.clear()

    answers = [guess(site, email=f"{number // 3}@example.org") for number in range(31)]

    assert answers == [400] * 30 + [429]


@pytest.mark.usefixtures("quick_passwords")
def test_browser_that_was_trusted_is_not_kept_out_by_others(site: TestClient) -> None:
    set_up(site)
    hers = site.cookies[BROWSER_COOKIE]
    site.cookies.clear()
    for _ in range(5):
        guess(site)

    from_elsewhere = guess(site, password=PASSWORD)
    site.cookies.set(BROWSER_COOKIE, hers)
    from_hers = guess(site, password=PASSWORD)

    assert (from_elsewhere, from_hers) == (429, 303)


def test_writes_do_not_wait_while_passwords_are_checked(site: TestClient) -> None:
    set_up(site)
    olga = {"Cookie": f"{SIGN_IN_COOKIE}={site.cookies[SIGN_IN_COOKIE]}"}
    site.cookies.clear()

    with ThreadPoolExecutor(6) as pool:
        guesses = [pool.submit(guess, site, email=f"{number}@example.org") for number in range(6)]
        written = []
        while not all(each.done() for each in guesses):
            written.append(site.get("/language/ru", headers=olga).status_code)

    assert [each.result() for each in guesses] == [400] * 6
    assert set(written) == {303}


def test_sign_in_page_says_whom_to_call(site: TestClient, own_database: Database) -> None:
    set_up(site)
    site.cookies.clear()
    before = site.get("/sign-in").text
    with own_database.transaction() as session:
        session.merge(City(id=1, sign_in_help="Артём <Гончаров>, 22-33-44"))

    after = site.get("/sign-in").text

    assert "Звоните" not in before
    assert "Не получается войти? Звоните: Артём &lt;Гончаров&gt;, 22-33-44" in after


def count_people(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(Person)).one()


@pytest.mark.parametrize("code", ["", "guessed2"])
def test_first_administrator_from_elsewhere_needs_the_code(site: TestClient, own_database: Database, code: str) -> None:
    first_start(own_database)

    form = site.get(f"/set-up?code={code}")
    sent = site.post("/set-up", data={**OLGA, "code": code})

    assert (form.status_code, sent.status_code) == (403, 403)
    assert "Код напечатан там, где запущен сервер" in form.text
    assert 'name="password"' not in form.text
    assert count_people(own_database) == 0


def test_link_of_the_console_leads_to_the_form(site: TestClient, own_database: Database) -> None:
    code = first_start(own_database)

    form = site.get(f"/set-up?code={code}")

    assert form.status_code == 200
    assert f'name="code" value="{code}"' in form.text


def test_eight_first_administrators_at_once_are_one(site: TestClient, own_database: Database) -> None:
    code = first_start(own_database)

    def come(number: int) -> str:
        given = {**OLGA, "code": code, "email": f"{number}@example.org"}
        answer = TestClient(site.app, headers=dict(site.headers), follow_redirects=False).post("/set-up", data=given)
        return answer.headers.get("location", str(answer.status_code))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(come, range(8)))

    assert answers.count("/") == 1
    assert count_people(own_database) == 1


def at_this_machine(site: TestClient, header: dict[str, str] | None = None) -> TestClient:
    """A browser at the server itself, or what passes for one."""
    here = {"Accept": "text/html", "Origin": "http://localhost:8501", **(header or {})}
    return TestClient(
        site.app, base_url="http://localhost:8501", client=("127.0.0.1", 5), headers=here, follow_redirects=False
    )


def test_first_administrator_at_this_machine_needs_no_code(site: TestClient) -> None:
    here = at_this_machine(site)

    assert here.get("/set-up").status_code == 200
    assert here.post("/set-up", data=OLGA).status_code == 303


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "tours.example.org"},
        {"Host": "localhost.example.org"},
    ],
)
def test_proxied_request_is_not_from_this_machine(site: TestClient, header: dict[str, str]) -> None:
    assert at_this_machine(site, header).get("/set-up").status_code == 403


def test_behind_a_public_address_nobody_is_at_this_machine(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_PUBLIC_URL", "https://tours.example.org")

    assert at_this_machine(site).get("/set-up").status_code == 403
