"""Tours that are published, moved or cancelled are told to those who come along and lead, and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.domain.models import Cause, Notice, Participant, Stop, StopIssue, Tour
from planner.domain.notices import TourChange
from planner.domain.words import Answer, TourState
from planner.services.notices.tour_changes import told_of_tour
from planner.services.tours.tours import cancel_tour, edit_tour, publish_tour, withdraw_tour
from tests.services.control_story import NOW, an_instruction
from tests.services.notices.notice_story import Office, new_ones, set_office, tell_all, the_issue

BEFORE = NOW - timedelta(days=1)


@pytest.fixture
def office(session: Session) -> Office:
    """A draft, led by Lev; Oksana and the parks are invited, Kira has said no."""
    office = set_office(session)
    town, tour = office.town, session.get_one(Tour, office.tour)
    tour.state, tour.ends_at = TourState.DRAFT, NOW + timedelta(hours=3)
    session.add(Stop(tour_id=office.tour, position=1, name="Двор", lat=50.27, lon=127.53))
    invited: list[dict[str, Any]] = [
        {"name": "Oksana", "person_id": town.oksana.person_id},
        {"name": "", "agency_id": town.parks},
        {"name": "Kira", "person_id": town.kira.person_id, "answer": Answer.NO},
        {"name": "Guest"},
    ]
    session.add_all(Participant(tour_id=office.tour, invited_at=NOW, **fields) for fields in invited)
    session.flush()
    return office


def test_life_of_a_tour_is_told(session: Session, office: Office) -> None:
    olga, tour_id = office.town.olga, office.tour
    publish_tour(session, olga, tour_id, now=BEFORE)
    published = new_ones(session)
    later = NOW + timedelta(hours=1)
    edit_tour(session, olga, tour_id, starts_at=later, ends_at=later + timedelta(hours=3), now=BEFORE)
    moved = new_ones(session)
    edit_tour(session, olga, tour_id, note="Тёплая одежда", now=BEFORE)
    noted = new_ones(session)
    cancel_tour(session, olga, tour_id, reason="Мороз", now=BEFORE)
    cancelled = new_ones(session)

    whom = ("boris", "lev", "oksana")
    assert published == [f"{each} tour_published" for each in whom]
    assert moved == [f"{each} tour_moved" for each in whom]
    assert noted == []
    assert cancelled == [f"{each} tour_cancelled" for each in whom]


def test_notice_of_a_cancelled_tour_says_why(session: Session, office: Office) -> None:
    publish_tour(session, office.town.olga, office.tour, now=BEFORE)
    cancel_tour(session, office.town.olga, office.tour, reason="Мороз", now=BEFORE)
    new_ones(session)

    facts = session.exec(select(Notice.facts).order_by(Notice.id.desc())).first()  # type: ignore[union-attr]

    assert facts == {
        "title": "Объезд",
        "starts_at": "2026-11-23T00:00:00+00:00",
        "place": "",
        "tour_kind": "bus_tour",
        "reason": "Мороз",
        "by": "Olga",
    }


def test_nobody_hears_of_a_draft(session: Session, office: Office) -> None:
    edit_tour(session, office.town.olga, office.tour, start_name="Мэрия", now=BEFORE)
    cancel_tour(session, office.town.olga, office.tour, reason="Мороз", now=BEFORE)

    assert session.exec(select(Cause)).all() == []


def test_tour_that_was_withdrawn_is_told_to_those_who_come_though_they_see_no_draft(
    session: Session, office: Office
) -> None:
    publish_tour(session, office.town.olga, office.tour, now=BEFORE)
    new_ones(session)
    withdraw_tour(session, office.town.olga, office.tour, now=BEFORE)

    assert new_ones(session) == [f"{each} tour_withdrawn" for each in ("boris", "lev", "oksana")]


def test_guests_with_an_address_and_the_agencies_of_its_stops_are_told_of_a_change(
    session: Session, office: Office
) -> None:
    guest = session.exec(select(Participant).where(Participant.name == "Guest")).one()
    guest.note = "8-914-555-01-02, Guest@Mail.ru (не звонить)"
    oksana = session.exec(select(Participant).where(Participant.name == "Oksana")).one()
    oksana.answer = Answer.NO
    an_instruction(session, office.town, the_issue(session, office))
    stop = session.exec(select(Stop)).one()
    session.add(StopIssue(stop_id=stop.id or 0, issue_id=office.issue))
    session.flush()
    publish_tour(session, office.town.olga, office.tour, now=BEFORE)
    tell_all(session)

    foreseen = told_of_tour(session, office.town.olga, office.tour, TourChange.CANCELLED, now=NOW)
    cancel_tour(session, office.town.olga, office.tour, reason="Мороз", now=BEFORE)
    told = new_ones(session)

    assert (foreseen.people, foreseen.addresses) == (["Boris", "Lev", "Oksana", "Yan"], ["guest@mail.ru"])
    assert told == [f"{each} tour_cancelled" for each in ("boris", "lev", "oksana", "yan")]
    by_address = session.exec(select(Notice.address, Notice.kind).where(Notice.address != "")).all()
    assert [tuple(row) for row in by_address] == [("guest@mail.ru", "tour_cancelled")]


def test_who_changes_a_tour_is_not_told_of_it(session: Session, office: Office) -> None:
    session.get_one(Tour, office.tour).leader_id = office.town.olga.person_id
    publish_tour(session, office.town.olga, office.tour, now=BEFORE)

    assert new_ones(session) == ["boris tour_published", "oksana tour_published"]
