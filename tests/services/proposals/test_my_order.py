"""My own order: every broken rule with its minutes, and helps that really help."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, NotAllowed, NotFound
from planner.services.city.city import get_city
from planner.services.proposals.my_order import apply_help, check_my_order
from planner.services.tours.stops import edit_stop
from planner.services.tours.tours import edit_tour, get_tour
from tests.services.plan_story import MINUTE, Story, names
from tests.services.proposal_story import outsiders, rule


def broken(session: Session, story: Story, tour_id: int) -> list[tuple[str, int]]:
    check = check_my_order(session, story.olga, tour_id, now=story.now)
    return [(each.wish.kind, each.minutes) for each in check.broken]


def test_tour_without_stops_breaks_nothing(session: Session, story: Story) -> None:
    check = check_my_order(session, story.olga, story.tour(session), now=story.now)

    assert (check.broken, check.helps) == ((), ())


def test_order_that_works_breaks_nothing(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 1, 2)

    assert broken(session, story, tour_id) == []


def test_every_broken_rule_is_told_with_its_minutes(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 60 * MINUTE)
    first, second = story.stops(session, tour_id, 4, 2)
    edit_stop(session, story.olga, second, window_to=story.start + 30 * MINUTE)
    rule(session, story, tour_id, before=((second, first),), longest_ride=10)

    found = broken(session, story, tour_id)

    # 12 min there, 17 there, 6 to the second, 2 off: ready at 37; 15 of talk and 6 back end at 58.
    assert sorted(found) == [("before", 0), ("ride", 2), ("window", 7)]


def test_late_return_is_told(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 45 * MINUTE)
    story.stops(session, tour_id, 4, 2)

    assert broken(session, story, tour_id) == [("return", 13)]


def test_every_help_that_promises_all_is_kept_when_done(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 60 * MINUTE)
    first, second = story.stops(session, tour_id, 4, 2)
    edit_stop(session, story.olga, second, window_to=story.start + 20 * MINUTE)
    check = check_my_order(session, story.olga, tour_id, now=story.now)
    helps = [each for each in check.helps if not each.left]

    assert helps
    for each in helps:
        with session.begin_nested() as trial:
            apply_help(session, story.olga, check, each, now=story.now)
            assert broken(session, story, tour_id) == []
            trial.rollback()
        session.expire_all()


def test_swapping_makes_the_window(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    _, second = story.stops(session, tour_id, 4, 2)
    edit_stop(session, story.olga, second, window_to=story.start + 20 * MINUTE)
    check = check_my_order(session, story.olga, tour_id, now=story.now)
    swap = next(each for each in check.helps if each.remedy.kind in ("swap", "move"))

    apply_help(session, story.olga, check, swap, now=story.now)

    assert names(session, tour_id) == ["2 км", "4 км"]
    assert broken(session, story, tour_id) == []


def test_leaving_earlier_moves_the_start_only(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 45 * MINUTE)
    story.stops(session, tour_id, 4, 2)
    check = check_my_order(session, story.olga, tour_id, now=story.now)
    earlier = next(each for each in check.helps if each.remedy.kind == "earlier")

    apply_help(session, story.olga, check, earlier, now=story.now)

    tour = get_tour(session, story.olga, tour_id)
    assert tour.starts_at == story.start - timedelta(minutes=earlier.remedy.minutes)
    assert tour.ends_at == story.start + 45 * MINUTE


def test_help_makes_no_talk_shorter_than_the_city_allows(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 45 * MINUTE)
    story.stops(session, tour_id, 4, 2)
    before = check_my_order(session, story.olga, tour_id, now=story.now)

    city = get_city(session)
    city.least_talk_minutes = 15
    session.add(city)
    after = check_my_order(session, story.olga, tour_id, now=story.now)

    assert "shorter" in [each.remedy.kind for each in before.helps]
    assert "shorter" not in [each.remedy.kind for each in after.helps]


def test_help_for_an_older_plan_is_refused(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 45 * MINUTE)
    story.stops(session, tour_id, 4, 2)
    check = check_my_order(session, story.olga, tour_id, now=story.now)
    edit_tour(session, story.olga, tour_id, now=story.now, title="Меня опередили")

    for each in check.helps:
        with pytest.raises(Conflict):
            apply_help(session, story.olga, check, each, now=story.now)


def test_others_may_neither_check_nor_change(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 45 * MINUTE)
    story.stops(session, tour_id, 4, 2)
    check = check_my_order(session, story.olga, tour_id, now=story.now)

    for actor in outsiders(story).values():
        with pytest.raises((NotAllowed, NotFound)):
            check_my_order(session, actor, tour_id, now=story.now)
        with pytest.raises((NotAllowed, NotFound)):
            apply_help(session, actor, check, check.helps[0], now=story.now)
