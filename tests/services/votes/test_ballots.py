"""Voting: what is asked, what counts, what stays of an address, and two at once."""

from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import Conflict, Invalid, NotFound, PlannerError
from planner.domain.models import AskedBallot, Ballot, Mail, Vote, VoterKey
from planner.domain.models.types import id_of
from planner.domain.votes import VoteState
from planner.domain.words import VoteKind
from planner.services.votes.ballots import (
    FREE_LETTERS,
    LINK_HOLDS,
    active_citizens,
    ask_ballot,
    ballot_behind,
    ballots_waiting,
    count_ballot,
    count_request,
    forget_asked,
)
from planner.services.votes.holding import cancel_vote, close_vote, get_vote
from planner.services.votes.making import OptionDraft
from planner.services.votes.open_votes import open_vote
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene, open_scene
from tests.services.vote_story import CLOSES, OPENS, a_draft, an_open_vote, ask, cast, set_mail_up
from tests.whole.at_once import Write, at_once

ADDRESS = "anna.petrova@city.example"


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch) -> None:
    set_mail_up(monkeypatch)


def votes_of(session: Session, city: OpenScene, vote: Vote) -> list[int]:
    """How many are counted for each option, in order, as after the end."""
    seen = get_vote(session, city.inna, id_of(vote), now=CLOSES)
    assert seen.tally is not None
    return [seen.tally.votes[id_of(each)] for each in seen.options]


def test_vote_counts_once_it_was_confirmed_and_not_before(session: Session, city: OpenScene) -> None:
    vote = an_open_vote(session, city.inna)

    asked = ask(session, vote, 1, ADDRESS)
    ballot_behind(session, asked.token, now=NOW)
    before = votes_of(session, city, vote)
    count_ballot(session, asked.token, now=NOW)

    assert (before, votes_of(session, city, vote)) == ([0, 0], [1, 0])


def test_same_link_twice_counts_once_and_says_so(session: Session, city: OpenScene) -> None:
    vote = an_open_vote(session, city.inna)
    asked = ask(session, vote, 1, ADDRESS)

    told = [count_ballot(session, asked.token, now=NOW).counted for _ in range(2)]

    assert (told, votes_of(session, city, vote)) == ([False, True], [1, 0])


def test_later_vote_of_one_letter_box_replaces_the_earlier_one(session: Session, city: OpenScene) -> None:
    vote = an_open_vote(session, city.inna)

    cast(session, vote, 1, "anna@gmail.com")
    cast(session, vote, 2, "A.N.N.A+vote@googlemail.com")

    assert votes_of(session, city, vote) == [0, 1]


def test_nothing_that_was_counted_leads_back_to_an_address(session: Session, city: OpenScene) -> None:
    vote = an_open_vote(session, city.inna)
    asked = ask(session, vote, 1, ADDRESS)
    rows = [session.exec(table.select()).all() for table in SQLModel.metadata.sorted_tables]  # type: ignore[call-overload]
    held = [ADDRESS in repr(rows)]

    count_ballot(session, asked.token, now=NOW)

    left = [session.execute(table.select()).all() for table in SQLModel.metadata.sorted_tables]
    held.append(ADDRESS in repr(left))
    assert held == [True, False]
    assert [(each.voter, each.option_id) for each in session.exec(select(AskedBallot))] == [("", None)]


def test_unconfirmed_link_goes_with_its_letter_after_two_days(session: Session, city: OpenScene) -> None:
    vote = an_open_vote(session, city.inna)
    asked = ask(session, vote, 1, ADDRESS)
    waiting = ballots_waiting(session, city.inna, id_of(vote))
    later = NOW + LINK_HOLDS + timedelta(seconds=1)

    with pytest.raises(NotFound) as refused:
        count_ballot(session, asked.token, now=later)
    forget_asked(session, KEEPER, now=later)

    assert (waiting, refused.value.key) == (1, "votes.error.link")
    assert (session.exec(select(AskedBallot)).all(), session.exec(select(Mail)).all()) == ([], [])


