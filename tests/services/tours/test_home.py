"""The start page: what is coming, how much is open, and only of what the visitor may see."""

from datetime import datetime, timedelta

import pytest

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import NotAllowed
from planner.domain.models import Agency, Category, Issue, IssueAgency, Participant, Person, Tour
from planner.domain.words import IssueState, Role, TourState
from planner.services.control.work import Pile
from planner.services.tours.home import Home, home_of

OLGA = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=1)
OKSANA = Actor(name="Оксана", roles=frozenset({Role.OFFICIAL}), person_id=2, agency_id=1)
BORIS = Actor(name="Борис", roles=frozenset({Role.OFFICIAL}), person_id=3, agency_id=2)


def home(database: Database, actor: Actor, now: datetime) -> Home:
    with database.reading() as session:
        return home_of(session, actor, now=now, today=today_in("Asia/Yakutsk", now))


def test_empty_installation_is_untouched(database: Database, now: datetime) -> None:
    assert home(database, OLGA, now) == Home(
        (), 0, 0, 0, unanswered=0, piles=dict.fromkeys((Pile.WISHES, Pile.PING_PONG, Pile.NEW), 0)
    )


def test_counts_are_of_what_the_visitor_may_see(database: Database, now: datetime) -> None:
    today = today_in("Asia/Yakutsk", now)
    with database.transaction() as session:
        session.add_all([Category(name="Дороги"), Agency(name="Дороги"), Agency(name="Парки")])
        session.flush()
        for state, due, internal in (
            (IssueState.NEW, None, False),
            (IssueState.ASSIGNED, today - timedelta(days=1), False),
            (IssueState.ASSIGNED, today, False),
            (IssueState.REPORTED, today - timedelta(days=9), True),
            (IssueState.CLOSED, None, False),
        ):
            session.add(
                Issue(lat=50, lon=127, category_id=1, created_at=now, state=state, due_on=due, internal=internal)
            )
        session.flush()
        session.add(IssueAgency(issue_id=4, agency_id=1))

    seen = [home(database, actor, now) for actor in (OLGA, OKSANA, BORIS)]

    assert [(h.overdue, h.without_instruction, h.to_verify) for h in seen] == [(1, 1, 1), (1, 1, 1), (1, 1, 0)]


def test_tours_that_come_stand_in_order_with_the_riding_one_first(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for title, state, days in (
            ("послезавтра", TourState.PUBLISHED, 2),
            ("черновик", TourState.DRAFT, 1),
            ("едет", TourState.RIDING, 3),
            ("вчера", TourState.PUBLISHED, -1),
            ("отменён", TourState.CANCELLED, 1),
        ):
            start = now + timedelta(days=days)
            session.add(Tour(title=title, state=state, starts_at=start, ends_at=start, created_at=now))

    assert [tour.title for tour in home(database, OLGA, now).tours] == ["едет", "черновик", "послезавтра"]
    assert [tour.title for tour in home(database, BORIS, now).tours] == ["едет", "послезавтра"]


def test_invitation_of_the_agency_waits_for_its_official_only(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        start = now + timedelta(days=1)
        session.add(Agency(name="Дороги"))
        session.add(Tour(title="Объезд", state=TourState.PUBLISHED, starts_at=start, ends_at=start, created_at=now))
        session.flush()
        session.add(Participant(tour_id=1, agency_id=1, invited_at=now))

    assert [home(database, actor, now).unanswered for actor in (OKSANA, BORIS)] == [1, 0]


def test_stranger_has_no_start_page(database: Database, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        home(database, STRANGER, now)


def test_the_last_ride_says_what_nobody_has_decided_to_who_gives_instructions(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        session.add(Category(name="Дороги"))
        for title, state, days in (
            ("раньше", TourState.CLOSED, -9),
            ("вчера", TourState.CLOSED, -1),
            ("завтра", TourState.PUBLISHED, 1),
        ):
            start = now + timedelta(days=days)
            session.add(Tour(title=title, state=state, starts_at=start, ends_at=start, created_at=now))
        session.flush()
        new, assigned = IssueState.NEW, IssueState.ASSIGNED
        for tour_id, stands in ((1, new), (2, new), (2, new), (2, assigned)):
            session.add(Issue(lat=50, lon=127, category_id=1, created_at=now, tour_id=tour_id, state=stands))

    ride = home(database, OLGA, now).last_ride

    assert ride is not None
    assert (ride.tour.title, ride.undecided) == ("вчера", 2)
    assert home(database, BORIS, now).last_ride is None


def test_whoever_led_the_last_ride_reads_what_is_undecided_on_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        session.add(Category(name="Дороги"))
        boris = Person(name="Boris")
        session.add(boris)
        session.flush()
        for days, secretary in ((-9, boris.id), (-1, None)):
            start = now + timedelta(days=days)
            tour = Tour(title=str(days), state=TourState.CLOSED, starts_at=start, ends_at=start, created_at=now)
            tour.secretary_id = secretary
            session.add(tour)
            session.flush()
            session.add(Issue(lat=50, lon=127, category_id=1, created_at=now, tour_id=tour.id))
        who = Actor("Boris", frozenset({Role.OFFICIAL}), person_id=boris.id, agency_id=None)

    ride = home(database, who, now).last_ride

    assert ride is not None
    assert (ride.tour.title, ride.undecided) == ("-9", 1)


def test_the_start_page_has_the_piles_of_its_reader(database: Database, now: datetime) -> None:
    official, organizer = (set(home(database, actor, now).piles) for actor in (OKSANA, OLGA))

    assert official == {
        Pile.OVERDUE,
        Pile.DUE_SOON,
        Pile.RETURNED,
        Pile.LATER,
        Pile.REPORTED,
        Pile.HELPING,
        Pile.OFFERED,
    }
    assert organizer == {Pile.WISHES, Pile.PING_PONG, Pile.NEW}
