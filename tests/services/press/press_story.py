"""What the tests of the press office share: a tour that is over, with public issues and decisions, and a release of it."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from planner.domain.models import Issue, Person, Release, Tour
from planner.domain.models.types import id_of
from planner.domain.press import Figures, Offer, Wording
from planner.domain.words import TourState
from planner.services.press.publishing import mark_ready, publish_release
from planner.services.press.releases import begin_tour_release
from tests.services.control_story import an_instruction
from tests.services.public_story import NOW, OpenScene, log, publish

ENDED = NOW - timedelta(minutes=25)


def end_tour(session: Session, city: OpenScene) -> int:
    """Pyotr's tour is over, 25 minutes ago."""
    tour = session.get_one(Tour, city.scene.tour)
    tour.state, tour.closed_at = TourState.CLOSED, ENDED
    session.flush()
    return city.scene.tour


def an_open_issue(session: Session, city: OpenScene, **about: Any) -> Issue:
    """An issue of the tour that everybody may read of."""
    issue = log(session, city.scene, stop_id=city.scene.stop, **about)
    publish(session, city, issue)
    return issue


def a_decision(session: Session, city: OpenScene, issue: Issue, **about: Any) -> int:
    """An instruction that Sonya wrote down; she has a post."""
    session.get_one(Person, city.scene.town.sonya.person_id).post = "секретарь"
    return id_of(an_instruction(session, city.scene.town, issue, **about))


def an_offer(**figures: Any) -> Offer:
    """Words as they might have been made."""
    ru = Wording(
        ("Объезд: итоги", "Второй", "Третий"),
        ("Вводка.", "Иначе.", "Ещё."),
        "Было 12 замечаний.",
        {"raised": "12 замечаний"},
    )
    en = Wording(
        ("Tour: outcome", "Second", "Third"), ("Lead.", "Else.", "More."), "12 issues.", {"raised": "12 issues"}
    )
    return Offer(Figures(**figures), ru, en)


def a_release(session: Session, city: OpenScene, **figures: Any) -> Release:
    """A draft about the tour, which is over."""
    return begin_tour_release(session, city.inna, end_tour(session, city), an_offer(**figures), now=NOW)


def let_out(session: Session, city: OpenScene, release: Release, **about: Any) -> Release:
    """Inna says that it is ready, and publishes it."""
    mark_ready(session, city.inna, id_of(release), now=NOW)
    return publish_release(session, city.inna, id_of(release), now=NOW, **about)