@pytest.mark.parametrize(
    ("option", "email", "field"), [(None, ADDRESS, "choice"), (9999, ADDRESS, "choice"), (1, "anna", "email")]
)
def test_bad_input_is_told_beside_its_field(
    session: Session, city: OpenScene, option: int | None, email: str, field: str
) -> None:
    vote = an_open_vote(session, city.inna)

    with pytest.raises(Invalid) as refused:
        ask_ballot(session, id_of(vote), option_id=option, email=email, now=NOW)

    assert refused.value.field == field


def test_option_of_another_vote_is_none_of_this_one(session: Session, city: OpenScene) -> None:
    one, other = an_open_vote(session, city.inna), an_open_vote(session, city.inna)
    foreign = get_vote(session, city.inna, id_of(other), now=NOW).options[0]

    with pytest.raises(Invalid) as refused:
        ask_ballot(session, id_of(one), option_id=foreign.id, email=ADDRESS, now=NOW)

    assert refused.value.field == "choice"


def test_no_vote_is_taken_before_after_or_of_a_draft(session: Session, city: OpenScene) -> None:
    vote, draft = an_open_vote(session, city.inna), a_draft(session, city.inna)
    late = ask(session, vote, 1, ADDRESS)
    told = []

    for number, now in ((id_of(vote), OPENS - timedelta(seconds=1)), (id_of(vote), CLOSES), (id_of(draft), NOW)):
        with pytest.raises(PlannerError) as refused:
            ask_ballot(session, number, option_id=1, email=ADDRESS, now=now)
        told.append(refused.value.key)
    session.get_one(AskedBallot, session.exec(select(AskedBallot.token_hash)).one()).asked_at = CLOSES
    with pytest.raises(Conflict) as refused_late:
        count_ballot(session, late.token, now=CLOSES)

    assert told == ["votes.error.is_coming", "votes.error.is_closed", "app.unknown_page"]
    assert refused_late.value.key == "votes.error.is_closed"


def test_link_of_a_vote_that_was_closed_by_hand_counts_nothing_whatever_the_clock_of_the_request(
    session: Session, city: OpenScene
) -> None:
    vote = an_open_vote(session, city.inna)
    asked = ask(session, vote, 1, ADDRESS)
    close_vote(session, city.inna, id_of(vote), now=NOW + timedelta(minutes=1))

    with pytest.raises(Conflict):
        count_ballot(session, asked.token, now=NOW)

    assert votes_of(session, city, vote) == [0, 0]


def test_link_of_a_cancelled_vote_counts_nothing(session: Session, city: OpenScene) -> None:
    vote = an_open_vote(session, city.inna)
    asked = ask(session, vote, 1, ADDRESS)
    cancel_vote(session, city.inna, id_of(vote), reason="Ошибка в вопросе", now=NOW)

    with pytest.raises(Conflict) as refused:
        count_ballot(session, asked.token, now=NOW)

    assert refused.value.key == "votes.error.is_cancelled"


