"""The mails of a day to residents, written by the worker."""

from datetime import timedelta

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.models import City, Mail
from planner.worker import following
from planner.worker.following import write_open_digests
from tests.services.issue_story import NOW
from tests.services.public_story import log, open_scene, publish
from tests.services.vote_story import follow, set_mail_up


def test_each_reader_gets_one_mail_of_the_day_with_the_way_out_of_it(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_mail_up(monkeypatch)
    monkeypatch.setattr(following, "the_database", lambda: sqlite_database)
    with sqlite_database.transaction() as session:
        city = open_scene(session)
        for language in ("ru", "en"):
            follow(session, f"{language}@city.example", now=NOW - timedelta(days=2), language=language)
        publish(session, city, log(session, city.scene, text="Открытый провал", now=NOW), now=NOW)

    written = [write_open_digests(NOW), write_open_digests(NOW)]
    with sqlite_database.transaction() as session:
        session.get_one(City, 1).open_pages = False
    written.append(write_open_digests(NOW + timedelta(days=1)))

    with sqlite_database.reading() as session:
        mails = session.exec(select(Mail).order_by(Mail.address)).all()
    assert written == [2, 0, 0]
    assert [each.letter["parts"][0]["headline"] for each in mails] == ["Открытый провал"] * 2
    assert [each.letter["unsubscribe"].endswith("?lang=en") for each in mails] == [True, False]
