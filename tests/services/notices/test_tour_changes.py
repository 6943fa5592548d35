"""Tours that are published, moved or cancelled are told to those who come along and lead, and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.domain.models import Cause, Notice, Participant, Stop, Tour
from planner.domain.words import Answer, TourState
from planner.services.tours.tours import cancel_tour, edit_tour, publish_tour, withdraw_tour
from tests.services.control_story import NOW
from tests.services.notices.notice_story import Office, new_ones, set_office

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
        "reason": "Мороз",
        "by": "Olga",
    }


def test_nobody_hears_of_a_draft(session: Session, office: Office) -> None:
    edit_tour(session, office.town.olga, office.tour, start_name="Мэрия", now=BEFORE)
    cancel_tour(session, office.town.olga, office.tour, reason="Мороз", now=BEFORE)

    assert session.exec(select(Cause)).all() == []


def test_tour_that_was_withdrawn_before_it_was_told_is_told_to_its_leader_alone(
    session: Session, office: Office
) -> None:
    publish_tour(session, office.town.olga, office.tour, now=BEFORE)
    withdraw_tour(session, office.town.olga, office.tour, now=BEFORE)

    assert new_ones(session) == ["lev tour_published"]


def test_who_changes_a_tour_is_not_told_of_it(session: Session, office: Office) -> None:
    session.get_one(Tour, office.tour).leader_id = office.town.olga.person_id
    publish_tour(session, office.town.olga, office.tour, now=BEFORE)

    assert new_ones(session) == ["boris tour_published", "oksana tour_published"]
