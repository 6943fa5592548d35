"""Passwords: which are too easy to guess, and their hashes, computed by two at once at most."""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise, permutations
from threading import BoundedSemaphore, Lock

from pwdlib import PasswordHash
from zxcvbn import zxcvbn

from planner.domain.errors import Invalid, Unavailable
from planner.turn import one_of

SHORTEST_PASSWORD = 10
PIN_DIGITS = 6
LONGEST_PASSWORD = 1000
AT_ONCE = 2
"""Each takes 64 MB and a core for 0.1 s."""
MOST_WAITING = 8
_PATIENCE_S = 10.0
_EASY = 10**6
"""Guesses that the slow-down of `guesses.py` does not keep away for long (zxcvbn's score below 2)."""
_LOOKED_AT = 24
"""Signs that are looked at: if they are hard to guess, so is the whole, and more would take seconds."""
_COMMON_WORDS = (
    "пароль",
    "администратор",
    "админ",
    "добро пожаловать",
    "привет",
    "россия",
    "объезд",
    "planner",
    "tour",
)
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_SAME_KEYS = str.maketrans(_RUSSIAN + _RUSSIAN.upper(), _KEYS + _KEYS.upper())
_HASHER = PasswordHash.recommended()
_places = BoundedSemaphore(AT_ONCE + MOST_WAITING)
_hands = BoundedSemaphore(AT_ONCE)
_estimating = Lock()


def hash_password(password: str, *, about: Iterable[str] = (), field: str = "password") -> str:
    """The Argon2 hash of a new password. Slow: call it outside any transaction.

    Invalid under 10 characters (length counts more than signs: NIST SP 800-63B, 3.1.1), over 1,000, and where fewer than a
    million guesses find it: common passwords, words typed on the keys of the other layout, neighbouring keys, dates, and
    what is said `about` its owner (name, address, city). Unavailable where none of the two came free for 10 s.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("sign_in.error.password", field=field, n=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise Invalid("sign_in.error.password_long", field=field)
    if _is_easy(password, about):
        raise Invalid("sign_in.error.easy", field=field)
    with _a_hand():
        return _HASHER.hash(_bytes_of(password))


def hash_pin(pin: str, *, field: str = "pin") -> str:
    """The Argon2 hash of a new PIN. Slow: call it outside any transaction.

    Invalid where it is not six digits, or one of those that are guessed first: one digit or two or three again and again,
    or a row of neighbours.
    """
    if not (len(pin) == PIN_DIGITS and pin.isascii() and pin.isdecimal()):
        raise Invalid("pin.error.digits", field=field, digits=PIN_DIGITS)
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 or any(pin == pin[:n] * (PIN_DIGITS // n) for n in (1, 2, 3)):
        raise Invalid("pin.error.easy", field=field)
    with _a_hand():
        return _HASHER.hash(_bytes_of(pin))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether this is the password; None stands for an account that there is not, and takes as long.

    Slow: call it outside any transaction. Unavailable where none of the two came free for 10 s.
    """
    with _a_hand():
        fits = _HASHER.verify(_bytes_of(password[: LONGEST_PASSWORD + 1]), password_hash or _nobodys_hash())
    return fits and password_hash is not None


@contextmanager
def one_of_few() -> Iterator[None]:
    """A place among those who try a password now. Unavailable at once where all are taken: no crowd may fill the line of
    those who write, nor every thread.
    """
    with one_of(_places, Unavailable("app.error.busy")):
        yield


@contextmanager
def _a_hand() -> Iterator[None]:
    with one_of(_hands, Unavailable("app.error.busy"), patience_s=_PATIENCE_S):
        yield


def _is_easy(password: str, about: Iterable[str]) -> bool:
    said = [word for text in (*_COMMON_WORDS, *about) for word in _words(text) if len(word) > 2]
    known = [typed for word in said for typed in (word, word.lower().translate(_SAME_KEYS))]
    begin = password[:_LOOKED_AT]
    with _estimating:  # the library keeps `user_inputs` where every thread sees them
        return any(
            zxcvbn(typed, user_inputs=known)["guesses"] < _EASY for typed in {begin, begin.translate(_SAME_KEYS)}
        )


def _words(text: str) -> list[str]:
    """A text, its words, and any two of them written as one."""
    words = re.split(r"[\W_]+", text)
    return [text, *words, *("".join(pair) for pair in permutations(words, 2))]


def _bytes_of(secret: str) -> bytes:
    """Whatever was typed, also halves of surrogate pairs: a secret is compared as it came, never cleaned."""
    return secret.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))
