"""Short codes of addresses: nobody guesses them, and they say nothing about where they lead."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and small letters that nobody mixes up when reading them aloud: no 0 and o, no 1, i and l."""
CODE_LENGTH = 8
LONG_CODE = 16
"""For what one does with a code, not only reads: nobody finds one of a million of them, however long they try."""


def new_code(length: int = CODE_LENGTH) -> str:
    """One of 8.5 × 10¹¹ codes, of 7.3 × 10²³ long ones."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
