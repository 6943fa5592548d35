"""A page out of a long list of issues, without reading the list: in stretches that an index has in their order.

A word that very many issues have is not looked up: the list is walked in its order, and each issue asked for the word.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, true
from sqlmodel import Session, col, func, select

from planner.domain.models import Issue
from planner.domain.search import Search
from planner.services.search.query import first_found, hits_of, issues_holding, numbered

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
    more, walked, stretches = False, condition, order.stretches
    if search is None:
        total = session.exec(select(func.count()).select_from(Issue).where(condition)).one()
    else:
        numbers = first_found(session, search, most=MANY)
        matching = and_(condition, numbered(session, numbers))
        if len(numbers) < MANY:
            total = session.exec(select(func.count()).select_from(Issue).where(matching)).one()
            walked, stretches = matching, [order.whole]
        else:
            total = _counted(session, condition, matching, search)
            more, total = total > MOST_COUNTED, min(total, MOST_COUNTED)
            walked = and_(condition, issues_holding(session, search))
    page = min(page, max(1, -(-total // page_size)))
    skipped = (page - 1) * page_size
    if total <= FEW or (skipped and len(stretches) > _MOST_COUNTS):
        stretches = [order.whole]
    return Page(total, more, page, _walked(session, walked, stretches, skipped, page_size))


def _counted(session: Session, condition: ColumnElement[bool], matching: ColumnElement[bool], search: Search) -> int:
    """How many match, up to one more than are counted: among the first that were found, else among all.

    SQLite then asks each that has the words for the rest, in the order in which they lie on the disk; PostgreSQL asks each that
    meets the condition for the words.
    """
    there = _up_to_bound(session, select(true()).select_from(Issue).where(matching))
    if there > MOST_COUNTED:
        return there
    if session.get_bind().dialect.name != "sqlite":
        return _up_to_bound(
            session, select(true()).select_from(Issue).where(condition, issues_holding(session, search))
        )
    hits = hits_of(session, search).subquery("hits")
    meets = select(true()).where(col(Issue.id) == hits.c.number, condition).correlate(hits).scalar_subquery()
    return _up_to_bound(session, select(true()).select_from(hits).where(meets.is_(True)))


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
