"""What a tour has to tell: counted of what is public, whatever else there is."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict
from planner.domain.models import City, Tour
from planner.domain.models.types import id_of
from planner.domain.press import Figures
from planner.services.press.tour_story import figures_now, tour_story, tours_untold
from planner.services.public.openness import show_tour
from tests.services.control_story import DUE
from tests.services.press.press_story import a_decision, a_release, an_open_issue, end_tour
from tests.services.public_story import NOW, OpenScene, log


def test_figures_count_what_is_public_alone(session: Session, city: OpenScene) -> None:
    tour = end_tour(session, city)
    first, second = an_open_issue(session, city, text="Яма"), an_open_issue(session, city, text="Свет")
    a_decision(session, city, first, due_on=DUE)
    a_decision(session, city, second, due_on=DUE + timedelta(days=9))
    an_open_issue(session, city)
    a_decision(session, city, log(session, city.scene, internal=True))
    a_decision(session, city, log(session, city.scene))

    story = tour_story(session, city.inna, tour, now=NOW)

    assert story.figures == Figures(1, 3, 2, 0, 2, DUE, DUE + timedelta(days=9))
    assert figures_now(session, city.inna, tour, now=NOW) == story.figures
    assert [each.text for each in story.issues][:2] == ["Яма", "Свет"]


def test_tour_that_is_not_over_or_not_shown_has_no_story(session: Session, city: OpenScene) -> None:
    with pytest.raises(Conflict, match=r"press\.error\.not_over"):
        tour_story(session, city.inna, city.scene.tour, now=NOW)
    tour = end_tour(session, city)
    show_tour(session, city.inna, tour, False)
    with pytest.raises(Conflict, match=r"press\.error\.tour_not_shown"):
        tour_story(session, city.inna, tour, now=NOW)
    session.get_one(City, 1).open_pages = False
    with pytest.raises(Conflict, match=r"press\.error\.pages_off"):
        tour_story(session, city.inna, tour, now=NOW)


def test_tours_without_a_release_are_told_until_they_have_one(session: Session, city: OpenScene) -> None:
    end_tour(session, city)
    before = [each.id for each in tours_untold(session, city.inna)]

    a_release(session, city)

    assert (before, tours_untold(session, city.inna)) == ([city.scene.tour], [])
    assert session.get_one(Tour, city.scene.tour).id == id_of(session.get_one(Tour, city.scene.tour))
