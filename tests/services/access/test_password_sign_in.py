"""Signing in by a password: what is counted, for whom it slows down, and what parallel tries change."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.models import GuessCount, Person
from planner.services.access.new_password import store_password
from planner.services.access.password_sign_in import OF_NETWORK, Opened, begin_sign_in, finish_sign_in
from planner.services.access.passwords import hash_password
from planner.services.access.sign_in import find_actor
from tests.services.access.way_in_story import OFFICE, make_olga, try_password

pytestmark = pytest.mark.usefixtures("quick_passwords")
ELSEWHERE = "198.51.100.0/24"


def opened(database: Database, now: datetime, *, browser: str = "", network: str = OFFICE) -> Opened:
    answer = try_password(database, now, browser=browser, network=network)
    assert isinstance(answer, Opened)
    return answer


def guess_until_slowed(database: Database, now: datetime, *, email: str = "olga@example.org") -> None:
    for _ in range(5):
        assert try_password(database, now, "wrong", email=email, network=ELSEWHERE) is None


def test_right_password_opens_a_sign_in(database: Database, now: datetime) -> None:
    make_olga(database, now)

    answer = opened(database, now)

    with database.reading() as session:
        assert find_actor(session, answer.token, now=now).name == "Ольга"


def test_unknown_address_and_wrong_password_get_the_same_answers(database: Database, now: datetime) -> None:
    make_olga(database, now)

    known = [try_password(database, now, "wrong", network="a") for _ in range(7)]
    unknown = [try_password(database, now, email="boris@example.org", network="b") for _ in range(7)]

    assert known == unknown == [None, None, None, None, None, 31, 31]


def test_five_wrong_passwords_slow_the_account_down(database: Database, now: datetime) -> None:
    make_olga(database, now)
    guess_until_slowed(database, now)

    right_but_early = try_password(database, now + timedelta(seconds=29))
    right_in_time = try_password(database, now + timedelta(seconds=31))

    assert right_but_early == 2
    assert isinstance(right_in_time, Opened)


def test_slowing_doubles_up_to_a_quarter_of_an_hour_and_ends_with_success(database: Database, now: datetime) -> None:
    make_olga(database, now)
    waits = []
    for number in range(12):
        assert try_password(database, now, "wrong", network=f"{number}") is None
        with database.reading() as session:
            account = select(GuessCount.slowed_until).where(col(GuessCount.key).startswith("account:"))
            slowed = session.exec(account).one()
        if slowed:
            waits.append((slowed - now).total_seconds())
            now = slowed

    success = opened(database, now)

    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    assert find_names(database, [success.token], now) == ["Ольга"]
    assert try_password(database, now, "wrong") is None
    assert isinstance(try_password(database, now), Opened)


def find_names(database: Database, tokens: list[str], now: datetime) -> list[str]:
    with database.reading() as session:
        return [find_actor(session, token, now=now).name for token in tokens]


def test_thirty_guesses_at_once_are_five_real_ones(database: Database, now: datetime) -> None:
    make_olga(database, now)

    def count(number: int) -> int:
        with database.transaction() as session:
            email, network = "olga@example.org", f"network {number}"
            return begin_sign_in(session, email=email, network=network, now=now).wait_s

    with ThreadPoolExecutor(30) as pool:
        waits = list(pool.map(count, range(30)))

    assert sorted(waits) == [0] * 5 + [31] * 25


def test_network_is_slowed_after_thirty_wrong_ones_over_many_accounts(database: Database, now: datetime) -> None:
    make_olga(database, now)
    for number in range(OF_NETWORK):
        with database.transaction() as session:
            begin_sign_in(session, email=f"{number}@example.org", network=ELSEWHERE, now=now)

    from_there = try_password(database, now, network=ELSEWHERE)
    from_the_office = try_password(database, now)
    an_hour_later = try_password(database, now + timedelta(minutes=61), network=ELSEWHERE)

    assert from_there == 31
    assert isinstance(from_the_office, Opened)
    assert isinstance(an_hour_later, Opened)


def test_success_takes_its_own_try_back_and_no_others_of_the_network(database: Database, now: datetime) -> None:
    make_olga(database, now)
    for number in range(OF_NETWORK - 1):
        with database.transaction() as session:
            begin_sign_in(session, email=f"{number}@example.org", network=OFFICE, now=now)

    answers = [try_password(database, now) for _ in range(3)]
    wrong = [try_password(database, now, "wrong") for _ in range(2)]

    assert all(isinstance(answer, Opened) for answer in answers)
    assert wrong == [None, 31]


def test_trusted_browser_is_not_kept_out_by_what_others_guess(database: Database, now: datetime) -> None:
    make_olga(database, now)
    hers = opened(database, now).browser
    guess_until_slowed(database, now)

    from_a_new_one = try_password(database, now)
    from_hers = try_password(database, now, browser=hers)

    assert from_a_new_one == 31
    assert isinstance(from_hers, Opened)


def test_trusted_browser_has_a_counter_of_its_own(database: Database, now: datetime) -> None:
    make_olga(database, now)
    hers = opened(database, now).browser

    answers = [try_password(database, now, "wrong", browser=hers) for _ in range(6)]

    assert answers == [None, None, None, None, None, 31]
    assert isinstance(try_password(database, now), Opened)


def test_browser_trusted_for_one_person_is_not_for_another(database: Database, now: datetime) -> None:
    make_olga(database, now)
    hers = opened(database, now).browser
    guess_until_slowed(database, now, email="boris@example.org")

    answer = try_password(database, now, email="boris@example.org", browser=hers)

    assert answer == 31


def test_new_password_ends_the_trust(database: Database, now: datetime) -> None:
    make_olga(database, now)
    hers = opened(database, now).browser
    with database.transaction() as session:
        store_password(session, session.exec(select(Person)).one(), hash_password("another long phrase"))
    guess_until_slowed(database, now)

    assert try_password(database, now, "another long phrase", browser=hers) == 31


def test_password_changed_while_it_was_verified_opens_nothing(database: Database, now: datetime) -> None:
    make_olga(database, now)
    with database.transaction() as session:
        attempt = begin_sign_in(session, email="olga@example.org", network=OFFICE, now=now)
    with database.transaction() as session:
        session.exec(select(Person)).one().password_hash = "another"

    with database.transaction() as session:
        late = finish_sign_in(session, attempt, now=now)
        nobody = finish_sign_in(session, replace(attempt, person_id=None), now=now)

    assert (late, nobody) == (None, None)


def test_archived_person_and_person_without_a_password_are_nobody(database: Database, now: datetime) -> None:
    make_olga(database, now)
    with database.transaction() as session:
        session.exec(select(Person)).one().archived = True
        session.add(Person(name="Борис", email="boris@example.org"))

    answers = [try_password(database, now), try_password(database, now, email="boris@example.org")]

    assert answers == [None, None]
