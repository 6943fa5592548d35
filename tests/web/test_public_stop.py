"""The page at a stop: what a stranger reads there through the whole ride, and what they never read."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from planner.config import LANGUAGE_COOKIE
from planner.database import Database
from planner.domain.models import Tour
from planner.domain.timetable import up_to_minute
from planner.domain.words import TourState
from planner.i18n import translator
from planner.services.ride.ride import arrive, close_ride, leave, start_ride
from planner.services.tours.tours import cancel_tour, publish_tour, withdraw_tour
from tests.services.ride.ride_steps import skip
from tests.services.ride_story import MINUTE, Story, write_story

T = translator("ru", "Asia/Yakutsk")
SECRETS = ("Рынок", "Набережная", "Школа", "Объезд Центрального", "Оксана", "Пётр", "/tour", "/ride", "/issue")


@pytest.fixture
def story(own_database: Database) -> Story:
    """A published tour whose start is half an hour from the real now; the page reads the real clock."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    with own_database.transaction() as session:
        story = write_story(session, now, state=TourState.DRAFT)
        publish_tour(session, story.olga, story.tour_id, now=now)
    return story


def code_of(session: Session, story: Story, number: int = 1) -> str:
    code = story.stop(session, number).public_code
    assert code is not None
    return code


def read(site: TestClient, code: str) -> tuple[int, str]:
    answer = site.get(f"/stop/{code}")
    return answer.status_code, answer.text


def test_page_before_the_ride_gives_the_planned_time_and_nothing_else(
    site: TestClient, story: Story, own_database: Database
) -> None:
    with own_database.reading() as session:
        code, planned = code_of(session, story), story.stop(session, 1).planned_arrival
    assert planned is not None

    status, text = read(site, code)

    assert status == 200
    assert T("public_stop.planned") in text
    assert f">{T.time(planned)}<" in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_page_refreshes_itself_without_a_script_and_stays_out_of_caches_and_search(
    site: TestClient, story: Story, own_database: Database
) -> None:
    with own_database.reading() as session:
        code = code_of(session, story)

    answer = site.get(f"/stop/{code}")

    assert '<meta http-equiv="refresh" content="60">' in answer.text
    assert "<script" not in answer.text
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == ("no-store", "noindex, nofollow")


def test_page_follows_the_bus_from_start_to_close(site: TestClient, story: Story, own_database: Database) -> None:
    heads = []
    with own_database.transaction() as session:
        codes = [code_of(session, story, number) for number in (1, 2, 3)]
        start_ride(session, story.oksana, story.tour_id, now=story.now)
        skip(session, story.oksana, story.stop_ids[2], now=story.now)
    heads.append([_head(site, code) for code in codes])
    with own_database.transaction() as session:
        arrive(session, story.oksana, story.stop_ids[0], now=story.now)
    heads.append([_head(site, code) for code in codes])
    with own_database.transaction() as session:
        leave(session, story.oksana, story.stop_ids[0], now=story.now)
        close_ride(session, story.oksana, story.tour_id, now=story.now)
    heads.append([_head(site, code) for code in codes])

    assert heads == [
        ["coming", "coming", "skipped"],
        ["here", "coming", "skipped"],
        ["been", "skipped", "skipped"],
    ]


def test_page_of_a_late_bus_gives_the_real_time_beside_the_plan(
    site: TestClient, story: Story, own_database: Database
) -> None:
    with own_database.transaction() as session:
        code, planned = code_of(session, story), story.stop(session, 1).planned_arrival
        start_ride(session, story.oksana, story.tour_id, now=story.start + 20 * MINUTE)
    assert planned is not None

    _, text = read(site, code)

    assert f">{T.time(planned + 20 * MINUTE)}<" in text
    assert T("public_stop.by_plan", time=T.time(planned)) in text


