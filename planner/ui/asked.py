"""What the address of a screen asks for."""

import streamlit as st

_LARGEST_ID = 2**31 - 1


def asked_number(name: str) -> int | None:
    """The number in the address (`?id=7`), or None where there is none that could be one."""
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:11]) <= _LARGEST_ID else None
