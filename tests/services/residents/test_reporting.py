"""Taking a report: everything wrong is told at once, one form is one report, and what is alike is what everybody may read."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import Cause, City, Issue, ResidentReport
from planner.domain.words import IssueState
from planner.services.residents.reporting import check_report, issues_alike, keep_report
from tests.services.public_story import NOW, OpenScene, log, publish
from tests.services.residents.resident_story import NO_MAP, filled, listening_scene, report, reports


def test_report_is_kept_and_is_no_issue(session: Session, city: OpenScene) -> None:
    kept = report(session, city, text=" Яма\u200b у\x00 подъезда ", email="Anna@Example.org")

    assert (kept.text, kept.email, kept.address, kept.point) == (
        "Яма у подъезда",
        "anna@example.org",
        "Зейская, 1",
        (50.27, 127.54),
    )
    assert (session.exec(select(Issue)).all(), session.exec(select(Cause)).all()) == ([], [])


def test_everything_that_is_wrong_is_told_at_once(session: Session, city: OpenScene) -> None:
    wrong: dict[str, Any] = {"category": "x", "address": " ", "lat": "", "lon": "", "text": "", "email": "anna"}

    with pytest.raises(Invalid) as no:
        check_report(session, filled(city, **wrong, consents=False, trap="http://"), data=NO_MAP)

    told = [(each.field, each.key) for each in (no.value, *no.value.others)]
    assert told == [
        ("category", "residents.error.category"),
        ("address", "residents.error.place"),
        ("text", "residents.error.text"),
        ("email", "typed.error.email"),
        ("consent", "residents.error.consent"),
        ("trap", "residents.error.trap"),
    ]


@pytest.mark.parametrize(
    ("lat", "lon", "key"),
    [
        ("50.35", "127.54", "residents.error.outside"),
        ("55.75", "37.62", "residents.error.outside"),
        ("50.27", "", "residents.error.point"),
        ("nan", "nan", "residents.error.point"),
        ("95", "127.5", "residents.error.point"),
        ("north", "127.5", "residents.error.point"),
    ],
)
def test_place_that_is_none_or_outside_the_city_is_refused(
    session: Session, city: OpenScene, lat: str, lon: str, key: str
) -> None:
    with pytest.raises(Invalid) as no:
        check_report(session, filled(city, lat=lat, lon=lon), data=NO_MAP)

    assert (no.value.key, no.value.field) == (key, "address")


def test_place_at_the_edge_of_the_city_and_one_in_words_are_taken(session: Session, city: OpenScene) -> None:
    edge = report(session, city, lat="50.303", lon="127.54")
    words = report(session, city, lat="", lon="", address="За старой котельной")

    assert (edge.point is not None, words.point, words.address) == (True, None, "За старой котельной")


def test_report_about_no_topic_that_is_in_use_is_refused(session: Session, city: OpenScene) -> None:
    for number in ("", "0", "-1", "999", "9" * 30, "١"):
        with pytest.raises(Invalid, match="category"):
            check_report(session, filled(city, category=number), data=NO_MAP)


@pytest.mark.parametrize("off", ["open_pages", "takes_reports"])
def test_city_that_does_not_listen_has_no_form(session: Session, city: OpenScene, off: str) -> None:
    setattr(session.get_one(City, 1), off, False)
    session.flush()

    with pytest.raises(NotFound):
        check_report(session, filled(city), data=NO_MAP)


def test_mail_is_noted_only_where_the_city_sends_any(session: Session, city: OpenScene) -> None:
    with_mail = report(session, city, mails=True)
    without = report(session, city, mails=False)

    assert (with_mail.confirm_code is None, without.confirm_code is None) == (False, True)
    assert [cause.about for cause in session.exec(select(Cause))] == [{"report": with_mail.id}]


def test_only_public_open_issues_of_the_topic_nearby_are_alike(session: Session, city: OpenScene) -> None:
    scene = city.scene
    issues = {
        "near": log(session, scene, lat=50.2703),
        "nearest": log(session, scene, lat=50.2701),
        "far": log(session, scene, lat=50.273),
        "other": log(session, scene, category_id=scene.lights),
        "closed": log(session, scene),
        "place closed": log(session, scene),
    }
    for name, issue in issues.items():
        publish(session, city, issue, place_closed=name == "place closed")
    log(session, scene)
    issues["closed"].state = IssueState.CLOSED
    session.flush()

    found = issues_alike(session, check_report(session, filled(city), data=NO_MAP), now=NOW)

    assert [each.number for each in found] == [issues["nearest"].id, issues["near"].id]


def test_form_sent_by_several_at_once_is_one_report(database: Database) -> None:
    with database.transaction() as session:
        city = listening_scene(session)
        checked = check_report(session, filled(city), data=NO_MAP)

    def send(_: int) -> int | None:
        with database.transaction() as session:
            return keep_report(session, checked, mails=True, now=NOW).id

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(send, range(4)))

    with database.reading() as session:
        assert (len(numbers), reports(session), len(session.exec(select(Cause)).all())) == (1, 1, 1)
        assert session.exec(select(ResidentReport.uid)).one() == checked.uid