def test_page_of_a_bus_that_should_have_left_says_before_when_it_cannot_come(
    site: TestClient, story: Story, own_database: Database
) -> None:
    with own_database.transaction() as session:
        code = code_of(session, story)
        tour = session.get_one(Tour, story.tour_id)
        late = timedelta(minutes=50)
        tour.starts_at -= late
        stop = story.stop(session, 1)
        assert stop.planned_arrival is not None
        stop.planned_arrival -= late
        start, planned = tour.starts_at, stop.planned_arrival

    before = datetime.now(UTC)
    _, text = read(site, code)

    earliest = [planned + (up_to_minute(moment) - start) for moment in (before, datetime.now(UTC))]
    assert f">{T.time(planned)}<" in text
    assert any(T("public_stop.not_before", time=T.time(moment)) in text for moment in earliest)


def test_page_of_a_forgotten_ride_gives_no_time(site: TestClient, story: Story, own_database: Database) -> None:
    with own_database.transaction() as session:
        code = code_of(session, story)
        start_ride(session, story.oksana, story.tour_id, now=story.start)
        session.get_one(Tour, story.tour_id).ends_at -= timedelta(hours=16)

    _, text = read(site, code)

    assert (T("public_stop.no_time") in text, 'class="clock"' in text) == (True, False)


def test_tour_published_before_there_were_public_pages_gets_them_at_the_start(own_database: Database) -> None:
    with own_database.transaction() as session:
        story = write_story(session, datetime.now(UTC))
        before = [story.stop(session, number).public_code for number in (1, 2, 3)]

        start_ride(session, story.oksana, story.tour_id, now=story.start)

        codes = {story.stop(session, number).public_code for number in (1, 2, 3)}
        assert (before, len(codes), None in codes) == ([None] * 3, 3, False)


def test_page_of_a_cancelled_tour_says_so(site: TestClient, story: Story, own_database: Database) -> None:
    with own_database.transaction() as session:
        code = code_of(session, story)
        cancel_tour(session, story.olga, story.tour_id, reason="Мороз, Пётр против", now=story.now)

    status, text = read(site, code)

    assert (status, T("public_stop.cancelled") in text, "Мороз" in text) == (200, True, False)


def test_draft_and_unknown_code_are_one_and_the_same_page(
    site: TestClient, story: Story, own_database: Database
) -> None:
    with own_database.transaction() as session:
        code = code_of(session, story)
    shown = read(site, code)[0]
    with own_database.transaction() as session:
        withdraw_tour(session, story.olga, story.tour_id, now=story.now)

    answers = [read(site, each) for each in (code, "nobodyhas", "%27--", "x" * 500)]

    assert (shown, [status for status, _ in answers]) == (200, [404] * 4)
    assert [T("public_stop.unknown") in text for _, text in answers] == [True] * 4


def test_page_speaks_english_to_whoever_chose_it(site: TestClient, story: Story, own_database: Database) -> None:
    with own_database.reading() as session:
        code = code_of(session, story)
    site.cookies.set(LANGUAGE_COOKIE, "en")

    _, text = read(site, code)

    assert translator("en", "Asia/Yakutsk")("public_stop.planned") in text


def test_stop_without_a_code_has_no_page(site: TestClient, own_database: Database) -> None:
    with own_database.transaction() as session:
        story = write_story(session, datetime.now(UTC))
        assert [story.stop(session, number).public_code for number in (1, 2, 3)] == [None] * 3

    assert [read(site, code)[0] for code in ("None", " ", "null")] == [404] * 3


def _head(site: TestClient, code: str) -> str:
    """Which of the states the page tells."""
    _, text = read(site, code)
    return next(each for each in ("coming", "here", "been", "skipped") if T(f"public_stop.{each}") + "</h1>" in text)


def test_codes_are_short_and_each_stop_has_its_own(story: Story, own_database: Database) -> None:
    with own_database.reading() as session:
        codes = [code_of(session, story, number) for number in (1, 2, 3)]

    assert ([len(code) for code in codes], len(set(codes))) == ([8] * 3, 3)
