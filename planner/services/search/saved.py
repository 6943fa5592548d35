"""Lists that people keep under a name: each person has their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.list_view import kept_query
from planner.domain.models import SavedFilter
from planner.domain.permissions import Action, own_account, require
from planner.domain.typed import typed_line
from planner.services.access.hold import hold_person

MOST_SAVED = 50
LONGEST_NAME = 80


def saved_filters(session: Session, actor: Actor) -> Sequence[SavedFilter]:
    """The actor's own, by name."""
    require(actor, Action.SEE_LISTS)
    own = select(SavedFilter).where(SavedFilter.person_id == own_account(actor))
    return session.exec(own.order_by(col(SavedFilter.name), col(SavedFilter.id))).all()


def save_filter(session: Session, actor: Actor, *, name: str, query: Mapping[str, str], now: datetime) -> SavedFilter:
    """Keeps the filter, order and look of an address under a name; also what was deleted, once more.

    Invalid on the field "name": none, too long, one that the actor has already. Conflict from the fifty-first on.
    """
    require(actor, Action.SEE_LISTS)
    person_id = own_account(actor)
    hold_person(session, person_id)
    if len(saved_filters(session, actor)) >= MOST_SAVED:
        raise Conflict("saved.error.too_many", most=MOST_SAVED)
    kept = SavedFilter(
        person_id=person_id, name=_free_name(session, actor, name), query=kept_query(query), saved_at=now
    )
    session.add(kept)
    session.flush()
    return kept


def rename_filter(session: Session, actor: Actor, filter_id: int, *, name: str) -> SavedFilter:
    """Gives it another name; Invalid as `save_filter`, NotFound for one that is not the actor's."""
    kept = _own(session, actor, filter_id)
    kept.name = _free_name(session, actor, name, but=filter_id)
    session.flush()
    return kept


def delete_filter(session: Session, actor: Actor, filter_id: int) -> SavedFilter:
    """Takes it out and gives back what it was, for `save_filter`; NotFound for one that is not the actor's."""
    kept = _own(session, actor, filter_id)
    session.delete(kept)
    session.flush()
    return kept


def _own(session: Session, actor: Actor, filter_id: int) -> SavedFilter:
    require(actor, Action.SEE_LISTS)
    person_id = own_account(actor)
    hold_person(session, person_id)
    kept = session.get(SavedFilter, filter_id, populate_existing=True)
    if kept is None or kept.person_id != person_id:
        raise NotFound("saved.error.unknown")
    return kept


def _free_name(session: Session, actor: Actor, typed: str, *, but: int | None = None) -> str:
    name = typed_line(typed, field="name", longest=LONGEST_NAME, needed="saved.error.no_name")
    if any(kept.name == name and kept.id != but for kept in saved_filters(session, actor)):
        raise Invalid("saved.error.taken", field="name", name=name)
    return name
