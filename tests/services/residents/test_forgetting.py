"""Contacts go when their time is over, and pictures of forms that never came; reports and what they became stay."""

from datetime import timedelta

from sqlmodel import Session, select

from planner.domain.actor import KEEPER
from planner.domain.models import ReportPhoto
from planner.domain.models.types import id_of
from planner.services.residents.following import confirm_report
from planner.services.residents.forgetting import (
    CONTACT_KEPT,
    PICTURE_WAITS,
    UNCONFIRMED_KEPT,
    forget_contact,
    forget_old_contacts,
)
from planner.services.residents.moderating import refuse_reports
from planner.services.residents.photos import keep_picture, make_safe
from planner.storage import FileStore
from tests.services.issue_story import jpeg, uid
from tests.services.public_story import NOW, OpenScene
from tests.services.residents.resident_story import report

SECOND = timedelta(seconds=1)


def test_contacts_are_kept_for_their_time_and_no_longer(session: Session, city: OpenScene) -> None:
    waiting, confirmed, decided = (report(session, city, mails=True) for _ in range(3))
    confirm_report(session, confirmed.confirm_code or "", now=NOW)
    refuse_reports(session, city.inna, [id_of(decided)], answer="Не город", now=NOW)
    left = []

    for age in (UNCONFIRMED_KEPT, UNCONFIRMED_KEPT + SECOND, CONTACT_KEPT, CONTACT_KEPT + SECOND):
        forget_old_contacts(session, KEEPER, now=NOW + age)
        left.append([bool(each.email) for each in (waiting, confirmed, decided)])

    assert left == [[True, True, True], [False, True, True], [False, True, True], [False, True, False]]
    assert (decided.text, decided.answer, decided.name) == ("Яма у подъезда", "Не город", "")


def test_who_decides_forgets_a_contact_when_asked(session: Session, city: OpenScene) -> None:
    held = report(session, city)

    forget_contact(session, city.inna, id_of(held), now=NOW)

    assert (held.email, held.name, held.forgotten_at) == ("", "", NOW)


def test_picture_of_a_form_that_never_came_goes_after_a_day(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    held, lost = report(session, city), uid()
    for name in (held.uid, lost):
        keep_picture(session, make_safe(store, data=jpeg()), uid=name, now=NOW)
    counts = []

    for age in (PICTURE_WAITS, PICTURE_WAITS + SECOND):
        forget_old_contacts(session, KEEPER, now=NOW + age)
        counts.append(sorted(session.exec(select(ReportPhoto.uid))))

    assert counts == [sorted([held.uid, lost]), [held.uid]]
