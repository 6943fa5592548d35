"""Announcing, closing, cancelling, and what was decided."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, PlannerError
from planner.domain.models import City, Vote
from planner.domain.models.types import id_of
from planner.domain.votes import VotePhase
from planner.services.votes.holding import (
    announce_vote,
    cancel_vote,
    close_vote,
    get_vote,
    list_votes,
    say_decided,
)
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene
from tests.services.vote_story import CLOSES, a_draft, an_open_vote, cast, set_mail_up


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch) -> None:
    set_mail_up(monkeypatch)


def test_vote_without_mail_cannot_be_announced_and_says_why(
    session: Session, city: OpenScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = a_draft(session, city.inna)
    monkeypatch.delenv("PLANNER_MAIL_URL")

    with pytest.raises(Conflict) as refused:
        announce_vote(session, city.inna, id_of(vote), now=NOW)

    assert refused.value.key == "votes.error.no_mail"


def test_vote_is_not_announced_where_nobody_would_see_it_or_it_would_be_over(session: Session, city: OpenScene) -> None:
    vote, told = a_draft(session, city.inna), []

    with pytest.raises(Conflict) as over:
        announce_vote(session, city.inna, id_of(vote), now=CLOSES)
    told.append(over.value.key)
    session.get_one(City, 1).open_pages = False
    with pytest.raises(Conflict) as unseen:
        announce_vote(session, city.inna, id_of(vote), now=NOW)
    told.append(unseen.value.key)

    assert told == ["votes.error.over_already", "votes.error.pages_off"]


def test_vote_closed_by_hand_is_over_at_that_moment(session: Session, city: OpenScene) -> None:
    vote = an_open_vote(session, city.inna)
    cast(session, vote, 2, "anna@city.example")

    close_vote(session, city.inna, id_of(vote), now=NOW)

    seen = get_vote(session, city.inna, id_of(vote), now=NOW)
    assert (seen.phase, seen.vote.closes_at, [each.text for each in seen.leaders]) == (
        VotePhase.CLOSED,
        NOW,
        ["Набережная"],
    )


def test_steps_that_come_too_late_or_too_early_are_refused(session: Session, city: OpenScene) -> None:
    draft, vote = a_draft(session, city.inna), an_open_vote(session, city.inna)
    numbers, told = (id_of(draft), id_of(vote)), []
    steps: list[Callable[[], Vote]] = [
        lambda: close_vote(session, city.inna, numbers[0], now=NOW),
        lambda: announce_vote(session, city.inna, numbers[1], now=NOW),
        lambda: say_decided(session, city.inna, numbers[1], "Поедем", now=NOW),
        lambda: cancel_vote(session, city.inna, numbers[1], reason="Поздно", now=CLOSES),
        lambda: cancel_vote(session, city.inna, numbers[1], reason=" ", now=NOW),
    ]

    for step in steps:
        with pytest.raises(PlannerError) as refused:
            step()
        told.append((refused.value.key, refused.value.field))

    assert told == [
        ("votes.error.not_open", None),
        ("votes.error.announced", None),
        ("votes.error.not_closed", None),
        ("votes.error.closed", None),
        ("votes.error.reason", "reason"),
    ]


def test_decision_is_published_with_its_day_and_can_be_mended(session: Session, city: OpenScene) -> None:
    vote = an_open_vote(session, city.inna)
    later = CLOSES + timedelta(days=1)

    said = say_decided(session, city.inna, id_of(vote), " Автобус поедет на набережную. ", now=later)
    first = (said.decided, said.decided_at)
    emptied = say_decided(session, city.inna, id_of(vote), "", now=later)

    assert (first, emptied.decided_at) == (("Автобус поедет на набережную.", later), None)


def test_list_has_the_latest_vote_first(session: Session, city: OpenScene) -> None:
    early = a_draft(session, city.inna, title="Раньше", opens_at=NOW - timedelta(days=9))
    late = a_draft(session, city.inna, title="Позже")

    listed = [each.vote.id for each in list_votes(session, city.inna, now=NOW)]

    assert listed == [late.id, early.id]
