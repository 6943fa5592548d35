"""Who is one voter, when votes are taken, and what comes out."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.domain.errors import Invalid
from planner.domain.votes import Tally, VotePhase, VoteState, phase_of, voter_address, voter_identity, voter_mark

OPENS = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=7)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna@Mail.ru", "anna@mail.ru"),
        ("anna+vote@mail.ru", "anna@mail.ru"),
        ("anna+1+2@city.example", "anna@city.example"),
        ("a.n.n.a@gmail.com", "anna@gmail.com"),
        ("anna@googlemail.com", "anna@gmail.com"),
        ("anna.petrova@yandex.ru", "anna-petrova@ya.ru"),
        ("anna@yandex.kz", "anna@yandex.ru"),
    ],
)
def test_spellings_of_one_letter_box_are_one_voter(one: str, other: str) -> None:
    marks = {voter_mark("key", one), voter_mark("key", other)}

    assert len(marks) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.nna@mail.ru", "anna@mail.ru"),
        ("a.nna@yandex.ru", "anna@yandex.ru"),
        ("anna-1@city.example", "anna@city.example"),
        ("anna@mail.ru", "anna@inbox.ru"),
        ("+7900@mail.ru", "@mail.ru"),
    ],
)
def test_what_may_be_two_people_is_two_voters(one: str, other: str) -> None:
    assert voter_identity(one) != voter_identity(other)


def test_mark_tells_no_address_and_is_another_under_another_key() -> None:
    marks = [voter_mark(key, "anna@mail.ru") for key in ("2026", "2027")]

    assert marks[0] != marks[1]
    assert ["anna" in mark for mark in marks] == [False, False]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Anna@Mail.RU ", "anna@mail.ru"),
        ("anna+tag@mail.ru", "anna+tag@mail.ru"),
        ("anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai"),
        ("anna@mail.ru.", "anna@mail.ru"),
    ],
)
def test_letter_goes_where_it_was_typed(typed: str, address: str) -> None:
    assert voter_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "anna", "anna@", "@mail.ru", "анна@mail.ru", "a..b@mail.ru", ".a@mail.ru", "a@mail", f"{'a' * 65}@b.ru"],
)
def test_what_no_letter_can_go_to_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        voter_address(typed)

    assert (refused.value.key, refused.value.field) == ("typed.error.email", "email")


@pytest.mark.parametrize(
    ("state", "now", "phase"),
    [
        (VoteState.DRAFT, OPENS, VotePhase.DRAFT),
        (VoteState.ANNOUNCED, OPENS - SECOND, VotePhase.COMING),
        (VoteState.ANNOUNCED, OPENS, VotePhase.OPEN),
        (VoteState.ANNOUNCED, CLOSES - SECOND, VotePhase.OPEN),
        (VoteState.ANNOUNCED, CLOSES, VotePhase.CLOSED),
        (VoteState.CLOSED, OPENS, VotePhase.CLOSED),
        (VoteState.CANCELLED, CLOSES, VotePhase.CANCELLED),
    ],
)
def test_votes_are_taken_from_the_opening_moment_up_to_the_closing_one(
    state: VoteState, now: datetime, phase: VotePhase
) -> None:
    assert phase_of(state, OPENS, CLOSES, now) is phase


def test_tally_knows_turnout_shares_and_ties() -> None:
    nobody, one, tie = Tally({1: 0, 2: 0}), Tally({1: 412, 2: 568 - 300, 3: 300}), Tally({1: 2, 2: 2, 3: 1})

    assert (nobody.turnout, nobody.leaders, nobody.share(1)) == (0, (), 0.0)
    assert (one.turnout, one.leaders, round(one.share(1), 2)) == (980, (1,), 0.42)
    assert (tie.leaders, tie.share(9)) == ((1, 2), 0.0)
