"""Tests of `planner.services.tours.tours`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import AgendaItem, Issue, Participant, Person, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_filter import Period
from planner.domain.words import Answer, IssueState, Role, TourKind, TourState
from planner.services.events.finding import list_tours
from planner.services.tours.stops import AgendaEntry, add_stop, set_agenda
from planner.services.tours.tours import (
    cancel_tour,
    copy_tour,
    create_tour,
    edit_tour,
    get_tour,
    leader_of,
    publish_tour,
    withdraw_tour,
)
from tests.services.plan_story import MINUTE, write_story

DAY = timedelta(days=1)


def titles(session: Session, actor: Actor, period: Period, now: datetime, **wanted: Any) -> list[str]:
    """The tours of a list by title."""
    return [row.tour.title for row in list_tours(session, actor, period=period, now=now, **wanted).rows]


def test_tour_created_is_a_draft(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        tour = create_tour(
            session,
            story.olga,
            now=now,
            title="  Объезд Центра ",
            starts_at=story.start,
            ends_at=story.start + 180 * MINUTE,
            kind=TourKind.FIELD_EVENT,
            leader_id=story.oksana.person_id,
        )

        assert (tour.title, tour.state, tour.kind) == ("Объезд Центра", TourState.DRAFT, TourKind.FIELD_EVENT)
        assert (tour.created_by_id, tour.created_at, tour.version) == (story.olga.person_id, now, 1)


@pytest.mark.parametrize(
    ("fields", "key", "field"),
    [
        ({"title": " я "}, "tours.error.title", "title"),
        ({"title": "я" * 201}, "typed.error.too_long", "title"),
        ({"note": "я" * 2001}, "typed.error.too_long", "note"),
        ({"starts_at": None}, "tours.error.when", "starts_at"),
        ({"ends_at": None}, "tours.error.when", "ends_at"),
        ({"ends_at": "start"}, "tours.error.ends_before", "ends_at"),
        ({"ends_at": "late"}, "tours.error.too_long", "ends_at"),
        ({"start_lat": None}, "tours.error.point", "start_name"),
        ({"end_lat": 95.0}, "tours.error.point", "end_name"),
        ({"seats": 0}, "tours.error.seats", "seats"),
        ({"seats": 201}, "tours.error.seats", "seats"),
        ({"quota_press": -1}, "tours.error.quota", "quota_press"),
        ({"seats": 20, "quota_agency": 15, "quota_press": 6}, "tours.error.quotas", "quota_public"),
        ({"leader_id": 777}, "tours.error.person", "leader_id"),
        ({"secretary_id": 777}, "tours.error.person", "secretary_id"),
    ],
)
def test_tour_with_bad_input_names_the_field(
    database: Database, now: datetime, fields: dict[str, Any], key: str, field: str
) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        moments = {"start": story.start, "late": story.start + DAY + MINUTE}
        given = {name: moments.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}

        with pytest.raises(Invalid) as refused:
            story.tour(session, **given)

        assert (refused.value.key, refused.value.field) == (key, field)


def test_edit_moves_times_and_counts_the_version(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (stop_id,) = story.stops(session, tour_id, 1)

        tour = edit_tour(
            session,
            story.olga,
            tour_id,
            version=2,
            now=now,
            starts_at=story.start + 30 * MINUTE,
            bus_plate=" А 417 ОР 28 ",
        )

        assert (tour.version, tour.bus_plate) == (3, "А 417 ОР 28")
        assert session.get_one(Stop, stop_id).planned_arrival == story.start + 33 * MINUTE


def test_edit_to_another_day_takes_windows_along_and_leaves_their_hours(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        stop = add_stop(
            session, story.olga, tour_id, name="Двор", lat=50.27, lon=127.53, window_from=story.start + 40 * MINUTE
        )

        new_start = story.start + 2 * DAY + 30 * MINUTE
        edit_tour(session, story.olga, tour_id, now=now, starts_at=new_start, ends_at=new_start + 90 * MINUTE)

        assert stop.window_from == story.start + 2 * DAY + 40 * MINUTE


def test_edit_on_an_older_version_is_refused_and_says_so(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        edit_tour(session, story.olga, tour_id, version=1, now=now, title="Первая правка")

        with pytest.raises(Conflict) as refused:
            edit_tour(session, story.olga, tour_id, version=1, now=now, title="Вторая правка")

        assert refused.value.key == "tours.error.changed_by_you"
        assert get_tour(session, story.olga, tour_id).title == "Первая правка"


def test_new_start_in_the_past_is_asked_for(database: Database, now: datetime) -> None:
    past: dict[str, Any] = {"starts_at": now - MINUTE, "ends_at": now + 60 * MINUTE}
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        olga = story.olga
        asking: tuple[Callable[[bool], Tour], ...] = (
            lambda meant: create_tour(session, olga, now=now, title="Объезд", past_is_meant=meant, **past),
            lambda meant: edit_tour(session, olga, tour_id, now=now, past_is_meant=meant, **past),
            lambda meant: copy_tour(session, olga, tour_id, now=now, starts_at=now - MINUTE, past_is_meant=meant),
        )
        for ask in asking:
            with pytest.raises(Conflict) as refusal, session.begin_nested():
                ask(False)
            assert (refusal.value.key, refusal.value.field) == ("tours.error.past", "starts_at")

            assert ask(True).starts_at == now - MINUTE


def test_tour_that_has_started_keeps_its_start_unasked(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, starts_at=now - 60 * MINUTE, ends_at=now + 60 * MINUTE)

        tour = edit_tour(session, story.olga, tour_id, now=now, title="Утренний объезд", starts_at=now - 60 * MINUTE)

        assert tour.title == "Утренний объезд"


def test_tour_of_the_past_is_published_only_where_that_is_meant(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, starts_at=now - 60 * MINUTE, ends_at=now + 60 * MINUTE)
        story.stops(session, tour_id, 1)
        with pytest.raises(Conflict) as refusal, session.begin_nested():
            publish_tour(session, story.olga, tour_id, now=now)

        tour = publish_tour(session, story.olga, tour_id, now=now, past_is_meant=True)

        assert (refusal.value.key, tour.state) == ("tours.error.past", TourState.PUBLISHED)


def test_larger_bus_seats_those_who_wait(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, seats=1)
        session.add(Participant(tour_id=tour_id, name="Первый", answer=Answer.YES, invited_at=now))
        waiting = Participant(tour_id=tour_id, name="Второй", answer=Answer.WAITING, waiting_since=now, invited_at=now)
        session.add(waiting)

        edit_tour(session, story.olga, tour_id, now=now, seats=2)

        assert waiting.answer is Answer.YES


def test_copy_has_everything_but_people_and_what_happened(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, bus_name="ПАЗ", seats=25, leader_id=story.oksana.person_id)
        still_open, mended = story.issue(session), story.issue(session)
        stop = add_stop(
            session,
            story.olga,
            tour_id,
            name="Двор",
            lat=50.27,
            lon=127.53,
            issue_ids=[still_open, mended],
            window_from=story.start + 40 * MINUTE,
            pinned=True,
        )
        set_agenda(session, story.olga, id_of(stop), [AgendaEntry("Свет", "Борис", 7)])
        session.add(Participant(tour_id=tour_id, name="Пётр", answer=Answer.YES, invited_at=now))
        old = session.get_one(Tour, tour_id)
        old.state, old.join_code, stop.arrived_at = TourState.CLOSED, "abc", now
        session.get_one(Issue, mended).state = IssueState.CLOSED

        copy = copy_tour(session, story.olga, tour_id, starts_at=story.start + 7 * DAY, now=now)

        (copied,) = session.exec(select(Stop).where(Stop.tour_id == copy.id)).all()
        assert (copy.title, copy.state, copy.bus_name, copy.seats, copy.leader_id, copy.join_code) == (
            "Объезд Центра",
            TourState.DRAFT,
            "ПАЗ",
            25,
            story.oksana.person_id,
            None,
        )
        assert copy.ends_at == old.ends_at + 7 * DAY
        assert (copied.name, copied.window_from, copied.pinned, copied.arrived_at) == (
            "Двор",
            story.start + 7 * DAY + 40 * MINUTE,
            True,
            None,
        )
        agenda = session.exec(select(AgendaItem).where(AgendaItem.stop_id == copied.id)).all()
        assert [(item.text, item.speaker, item.minutes) for item in agenda] == [("Свет", "Борис", 7)]
        links = session.exec(select(StopIssue.issue_id).where(StopIssue.stop_id == copied.id)).all()
        assert links == [still_open]
        assert session.exec(select(Participant).where(Participant.tour_id == copy.id)).all() == []


def test_copy_leaves_out_people_who_are_gone(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, leader_id=story.oksana.person_id)
        session.get_one(Person, story.oksana.person_id).archived = True

        copy = copy_tour(session, story.olga, tour_id, starts_at=story.start + DAY, now=now)

        assert copy.leader_id is None


def test_leader_is_named_to_those_who_see_the_tour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        led, nobodys = story.tour(session, leader_id=story.oksana.person_id), story.tour(session)

        assert [leader_of(session, story.olga, tour_id) for tour_id in (led, nobodys)] == ["Оксана", ""]
        with pytest.raises(NotFound):
            leader_of(session, story.boris, led)


def test_publish_needs_a_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        with pytest.raises(Invalid, match="no_stops"):
            publish_tour(session, story.olga, tour_id, now=now)

        assert get_tour(session, story.olga, tour_id).state is TourState.DRAFT


def test_published_tour_is_seen_and_a_withdrawn_one_is_not(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)

        publish_tour(session, story.olga, tour_id, now=now)
        seen = get_tour(session, story.boris, tour_id).state
        withdraw_tour(session, story.olga, tour_id, now=now)

        assert seen is TourState.PUBLISHED
        with pytest.raises(NotFound):
            get_tour(session, story.boris, tour_id)


def test_cancelled_tour_says_why_and_stays_cancelled(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        cancel_tour(session, story.olga, tour_id, reason=" Снегопад ", now=now)

        tour = get_tour(session, story.boris, tour_id)
        assert (tour.state, tour.cancel_reason) == (TourState.CANCELLED, "Снегопад")
        with pytest.raises(Conflict, match="not_plannable"):
            publish_tour(session, story.olga, tour_id, now=now)


def test_cancelling_needs_a_reason(database: Database, now: datetime) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        with pytest.raises(Invalid) as refused:
            cancel_tour(session, story.olga, tour_id, reason="  ", now=now)

        assert refused.value.field == "reason"


@pytest.mark.parametrize("state", [TourState.RIDING, TourState.CLOSED])
def test_tour_under_way_is_not_changed(database: Database, now: datetime, state: TourState) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        session.get_one(Tour, tour_id).state = state

        attempts: list[Callable[[], object]] = [
            lambda: edit_tour(session, story.olga, tour_id, now=now, title="Другое"),
            lambda: publish_tour(session, story.olga, tour_id, now=now),
            lambda: withdraw_tour(session, story.olga, tour_id, now=now),
            lambda: cancel_tour(session, story.olga, tour_id, reason="Снегопад", now=now),
        ]
        for attempt in attempts:
            with pytest.raises(Conflict, match="not_plannable"):
                attempt()

        assert session.get_one(Tour, tour_id).title == "Объезд Центра"


def test_official_plans_nothing(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        publish_tour(session, story.olga, tour_id, now=now)

        attempts: list[Callable[[], object]] = [
            lambda: create_tour(session, story.boris, now=now, title="Свой", starts_at=now, ends_at=now + 60 * MINUTE),
            lambda: edit_tour(session, story.boris, tour_id, now=now, title="Другое"),
            lambda: copy_tour(session, story.boris, tour_id, starts_at=now, now=now),
            lambda: withdraw_tour(session, story.boris, tour_id, now=now),
            lambda: cancel_tour(session, story.boris, tour_id, reason="Снегопад", now=now),
        ]
        for attempt in attempts:
            with pytest.raises(NotAllowed):
                attempt()

        assert [tour.title for tour in session.exec(select(Tour)).all()] == ["Объезд Центра"]


def test_list_has_what_comes_in_order_and_what_is_over_from_the_latest(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        for title, days, state in (
            ("Послезавтра", 2, TourState.DRAFT),
            ("Завтра", 1, TourState.PUBLISHED),
            ("Ещё в пути", -3, TourState.RIDING),
            ("Позавчера", -2, TourState.CLOSED),
            ("Вчера", -1, TourState.CLOSED),
            ("Не состоится", 3, TourState.CANCELLED),
            ("Забытый черновик", -4, TourState.DRAFT),
        ):
            start = story.start + days * DAY
            tour_id = story.tour(session, title=title, starts_at=start, ends_at=start + 60 * MINUTE)
            session.get_one(Tour, tour_id).state = state
        session.flush()

        assert titles(session, story.olga, Period.COMING, now) == ["Ещё в пути", "Завтра", "Послезавтра"]
        assert titles(session, story.olga, Period.PAST, now) == [
            "Не состоится",
            "Вчера",
            "Позавчера",
            "Забытый черновик",
        ]
        assert titles(session, story.olga, Period.PAST, now, page=2, page_size=3) == ["Забытый черновик"]
        assert titles(session, story.boris, Period.COMING, now) == ["Ещё в пути", "Завтра"]
        assert list_tours(session, story.boris, period=Period.PAST, now=now, page_size=1).total == 3


def test_list_counts_stops_and_people(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, leader_id=story.oksana.person_id)
        story.stops(session, tour_id, 1, 2)
        for answer in (Answer.YES, Answer.YES, Answer.NO, Answer.WAITING):
            session.add(Participant(tour_id=tour_id, name="Гость", answer=answer, invited_at=now))

        (row,) = list_tours(session, story.olga, period=Period.COMING, now=now).rows

        assert (row.leader, row.stops, row.people) == ("Оксана", 2, 2)


def test_list_is_not_for_strangers_and_shows_a_tablet_its_own_tour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        own, other = story.tour(session, title="Свой"), story.tour(session, title="Чужой")
        for tour_id in (own, other):
            session.get_one(Tour, tour_id).state = TourState.PUBLISHED
        tablet = Actor(name="Пётр", roles=frozenset({Role.PARTICIPANT}), tour_id=own, participant_id=1)

        assert titles(session, tablet, Period.COMING, now) == ["Свой"]
        with pytest.raises(NotAllowed):
            list_tours(session, STRANGER, period=Period.COMING, now=now)
