"""Votes as everybody may read them: those that were announced, with what may be known of them by then."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.errors import NotFound
from planner.domain.models import Vote, VoteOption
from planner.services.public.openness import open_city
from planner.services.votes.holding import VoteSeen, see_votes
from planner.storage import FileStore

MOST_VOTES = 100


def list_open_votes(session: Session, *, now: datetime) -> Sequence[VoteSeen]:
    """The announced votes, the latest first."""
    open_city(session)
    query = select(Vote).where(col(Vote.announced_at).is_not(None))
    rows = session.exec(query.order_by(col(Vote.opens_at).desc(), col(Vote.id).desc()).limit(MOST_VOTES)).all()
    return see_votes(session, rows, now=now)


def open_vote(session: Session, vote_id: int, *, now: datetime) -> VoteSeen:
    """One vote; NotFound alike for one that there is not and for one that nobody has announced."""
    open_city(session)
    query = select(Vote).where(Vote.id == vote_id, col(Vote.announced_at).is_not(None))
    vote = session.exec(query).first()
    if vote is None:
        raise NotFound("app.unknown_page")
    return see_votes(session, [vote], now=now)[0]


def open_picture(session: Session, store: FileStore, option_id: int) -> bytes:
    """The picture of an option of an announced vote; NotFound as `open_vote`."""
    open_city(session)
    query = select(VoteOption.picture).join(Vote, col(Vote.id) == VoteOption.vote_id)
    name = session.exec(query.where(VoteOption.id == option_id, col(Vote.announced_at).is_not(None))).first()
    if name is None:
        raise NotFound("app.unknown_page")
    return store.get(name)