def test_without_mail_nobody_is_promised_a_letter(
    session: Session, city: OpenScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = an_open_vote(session, city.inna)
    monkeypatch.delenv("PLANNER_MAIL_URL")

    with pytest.raises(Conflict) as refused:
        ask(session, vote, 1, ADDRESS)

    assert (refused.value.key, session.exec(select(Mail)).all()) == ("votes.error.no_mail_now", [])


def test_one_letter_box_is_not_filled_however_it_is_spelled(session: Session, city: OpenScene) -> None:
    for number in range(FREE_LETTERS):
        count_request(session, f"anna+{number}@city.example", f"10.0.{number}.0/24", now=NOW)

    with pytest.raises(Conflict) as refused:
        count_request(session, "anna+last@city.example", "10.1.0.0/24", now=NOW)

    assert refused.value.key == "votes.error.slowed"


def test_active_citizens_are_counted_once_in_each_year(session: Session, city: OpenScene) -> None:
    one, other = an_open_vote(session, city.inna), an_open_vote(session, city.inna)
    options = [OptionDraft("Да"), OptionDraft("Нет")]
    moments = {"opens_at": OPENS.replace(year=2027), "closes_at": CLOSES.replace(year=2027)}
    later = an_open_vote(session, city.inna, options, kind=VoteKind.QUESTION, **moments)

    for vote, who in ((one, "anna"), (other, "anna"), (one, "boris")):
        cast(session, vote, 1, f"{who}@city.example")
    cast(session, later, 2, "anna@city.example", now=NOW.replace(year=2027))

    counted = [active_citizens(session, [year]) for year in (2025, 2026, 2027)]
    assert counted == [0, 2, 1]
    assert len({each.voter for each in session.exec(select(Ballot))}) == 3


def test_key_of_a_year_long_over_is_thrown_away(session: Session, city: OpenScene) -> None:
    cast(session, an_open_vote(session, city.inna), 1, ADDRESS)

    kept = []
    for year in (2027, 2028):
        forget_asked(session, KEEPER, now=NOW.replace(year=year))
        kept.append(session.exec(select(VoterKey.year)).all())

    assert kept == [[2026], []]


def test_hidden_result_is_hidden_from_everybody_until_the_end(session: Session, city: OpenScene) -> None:
    hidden, shown = an_open_vote(session, city.inna), an_open_vote(session, city.inna, hidden=False)
    cast(session, hidden, 1, ADDRESS)

    seen = [
        get_vote(session, city.inna, id_of(hidden), now=NOW),
        open_vote(session, id_of(hidden), now=NOW),
        open_vote(session, id_of(shown), now=NOW),
        open_vote(session, id_of(hidden), now=CLOSES),
    ]

    assert [(each.turnout, each.tally is None) for each in seen] == [(1, True), (1, True), (0, False), (1, False)]


@pytest.fixture
def stored(database: Database) -> tuple[Database, Vote, OpenScene]:
    """An open vote in a database of each kind."""
    with database.transaction() as session:
        city = open_scene(session)
        vote = an_open_vote(session, city.inna)
    return database, vote, city


def test_links_of_one_address_confirmed_at_once_count_once(stored: tuple[Database, Vote, OpenScene]) -> None:
    database, vote, city = stored
    with database.transaction() as session:
        tokens = [ask(session, vote, 1, f"anna+{each}@city.example").token for each in range(3)]

    told = at_once(database, *[confirming(each) for each in (*tokens, tokens[0], tokens[1])])

    with database.reading() as session:
        assert votes_of(session, city, vote) == [1, 0]
    assert sorted(each.counted for each in told) == [False, False, False, True, True]


def test_votes_that_come_while_it_is_being_closed_are_refused_and_not_counted(
    stored: tuple[Database, Vote, OpenScene],
) -> None:
    database, vote, city = stored
    with database.transaction() as session:
        tokens = [ask(session, vote, 1, f"resident{each}@city.example").token for each in range(3)]

    def close(session: Session) -> object:
        return close_vote(session, city.inna, id_of(vote), now=NOW + timedelta(seconds=1))

    told = at_once(database, close, *[confirming(each) for each in tokens])

    with database.reading() as session:
        assert votes_of(session, city, vote) == [0, 0]
    assert [getattr(each, "key", "") for each in told[1:]] == ["votes.error.is_closed"] * 3


def test_vote_that_is_being_counted_when_it_is_closed_counts(stored: tuple[Database, Vote, OpenScene]) -> None:
    database, vote, city = stored
    with database.transaction() as session:
        token = ask(session, vote, 1, ADDRESS).token

    told = at_once(
        database,
        confirming(token),
        lambda session: close_vote(session, city.inna, id_of(vote), now=NOW + timedelta(seconds=1)).state,
    )

    with database.reading() as session:
        assert votes_of(session, city, vote) == [1, 0]
    assert told[1] is VoteState.CLOSED


def confirming(token: str) -> Write:
    """Somebody follows the link."""
    return lambda session: count_ballot(session, token, now=NOW)
