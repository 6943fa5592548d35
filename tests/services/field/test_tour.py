"""What a tablet knows of its tour: the same as the screens tell, in the same number of queries, and nothing that is not its."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import (
    City,
    FieldItem,
    FieldPhoto,
    HeadCount,
    Issue,
    Participant,
    PhotoFate,
    Stop,
    StopIssue,
    Tour,
)
from planner.domain.models.types import id_of
from planner.domain.words import Answer, TourState
from planner.services.field.door import field_door
from planner.services.field.tour import FieldTour, field_news, field_tour
from planner.services.issues.issues import support_issue
from planner.services.issues.photos import hide_photo
from planner.services.ride.ride import TapKind, arrive
from planner.services.ride.under_way import ride_of
from tests.services.control_story import a_photo, an_instruction
from tests.services.field_story import CODE, set_ride
from tests.services.issue_story import Scene, log


@pytest.fixture
def ride(session: Session, now: datetime) -> Scene:
    session.add(City(id=1))
    return set_ride(session, now)


def known(session: Session, actor: Actor, now: datetime) -> FieldTour:
    return field_tour(session, actor, CODE, now=now)


def texts(found: FieldTour) -> list[str]:
    return [row.issue.text for row in found.known.issues.values()]


def test_tablet_knows_what_was_raised_what_the_stop_is_for_and_what_is_open_near_it(
    session: Session, ride: Scene, now: datetime
) -> None:
    raised = log(session, ride, ride.pyotr, text="своё", lat=50.30, lon=127.60)
    point = log(session, ride, text="у остановки", lat=50.2701, lon=127.5301)
    near = log(session, ride, text="рядом", lat=50.2705, lon=127.5305)
    log(session, ride, text="далеко", lat=50.29, lon=127.58)
    session.add(StopIssue(stop_id=ride.stop, issue_id=id_of(point)))
    session.flush()

    found = known(session, ride.pyotr, now)

    assert texts(found) == ["своё", "у остановки", "рядом"]
    assert [card.issue.id for card in found.known.points[ride.stop]] == [point.id]
    assert [issue.id for _, issue in found.known.near[ride.stop]] == [near.id]
    assert [row.mine for row in found.known.issues.values()] == [True, False, False]
    assert found.known.issues[id_of(raised)].withdrawable


def test_tablet_knows_nothing_internal_and_no_hidden_photo(session: Session, ride: Scene, now: datetime) -> None:
    secret = {"text": "внутреннее", "internal": True, "lat": 50.2701, "lon": 127.5301}
    log(session, ride, ride.town.olga, **secret, tour_id=ride.tour)
    shown = log(session, ride, ride.town.olga, text="у всех на виду", lat=50.2701, lon=127.5301)
    hidden = a_photo(session, shown)
    hide_photo(session, ride.town.olga, hidden, reason="лицо", now=now)

    tablet, staff = known(session, ride.pyotr, now), known(session, ride.town.olga, now)

    assert (texts(tablet), texts(staff)) == (["у всех на виду"], ["внутреннее", "у всех на виду"])
    row = tablet.known.issues[id_of(shown)]
    assert (row.photo_id, row.photos) == (None, 0)


def test_people_and_agencies_are_for_who_leads_and_decides(session: Session, ride: Scene, now: datetime) -> None:
    session.add(Participant(tour_id=ride.tour, name="Отказался", answer=Answer.NO, invited_at=now))
    session.flush()

    tablet, leader = known(session, ride.pyotr, now), known(session, ride.town.oksana, now)

    assert (tablet.leads, tablet.decides, tablet.people, tablet.agencies) == (False, False, (), ())
    assert (leader.leads, leader.decides, [one.name for one in leader.people]) == (True, True, ["Pyotr"])
    assert {row.agency.id for row in leader.agencies} == {ride.town.roads, ride.town.parks, ride.town.power}


def test_ride_is_the_one_of_the_screens(session: Session, ride: Scene, now: datetime) -> None:
    arrive(session, ride.town.oksana, ride.stop, now=now)
    session.add(HeadCount(stop_id=ride.stop, people=7, counted_at=now))
    session.flush()

    found = known(session, ride.town.oksana, now + timedelta(minutes=3))

    screen = ride_of(session, ride.town.oksana, ride.tour, now=now + timedelta(minutes=3))
    assert (found.ride.phase, found.ride.here, found.ride.ahead) == (screen.phase, screen.here, screen.ahead)
    assert found.ride.last_tap is not None
    assert (found.ride.last_tap.kind, found.heads) == (TapKind.ARRIVE, {ride.stop: 7})


def test_own_issue_that_was_decided_or_withdrawn_is_told_once_it_was(
    session: Session, ride: Scene, now: datetime
) -> None:
    decided, withdrawn = log(session, ride, ride.pyotr), log(session, ride, ride.pyotr)
    log(session, ride, ride.pyotr)
    others = log(session, ride, ride.town.olga, tour_id=ride.tour)
    before = known(session, ride.pyotr, now).fates
    for issue in (decided, others):
        an_instruction(session, ride.town, issue)
    session.get_one(Issue, withdrawn.id).deleted = True
    session.flush()

    after = field_news(session, ride.pyotr, CODE, now=now).fates

    assert before == []
    assert [(fate.kind, fate.uid, len(fate.promises)) for fate in after] == [
        ("decided", decided.uid, 1),
        ("withdrawn", withdrawn.uid, 0),
    ]


def test_own_photo_that_cannot_be_shown_is_told_to_whoever_took_it(
    session: Session, ride: Scene, now: datetime
) -> None:
    issue = log(session, ride, ride.pyotr)
    about: dict[str, Any] = {"issue_id": id_of(issue), "added_at": now, "original": "0" * 64, "taken_by": "Pyotr"}
    sent: dict[str, Any] = {"tour_id": ride.tour, "kind": "photo", "tablet_at": 0, "at": now, "received_at": now}
    for number, state in enumerate(PhotoFate):
        item = FieldItem(uid=f"photo {number}", by=ride.pyotr.supporter, **sent)
        session.add_all([item, FieldPhoto(uid=item.uid, by=item.by, state=state, **about)])
    session.flush()

    own, others = (field_news(session, actor, CODE, now=now).fates for actor in (ride.pyotr, ride.town.olga))

    assert ([(fate.kind, fate.uid) for fate in own], others) == ([("unreadable", "photo 2")], [])


def test_issue_that_others_have_too_or_decided_about_is_not_taken_back(
    session: Session, ride: Scene, now: datetime
) -> None:
    supported, decided, own = (log(session, ride, ride.pyotr) for _ in range(3))
    support_issue(session, ride.town.olga, id_of(supported), now=now)
    an_instruction(session, ride.town, decided)

    issues = known(session, ride.pyotr, now).known.issues
    olgas = known(session, ride.town.olga, now).known.issues

    assert [row.issue.id for row in issues.values() if row.withdrawable] == [own.id]
    assert [row.issue.id for row in olgas.values() if row.supported] == [supported.id]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"join_code": None}, NotFound),
        ({"state": TourState.CANCELLED}, NotFound),
        ({"state": TourState.DRAFT}, NotFound),
        ({"ends_at": datetime.fromisoformat("2026-11-22T11:00:00+00:00")}, NotFound),
    ],
)
def test_link_that_opens_no_more_tells_nothing(
    session: Session, ride: Scene, now: datetime, changes: dict[str, object], error: type[Exception]
) -> None:
    for name, value in changes.items():
        setattr(session.get_one(Tour, ride.tour), name, value)
    session.flush()

    for actor in (ride.pyotr, ride.town.olga):
        with pytest.raises(error, match="join.error.link"):
            known(session, actor, now)
    with pytest.raises(NotFound, match="join.error.link"):
        field_door(session, CODE, now=now)


def test_others_get_no_further_than_the_door(session: Session, ride: Scene, now: datetime) -> None:
    for actor in (STRANGER, ride.pavel):
        with pytest.raises(NotAllowed):
            known(session, actor, now)

    door = field_door(session, CODE, now=now)

    assert (door.tour.title, len(door.agencies)) == ("One", 3)


def test_closed_ride_is_told_until_it_is_over_for_twelve_hours(session: Session, ride: Scene, now: datetime) -> None:
    tour = session.get_one(Tour, ride.tour)
    tour.state, tour.closed_at, tour.ends_at = TourState.CLOSED, now, now
    session.flush()

    soon = known(session, ride.pyotr, now + timedelta(hours=11))

    assert soon.ride.phase == "closed"
    with pytest.raises(NotFound, match="join.error.link"):
        known(session, ride.pyotr, now + timedelta(hours=13))


def test_number_of_queries_does_not_grow_with_stops_or_issues(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        session.add(City(id=1))
        ride = set_ride(session, now)
        log(session, ride, ride.pyotr, stop_id=ride.stop)
    few = _queries(database, ride.town.oksana, now)
    with database.transaction() as session:
        for number in range(2, 14):
            stop = Stop(tour_id=ride.tour, position=number, name="Двор", lat=50.2 + number / 100, lon=127.53)
            session.add(stop)
            session.flush()
            for _ in range(5):
                issue = log(session, ride, ride.pyotr, stop_id=stop.id)
                an_instruction(session, ride.town, issue)
                session.add(StopIssue(stop_id=id_of(stop), issue_id=id_of(issue)))

    many = _queries(database, ride.town.oksana, now)

    assert many == few


def _queries(database: Database, actor: Actor, now: datetime) -> int:
    asked: list[str] = []

    def count(*about: object) -> None:
        asked.append(str(about[2]))

    event.listen(database.engine, "before_cursor_execute", count)
    with database.reading() as session:
        field_tour(session, actor, CODE, now=now)
    event.remove(database.engine, "before_cursor_execute", count)
    return len(asked)
