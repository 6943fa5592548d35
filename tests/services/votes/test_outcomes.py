"""The winner of a vote enters a plan, with how many were for it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from planner.domain.errors import Conflict, PlannerError
from planner.domain.models import District, Stop, Tour, Vote
from planner.domain.models.types import id_of
from planner.domain.tour_rules import TourRules
from planner.domain.words import TourState, VoteKind
from planner.services.public.tours import open_route
from planner.services.tours.undo import remember_plan, restore_plan
from planner.services.votes.making import OptionDraft, options_of
from planner.services.votes.outcomes import take_winner
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene
from tests.services.vote_story import CLOSES, an_open_vote, cast, set_mail_up


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch) -> None:
    set_mail_up(monkeypatch)


@pytest.fixture
def tour(session: Session, city: OpenScene) -> int:
    """A draft, whose public state is decided by the tests."""
    starts = CLOSES + timedelta(days=1)
    row = Tour(title="Объезд", starts_at=starts, ends_at=starts + timedelta(hours=3), created_at=NOW)
    session.add(row)
    session.flush()
    return id_of(row)


def voted(session: Session, city: OpenScene, votes: tuple[int, int]) -> Vote:
    """A vote on two stops that ended with so many for each."""
    vote = an_open_vote(session, city.inna)
    for option, number in enumerate(votes, start=1):
        for each in range(number):
            cast(session, vote, option, f"resident{option}.{each}@city.example")
    return vote


def test_winner_is_a_must_stop_with_its_reason_once_however_often_it_is_taken(
    session: Session, city: OpenScene, tour: int
) -> None:
    vote = voted(session, city, (1, 3))

    for _ in range(2):
        take_winner(session, city.scene.town.olga, id_of(vote), tour, now=CLOSES)

    stops = session.exec(select(Stop).where(Stop.tour_id == tour)).all()
    assert [(each.name, each.must, each.vote_id, each.vote_for, each.vote_of) for each in stops] == [
        ("Набережная", True, vote.id, 3, 4)
    ]


def test_reason_of_a_stop_is_on_the_public_page_of_its_tour(session: Session, city: OpenScene, tour: int) -> None:
    vote = voted(session, city, (1, 3))
    take_winner(session, city.scene.town.olga, id_of(vote), tour, now=CLOSES)
    session.get_one(Tour, tour).state = TourState.PUBLISHED

    chosen = open_route(session, tour, now=CLOSES).stops[0].chosen_in

    assert chosen is not None
    assert (chosen.vote_id, chosen.votes, chosen.turnout) == (vote.id, 3, 4)


def test_reason_of_a_stop_survives_taking_a_change_of_the_plan_back(
    session: Session, city: OpenScene, tour: int
) -> None:
    olga, vote = city.scene.town.olga, voted(session, city, (1, 3))
    take_winner(session, olga, id_of(vote), tour, now=CLOSES)
    memory = remember_plan(session, olga, tour)
    for stop in session.exec(select(Stop).where(Stop.tour_id == tour)).all():
        session.delete(stop)
    session.flush()

    restore_plan(session, olga, memory, version=session.get_one(Tour, tour).version, now=NOW)

    assert [each.vote_for for each in session.exec(select(Stop).where(Stop.tour_id == tour))] == [3]


def test_tie_is_decided_by_hand_and_only_among_those_who_lead(session: Session, city: OpenScene, tour: int) -> None:
    vote, olga = voted(session, city, (2, 2)), city.scene.town.olga
    options = options_of(session, id_of(vote))
    told = []

    for option_id in (None, 9999):
        with pytest.raises(PlannerError) as refused:
            take_winner(session, olga, id_of(vote), tour, option_id=option_id, now=CLOSES)
        told.append((refused.value.key, refused.value.field))
    taken = take_winner(session, olga, id_of(vote), tour, option_id=options[1].id, now=CLOSES)

    assert told == [("votes.error.tie", "option"), ("votes.error.no_winner", "option")]
    assert isinstance(taken, Stop)
    assert (taken.name, taken.vote_for, taken.vote_of) == ("Набережная", 2, 4)


def test_nothing_is_taken_before_the_end_nor_where_nobody_voted_or_there_is_no_place(
    session: Session, city: OpenScene, tour: int
) -> None:
    olga, told = city.scene.town.olga, []
    going, empty = voted(session, city, (1, 0)), voted(session, city, (0, 0))
    words = an_open_vote(session, city.inna, [OptionDraft("Да"), OptionDraft("Нет")], kind=VoteKind.QUESTION)
    cast(session, words, 1, "anna@city.example")

    for vote, now in ((going, NOW), (empty, CLOSES), (words, CLOSES)):
        with pytest.raises(Conflict) as refused:
            take_winner(session, olga, id_of(vote), tour, now=now)
        told.append(refused.value.key)

    assert told == ["votes.error.not_closed", "votes.error.nobody_voted", "votes.error.no_place"]


def test_district_that_won_is_a_rule_of_the_tour_beside_those_that_it_has(
    session: Session, city: OpenScene, tour: int
) -> None:
    north = District(name="Север")
    session.add(north)
    session.flush()
    center = city.scene.town.district
    session.get_one(Tour, tour).rules = TourRules(districts=(center,)).to_data()
    options = [OptionDraft(district_id=center), OptionDraft(district_id=north.id)]
    vote = an_open_vote(session, city.inna, options, kind=VoteKind.DISTRICT)
    cast(session, vote, 2, "anna@city.example")

    for _ in range(2):
        take_winner(session, city.scene.town.olga, id_of(vote), tour, now=CLOSES)

    row = session.get_one(Tour, tour)
    assert TourRules.from_data(row.rules).districts == (center, north.id)
    assert (row.vote_id, row.vote_for, row.vote_of) == (vote.id, 1, 1)
