"""Voting over plain HTTP, as a resident does it without a script."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Mail, Vote
from planner.domain.models.types import id_of
from planner.domain.words import VoteKind
from planner.services.votes.ballots import FREE_LETTERS
from planner.services.votes.dressing import dress_option, keep_option_picture
from planner.services.votes.holding import cancel_vote, close_vote, get_vote, say_decided
from planner.services.votes.making import OptionDraft, options_of
from planner.storage import the_store
from tests.services.issue_story import jpeg
from tests.services.public_story import OpenScene
from tests.services.vote_story import a_draft, an_open_vote, cast
from tests.web.issue_visitors import look_as, sign_everybody_in

WEEK = timedelta(days=7)


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


def moments() -> dict[str, Any]:
    """Open since an hour, for a week."""
    now = datetime.now(UTC)
    return {"opens_at": now - timedelta(hours=1), "closes_at": now + WEEK}


@pytest.fixture
def vote(own_database: Database, open_town: OpenScene) -> Vote:
    """On two stops."""
    with own_database.transaction() as session:
        return an_open_vote(session, open_town.inna, **moments())


@pytest.fixture
def choice(own_database: Database, vote: Vote) -> str:
    """The value of the first option."""
    with own_database.reading() as session:
        return str(options_of(session, id_of(vote))[0].id)


def letters(database: Database) -> list[Mail]:
    """What waits to be sent."""
    with database.reading() as session:
        return list(session.exec(select(Mail).order_by(Mail.id)))  # type: ignore[arg-type]


def counted(database: Database, city: OpenScene, vote: Vote) -> int:
    """How many votes count."""
    with database.reading() as session:
        return get_vote(session, city.inna, id_of(vote), now=datetime.now(UTC)).turnout


def test_resident_votes_by_a_letter_whose_link_counts_nothing_by_being_opened(
    site: TestClient, own_database: Database, open_town: OpenScene, vote: Vote, choice: str
) -> None:
    page = site.get(f"/open/vote/{vote.id}")
    form = {"choice": choice, "email": "Anna+1@City.example ", "consent": "1"}

    sent = site.post(f"/open/vote/{vote.id}", data=form)
    mail = letters(own_database)[0]
    way = "/open" + mail.letter["parts"][0]["link"].partition("/open")[2]
    opened = [site.get(way), site.get(way)]
    before = counted(own_database, open_town, vote)
    done, again = site.post(way), site.post(way)

    assert (page.status_code, 'method="post"' in page.text) == (200, True)
    assert (sent.status_code, sent.headers["cache-control"]) == (200, "no-store")
    assert mail.address == "anna+1@city.example"
    assert ("Парк" in opened[1].text, before) == (True, 0)
    assert ("Ваш голос засчитан" in done.text, "уже засчитан" in again.text) == (True, True)
    assert (counted(own_database, open_town, vote), letters(own_database)) == (1, [])


def test_what_is_wrong_is_said_beside_each_field_and_nothing_typed_is_lost(
    site: TestClient, own_database: Database, vote: Vote, choice: str
) -> None:
    empty = site.post(f"/open/vote/{vote.id}", data={})
    wrong = site.post(f"/open/vote/{vote.id}", data={"choice": choice, "email": "анна@почта", "consent": "1"})

    assert re.findall(r'id="problem-(\w+)"', empty.text) == ["choice", "email", "consent"]
    assert (empty.status_code, wrong.status_code) == (400, 400)
    assert re.findall(r'id="problem-(\w+)"', wrong.text) == ["email"]
    assert (f'value="{choice}" checked' in wrong.text, 'value="анна@почта"' in wrong.text) == (True, True)
    assert letters(own_database) == []


def test_program_that_fills_in_every_field_is_told_nothing_and_sends_no_letter(
    site: TestClient, own_database: Database, vote: Vote, choice: str
) -> None:
    form = {"choice": choice, "email": "anna@city.example", "consent": "1", "website": "https://spam.example"}

    answer = site.post(f"/open/vote/{vote.id}", data=form)

    assert (answer.status_code, letters(own_database)) == (200, [])


def test_letter_box_is_not_filled_from_here(site: TestClient, own_database: Database, vote: Vote, choice: str) -> None:
    form = {"choice": choice, "email": "anna@city.example", "consent": "1"}

    statuses = [site.post(f"/open/vote/{vote.id}", data=form).status_code for _ in range(FREE_LETTERS + 1)]

    assert statuses == [200] * FREE_LETTERS + [429]
    assert len(letters(own_database)) == FREE_LETTERS


def test_without_mail_the_page_says_that_one_cannot_vote_now(
    site: TestClient, vote: Vote, choice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLANNER_MAIL_URL")

    page = site.get(f"/open/vote/{vote.id}")
    refused = site.post(f"/open/vote/{vote.id}", data={"choice": choice, "email": "a@city.example", "consent": "1"})

    assert ("не может отправлять письма" in page.text, "<form" in page.text) == (True, False)
    assert (refused.status_code, "не может отправлять письма" in refused.text) == (409, True)


def test_unknown_link_and_the_link_of_a_closed_vote_say_so(
    site: TestClient, own_database: Database, open_town: OpenScene, vote: Vote, choice: str
) -> None:
    site.post(f"/open/vote/{vote.id}?lang=en", data={"choice": choice, "email": "a@city.example", "consent": "1"})
    link = letters(own_database)[0].letter["parts"][0]["link"]
    way = "/open" + link.partition("/open")[2]
    with own_database.transaction() as session:
        close_vote(session, open_town.inna, id_of(vote), now=datetime.now(UTC))

    answers = [site.get("/open/vote/confirm/none"), site.post("/open/vote/confirm/none"), site.get(way), site.post(way)]

    assert link.endswith("?lang=en")
    assert [each.status_code for each in answers] == [404, 404, 200, 409]
    assert ["not been counted" in each.text or "was not counted" in each.text for each in answers[2:]] == [True, True]
    assert counted(own_database, open_town, vote) == 0


def test_closed_vote_tells_its_result_its_turnout_and_what_was_decided(
    site: TestClient, own_database: Database, open_town: OpenScene, vote: Vote
) -> None:
    with own_database.transaction() as session:
        for number in range(3):
            cast(session, vote, 2, f"resident{number}@city.example", now=datetime.now(UTC))
        cast(session, vote, 1, "anna@city.example", now=datetime.now(UTC))
    hidden = site.get(f"/open/vote/{vote.id}").text
    with own_database.transaction() as session:
        close_vote(session, open_town.inna, id_of(vote), now=datetime.now(UTC))
        say_decided(session, open_town.inna, id_of(vote), "Автобус поедет на набережную.", now=datetime.now(UTC))

    page = site.get(f"/open/vote/{vote.id}").text

    assert ("Проголосовали 4 жителя" in hidden, "75 %" in hidden) == (True, False)
    assert "Жители выбрали «Набережная»: 3 голоса из 4." in page
    assert ("75 %" in page, "Автобус поедет на набережную." in page, "<form" in page) == (True, True, False)


def test_coming_and_cancelled_votes_say_when_and_why(
    site: TestClient, own_database: Database, open_town: OpenScene, vote: Vote
) -> None:
    now = datetime.now(UTC)
    with own_database.transaction() as session:
        coming = an_open_vote(session, open_town.inna, opens_at=now + WEEK, closes_at=now + 2 * WEEK)
        cancel_vote(session, open_town.inna, id_of(vote), reason="Вопрос задан неясно", now=now)

    pages = [site.get(f"/open/vote/{each.id}").text for each in (coming, vote)]
    listed = site.get("/open/vote").text

    assert ("Голосовать можно будет с" in pages[0], " disabled" in pages[0]) == (True, True)
    assert ("Причина: Вопрос задан неясно" in pages[1], listed.count('class="name"')) == (True, 2)


def test_draft_is_previewed_by_who_holds_votes_and_seen_by_nobody_else(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        draft = a_draft(session, open_town.inna, title="Черновик голосования")
        tokens = sign_everybody_in(session, open_town.scene)

    strange = [site.get(f"/open/vote/{draft.id}").status_code, site.get(f"/open/preview/vote/{draft.id}").status_code]
    preview = look_as(site, tokens["olga"]).get(f"/open/preview/vote/{draft.id}")

    assert strange == [404, 303]
    assert (preview.status_code, "Черновик голосования" in preview.text) == (200, True)
    assert preview.headers["cache-control"] == "no-store"


def test_draft_is_previewed_with_its_pictures_and_its_map(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        draft = a_draft(session, open_town.inna)
        first, second = options_of(session, id_of(draft))
        picture = keep_option_picture(open_town.inna, the_store(), data=jpeg())
        dress_option(session, open_town.inna, id_of(first), place_id=None, picture=picture)
        tokens = sign_everybody_in(session, open_town.scene)
    ways = [f"/open/preview/vote/pictures/{first.id}.jpg", f"/open/preview/vote/{draft.id}/map.png"]
    none = f"/open/preview/vote/pictures/{second.id}.jpg"

    strange = [site.get(way).status_code for way in ways]
    boris = [look_as(site, tokens["boris"]).get(way).status_code for way in ways]
    page = look_as(site, tokens["olga"]).get(f"/open/preview/vote/{draft.id}").text
    shown = [site.get(way) for way in ways]

    assert [f'src="{way}"' in page for way in (*ways, none)] == [True, True, False]
    assert (strange, boris) == ([303, 303], [403, 403])
    assert [(each.status_code, each.headers["content-type"]) for each in shown] == [
        (200, "image/jpeg"),
        (200, "image/png"),
    ]
    assert {each.headers["cache-control"] for each in shown} == {"no-store"}
    assert site.get(none).status_code == 404


def test_picture_and_map_are_there_once_the_vote_is_announced(
    site: TestClient, own_database: Database, open_town: OpenScene, vote: Vote
) -> None:
    options = [OptionDraft("Да"), OptionDraft("Нет")]
    with own_database.transaction() as session:
        draft = a_draft(session, open_town.inna, options, kind=VoteKind.QUESTION, **moments())
        option = options_of(session, id_of(draft))[0]
        picture = keep_option_picture(open_town.inna, the_store(), data=jpeg())
        dress_option(session, open_town.inna, id_of(option), place_id=None, picture=picture)
    ways = [f"/open/vote/pictures/{option.id}.jpg", f"/open/vote/{draft.id}/map.png", f"/open/vote/{vote.id}/map.png"]
    before = [site.get(way).status_code for way in ways]
    with own_database.transaction() as session:
        session.get_one(Vote, draft.id).announced_at = datetime.now(UTC)

    after = [site.get(way) for way in ways]

    assert before == [404, 404, 200]
    assert [(each.status_code, each.headers["content-type"]) for each in after[::2]] == [
        (200, "image/jpeg"),
        (200, "image/png"),
    ]
    assert after[1].status_code == 404
