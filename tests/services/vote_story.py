"""What tests of residents share: a vote on two stops that is open, who confirms letters, who follows issues."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.models import Place, Subscriber, Vote
from planner.domain.models.types import id_of
from planner.domain.open_filter import OpenFilter
from planner.domain.words import VoteKind
from planner.services.subscriptions.asking import ask_to_follow, confirm_following
from planner.services.votes.ballots import Asked, ask_ballot, count_ballot, keep_ballot_letter
from planner.services.votes.holding import announce_vote
from planner.services.votes.making import OptionDraft, make_vote, options_of
from tests.services.issue_story import NOW

OPENS, CLOSES = NOW - timedelta(hours=1), NOW + timedelta(days=7)


def set_mail_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planner sends mails from now on; nothing is sent in tests, because nobody hands the mails over."""
    monkeypatch.setenv("PLANNER_MAIL_URL", "smtp://localhost:2525?security=none")
    monkeypatch.setenv("PLANNER_MAIL_FROM", "tours@city.example")
    monkeypatch.setenv("PLANNER_PUBLIC_URL", "https://tours.city.example")


def a_place(session: Session, name: str, lat: float = 50.27, lon: float = 127.53) -> int:
    """A place of the catalogue."""
    place = Place(name=name, address=f"ул. {name}, 1", lat=lat, lon=lon)
    session.add(place)
    session.flush()
    return id_of(place)


def a_draft(session: Session, actor: Actor, options: Sequence[OptionDraft] = (), **about: Any) -> Vote:
    """A vote on two stops, or of these options."""
    if not options:
        places = (a_place(session, "Парк"), a_place(session, "Набережная", 50.25, 127.54))
        options = [OptionDraft(place_id=each) for each in places]
    asked = {"kind": VoteKind.STOP, "title": "Куда поедет автобус?", "opens_at": OPENS, "closes_at": CLOSES, "now": NOW}
    return make_vote(session, actor, options=options, **{**asked, **about})


def an_open_vote(session: Session, actor: Actor, options: Sequence[OptionDraft] = (), **about: Any) -> Vote:
    """The same, announced and open."""
    return announce_vote(session, actor, id_of(a_draft(session, actor, options, **about)), now=NOW)


def ask(session: Session, vote: Vote, option: int, email: str, *, now: datetime = NOW) -> Asked:
    """Somebody chooses the option of this number, from 1, and a letter is kept."""
    chosen = options_of(session, id_of(vote))[option - 1]
    asked = ask_ballot(session, id_of(vote), option_id=chosen.id, email=email, now=now)
    keep_ballot_letter(session, asked, {}, now=now)
    return asked


def cast(session: Session, vote: Vote, option: int, email: str, *, now: datetime = NOW) -> None:
    """Somebody votes and confirms it."""
    count_ballot(session, ask(session, vote, option, email, now=now).token, now=now)


def follow(
    session: Session, email: str, wanted: OpenFilter | None = None, *, now: datetime, language: str = "ru"
) -> int:
    """The number of the subscriber; without a filter, of everything."""
    asked = ask_to_follow(session, wanted or OpenFilter(), email=email, language=language, now=now)
    confirm_following(session, asked.token, now=now)
    return id_of(session.exec(select(Subscriber).where(Subscriber.address == asked.address)).one())
