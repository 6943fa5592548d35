"""Holding a vote: announcing, closing and cancelling it, saying what was decided, and reading it as those who hold it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from planner.config import settings
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Ballot, Vote, VoteOption
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line, typed_text
from planner.domain.votes import Tally, VotePhase, VoteState, phase_of
from planner.services.city.city import get_city
from planner.services.votes.making import hold_vote, options_of

LONGEST_DECIDED, LONGEST_REASON = 4000, 500


@dataclass(frozen=True)
class VoteSeen:
    """A vote with its options as it stands at a moment. `tally` is None as long as it is hidden; `turnout` never is."""

    vote: Vote
    options: Sequence[VoteOption]
    phase: VotePhase
    turnout: int
    tally: Tally | None

    @property
    def leaders(self) -> Sequence[VoteOption]:
        """The options with the most votes; none while that is hidden."""
        known = self.tally.leaders if self.tally else ()
        return [each for each in self.options if each.id in known]


def mails_go() -> bool:
    """Whether the planner sends mails at all: without them no address can be confirmed, and nothing is counted."""
    return settings().mail is not None


def list_votes(session: Session, actor: Actor, *, now: datetime) -> Sequence[VoteSeen]:
    """All votes, the latest first, for those who hold them."""
    require(actor, Action.HOLD_VOTE)
    votes = session.exec(select(Vote).order_by(col(Vote.opens_at).desc(), col(Vote.id).desc())).all()
    return see_votes(session, votes, now=now)


def get_vote(session: Session, actor: Actor, vote_id: int, *, now: datetime) -> VoteSeen:
    """One vote, for those who hold it, also as a preview."""
    require(actor, Action.HOLD_VOTE)
    vote = session.get(Vote, vote_id)
    if vote is None:
        raise NotFound("votes.error.unknown")
    return see_votes(session, [vote], now=now)[0]


def announce_vote(session: Session, actor: Actor, vote_id: int, *, now: datetime) -> Vote:
    """Puts a draft on the public pages; votes are taken from its opening moment on.

    Conflict where the public pages are switched off, where no mails go out, and where it would be over already.
    """
    require(actor, Action.HOLD_VOTE)
    vote = hold_vote(session, vote_id)
    if vote.state is not VoteState.DRAFT:
        raise Conflict("votes.error.announced")
    if not get_city(session).open_pages:
        raise Conflict("votes.error.pages_off")
    if not mails_go():
        raise Conflict("votes.error.no_mail")
    if vote.closes_at <= now:
        raise Conflict("votes.error.over_already")
    vote.state, vote.announced_at = VoteState.ANNOUNCED, now
    session.flush()
    return vote


def close_vote(session: Session, actor: Actor, vote_id: int, *, now: datetime) -> Vote:
    """Closes it at once, before its moment; whoever confirms a vote at the same time either is counted before, or not at all."""
    require(actor, Action.HOLD_VOTE)
    vote = hold_vote(session, vote_id)
    if _phase(vote, now) is not VotePhase.OPEN:
        raise Conflict("votes.error.not_open")
    vote.state, vote.closes_at = VoteState.CLOSED, now
    session.flush()
    return vote


def cancel_vote(session: Session, actor: Actor, vote_id: int, *, reason: str = "", now: datetime) -> Vote:
    """Ends a vote without a result. One that was announced stays on the public pages as cancelled, with the reason, which it needs.

    Conflict("votes.error.closed") once it is over: what residents chose stays.
    """
    require(actor, Action.HOLD_VOTE)
    vote = hold_vote(session, vote_id)
    if _phase(vote, now) in (VotePhase.CLOSED, VotePhase.CANCELLED):
        raise Conflict("votes.error.closed")
    needed = "votes.error.reason" if vote.announced_at is not None else ""
    vote.cancel_reason = typed_line(reason, field="reason", longest=LONGEST_REASON, needed=needed)
    vote.state = VoteState.CANCELLED
    session.flush()
    return vote


def say_decided(session: Session, actor: Actor, vote_id: int, text: str, *, now: datetime) -> Vote:
    """Publishes beside the result what was decided then; Conflict("votes.error.not_closed") before it is closed."""
    require(actor, Action.HOLD_VOTE)
    vote = hold_vote(session, vote_id)
    if _phase(vote, now) is not VotePhase.CLOSED:
        raise Conflict("votes.error.not_closed")
    vote.decided = typed_text(text, field="decided", longest=LONGEST_DECIDED)
    vote.decided_at = now if vote.decided else None
    session.flush()
    return vote


def see_votes(session: Session, votes: Sequence[Vote], *, now: datetime) -> Sequence[VoteSeen]:
    """These votes with what may be known of them now; the caller found that they may be read."""
    counted = _counted(session, votes)
    return [_seen(session, vote, counted.get(id_of(vote), {}), now) for vote in votes]


def _seen(session: Session, vote: Vote, counted: Mapping[int, int], now: datetime) -> VoteSeen:
    options = options_of(session, id_of(vote))
    tally = Tally({id_of(each): counted.get(id_of(each), 0) for each in options})
    phase = _phase(vote, now)
    is_known = phase is VotePhase.CLOSED or (phase is VotePhase.OPEN and not vote.hidden)
    return VoteSeen(vote, options, phase, tally.turnout, tally if is_known else None)


def _counted(session: Session, votes: Sequence[Vote]) -> Mapping[int, Mapping[int, int]]:
    numbers = [id_of(vote) for vote in votes]
    query = select(Ballot.vote_id, Ballot.option_id, func.count()).where(col(Ballot.vote_id).in_(numbers))
    found: dict[int, dict[int, int]] = {}
    for vote_id, option_id, number in session.exec(query.group_by(col(Ballot.vote_id), col(Ballot.option_id))):
        found.setdefault(vote_id, {})[option_id] = number
    return found


def _phase(vote: Vote, now: datetime) -> VotePhase:
    return phase_of(vote.state, vote.opens_at, vote.closes_at, now)
