"""Holding a tour, an issue, a person, one on a list: whoever changes it is alone with it until the transaction ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Issue, Participant, Person, Tour
from planner.domain.permissions import Action, require
from planner.services.access.scopes import subject_of_tour, visible_issue, visible_tour

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


def hold_issue(session: Session, actor: Actor, issue_id: int, *, beside: int | None = None) -> Issue:
    """The visible issue, read anew and locked, so that changes of one issue follow one another.

    `beside` is locked with it, the lower number first, so that two issues that name each other do not wait for ever.
    NotFound as `visible_issue`, also where it was hidden from the actor while others held it.
    """
    visible_issue(session, actor, issue_id)
    rows = select(Issue).where(col(Issue.id).in_([issue_id, beside])).order_by(col(Issue.id))
    session.exec(rows.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    return visible_issue(session, actor, issue_id)


def hold_person(session: Session, person_id: int) -> Person | None:
    """The person, read anew and locked; None where there is none. The caller let the actor change it."""
    return session.get(Person, person_id, populate_existing=True, with_for_update={"key_share": True})


def hold_participant(session: Session, actor: Actor, participant_id: int) -> Participant:
    """Somebody on the list of a tour, whose tour is held: read anew, for whoever invites.

    NotFound for nobody, also for who was taken off the list while others held it.
    """
    row = session.get(Participant, participant_id)
    if row is None:
        require(actor, Action.INVITE)
        raise NotFound("invitations.error.unknown")
    require(actor, Action.INVITE, subject_of_tour(visible_tour(session, actor, row.tour_id)))
    hold_tour(session, row.tour_id)
    row = session.get(Participant, participant_id, populate_existing=True)
    if row is None:
        raise NotFound("invitations.error.unknown")
    return row


def _held_in(session: Session) -> dict[int, Tour]:
    """The tours that the present transaction of this session holds; without them the session would forget and read again."""
    transaction = session.get_transaction()
    known: tuple[object, dict[int, Tour]] | None = session.info.get(_HELD)
    if known is None or known[0] is not transaction:
        known = session.info[_HELD] = (transaction, {})
    return known[1]


@contextmanager
def unless_met(session: Session) -> Iterator[None]:
    """Stores what is added inside, whose id another writer may be storing at this moment: IntegrityError then, and what was
    done before stays. The caller has looked for the id in this transaction.

    On SQLite nobody else writes meanwhile, so that whoever has looked knows: no savepoint is needed there.
    """
    if session.get_bind().dialect.name == "sqlite":
        yield
        session.flush()
        return
    with session.begin_nested():
        yield
