"""Voting: an option is chosen, a letter confirms the address, and then it counts, once for each address."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import AskedBallot, Ballot, Mail, Vote, VoteOption, VoterKey
from planner.domain.notices import MailState
from planner.domain.permissions import Action, require
from planner.domain.votes import VotePhase, phase_of, voter_address, voter_identity, voter_mark
from planner.services.access.guesses import count_try
from planner.services.access.sign_in import hash_token
from planner.services.city.city import get_city
from planner.services.public.openness import open_city
from planner.services.votes.holding import mails_go
from planner.services.votes.making import hold_vote

LINK_HOLDS = timedelta(days=2)
"""So long a link can be confirmed, if the vote is open so long."""
FREE_LETTERS = 4
"""Letters to one address in a row: nobody's letter box is to be filled from here."""
FREE_OF_NETWORK = 40
"""Letters asked for from one network in a row: a school, a dormitory, a library share one."""
KEYS_KEPT = timedelta(days=365)
"""So long after its year a key is kept, for what is counted again."""


@dataclass(frozen=True)
class Asked:
    """A vote that waits for its letter: where it goes, and the secret of the link in it."""

    vote: Vote
    address: str
    token: str


@dataclass(frozen=True)
class Behind:
    """What a link is about. `counted`: it was used already."""

    vote: Vote
    option: VoteOption | None
    phase: VotePhase
    counted: bool


def count_request(session: Session, email: str, network: str, *, now: datetime) -> None:
    """Counts that a letter is asked for, to be committed at once; Conflict("votes.error.slowed") for who asks too often.

    Invalid("typed.error.email") for what is no address: nothing is counted then.
    """
    box = voter_identity(voter_address(email))
    limits = {f"vote-mail:{hash_token(box)}": FREE_LETTERS, f"vote-from:{hash_token(network)}": FREE_OF_NETWORK}
    wait_s = count_try(session, limits, now=now)
    if wait_s:
        raise Conflict("votes.error.slowed", n=wait_s)


def ask_ballot(session: Session, vote_id: int, *, option_id: int | None, email: str, now: datetime) -> Asked:
    """Notes the choice until its link is confirmed; the caller keeps the letter in the same transaction (`keep_ballot_letter`).

    The answer is the same whether this address has voted already. Invalid at "choice" for no option of this vote, at "email" for
    no address; NotFound for a vote that is not public; Conflict where no vote is taken now.
    """
    open_city(session)
    vote = hold_vote(session, vote_id, to_count=True)
    if vote.announced_at is None:
        raise NotFound("app.unknown_page")
    _refuse_closed(vote, now)
    option = session.get(VoteOption, option_id) if option_id is not None else None
    if option is None or option.vote_id != vote_id:
        raise Invalid("votes.error.choice", field="choice")
    address = voter_address(email)
    if not mails_go():
        raise Conflict("votes.error.no_mail_now")
    token = secrets.token_urlsafe(32)
    voter = voter_mark(_key(session, _year(session, vote)), address)
    row = AskedBallot(token_hash=hash_token(token), vote_id=vote_id, option_id=option.id, voter=voter, asked_at=now)
    session.add(row)
    session.flush()
    return Asked(vote, address, token)


def keep_ballot_letter(session: Session, asked: Asked, letter: dict[str, Any], *, now: datetime) -> Mail:
    """Keeps the letter with the link as a mail that waits to be sent; nothing else says to whom it went."""
    mail = Mail(address=asked.address, letter=letter, next_at=now, created_at=now)
    session.add(mail)
    session.flush()
    session.get_one(AskedBallot, hash_token(asked.token)).mail_id = mail.id
    session.flush()
    return mail


def ballot_behind(session: Session, token: str, *, now: datetime) -> Behind:
    """What a link is about, for whoever has it; looking counts nothing. NotFound("votes.error.link") for none, and an old one."""
    open_city(session)
    row = session.get(AskedBallot, hash_token(token))
    return _behind(session, row, now)


