"""The figures of the board as this process has counted them, for as long as nothing has changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
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
_KEPT: WeakKeyDictionary[Engine, OrderedDict[Hashable, "Figures"]] = WeakKeyDictionary()

Figures = tuple[Cells, Sequence[Mapping[int, Discipline]], Sequence[Month]]


def kept(session: Session, about: Hashable, count: Callable[[], Figures]) -> Figures:
    """What was counted about `about`, where it is still that of this moment; else it is counted now.

    The caller has required the permission. Every change of an issue marks its row, every step is a move: the mark is the
    largest of both, and how many moves there are among the last numbers.
    """
    largest = session.exec(select(func.max(Move.id))).one() or 0
    lately = session.exec(select(func.count()).select_from(Move).where(col(Move.id) > largest - _WINDOW)).one()
    marked = session.exec(select(func.max(Issue.rev)).where(col(Issue.rev) > 0)).one()
    newest = session.exec(select(func.max(Issue.id))).one()
    key, engine = (about, largest, lately, marked, newest), session.get_bind().engine
    with _LOCK:
        found = _KEPT.setdefault(engine, OrderedDict()).get(key)
    if found is not None:
        return found
    counted = count()  # without the lock: two who ask at once count twice, and nobody waits
    with _LOCK:
        rooms = _KEPT.setdefault(engine, OrderedDict())
        rooms[key] = counted
        while len(rooms) > _MOST:
            rooms.popitem(last=False)
    return counted
