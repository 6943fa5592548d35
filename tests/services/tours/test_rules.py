"""Changing the rules of a tour: as every other part of its plan, by those who plan, on the version that they saw."""

from datetime import datetime, time

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import District, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_rules import LAST, PauseRule, TourRules
from planner.domain.words import TourState
from planner.services.tours.rules import rules_for_stops, rules_of, set_rules
from planner.services.tours.stops import remove_stop
from planner.services.tours.tours import copy_tour, get_tour
from planner.services.tours.undo import remember_plan, restore_plan
from tests.services.plan_story import Story, write_story
from tests.services.proposal_story import add_districts, outsiders


@pytest.fixture
def story(session: Session, now: datetime) -> Story:
    return write_story(session, now)


def change(session: Session, story: Story, tour_id: int, rules: TourRules) -> None:
    set_rules(session, story.olga, tour_id, rules, version=get_tour(session, story.olga, tour_id).version)


def test_rules_are_kept_and_make_the_plan_newer(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    first, second = story.stops(session, tour_id, 1, 2)
    before = get_tour(session, story.olga, tour_id).version
    rules = TourRules(before=((second, first),), pauses=(PauseRule("Обед", 30, time(12), time(13)),), buses=2)

    set_rules(session, story.olga, tour_id, rules, version=before)
    session.expire_all()

    assert rules_of(session, story.olga, tour_id) == rules
    assert get_tour(session, story.olga, tour_id).version == before + 1


def test_rules_of_an_older_plan_are_refused(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    change(session, story, tour_id, TourRules(buses=2))

    with pytest.raises(Conflict):
        set_rules(session, story.olga, tour_id, TourRules(), version=1)

    assert rules_of(session, story.olga, tour_id).buses == 2


def test_rules_of_a_tour_under_way_stand(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    session.get_one(Tour, tour_id).state = TourState.RIDING

    with pytest.raises(Conflict) as refusal:
        change(session, story, tour_id, TourRules())

    assert refusal.value.key == "tours.error.not_plannable"


def test_rules_name_only_stops_of_this_tour_and_districts_in_use(session: Session, story: Story) -> None:
    tour_id, other = story.tour(session), story.tour(session)
    (foreign,) = story.stops(session, other, 1)
    west, _ = add_districts(session)
    session.get_one(District, west).archived = True

    with pytest.raises(Invalid) as stop:
        change(session, story, tour_id, TourRules(positions=((foreign, 1),)))
    with pytest.raises(Invalid) as district:
        change(session, story, tour_id, TourRules(districts=(west,)))

    assert (stop.value.key, district.value.key) == (
        "proposals.error.unknown_stop",
        "proposals.error.unknown_district",
    )


def test_rule_about_a_removed_stop_is_not_shown_and_comes_back_with_it(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    first, second = story.stops(session, tour_id, 1, 2)
    change(session, story, tour_id, TourRules(positions=((second, LAST),)))
    memory = remember_plan(session, story.olga, tour_id)

    remove_stop(session, story.olga, second)
    without = rules_for_stops(session, story.olga, tour_id)
    version = get_tour(session, story.olga, tour_id).version
    restore_plan(session, story.olga, memory, version=version, now=story.now)

    assert without == TourRules()
    (position,) = rules_for_stops(session, story.olga, tour_id).positions
    assert position[1] == LAST


def test_taking_back_gives_the_old_rules(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    change(session, story, tour_id, TourRules(buses=2))
    memory = remember_plan(session, story.olga, tour_id)
    change(session, story, tour_id, TourRules(buses=3))

    version = get_tour(session, story.olga, tour_id).version
    restore_plan(session, story.olga, memory, version=version, now=story.now)

    assert rules_of(session, story.olga, tour_id).buses == 2


def test_copied_tour_has_the_rules_for_its_own_stops(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    first, second = story.stops(session, tour_id, 1, 2)
    change(session, story, tour_id, TourRules(before=((second, first),), longest_ride=20))

    copied = copy_tour(session, story.olga, tour_id, starts_at=story.start, now=story.now)

    rules = rules_for_stops(session, story.olga, id_of(copied))
    assert rules.longest_ride == 20
    assert len(rules.before) == 1
    assert not {first, second} & set(rules.before[0])


def test_others_see_and_change_no_rules(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    change(session, story, tour_id, TourRules(buses=2))

    for actor in outsiders(story).values():
        with pytest.raises((NotAllowed, NotFound)):
            rules_of(session, actor, tour_id)
        with pytest.raises((NotAllowed, NotFound)):
            set_rules(session, actor, tour_id, TourRules(), version=2)
    assert rules_of(session, story.olga, tour_id).buses == 2
