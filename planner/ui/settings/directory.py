"""A directory's list on its screen: searched by name, a page at a time where it is long."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from planner.domain.named import NameSearch
from planner.services.access.visit import Visit

PAGE_SIZE = 20
T = TypeVar("T")


def found_rows(visit: Visit, rows: Sequence[T], texts: Callable[[T], Sequence[str]], *, key: str) -> Sequence[T]:
    """The rows to show: those that are looked for, of the page that is turned to; the whole of a short list."""
    if len(rows) <= PAGE_SIZE:
        return rows
    t = visit.t
    search = NameSearch(st.text_input(t("directories.find"), key=f"{key}_find", icon=":material/search:"))
    found = [row for row in rows if search.finds(*texts(row))]
    st.markdown(f":gray[{t('directories.found', n=len(found))}]")
    last = -(-len(found) // PAGE_SIZE)
    number = st.pagination(last, key=f"{key}_page") if last > 1 else 1
    return found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
