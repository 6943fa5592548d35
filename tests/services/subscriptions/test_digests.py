"""What a day brought to those who follow: public facts only, once a day at most."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import KEEPER
from planner.domain.models import City
from planner.domain.models.types import id_of
from planner.domain.open_filter import OpenFilter
from planner.services.control.instructions import report_done
from planner.services.issues.issues import edit_issue
from planner.services.public.deciding import keep_issue
from planner.services.public.timeline import OpenStep
from planner.services.subscriptions.digests import OpenDigest, gather_digest, subscribers_due
from tests.services.control_story import a_photo, an_instruction
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene, log, publish
from tests.services.vote_story import follow, set_mail_up

BEFORE = NOW - timedelta(days=3)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch) -> None:
    set_mail_up(monkeypatch)


def news_of(digest: OpenDigest | None) -> list[tuple[int, bool, list[OpenStep]]]:
    """What a mail tells: the issue, whether it is new, its steps."""
    news = digest.news if digest is not None else ()
    return [(each.issue.number, each.is_new, [event.step for event in each.events]) for each in news]


def test_issue_that_became_public_is_told_once_and_then_what_happens_to_it(session: Session, city: OpenScene) -> None:
    scene, town = city.scene, city.scene.town
    reader = follow(session, "anna@city.example", now=BEFORE)
    issue = log(session, scene, now=BEFORE)
    publish(session, city, issue, now=NOW)

    first = gather_digest(session, KEEPER, reader, now=NOW)
    again = gather_digest(session, KEEPER, reader, now=NOW)
    an_instruction(session, town, issue, now=NOW + timedelta(hours=2))
    second = gather_digest(session, KEEPER, reader, now=NOW + DAY)
    third = gather_digest(session, KEEPER, reader, now=NOW + 2 * DAY)

    number = id_of(issue)
    assert news_of(first) == [(number, True, [])]
    assert (again, third) == (None, None)
    assert news_of(second) == [(number, False, [OpenStep.INSTRUCTED])]


def test_reader_is_told_what_they_follow_and_nothing_else(session: Session, city: OpenScene) -> None:
    scene, town = city.scene, city.scene.town
    issue = log(session, scene, now=BEFORE)
    an_instruction(session, town, issue, now=BEFORE)
    publish(session, city, issue, now=NOW)
    told = []

    wanted = (
        OpenFilter(topic=town.potholes),
        OpenFilter(topic=town.potholes, agency=town.parks),
        OpenFilter(agency=town.roads),
        OpenFilter(district=town.district, agency=town.parks),
    )
    for number, each in enumerate(wanted):
        reader = follow(session, f"resident{number}@city.example", each, now=BEFORE)
        told.append(len(news_of(gather_digest(session, KEEPER, reader, now=NOW))))

    assert told == [1, 0, 1, 0]


def test_nothing_inside_is_mailed_nor_what_was_taken_back(session: Session, city: OpenScene) -> None:
    scene, town = city.scene, city.scene.town
    reader = follow(session, "anna@city.example", now=BEFORE)
    undecided, kept, inside, later = (log(session, scene, now=BEFORE) for _ in range(4))
    for each in (kept, inside):
        publish(session, city, each, now=NOW - timedelta(hours=1))
    publish(session, city, later, now=NOW, shown_from=NOW + DAY)
    keep_issue(session, city.inna, id_of(kept), now=NOW)
    edit_issue(session, town.olga, id_of(inside), internal=True, now=NOW)
    an_instruction(session, town, undecided, now=NOW)

    digest = gather_digest(session, KEEPER, reader, now=NOW)

    assert digest is None


def test_mail_goes_from_eight_on_and_to_nobody_where_the_pages_are_off(session: Session, city: OpenScene) -> None:
    reader = follow(session, "anna@city.example", now=BEFORE)
    night = NOW.replace(hour=0) - timedelta(hours=5)
    due = [subscribers_due(session, KEEPER, now=now) for now in (night, NOW, NOW + DAY)]

    gather_digest(session, KEEPER, reader, now=NOW)
    due += [subscribers_due(session, KEEPER, now=now) for now in (NOW + timedelta(hours=9), NOW + DAY)]

    assert due == [[], [reader], [reader], [], [reader]]


def test_what_an_agency_said_is_told_without_its_words(session: Session, city: OpenScene) -> None:
    scene, town = city.scene, city.scene.town
    issue = log(session, scene, now=BEFORE)
    publish(session, city, issue, now=BEFORE)
    given = an_instruction(session, town, issue, now=BEFORE)
    reader = follow(session, "anna@city.example", now=BEFORE)
    done: dict[str, Any] = {"now": NOW, "photo_ids": [a_photo(session, issue)]}
    report_done(session, town.oksana, id_of(given), text="тайные слова", **done)

    digest = gather_digest(session, KEEPER, reader, now=NOW)

    assert news_of(digest) == [(id_of(issue), False, [OpenStep.REPORTED])]
    assert "тайные слова" not in repr(digest)


def test_switched_off_pages_are_switched_off_for_mails(session: Session, city: OpenScene) -> None:
    follow(session, "anna@city.example", now=BEFORE)
    session.get_one(City, 1).open_pages = False

    due = subscribers_due(session, KEEPER, now=NOW)

    assert due == []
