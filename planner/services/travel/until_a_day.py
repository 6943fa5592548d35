"""What an organizer knows of the streets until a day, closures and legs by hand alike: listed, taken back, given back."""

from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.models import Closure, LegOverride
from planner.domain.permissions import Action, require
from planner.services.city.city import get_city

Known = TypeVar("Known", Closure, LegOverride)


def standing(table: type[Known]) -> SelectOfScalar[Known]:
    """The query for all that was not taken back, whatever its days."""
    return select(table).where(col(table.removed_at).is_(None))


def list_until(session: Session, actor: Actor, table: type[Known], *, now: datetime) -> list[Known]:
    """What counts today or later, the soonest to end first."""
    require(actor, Action.PLAN_TOUR)
    today = today_in(get_city(session).timezone, now)
    query = standing(table).where(col(table.until) >= today).order_by(col(table.until), col(table.id))
    return list(session.exec(query).all())


def take_back(session: Session, actor: Actor, table: type[Known], row_id: int, *, now: datetime) -> Known:
    """It counts no longer; a second time changes nothing. NotFound("travel.error.unknown") where there is none."""
    row = _one(session, actor, table, row_id)
    row.removed_at = row.removed_at or now
    return row


def give_back(session: Session, actor: Actor, table: type[Known], row_id: int) -> Known:
    """Undoes `take_back`."""
    row = _one(session, actor, table, row_id)
    row.removed_at = None
    return row


def _one(session: Session, actor: Actor, table: type[Known], row_id: int) -> Known:
    require(actor, Action.PLAN_TOUR)
    row = session.get(table, row_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound("travel.error.unknown")
    return row
