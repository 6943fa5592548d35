"""A page out of a long list of issues, without reading the list: in stretches that an index has in their order.

A word that very many issues have is not looked up: the list is walked in its order, and each issue asked for the word.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, true
from sqlmodel import Session, col, func, select

from planner.domain.models import Issue
from planner.domain.search import Search
from planner.services.search.query import hits_of, issues_found, issues_holding

MOST_COUNTED = 10_000
"""Of issues with words that very many have no more are counted, and none further down the list is shown."""
MANY = 15_000
"""From so many issues on a word counts as one that very many have; more than are counted, because not all of them match."""
FEW = 1_000
"""So many issues are sorted faster than an order is walked to find them."""
_MOST_COUNTS = 12
"""An order of more stretches is walked for the first page alone: behind it each stretch might have to be counted."""


class Order(NamedTuple):
    """An order of issues: `whole` as one query of their ids, and the same in `stretches`, of which one follows the other."""

    whole: Any
    stretches: Sequence[Any]


class Page(NamedTuple):
    """`total` issues match, or `more` than these; `page` is the one asked for, or the last one there is."""

    total: int
    more: bool
    page: int
    ids: Sequence[int]


def page_of(
    session: Session,
    condition: ColumnElement[bool],
    search: Search | None,
    order: Order,
    *,
    page: int,
    page_size: int,
) -> Page:
    """A page of the issues that meet a condition and, if there is one, a search."""
    more, walked = False, condition
    if search is None:
        total = session.exec(select(func.count()).select_from(Issue).where(condition)).one()
    elif _is_in_many(session, search):
        total = _counted(session, condition, search)
        more, total = total > MOST_COUNTED, min(total, MOST_COUNTED)
        walked = and_(condition, issues_holding(session, search))
    else:
        return _page_of_hits(session, and_(condition, issues_found(session, search)), order, page, page_size)
    page = min(page, _pages(total, page_size))
    skipped = (page - 1) * page_size
    is_walked = total > FEW and (not skipped or len(order.stretches) <= _MOST_COUNTS)
    stretches = order.stretches if is_walked else [order.whole]
    return Page(total, more, page, _walked(session, walked, stretches, skipped, page_size))


def _pages(total: int, page_size: int) -> int:
    return max(1, -(-total // page_size))


def _page_of_hits(session: Session, condition: ColumnElement[bool], order: Order, page: int, page_size: int) -> Page:
    """What is found by words costs the more the more of them there are: PostgreSQL, which finds it for each statement anew,
    counts and sorts in one.
    """
    if session.get_bind().dialect.name == "postgresql":
        both = order.whole.add_columns(func.count().over()).where(condition)
        rows = session.execute(both.offset((page - 1) * page_size).limit(page_size)).all()
        if rows:
            return Page(rows[0][1], False, page, [number for number, _ in rows])
    total = session.exec(select(func.count()).select_from(Issue).where(condition)).one()
    page = min(page, _pages(total, page_size))
    return Page(total, False, page, _walked(session, condition, [order.whole], (page - 1) * page_size, page_size))


def _is_in_many(session: Session, search: Search) -> bool:
    hits = hits_of(session, search, most=MANY).subquery()
    return session.scalar(select(func.count()).select_from(hits)) == MANY


def _counted(session: Session, condition: ColumnElement[bool], search: Search) -> int:
    """How many match, up to one more than are counted.

    SQLite asks those that have the words for the rest, in the order in which they lie on the disk. PostgreSQL asks only the
    first of them so, then all that meet the condition for the words.
    """
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    hits = hits_of(session, search, most=None if on_sqlite else MANY).subquery("hits")
    # A subquery in place of a join: PostgreSQL would read all issues into memory to join some of them.
    meets = select(true()).where(col(Issue.id) == hits.c.number, condition).correlate(hits).scalar_subquery()
    there = _up_to_bound(session, select(true()).select_from(hits).where(meets.is_(True)))
    if there > MOST_COUNTED or on_sqlite:
        return there
    return _up_to_bound(session, select(true()).select_from(Issue).where(condition, issues_holding(session, search)))


def _up_to_bound(session: Session, query: Any) -> int:
    return session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED + 1).subquery())) or 0


def _walked(
    session: Session, condition: ColumnElement[bool], stretches: Sequence[Any], skipped: int, most: int
) -> list[int]:
    """The ids after the skipped ones. A stretch is counted only where all of it is skipped."""
    ids = list[int]()
    for at, stretch in enumerate(stretches):
        matching = stretch.where(condition)
        found = session.scalars(matching.offset(skipped).limit(most - len(ids))).all()
        ids += found
        if len(ids) == most or at == len(stretches) - 1:
            break
        if found:
            skipped = 0
        elif skipped:
            skipped -= session.scalar(select(func.count()).select_from(matching.order_by(None).subquery())) or 0
    return ids
