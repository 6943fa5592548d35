"""Tests of `planner.phrases.plan`."""

from datetime import date, datetime

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.models import City
from planner.i18n import Translator
from planner.phrases.plan import (
    all_breaks,
    card_times,
    clock,
    clock_after,
    kilometres,
    say_break,
    say_leg,
    say_short,
    say_warnings,
    span,
    times_of,
    warnings_of,
    whole_span,
    window_times,
)
from planner.services.tours.plan import Plan, plan_of
from planner.services.tours.stops import AgendaEntry, edit_stop, set_agenda
from tests.services.plan_story import MINUTE, write_story

RU, EN = (Translator(language, "Asia/Yakutsk", date(2026, 11, 23)) for language in ("ru", "en"))


def breaking_plan(database: Database, now: datetime) -> Plan:
    """Stop 1 waits and talks too long, stop 2 is late, the return as well."""
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, ends_at=story.start + 45 * MINUTE)
        first, second = story.stops(session, tour_id, 1, 3)
        edit_stop(session, story.olga, first, window_from=story.start + 65 * MINUTE)
        set_agenda(session, story.olga, first, [AgendaEntry("Свет", minutes=20)])
        edit_stop(session, story.olga, second, window_to=story.start + 22 * MINUTE)
        return plan_of(session, story.olga, tour_id, now=now)


def test_plan_says_in_words_what_breaks(database: Database, now: datetime) -> None:
    plan = breaking_plan(database, now)

    assert [say_break(RU, plan, each) for each in all_breaks(plan)] == [
        "На остановке 1 ждём начала 1 ч 0 мин.",
        "На остановке 1 повестка длиннее стоянки на 5 мин.",
        "На остановку 2 опаздываем на 1 ч 6 мин.",
        "Возвращение в 11:52, на 1 ч 7 мин позже.",
    ]
    assert [say_break(EN, plan, each) for each in all_breaks(plan)] == [
        "At stop 1 we wait 1 h 0 min for the beginning.",
        "At stop 1 the agenda is 5 min longer than the stay.",
        "Late at stop 2 by 1 h 6 min.",
        "Back at 11:52, 1 h 7 min over.",
    ]
    assert [say_short(RU, each) for each in plan.stops[1].breaks] == ["опаздываем на 1 ч 6 мин"]
    assert (times_of(RU, plan.stops[0]), whole_span(RU, plan)) == ("10:03–11:20", "10:00–11:52")


def test_plan_says_where_there_is_no_way(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, start_lat=None, start_lon=None)
        story.stops(session, tour_id, 1, 3)
        session.get_one(City, 1).barriers = [{"name": "Амур", "line": [[50.275, 127.0], [50.275, 128.0]]}]
        plan = plan_of(session, story.olga, tour_id, now=now)

    assert [say_break(RU, plan, each) for each in all_breaks(plan)] == [
        "К остановке 2 нет проезда через реку.",
        "К месту возвращения нет проезда через реку.",
    ]
    assert (times_of(RU, plan.stops[1]), whole_span(RU, plan)) == ("–", "10:00–13:00")


def test_warnings_count_what_lies_too_far_as_well(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1, 900)
        plan = plan_of(session, story.olga, tour_id, now=now)
        city = session.exec(select(City)).one()

        said = say_warnings(RU, city, plan)

    assert len(said) == len(all_breaks(plan)) + 1
    assert said[0].startswith("Остановка 2, 900 км: Это в 898 км от города. ")
    assert said[0].endswith(" Ехать 44 ч 57 мин, на месте в 07:17, 25 ноября. Похоже на ошибку в точке.")
    assert card_times(RU, plan, plan.stops[1]) == "25 ноября, 07:17–07:34"


def test_ride_of_hours_is_told_as_a_mistake_and_what_follows_from_it_is_not(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1, 70)
        plan = plan_of(session, story.olga, tour_id, now=now)
        city = session.exec(select(City)).one()

        found = warnings_of(RU, city, plan)

    assert [(each.kind, each.stop_id) for each in found] == [
        ("long_leg", plan.stops[1].stop.id),
        ("long_leg", None),
        ("over_end", None),
    ]
    assert found[0].sentence == ("Остановка 2, 70 км. Ехать 3 ч 27 мин, на месте в 13:47. Похоже на ошибку в точке.")


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 мин"), (59, "59 мин"), (60, "1 ч 0 мин"), (200, "3 ч 20 мин")])
def test_span_is_said_in_hours_from_sixty_minutes(minutes: int, words: str) -> None:
    assert span(RU, minutes) == words


def test_kilometres_have_one_digit() -> None:
    assert (kilometres(RU, 12.44), kilometres(EN, 12.44)) == ("12,4 км", "12.4 km")


def test_clock_is_a_dash_where_nobody_knows(now: datetime) -> None:
    assert (clock(RU, now), clock(RU, None)) == ("09:00", "–")


def test_window_has_an_ellipsis_on_an_open_side(now: datetime) -> None:
    windows = [(now, now + 30 * MINUTE), (now, None), (None, now)]

    assert [window_times(RU, *window) for window in windows] == ["09:00–09:30", "09:00–…", "…–09:00"]


def test_leg_marks_what_was_computed_otherwise_than_the_whole(database: Database, now: datetime) -> None:
    plan = breaking_plan(database, now)

    said = [say_leg(RU, plan, 65, 12.44, source) for source in ("estimate", "by_hand")]

    assert said == ["ехать 1 ч 5 мин, 12,4 км", "ехать 1 ч 5 мин, 12,4 км · задано вручную"]


def test_time_on_another_day_is_said_with_its_day(now: datetime) -> None:
    times = [clock_after(RU, now, now + hours * 60 * MINUTE) for hours in (2, 14, 15)]

    assert times == ["11:00", "23:00", "00:00, 24 ноября"]
