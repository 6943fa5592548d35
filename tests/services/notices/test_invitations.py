"""Invitations by mail: whom they reach, sent by hand, once for each time."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import Agency, DemoLoad, MailChoice, Notice, Participant, Tour
from planner.domain.models.types import new_id
from planner.domain.words import Answer, TourState
from planner.services.notices.invitations import invited_by_mail, send_invitations
from planner.services.notices.letters import gather_letters
from tests.services.control_story import NOW
from tests.services.notices.notice_story import Office, set_office
from tests.whole.at_once import at_once

UID = new_id()


def invite(session: Session, office: Office, **fields: Any) -> int:
    values: dict[str, Any] = {"tour_id": office.tour, "name": "", "invited_at": NOW}
    row = Participant(**(values | fields))
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def set_list(session: Session) -> tuple[Office, list[int]]:
    """Oksana, the agency of the parks and a resident are invited to the published tour; Boris has said no."""
    office = set_office(session)
    session.get_one(Tour, office.tour).state = TourState.PUBLISHED
    session.get_one(Agency, office.town.parks).email = "parks@city.ru"
    town = office.town
    numbers = [
        invite(session, office, name="Oksana", person_id=town.oksana.person_id, agency_id=town.roads),
        invite(session, office, agency_id=town.parks),
        invite(session, office, name="Resident", note="8 914"),
    ]
    invite(session, office, name="Boris", person_id=town.boris.person_id, answer=Answer.NO)
    session.flush()
    return office, numbers


def test_list_says_whom_a_letter_reaches(session: Session) -> None:
    office, numbers = set_list(session)

    rows = invited_by_mail(session, office.town.olga, office.tour)

    assert [(row.participant_id, row.name, row.address) for row in rows] == [
        (numbers[0], "Oksana", "oksana@city.ru"),
        (numbers[1], "Parks", "parks@city.ru"),
        (numbers[2], "Resident", ""),
    ]


def test_letters_go_to_those_who_were_chosen_and_each_time_once(session: Session) -> None:
    office, numbers = set_list(session)
    for uid in (UID, UID, new_id()):
        send_invitations(session, office.town.olga, office.tour, numbers[:2], uid=uid, now=NOW)

    letters = gather_letters(session, KEEPER, now=NOW)
    sent = [row.sent_at for row in invited_by_mail(session, office.town.olga, office.tour)]

    assert [(each.address, len(each.notices)) for each in letters] == [("oksana@city.ru", 2), ("parks@city.ru", 2)]
    assert sent == [NOW, NOW, None]


def test_who_has_no_address_is_refused_by_name(session: Session) -> None:
    office, numbers = set_list(session)

    with pytest.raises(Invalid) as refused:
        send_invitations(session, office.town.olga, office.tour, numbers, uid=UID, now=NOW)

    assert (refused.value.key, refused.value.values) == ("invitations.error.no_address", {"name": "Resident"})


def test_who_wants_no_letters_gets_none(session: Session) -> None:
    office, numbers = set_list(session)
    session.add(MailChoice(person_id=office.town.oksana.person_id or 0, token="t", wanted=False))

    with pytest.raises(Invalid, match=r"invitations\.error\.no_address"):
        send_invitations(session, office.town.olga, office.tour, numbers[:1], uid=UID, now=NOW)


def test_nobody_of_the_demo_city_is_reached(session: Session) -> None:
    office, _ = set_list(session)
    brought = {"person": [office.town.oksana.person_id or 0], "agency": [office.town.parks]}
    session.add(DemoLoad(loaded_at=NOW, brought=brought, city={}))

    assert [row.address for row in invited_by_mail(session, office.town.olga, office.tour)] == ["", "", ""]


@pytest.mark.parametrize("state", [TourState.DRAFT, TourState.CANCELLED, TourState.CLOSED])
def test_tour_that_is_not_published_invites_nobody(session: Session, state: TourState) -> None:
    office, numbers = set_list(session)
    session.get_one(Tour, office.tour).state = state

    with pytest.raises(Conflict, match=r"invitations\.error\.not_published"):
        send_invitations(session, office.town.olga, office.tour, numbers[:1], uid=UID, now=NOW)


@pytest.mark.parametrize("chosen", [[], [77]])
def test_nobody_chosen_is_refused(session: Session, chosen: list[int]) -> None:
    office, _ = set_list(session)

    with pytest.raises(Invalid, match=r"invitations\.error\.nobody"):
        send_invitations(session, office.town.olga, office.tour, chosen, uid=UID, now=NOW)


def test_only_who_invites_may_send(session: Session) -> None:
    office, numbers = set_list(session)

    with pytest.raises(NotAllowed):
        send_invitations(session, office.town.kira, office.tour, numbers[:1], uid=UID, now=NOW)


def test_double_tap_at_once_sends_once(database: Database) -> None:
    with database.transaction() as session:
        office, numbers = set_list(session)

    def send(session: Session) -> int:
        return send_invitations(session, office.town.olga, office.tour, numbers[:2], uid=UID, now=NOW)

    results = at_once(database, send, send)

    with database.reading() as session:
        notices = session.exec(select(Notice.person_id).order_by(col(Notice.id))).all()
    assert (results, list(notices)) == ([2, 2], [office.town.oksana.person_id, None])
