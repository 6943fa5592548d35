"""Letters to the media: handed to the mails with the note that they are, to each once, to nobody who has ended them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Mail, MediaContact
from planner.domain.models.types import id_of
from planner.services.press.mailing import month_key, release_key, send_month, send_release, sent_to, whom_to_write
from planner.services.press.media import archive_contact, save_contact, stop_news
from tests.services.press.press_story import a_release, let_out
from tests.services.public_story import NOW, OpenScene, open_scene


def some_media(session: Session, city: OpenScene) -> Sequence[MediaContact]:
    """Two with an address, one without."""
    return [
        save_contact(session, city.inna, outlet=outlet, email=email)
        for outlet, email in (("Газета", "a@b.ru"), ("Радио", "r@b.ru"), ("Канал", ""))
    ]


def mails(session: Session) -> list[str]:
    """Where letters are on their way to."""
    return list(session.exec(select(Mail.address).order_by(col(Mail.address))))


def send(session: Session, city: OpenScene, number: int, contacts: Sequence[MediaContact]) -> int:
    """Hands the release over for all of them."""
    ids = [id_of(each) for each in contacts]
    return send_release(session, city.inna, number, ids, dict.fromkeys(ids, {"subject": "С"}), now=NOW)


def test_release_goes_to_each_once(session: Session, city: OpenScene) -> None:
    number = id_of(let_out(session, city, a_release(session, city)))
    contacts = some_media(session, city)

    written = [send(session, city, number, contacts[:1]), send(session, city, number, contacts)]

    assert (written, mails(session)) == ([1, 1], ["a@b.ru", "r@b.ru"])
    assert [contact.outlet for _, contact in sent_to(session, city.inna, release_key(number))] == ["Газета", "Радио"]


def test_two_who_send_at_once_write_to_nobody_twice(database: Database) -> None:
    with database.transaction() as session:
        city = open_scene(session)
        number = id_of(let_out(session, city, a_release(session, city)))
        ids = [id_of(each) for each in some_media(session, city)]

    def tap(_: int) -> int:
        with database.transaction() as session:
            return send_release(session, city.inna, number, ids, dict.fromkeys(ids, {"subject": "С"}), now=NOW)

    with ThreadPoolExecutor(2) as pool:
        written = sorted(pool.map(tap, range(2)))

    with database.reading() as session:
        assert (written, mails(session)) == ([0, 2], ["a@b.ru", "r@b.ru"])


def test_who_has_ended_the_letters_or_is_put_away_gets_none(session: Session, city: OpenScene) -> None:
    number = id_of(let_out(session, city, a_release(session, city)))
    contacts = some_media(session, city)
    stop_news(session, contacts[0].token)
    archive_contact(session, city.inna, id_of(contacts[1]))

    assert send(session, city, number, contacts) == 0
    assert whom_to_write(session, city.inna, release_key(number)) == []


def test_draft_is_sent_to_nobody_and_what_waits_for_its_moment_is(session: Session, city: OpenScene) -> None:
    release = a_release(session, city)
    contacts = some_media(session, city)
    with pytest.raises(Conflict, match=r"media\.error\.not_published"):
        send(session, city, id_of(release), contacts)

    let_out(session, city, release, shown_from=NOW + timedelta(days=1))

    assert send(session, city, id_of(release), contacts) == 2
    with pytest.raises(Invalid, match=r"media\.error\.nobody"):
        send(session, city, id_of(release), [])


def test_plan_of_a_month_is_another_thing_than_that_of_the_next(session: Session, city: OpenScene) -> None:
    ids = [id_of(each) for each in some_media(session, city)]

    for month in (12, 12, 11):
        send_month(session, city.inna, 2026, month, ids, dict.fromkeys(ids, {"subject": "С"}), now=NOW)

    assert len(mails(session)) == 4
    assert len(sent_to(session, city.inna, month_key(2026, 12))) == 2
