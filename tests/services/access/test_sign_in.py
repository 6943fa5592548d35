"""Who a token belongs to: expiry, signing out, archived people, tablets of tours that were withdrawn."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import NotAllowed
from planner.domain.models import CalendarLink, Person, SignIn, TelegramChat, Tour, TrustedBrowser
from planner.domain.words import TourState
from planner.services.access import sign_in as service
from planner.services.access.browsers import trust_browser
from planner.services.access.join import join_tour
from planner.services.access.password_sign_in import Opened
from planner.services.tours.calendar_links import make_calendar_link
from tests.services.access.way_in_story import make_olga, try_password


def test_token_ends_after_its_time(database: Database, now: datetime) -> None:
    token = make_olga(database, now)

    with database.reading() as session:
        before = service.find_actor(session, token, now=now + service.PERSON_STAYS - timedelta(seconds=1))
        after = service.find_actor(session, token, now=now + service.PERSON_STAYS)
    assert (before.name, after.is_stranger) == ("Ольга", True)


def test_sign_out_everywhere_ends_every_browser_of_this_account_only(database: Database, now: datetime) -> None:
    token = make_olga(database, now)
    other = try_password(database, now)
    assert isinstance(other, Opened)
    with database.transaction() as session:
        boris = Person(name="Борис", email="boris@example.org")
        session.add(boris)
        session.flush()
        his = service.open_sign_in_for(session, boris, now=now)

    with database.transaction() as session:
        ended = service.sign_out_everywhere(session, service.find_actor(session, token, now=now))

    with database.reading() as session:
        found = [service.find_actor(session, each, now=now).name for each in (token, other.token, his)]
    assert (ended, found) == (2, ["", "", "Борис"])


def test_sign_out_everywhere_ends_what_goes_on_without_a_sign_in(database: Database, now: datetime) -> None:
    token = make_olga(database, now)
    kinds = (TrustedBrowser, CalendarLink, TelegramChat)
    with database.transaction() as session:
        olga = service.find_actor(session, token, now=now)
        session.add(TelegramChat(person_id=olga.person_id or 0, chat_id=77))
        make_calendar_link(session, olga, now=now)
        trust_browser(session, olga, browser="", now=now)
        before = [len(session.exec(select(kind)).all()) for kind in kinds]

    with database.transaction() as session:
        service.sign_out_everywhere(session, olga)

    with database.reading() as session:
        after = [len(session.exec(select(kind)).all()) for kind in kinds]
    assert all(before)
    assert after == [0, 0, 0]


def test_archived_person_is_a_stranger(database: Database, now: datetime) -> None:
    token = make_olga(database, now)
    with database.transaction() as session:
        session.exec(select(Person)).one().archived = True

    with database.reading() as session:
        assert service.find_actor(session, token, now=now).is_stranger


def test_stranger_cannot_sign_out_everywhere(database: Database, now: datetime) -> None:
    make_olga(database, now)

    with database.transaction() as session:
        with pytest.raises(NotAllowed):
            service.sign_out_everywhere(session, STRANGER)
        assert len(session.exec(select(SignIn)).all()) == 1


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (TourState.PUBLISHED, "Пётр"),
        (TourState.RIDING, "Пётр"),
        (TourState.CLOSED, "Пётр"),
        (TourState.DRAFT, ""),
        (TourState.CANCELLED, ""),
    ],
)
def test_tablet_of_a_withdrawn_tour_is_a_stranger(
    database: Database, now: datetime, state: TourState, name: str
) -> None:
    with database.transaction() as session:
        published: dict[str, Any] = {"state": TourState.PUBLISHED, "created_at": now, "join_code": "CODE2345"}
        session.add(Tour(title="Объезд", starts_at=now, ends_at=now + timedelta(hours=3), **published))
    with database.transaction() as session:
        token = join_tour(session, "CODE2345", name="Пётр", now=now)
        session.exec(select(Tour)).one().state = state

    with database.reading() as session:
        found = service.find_actor(session, token, now=now)

    assert found.name == name


def test_tablet_of_a_tour_that_is_over_is_known_as_one(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        published: dict[str, Any] = {"state": TourState.PUBLISHED, "created_at": now, "join_code": "CODE2345"}
        session.add(Tour(title="Объезд", starts_at=now, ends_at=now + timedelta(hours=30), **published))
    with database.transaction() as session:
        token = join_tour(session, "CODE2345", name="Пётр", now=now)
        tour = session.exec(select(Tour)).one()
        tour.state, tour.closed_at = TourState.CLOSED, now + timedelta(hours=1)

    with database.reading() as session:
        names = [service.find_actor(session, token, now=now + timedelta(hours=hours)).name for hours in (2, 13, 14)]
        over = [service.tablet_is_over(session, each) for each in (token, "made-up", "", None)]

    assert names == ["Пётр", "Пётр", ""]
    assert over == [True, False, False, False]
