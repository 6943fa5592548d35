"""Pictures of a release: proposed out of public copies, looked through one by one, gone when they are public no longer."""

from collections.abc import Sequence

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, NotAllowed, NotFound
from planner.domain.models import Issue, Release
from planner.domain.models.types import id_of
from planner.domain.press_report import ReportFigure, ReportSpan
from planner.domain.words import IssueState, Outcome, PhotoPhase, ReleaseKind
from planner.services.press.open_news import open_news
from planner.services.press.pairs import (
    add_pair,
    check_picture,
    note_credit,
    pairs_of,
    pairs_offered,
    propose_pairs,
    remove_pair,
    save_pair,
)
from planner.services.press.publishing import take_back_release, what_hinders
from planner.services.press.releases import begin_tour_release
from planner.services.press.report import report_figures
from planner.services.public.photos import make_public_copy, pass_photo, photo_to_draw, withhold_photo
from planner.storage import FileStore
from tests.services.press.press_story import a_release, an_offer, an_open_issue, end_tour, let_out
from tests.services.public_story import NOW, OpenScene, a_photo_of


def mended(
    session: Session, city: OpenScene, store: FileStore, outcome: Outcome = Outcome.FIXED, **about: int
) -> Issue:
    """A public issue that is closed, with a picture of before and one of after."""
    issue = an_open_issue(session, city)
    a_photo_of(session, city, store, issue)
    a_photo_of(session, city, store, issue, phase=PhotoPhase.AFTER, colour="green")
    a_photo_of(session, city, store, issue, phase=PhotoPhase.AFTER, colour="red", passed=False)
    issue.state, issue.outcome, issue.closed_at = IssueState.CLOSED, outcome, NOW
    for name, value in about.items():
        setattr(issue, name, value)
    session.flush()
    return issue


def a_photo_report(session: Session, city: OpenScene) -> Release:
    """A draft of pictures about the tour."""
    kind = ReleaseKind.PHOTOS
    return begin_tour_release(session, city.inna, end_tour(session, city), an_offer(), now=NOW, kind=kind)


def offered(session: Session, city: OpenScene, number: int) -> Sequence[int]:
    """The numbers of the issues whose pairs may be taken, the best first."""
    return [each.number for each in pairs_offered(session, city.inna, number, now=NOW)]


def faults(session: Session, city: OpenScene, number: int) -> list[str]:
    """What hinders it."""
    return [each.key.removeprefix("press.error.") for each in what_hinders(session, city.inna, number, now=NOW)]


def look_through(session: Session, city: OpenScene, number: int) -> None:
    """Inna looks for faces and plates in every picture, and says whose they are."""
    for pair, _, _ in pairs_of(session, city.inna, number, now=NOW):
        for photo_id in (pair.before_id, pair.after_id):
            check_picture(session, city.inna, number, photo_id, checked=True, now=NOW)
    note_credit(session, city.inna, number, credit="Пресс-служба")


