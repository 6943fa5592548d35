"""Which categories are offered first: what is near, what the ride is about, who is aboard, what the city meets most."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.models import AgencyCategory, Category, City, Issue, Participant
from planner.domain.models.types import id_of
from planner.domain.words import Answer
from planner.services.field.likely import OFFERED, likely_categories
from tests.services.field_story import set_ride
from tests.services.issue_story import Scene, log


def add_categories(session: Session, number: int) -> list[Category]:
    found = [Category(name=f"К{each:02}", position=each) for each in range(number)]
    session.add_all(found)
    session.flush()
    return found


def first_of(
    session: Session, scene: Scene, categories: list[Category], near: list[Issue], raised: list[Issue], now: datetime
) -> dict[int | None, list[str]]:
    names = {id_of(category): category.name for category in categories}
    found = likely_categories(session, scene.pyotr, scene.tour, categories, {scene.stop: near}, raised, now=now)
    return {stop: [names[each] for each in offered] for stop, offered in found.items()}


def test_without_anything_known_the_first_of_the_city_are_offered(session: Session, now: datetime) -> None:
    session.add(City(id=1))
    scene, categories = set_ride(session, now), add_categories(session, 9)

    found = first_of(session, scene, categories, [], [], now)

    assert found == {
        None: [f"К0{each}" for each in range(OFFERED)],
        scene.stop: [f"К0{each}" for each in range(OFFERED)],
    }


def test_what_is_near_raised_aboard_or_frequent_comes_among_the_six_in_the_citys_order(
    session: Session, now: datetime
) -> None:
    session.add(City(id=1))
    scene, categories = set_ride(session, now), add_categories(session, 12)
    by_name = {category.name: id_of(category) for category in categories}
    near = log(session, scene, category_id=by_name["К11"])
    raised = log(session, scene, scene.pyotr, category_id=by_name["К10"])
    session.add(AgencyCategory(agency_id=scene.town.parks, category_id=by_name["К09"]))
    session.add(
        Participant(tour_id=scene.tour, name="Борис", agency_id=scene.town.parks, answer=Answer.YES, invited_at=now)
    )
    for _ in range(3):
        log(session, scene, category_id=by_name["К08"])
    session.flush()

    found = first_of(session, scene, categories, [near], [raised], now)

    assert found[scene.stop] == ["К00", "К01", "К08", "К09", "К10", "К11"]
    assert found[None][-4:] == ["К08", "К09", "К10", "К11"]
