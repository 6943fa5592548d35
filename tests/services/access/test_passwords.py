"""Passwords: which are refused, how they are kept, and how many are computed at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from planner.domain.errors import Invalid, Unavailable
from planner.services.access.passwords import AT_ONCE, MOST_WAITING, hash_password, is_right, one_of_few

ABOUT = ("Белова Ольга Викторовна", "olga.belova@example.org", "Благовещенск")


@pytest.mark.parametrize(
    "password",
    [
        *("1234567890", "qwertyuiop", "password123", "1q2w3e4r5t", "aaaaaaaaaa", "qwerty123456", "01.01.1985"),
        *("йцукенгшщз", "йцукен12345", "ЙЦУКЕН12345", "пароль1234", "Пароль2026", "1й2ц3у4к5е", "администратор1"),
        *("Благовещенск", "благовещенск1", "olga.belova@example.org", "Викторовна1", "OlgaBelova1", "Объезд2026"),
    ],
)
def test_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        hash_password(password, about=ABOUT, field="new")

    assert (refused.value.key, refused.value.field) == ("sign_in.error.easy", "new")


@pytest.mark.parametrize("password", ["correct horse battery", "Ольга на площади", "кот на заборе", "k7#pWq2z!x"])
def test_password_that_is_hard_to_guess_is_kept_as_argon2_only(password: str) -> None:
    hashed = hash_password(password, about=ABOUT)

    assert hashed.startswith("$argon2id$")
    assert password not in hashed
    assert is_right(password, hashed)
    assert not is_right(password + "!", hashed)


@pytest.mark.parametrize(
    ("password", "key"), [("k7#pWq2z!", "sign_in.error.password"), ("k7#pWq2z!x" * 101, "sign_in.error.password_long")]
)
def test_password_that_is_too_short_or_too_long_is_refused(password: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        hash_password(password)

    assert refused.value.key == key


def test_account_that_there_is_not_has_no_password() -> None:
    assert not is_right("", None)


def test_crowd_is_refused_at_once_and_the_rest_is_served() -> None:
    hashed = hash_password("correct horse battery")

    def try_one(_: int) -> bool | None:
        try:
            with one_of_few():
                return is_right("wrong", hashed)
        except Unavailable:
            return None

    with ThreadPoolExecutor(60) as pool:
        answers = list(pool.map(try_one, range(60)))

    assert answers.count(False) >= AT_ONCE + MOST_WAITING
    assert answers.count(None) == 60 - answers.count(False) > 0
