"""The list of the media: contacts that the press office alone knows, accreditations, publications, the end of the letters."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.models import MediaGuest
from planner.domain.models.types import id_of
from planner.domain.words import Accreditation
from planner.services.press.media import (
    accreditations,
    archive_contact,
    list_contacts,
    list_mentions,
    mention_counts,
    note_mention,
    reader_of_news,
    remove_mention,
    save_contact,
    stop_news,
)
from tests.services.press.press_story import a_release
from tests.services.public_story import NOW, OpenScene

DAY = date(2026, 11, 28)


def test_contact_is_kept_with_its_groups(session: Session, city: OpenScene) -> None:
    save_contact(session, city.inna, outlet="Радио", groups=["эфир"])
    contact = save_contact(
        session, city.inna, outlet=" Газета ", email="A@City.ru", groups=[" газеты", "", "газеты", "город "]
    )

    found = list_contacts(session, city.inna)

    assert [each.outlet for each in found] == ["Газета", "Радио"]
    assert (contact.email, contact.groups) == ("a@city.ru", ["газеты", "город"])


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"outlet": " "}, "outlet"),
        ({"email": "почта"}, "email"),
        ({"phone": "нет"}, "phone"),
        ({"email": "a@b.ru"}, "email"),
    ],
)
def test_contact_that_cannot_be_is_refused(
    session: Session, city: OpenScene, about: dict[str, Any], field: str
) -> None:
    save_contact(session, city.inna, outlet="Газета", email="a@b.ru")

    with pytest.raises(Invalid) as refused:
        save_contact(session, city.inna, **{"outlet": "Радио", **about})

    assert refused.value.field == field


def test_contact_that_is_put_away_is_in_the_list_no_longer(session: Session, city: OpenScene) -> None:
    number = id_of(save_contact(session, city.inna, outlet="Газета"))

    archive_contact(session, city.inna, number)

    assert list_contacts(session, city.inna) == []


@pytest.mark.parametrize("who", ["olga", "sonya", "kira", "oksana"])
def test_nobody_else_reads_the_list(session: Session, city: OpenScene, who: str) -> None:
    with pytest.raises(NotAllowed):
        list_contacts(session, getattr(city.scene.town, who))


def test_accreditations_of_an_outlet_are_those_that_were_granted(session: Session, city: OpenScene) -> None:
    about: dict[str, Any] = {"tour_id": city.scene.tour}
    granted, refused = Accreditation.GRANTED, Accreditation.REFUSED
    session.add(MediaGuest(**about, outlet="газета «Проспект»", name="Ольга", state=granted))
    session.add(MediaGuest(**about, outlet="Другое", name="Вера", contact="desk@a.ru", state=granted))
    session.add(MediaGuest(**about, outlet="Проспект", name="Анна", state=refused))
    session.add(MediaGuest(**about, outlet="Радио", name="Пётр", state=granted))
    session.flush()
    desk = save_contact(session, city.inna, outlet="Проспект", email="desk@a.ru")
    editor = save_contact(session, city.inna, outlet="Газета «Проспект»", name="Редактор")

    found = accreditations(session, city.inna)

    names = {number: [(guest.name, tour.id) for guest, tour in rows] for number, rows in found.items()}
    both = [("Ольга", city.scene.tour), ("Вера", city.scene.tour)]
    assert names == {id_of(desk): both, id_of(editor): both}


def test_publications_are_noted_with_their_link_and_day(session: Session, city: OpenScene) -> None:
    release = id_of(a_release(session, city))
    about: dict[str, Any] = {"published_on": DAY, "now": NOW}
    mention = note_mention(
        session, city.inna, outlet="Газета", title="Мост", url="https://a.ru/1", release_id=release, **about
    )
    note_mention(session, city.inna, outlet="Газета", title="Иное", **about)

    assert [each.title for each in list_mentions(session, city.inna, release_id=release)] == ["Мост"]
    assert mention_counts(session, city.inna) == {"газета": 2}
    remove_mention(session, city.inna, id_of(mention))
    with pytest.raises(NotFound):
        remove_mention(session, city.inna, id_of(mention))


@pytest.mark.parametrize(
    ("url", "day", "field"), [("javascript:alert(1)", DAY, "url"), ("а.ру", DAY, "url"), ("", None, "published_on")]
)
def test_publication_that_cannot_be_is_refused(
    session: Session, city: OpenScene, url: str, day: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        note_mention(session, city.inna, outlet="Газета", title="Мост", url=url, published_on=day, now=NOW)

    assert refused.value.field == field


def test_letters_are_ended_by_the_secret_in_each(session: Session, city: OpenScene) -> None:
    contact = save_contact(session, city.inna, outlet="Газета", email="a@b.ru")

    stop_news(session, contact.token)
    stop_news(session, contact.token)

    assert contact.wanted is False
    for wrong in ("", "x"):
        with pytest.raises(NotFound, match=r"mails\.error\.link"):
            reader_of_news(session, wrong)