def count_ballot(session: Session, token: str, *, now: datetime) -> Behind:
    """Counts the vote behind a link, once; the same link again changes nothing.

    An address that has voted already has its choice replaced, as long as the vote is open: the last one confirmed counts.
    Conflict where the vote is closed by then.
    """
    open_city(session)
    found = session.get(AskedBallot, hash_token(token))
    if found is None:
        raise NotFound("votes.error.link")
    vote = hold_vote(session, found.vote_id, to_count=True)
    row = session.get(AskedBallot, hash_token(token), populate_existing=True, with_for_update=True)
    behind = _behind(session, row, now)
    if behind.counted or row is None or row.option_id is None:
        return behind
    _refuse_closed(vote, now)
    _put(session, Ballot(vote_id=row.vote_id, voter=row.voter, option_id=row.option_id, year=_year(session, vote)))
    _forget_letter(session, row)
    row.counted, row.option_id, row.voter, row.mail_id = True, None, "", None
    session.flush()
    return behind


def forget_asked(session: Session, actor: Actor, *, now: datetime) -> None:
    """Deletes links that nobody has confirmed, with their letters, and keys of years long over; for the daily cleaning."""
    require(actor, Action.MANAGE_CITY)
    for row in session.exec(select(AskedBallot).where(col(AskedBallot.asked_at) < now - LINK_HOLDS)).all():
        _forget_letter(session, row)
        session.delete(row)
    session.flush()
    session.exec(delete(VoterKey).where(col(VoterKey.year) < (now - KEYS_KEPT).year))


def active_citizens(session: Session, years: Collection[int]) -> int:
    """How many addresses were confirmed in votes that were opened in these years, each once a year; a bare number, for figures."""
    return session.exec(select(func.count(func.distinct(Ballot.voter))).where(col(Ballot.year).in_(years))).one()


def _behind(session: Session, row: AskedBallot | None, now: datetime) -> Behind:
    if row is None or row.asked_at < now - LINK_HOLDS:
        raise NotFound("votes.error.link")
    vote = session.get_one(Vote, row.vote_id)
    option = session.get(VoteOption, row.option_id) if row.option_id is not None else None
    return Behind(vote, option, phase_of(vote.state, vote.opens_at, vote.closes_at, now), row.counted)


def _refuse_closed(vote: Vote, now: datetime) -> None:
    phase = phase_of(vote.state, vote.opens_at, vote.closes_at, now)
    if phase is not VotePhase.OPEN:
        raise Conflict(f"votes.error.is_{phase.value}")


def _year(session: Session, vote: Vote) -> int:
    return vote.opens_at.astimezone(ZoneInfo(get_city(session).timezone)).year


def _key(session: Session, year: int) -> str:
    """The key of a year, made with its first vote; two at once get the same."""
    made = _insert(session)(VoterKey).values(year=year, key=secrets.token_hex(32))
    session.execute(made.on_conflict_do_nothing(index_elements=["year"]))
    return session.exec(select(VoterKey.key).where(VoterKey.year == year)).one()


def _put(session: Session, ballot: Ballot) -> None:
    """Writes it, or over the one that there is: however many come at once, an address has one."""
    made = _insert(session)(Ballot).values(**ballot.model_dump())
    held = made.on_conflict_do_update(index_elements=["vote_id", "voter"], set_={"option_id": ballot.option_id})
    session.execute(held)


def _forget_letter(session: Session, row: AskedBallot) -> None:
    """With the letter goes the address; one that is being sent at this moment goes with the old mails."""
    if row.mail_id is not None:
        session.exec(delete(Mail).where(col(Mail.id) == row.mail_id, col(Mail.state) != MailState.SENDING))


def _insert(session: Session) -> Any:
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


def ballots_waiting(session: Session, actor: Actor, vote_id: int) -> int:
    """How many letters have not been confirmed yet, for those who hold the vote."""
    require(actor, Action.HOLD_VOTE)
    query = select(func.count()).select_from(AskedBallot).where(AskedBallot.vote_id == vote_id)
    return session.exec(query.where(col(AskedBallot.counted).is_(False))).one()
