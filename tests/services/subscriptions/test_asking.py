"""Subscribing by a link in a letter, ending it by a link in a mail."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Subscriber, Subscription
from planner.domain.open_filter import OpenFilter
from planner.services.subscriptions.asking import (
    MOST,
    ask_to_follow,
    asked_behind,
    confirm_following,
    end_following,
    followed_behind,
    forget_unconfirmed,
)
from planner.services.votes.ballots import LINK_HOLDS
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene, open_scene
from tests.services.vote_story import follow, set_mail_up
from tests.whole.at_once import at_once

ADDRESS = "anna@city.example"
ALL = OpenFilter()


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch) -> None:
    set_mail_up(monkeypatch)


def ask(session: Session, wanted: OpenFilter = ALL, email: str = ADDRESS) -> str:
    """The secret of the link in the letter."""
    return ask_to_follow(session, wanted, email=email, language="ru", now=NOW).token


def test_nothing_is_followed_before_the_link_was_confirmed(session: Session, city: OpenScene) -> None:
    token = ask(session, OpenFilter(district=city.scene.town.district))

    seen = asked_behind(session, token, now=NOW)
    confirmed = confirm_following(session, token, now=NOW)

    assert (seen.confirmed, confirmed.confirmed, confirmed.topic) == (False, True, None)
    assert confirmed.district is not None


def test_same_subscription_twice_is_one(session: Session, city: OpenScene) -> None:
    for _ in range(2):
        follow(session, ADDRESS, now=NOW)
    follow(session, ADDRESS, OpenFilter(topic=city.scene.town.potholes), now=NOW)

    owner = session.exec(select(Subscriber)).one()

    assert [each.topic is None for each in followed_behind(session, owner.token)] == [True, False]


def test_last_subscription_that_ends_takes_the_address_along(session: Session, city: OpenScene) -> None:
    for wanted in (ALL, OpenFilter(topic=city.scene.town.potholes)):
        follow(session, ADDRESS, wanted, now=NOW)
    token = session.exec(select(Subscriber.token)).one()
    left = []

    for number in [followed_behind(session, token)[0].id, None, None]:
        end_following(session, token, number)
        left.append((len(session.exec(select(Subscription)).all()), len(session.exec(select(Subscriber)).all())))

    assert left == [(1, 1), (0, 0), (0, 0)]


def test_one_cannot_end_what_another_address_follows(session: Session, city: OpenScene) -> None:
    for name in ("anna", "boris"):
        follow(session, f"{name}@city.example", now=NOW)
    anna, boris = session.exec(select(Subscriber).order_by(Subscriber.address)).all()

    end_following(session, anna.token, followed_behind(session, boris.token)[0].id)

    assert len(followed_behind(session, boris.token)) == 1


def test_what_is_asked_for_in_vain_is_told_beside_its_field(session: Session, city: OpenScene) -> None:
    told = []

    for wanted, email in ((ALL, "anna"), (OpenFilter(district=99), ADDRESS), (OpenFilter(agency=99), ADDRESS)):
        with pytest.raises(Invalid) as refused:
            ask(session, wanted, email)
        told.append(refused.value.field)

    assert told == ["email", "district", "agency"]


def test_without_mail_nobody_is_promised_anything(
    session: Session, city: OpenScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLANNER_MAIL_URL")

    with pytest.raises(Conflict) as refused:
        ask(session)

    assert (refused.value.key, session.exec(select(Subscriber)).all()) == ("subscriptions.error.no_mail", [])


def test_address_has_so_many_subscriptions_and_no_more(session: Session, city: OpenScene) -> None:
    for _ in range(MOST):
        ask(session)

    with pytest.raises(Conflict) as refused:
        ask(session)

    assert refused.value.key == "subscriptions.error.many"


def test_address_that_nobody_confirms_is_forgotten_and_a_confirmed_one_stays(session: Session, city: OpenScene) -> None:
    token = ask(session)
    follow(session, "boris@city.example", now=NOW)
    later = NOW + LINK_HOLDS + timedelta(seconds=1)

    with pytest.raises(NotFound) as refused:
        confirm_following(session, token, now=later)
    forget_unconfirmed(session, KEEPER, now=later)

    assert refused.value.key == "subscriptions.error.link"
    assert session.exec(select(Subscriber.address)).all() == ["boris@city.example"]


def test_address_that_asks_twice_at_once_is_one_subscriber(database: Database) -> None:
    with database.transaction() as session:
        open_scene(session)

    def write(session: Session) -> object:
        return follow(session, ADDRESS, now=NOW)

    told = at_once(database, write, write, write)

    with database.reading() as session:
        assert len(session.exec(select(Subscription)).all()) == 1
    assert len({*told}) == 1
