"""Holding a tour: whoever changes it is alone with it until the transaction ends."""

from sqlmodel import Session

from planner.domain.models import Tour

_HELD = "held_tours"


def hold_tour(session: Session, tour_id: int) -> Tour:
    """The tour, read anew and locked, so that changes of one tour follow one another; the caller let the actor change it.

    Held once, it stays so until the transaction ends, and nobody else can have changed it: asking again reads nothing.
    """
    held = _held_in(session)
    if tour_id in held:
        return held[tour_id]
    tour = session.get_one(Tour, tour_id, populate_existing=True, with_for_update={"key_share": True})
    if session.get_nested_transaction() is None:  # a savepoint that is undone gives its locks back
        _held_in(session)[tour_id] = tour
    return tour


def _held_in(session: Session) -> dict[int, Tour]:
    """The tours that the present transaction of this session holds; without them the session would forget and read again."""
    transaction = session.get_transaction()
    known: tuple[object, dict[int, Tour]] | None = session.info.get(_HELD)
    if known is None or known[0] is not transaction:
        known = session.info[_HELD] = (transaction, {})
    return known[1]
