"""The bell: one's own notices, of what one may know, read one by one or all that were shown."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Notice, Tour
from planner.domain.models.types import id_of
from planner.domain.notices import NoticeKind
from planner.domain.words import TourState
from planner.services.notices.bell import MOST_LISTED, MOST_UNREAD, list_notices, mark_all_read, mark_read, unread_count
from tests.services.control_story import NOW, an_instruction
from tests.services.notices.notice_story import Office, set_office, tell_all, the_issue


@pytest.fixture
def office(session: Session) -> Office:
    """Three instructions to the roads, all told."""
    office = set_office(session)
    for _ in range(3):
        an_instruction(session, office.town, the_issue(session, office))
    tell_all(session)
    return office


def mine(session: Session, actor: Actor) -> list[Notice]:
    query = select(Notice).where(Notice.person_id == actor.person_id).order_by(col(Notice.id))
    return list(session.exec(query).all())


def test_own_notices_are_listed_newest_first_in_pages(session: Session, office: Office) -> None:
    oksana = office.town.oksana
    numbers = [notice.id for notice in mine(session, oksana)]

    first = list_notices(session, oksana, page=1, page_size=2)
    second = list_notices(session, oksana, page=2, page_size=2)

    assert [row.id for row in first.rows] == [numbers[2], numbers[1]]
    assert [row.id for row in second.rows] == [numbers[0]]
    assert (first.total, first.unread, unread_count(session, oksana)) == (3, 3, 3)


def test_others_see_nothing_of_them(session: Session, office: Office) -> None:
    assert (unread_count(session, office.town.olga), list_notices(session, office.town.olga).rows) == (0, [])


def test_read_ones_do_not_count(session: Session, office: Office) -> None:
    oksana = office.town.oksana
    first, _, _ = mine(session, oksana)
    mark_read(session, oksana, id_of(first), now=NOW)
    mark_read(session, oksana, id_of(first), now=NOW + timedelta(days=1))
    session.refresh(first)

    assert (first.read_at, unread_count(session, oksana)) == (NOW, 2)


def test_nobody_reads_anothers(session: Session, office: Office) -> None:
    first, _, _ = mine(session, office.town.oksana)
    mark_read(session, office.town.both, id_of(first), now=NOW)
    mark_all_read(session, office.town.boris, up_to=10**6, now=NOW)

    assert unread_count(session, office.town.oksana) == 3


def test_what_came_after_the_list_was_shown_stays_unread(session: Session, office: Office) -> None:
    oksana = office.town.oksana
    _, second, _ = mine(session, oksana)
    mark_all_read(session, oksana, up_to=id_of(second), now=NOW)

    assert unread_count(session, oksana) == 1


def test_what_one_may_not_know_any_more_is_left_out(session: Session, office: Office) -> None:
    oksana = office.town.oksana
    session.get_one(Tour, office.tour).state = TourState.DRAFT
    session.add(Notice(key="t", kind=NoticeKind.TOUR_MOVED, person_id=oksana.person_id, tour_id=office.tour, at=NOW))
    the_issue(session, office).deleted = True
    session.flush()

    assert (unread_count(session, oksana), list_notices(session, oksana).total) == (0, 0)


def test_digest_stands_on_the_start_page_and_not_in_the_list(session: Session, office: Office) -> None:
    oksana = office.town.oksana
    session.add(Notice(key="d", kind=NoticeKind.DIGEST, person_id=oksana.person_id, at=NOW))
    session.flush()

    assert (unread_count(session, oksana), list_notices(session, oksana).total) == (3, 3)


def test_nobody_counts_beyond_what_is_shown(session: Session, office: Office) -> None:
    person_id = office.town.olga.person_id
    rows = [Notice(key=str(at), kind=NoticeKind.NO_MAIL, person_id=person_id, at=NOW) for at in range(MOST_LISTED + 1)]
    session.add_all(rows)
    session.flush()

    found = list_notices(session, office.town.olga)

    assert (found.total, found.unread, len(found.rows)) == (MOST_LISTED, MOST_UNREAD, 20)
