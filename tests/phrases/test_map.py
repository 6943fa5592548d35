"""Tests of `planner.phrases.map`: what is said at the pins of issues, and at the stops and ends of a tour."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from planner.database import Database
from planner.domain.geo import Point
from planner.domain.issue_look import IssueLook
from planner.domain.models import Tour
from planner.domain.prize import Prize
from planner.domain.words import Outcome
from planner.i18n import Translator, translator
from planner.phrases.issues import look_in_words
from planner.phrases.map import PinWords, plan_drawing, proposal_drawing
from planner.render.maps.plan_map import Flag
from planner.services.issues.map import Pin
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.search import ProposedBus, ProposedStop
from planner.services.tours.plan import plan_of
from planner.services.tours.stops import edit_stop
from tests.services.plan_story import MINUTE, write_story

TODAY = date(2026, 11, 23)
RU, EN = (translator(language, "Asia/Yakutsk") for language in ("ru", "en"))


def a_pin(number: int, look: IssueLook, due_on: date | None = None, outcome: Outcome | None = None) -> Pin:
    return Pin(number, 50.27, 127.54, None, look, outcome, due_on, "Ямы", "Ленина, 1")


@pytest.mark.parametrize(("t", "title"), [(RU, "№ 148"), (EN, "No. 148")])
def test_pin_is_titled_with_its_number(t: Translator, title: str) -> None:
    assert PinWords(t).title(a_pin(148, IssueLook.NEW)) == title


def test_pin_says_what_the_list_says() -> None:
    words = PinWords(RU)
    outcomes = {IssueLook.FIXED: Outcome.FIXED, IssueLook.CLOSED: Outcome.REFUSED}
    pins = [
        a_pin(number, look, due_on, outcomes.get(look))
        for number, look in enumerate(IssueLook)
        for due_on in (None, date(2026, 11, 21), date(2027, 1, 9))
    ]

    said = [words.state(pin) for pin in pins]

    assert said == [look_in_words(RU, pin.look, due_on=pin.due_on, outcome=pin.outcome) for pin in pins]


def test_issues_that_stand_alike_share_their_words() -> None:
    words = PinWords(RU)

    first, second = (words.state(a_pin(number, IssueLook.OVERDUE, date(2026, 11, 21))) for number in (1, 2))

    assert first is second


def test_plan_shows_its_stops_with_times_and_what_breaks(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        _, second = story.stops(session, tour_id, 1, 3)
        edit_stop(session, story.olga, second, window_to=story.start + 5 * MINUTE)
        plan = plan_of(session, story.olga, tour_id, now=now)

    drawing = plan_drawing(RU, plan)

    assert [(pin.number, pin.title, pin.warns) for pin in drawing.pins] == [
        (1, "1. 10:03–10:20 1 км", False),
        (2, "2. 10:26–10:43 3 км", True),
    ]
    assert (list(drawing.flags), drawing.line) == ([Flag(Point(50.26, 127.53), "Старт и финиш")], plan.line)


def test_plan_without_stops_leaves_the_whole_city_in_view(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        empty = plan_drawing(RU, plan_of(session, story.olga, tour_id, now=now))
        story.stops(session, tour_id, 1)

        begun = plan_drawing(RU, plan_of(session, story.olga, tour_id, now=now))

    assert (empty.whole_city, begun.whole_city) == (True, False)


def test_proposal_shows_its_stops_and_both_ends() -> None:
    start = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
    ends: dict[str, Any] = {"start_lat": 50.26, "start_lon": 127.53, "end_lat": 50.30, "end_lon": 127.53}
    tour = Tour(title="", starts_at=start, ends_at=start, created_at=start, **ends)
    light = Candidate("a", "issues", Point(50.27, 127.53), "Освещение", "ул. Мира, 2", None, (), 2, 15, Prize(), 0)
    stop = ProposedStop(light, start + timedelta(minutes=5), start, start, 0)
    bus = ProposedBus((stop,), start, 20, 2.0, (Point(50.26, 127.53), Point(50.27, 127.53)), "estimate", ())

    drawing = proposal_drawing(RU, tour, bus)

    assert [(pin.point, pin.number, pin.title) for pin in drawing.pins] == [
        (light.point, 1, "1. 10:05 Освещение, ул. Мира, 2")
    ]
    assert list(drawing.flags) == [Flag(Point(50.26, 127.53), "Старт"), Flag(Point(50.30, 127.53), "Финиш")]
    assert drawing.line == bus.line
