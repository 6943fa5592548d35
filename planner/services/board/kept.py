"""The figures of the board as this process has counted them, for as long as nothing has changed."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from planner.domain.board import Discipline, Month
from planner.domain.models import Issue, Move
from planner.services.board.standing import Cells

_MOST = 8
_WINDOW = 1000
"""Numbers of moves are given before they are committed, so a smaller one may appear after a larger one; the count of the last
ones tells. A transaction during which a thousand others write is none of ours."""
_LOCK = Lock()
_KEPT: WeakKeyDictionary[Engine, OrderedDict[Hashable, "Kept"]] = WeakKeyDictionary()

Figures = tuple[Cells, Sequence[Mapping[int, Discipline]], Sequence[Month]]


@dataclass
class Kept:
    """What was counted at a mark; None: nobody has yet."""

    figures: Figures | None = None


def kept_for(session: Session, about: Hashable) -> Kept:
    """The room for what is counted now about `about`: with the figures where they are still those of this moment.

    The caller has required the permission. Every change of an issue marks its row, every step is a move: the mark is the
    largest of both, and how many moves there are among the last numbers.
    """
    engine = session.get_bind().engine
    largest = session.exec(select(func.max(Move.id))).one() or 0
    lately = session.exec(select(func.count()).select_from(Move).where(col(Move.id) > largest - _WINDOW)).one()
    marked = session.exec(select(func.max(Issue.rev)).where(col(Issue.rev) > 0)).one()
    newest = session.exec(select(func.max(Issue.id))).one()
    key = (about, largest, lately, marked, newest)
    with _LOCK:
        rooms = _KEPT.setdefault(engine, OrderedDict())
        room = rooms.setdefault(key, Kept())
        rooms.move_to_end(key)
        while len(rooms) > _MOST:
            rooms.popitem(last=False)
        return room