def test_three_best_pairs_are_proposed_out_of_public_copies(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    number = id_of(a_release(session, city))
    refused = mended(session, city, store, Outcome.REFUSED)
    plain, supported, third = (
        mended(session, city, store),
        mended(session, city, store, supporters=9),
        mended(session, city, store),
    )
    fourth = mended(session, city, store)
    an_open_issue(session, city)

    pairs = propose_pairs(session, city.inna, number, now=NOW)

    assert [each.issue_id for each in pairs] == [supported.id, plain.id, third.id]
    assert offered(session, city, number) == [fourth.id, refused.id]
    assert len(propose_pairs(session, city.inna, number, now=NOW)) == 3


def test_photo_that_was_not_passed_makes_no_pair(session: Session, city: OpenScene, store: FileStore) -> None:
    number = id_of(a_release(session, city))
    issue = an_open_issue(session, city)
    a_photo_of(session, city, store, issue)
    a_photo_of(session, city, store, issue, phase=PhotoPhase.AFTER, passed=False)
    issue.state = IssueState.CLOSED

    assert offered(session, city, number) == []
    with pytest.raises(NotFound, match=r"press\.error\.pair_gone"):
        add_pair(session, city.inna, number, id_of(issue), now=NOW)


def test_photo_report_goes_out_when_every_picture_was_looked_through(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    release = a_photo_report(session, city)
    number = id_of(release)
    told = [faults(session, city, number)]
    issue = mended(session, city, store)
    propose_pairs(session, city.inna, number, now=NOW)
    told.append(faults(session, city, number))

    look_through(session, city, number)
    let_out(session, city, release)

    assert told == [["no_pictures"], ["picture_unchecked", "credit"]]
    news = open_news(session, number, now=NOW)
    assert ([pair.issue for pair in news.pairs], news.credit) == ([issue.id], "Пресс-служба")
    with pytest.raises(Conflict, match=r"press\.error\.pairs_are_out"):
        propose_pairs(session, city.inna, number, now=NOW)


def test_tick_is_void_for_another_copy_of_the_picture(session: Session, city: OpenScene, store: FileStore) -> None:
    number = id_of(a_photo_report(session, city))
    mended(session, city, store)
    [pair] = propose_pairs(session, city.inna, number, now=NOW)
    look_through(session, city, number)

    copy = make_public_copy(store, photo_to_draw(session, city.inna, pair.before_id, boxes=[[0.1, 0.1, 0.5, 0.5]]))
    pass_photo(session, city.inna, copy, now=NOW)

    assert [(before, after) for _, before, after in pairs_of(session, city.inna, number, now=NOW)] == [(False, True)]
    assert faults(session, city, number) == ["picture_unchecked"]


def test_picture_that_is_withheld_later_is_gone_from_what_is_out(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    release = a_photo_report(session, city)
    number = id_of(release)
    mended(session, city, store)
    [pair] = propose_pairs(session, city.inna, number, now=NOW)
    look_through(session, city, number)
    let_out(session, city, release)

    withhold_photo(session, city.inna, pair.after_id, now=NOW)

    news = open_news(session, number, now=NOW)
    assert (news.pairs, news.credit) == ([], "")
    take_back_release(session, city.inna, number, now=NOW)
    assert faults(session, city, number) == ["picture_closed"]


def test_captions_are_kept_and_a_tick_or_a_pair_is_taken_back(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    number = id_of(a_photo_report(session, city))
    mended(session, city, store)
    [pair] = propose_pairs(session, city.inna, number, now=NOW)
    look_through(session, city, number)

    save_pair(session, city.inna, number, id_of(pair), caption="Двор", caption_en="Yard")
    check_picture(session, city.inna, number, pair.before_id, checked=False, now=NOW)
    unchecked = (pair.caption, pair.before_checked, pair.before_checked_by)
    remove_pair(session, city.inna, number, id_of(pair))

    assert unchecked == ("Двор", "", "")
    assert pairs_of(session, city.inna, number, now=NOW) == []
    with pytest.raises(NotFound):
        remove_pair(session, city.inna, number, id_of(pair))


def test_photo_reports_are_counted_alone_and_with_a_release(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    mended(session, city, store)
    for release in (a_photo_report(session, city), a_release(session, city)):
        propose_pairs(session, city.inna, id_of(release), now=NOW)
        look_through(session, city, id_of(release))
        let_out(session, city, release)
    let_out(session, city, a_release(session, city))

    found = report_figures(session, city.inna, ReportSpan.of_year(2026), now=NOW).counts

    assert (found[ReportFigure.RELEASES], found[ReportFigure.PHOTO_REPORTS]) == (2, 2)


@pytest.mark.parametrize("who", ["olga", "sonya", "kira", "oksana"])
def test_who_is_not_of_the_press_touches_no_pictures(
    session: Session, city: OpenScene, store: FileStore, who: str
) -> None:
    number = id_of(a_photo_report(session, city))
    issue = mended(session, city, store)
    [pair] = propose_pairs(session, city.inna, number, now=NOW)
    actor = getattr(city.scene.town, who)

    with pytest.raises(NotAllowed):
        add_pair(session, actor, number, id_of(issue), now=NOW)
    with pytest.raises(NotAllowed):
        check_picture(session, actor, number, pair.before_id, checked=True, now=NOW)
