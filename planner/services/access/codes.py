"""Short codes of addresses: nobody guesses them, and they say nothing about where they lead."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and small letters that nobody mixes up when reading them aloud: no 0 and o, no 1, i and l."""
CODE_LENGTH = 8


def new_code() -> str:
    """One of 8.5 × 10¹¹ codes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
