"""Letting a release out: once, with nothing in it that nobody may read, from its moment on, and back at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, func, select

from planner.database import Database
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import City, Issue, Participant, ReleaseVersion
from planner.domain.models.types import id_of
from planner.domain.words import Answer, ReleaseKind, ReleaseState, SeatGroup
from planner.services.issues.issues import edit_issue
from planner.services.press.open_news import list_open_news, open_news
from planner.services.press.publishing import (
    OutOfYear,
    mark_draft,
    mark_ready,
    out_of_year,
    publish_release,
    take_back_release,
    took,
    what_hinders,
)
from planner.services.press.quotes import approve_quote, choose_quote, quotes_offered
from planner.services.press.releases import edit_release
from planner.services.public.deciding import keep_issue
from planner.services.public.openness import show_tour
from tests.services.press.press_story import a_decision, a_release, an_open_issue, let_out
from tests.services.public_story import NOW, OpenScene, log, open_scene

HOUR = timedelta(hours=1)


def read(session: Session, number: int, *, after: timedelta = timedelta(0)) -> str | None:
    """What everybody reads; None where they are told that there is nothing."""
    try:
        return open_news(session, number, now=NOW + after).texts["body"]
    except NotFound:
        return None


def faults(session: Session, city: OpenScene, number: int) -> list[str]:
    """What hinders it, without what all keys have in front."""
    return [each.key.removeprefix("press.error.") for each in what_hinders(session, city.inna, number, now=NOW)]


def write(session: Session, city: OpenScene, number: int, body: str) -> None:
    """Gives the release this body."""
    edit_release(session, city.inna, number, title="Т", lead="Л", body=body, now=NOW)


def test_release_is_read_only_while_it_is_out(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    told = [read(session, number)]

    mark_ready(session, city.inna, number, now=NOW)
    told.append(read(session, number))
    publish_release(session, city.inna, number, now=NOW)
    told.append(read(session, number))
    take_back_release(session, city.inna, number, now=NOW)
    told.append(read(session, number))

    assert told == [None, None, "Было 12 замечаний.", None]


def test_release_with_a_moment_is_read_from_then_on(session: Session, city: OpenScene) -> None:
    number = id_of(let_out(session, city, a_release(session, city), shown_from=NOW + HOUR))

    moments = (timedelta(0), HOUR - timedelta(seconds=1), HOUR)
    assert [read(session, number, after=each) for each in moments] == [None, None, "Было 12 замечаний."]


def test_moment_is_set_anew_until_it_has_come(session: Session, city: OpenScene) -> None:
    number = id_of(let_out(session, city, a_release(session, city), shown_from=NOW + HOUR))

    publish_release(session, city.inna, number, now=NOW)

    assert read(session, number) == "Было 12 замечаний."
    with pytest.raises(Conflict, match=r"press\.error\.is_published"):
        publish_release(session, city.inna, number, now=NOW)
    with pytest.raises(Invalid, match=r"press\.error\.too_far"):
        other = mark_ready(session, city.inna, id_of(a_release(session, city)), now=NOW)
        publish_release(session, city.inna, id_of(other), now=NOW, shown_from=NOW + timedelta(days=400))


def test_two_who_publish_at_once_make_one_publication(database: Database) -> None:
    with database.transaction() as session:
        city = open_scene(session)
        number = id_of(a_release(session, city))
        mark_ready(session, city.inna, number, now=NOW)

    def publish(_: int) -> str:
        try:
            with database.transaction() as session:
                return publish_release(session, city.inna, number, now=NOW).state.value
        except Conflict as error:
            return error.key

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(publish, range(2)))

    out = select(func.count()).where(ReleaseVersion.state == ReleaseState.PUBLISHED)
    with database.reading() as session:
        assert (answers, session.exec(out).one()) == (["press.error.is_published", "published"], 1)


def test_draft_is_not_published_before_it_is_ready(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))

    with pytest.raises(Conflict, match=r"press\.error\.is_draft"):
        publish_release(session, city.inna, number, now=NOW)


def test_what_was_taken_back_is_taken_up_again_as_a_draft(session: Session, city: OpenScene) -> None:
    release = let_out(session, city, a_release(session, city))
    take_back_release(session, city.inna, id_of(release), now=NOW)

    mark_draft(session, city.inna, id_of(release), now=NOW)

    assert release.state is ReleaseState.DRAFT


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Без ссылок", []),
        ("См. /open/issues/{open}", []),
        ("См. /open/issues/{internal}", ["closed_issues"]),
        ("См. /open/issues/{kept}", ["closed_issues"]),
        ("См. /open/issues?tour={tour}", []),
        ("См. /open/tours/{other}9", ["closed_tours"]),
        ("См. /open/news/77", ["closed_news"]),
        ("См. /open/districts/77", ["closed_districts"]),
        ("Ямы показала Анна Иванова", ["resident"]),
        ("Рассказал Лев Толстов", ["resident"]),
        ("", ["body"]),
    ],
)
def test_release_tells_nothing_that_is_not_public(
    session: Session, city: OpenScene, body: str, expected: list[str]
) -> None:
    number = id_of(a_release(session, city))
    issues = {
        "open": an_open_issue(session, city, behalf="Иванова Анна").id,
        "internal": log(session, city.scene, internal=True).id,
        "kept": log(session, city.scene).id,
    }
    about: dict[str, Any] = {"tour_id": city.scene.tour, "answer": Answer.YES, "invited_at": NOW}
    session.add(Participant(name="Толстов Лев", group=SeatGroup.PUBLIC, **about))

    write(session, city, number, body.format(**issues, tour=city.scene.tour, other=city.scene.other_tour))

    assert faults(session, city, number) == expected


def test_city_whose_pages_are_off_publishes_nothing(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    session.get_one(City, 1).open_pages = False

    with pytest.raises(Conflict, match=r"press\.error\.pages_off"):
        mark_ready(session, city.inna, number, now=NOW)


def test_line_of_an_issue_that_became_internal_is_gone_from_what_is_out(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    issue = an_open_issue(session, city)
    write(session, city, number, f"Начало.\n— Яма. /open/issues/{issue.id}\nКонец.")
    mark_ready(session, city.inna, number, now=NOW)
    publish_release(session, city.inna, number, now=NOW)

    edit_issue(session, city.scene.town.olga, id_of(issue), internal=True, now=NOW)

    assert read(session, number) == "Начало.\nКонец."


def test_quote_about_an_issue_that_is_taken_back_is_gone_from_what_is_out(session: Session, city: OpenScene) -> None:
    number = id_of(a_release(session, city))
    issue = an_open_issue(session, city)
    a_decision(session, city, issue, text="Засыпать до пятницы")
    [offered] = quotes_offered(session, city.inna, number, now=NOW)
    quote = choose_quote(session, city.inna, number, offered.key, now=NOW)
    approve_quote(session, city.inna, id_of(quote), edition=1, now=NOW)
    mark_ready(session, city.inna, number, now=NOW)
    publish_release(session, city.inna, number, now=NOW)
    quoted = [each.text for each in open_news(session, number, now=NOW).quotes]

    keep_issue(session, city.inna, id_of(issue), now=NOW)

    assert (quoted, open_news(session, number, now=NOW).quotes) == (["Засыпать до пятницы"], [])


def test_release_of_a_tour_that_is_kept_back_is_kept_back_with_it(session: Session, city: OpenScene) -> None:
    number = id_of(let_out(session, city, a_release(session, city)))

    show_tour(session, city.inna, city.scene.tour, False)

    assert (read(session, number), list_open_news(session, now=NOW).rows) == (None, [])


def test_time_from_the_end_of_the_tour_to_the_publication_is_kept(session: Session, city: OpenScene) -> None:
    release = let_out(session, city, a_release(session, city), shown_from=NOW + HOUR)
    waiting = took(release)
    take_back_release(session, city.inna, id_of(release), now=NOW)
    nothing = took(release)
    mark_draft(session, city.inna, id_of(release), now=NOW)
    mark_ready(session, city.inna, id_of(release), now=NOW)
    publish_release(session, city.inna, id_of(release), now=NOW)
    take_back_release(session, city.inna, id_of(release), now=NOW + HOUR)

    assert (waiting, nothing, took(release)) == (timedelta(minutes=85), None, timedelta(minutes=25))


def test_news_are_told_latest_first_by_pages(session: Session, city: OpenScene) -> None:
    first = let_out(session, city, a_release(session, city))
    second = let_out(session, city, a_release(session, city), shown_from=NOW + HOUR)

    page = list_open_news(session, now=NOW + HOUR, page=2, page_size=1)

    assert ([each.id for each in page.rows], page.pages, second.id != first.id) == ([first.id], 2, True)
    assert session.exec(select(func.count()).select_from(Issue)).one() == 0


def test_year_counts_what_is_out_and_how_long_each_tour_took(session: Session, city: OpenScene) -> None:
    an_open_issue(session, city)
    let_out(session, city, a_release(session, city))
    later = a_release(session, city)
    let_out(session, city, later, shown_from=NOW + HOUR)

    out = [out_of_year(session, city.inna, year, now=NOW) for year in (NOW.year - 1, NOW.year)]

    assert out == [OutOfYear({}, []), OutOfYear({ReleaseKind.RELEASE: 1}, [timedelta(minutes=25)])]
