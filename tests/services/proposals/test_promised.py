"""What was promised beside the way: what each place would cost is what it costs once it is a stop."""

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, NotAllowed
from planner.domain.words import IssueState
from planner.services.proposals.promised import MOST, add_promised, promised_on_the_way
from planner.services.tours.plan import plan_of
from planner.services.tours.tours import publish_tour
from tests.services.plan_story import MINUTE, Story, names


def promised(
    session: Session, story: Story, *, north_m: float, east_m: float = 0, days: int = 0, **more: object
) -> int:
    due = story.start.date().fromordinal(story.start.date().toordinal() + days)
    fields = {"state": IssueState.ASSIGNED, "due_on": due, "address": f"{north_m:g}-{east_m:g}", **more}
    return story.issue(session, north_m=north_m, east_m=east_m, **fields)


def test_cheapest_comes_first_and_costs_what_was_said(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 300 * MINUTE)
    story.stops(session, tour_id, 1, 3)
    between = promised(session, story, north_m=2_000)
    aside = promised(session, story, north_m=3_000, east_m=1_900)
    promised(session, story, north_m=9_000)
    promised(session, story, north_m=2_500, days=30)
    story.issue(session, north_m=1_500)

    found = promised_on_the_way(session, story.olga, tour_id, now=story.now)

    assert [(each.issue_ids, each.at) for each in found.rows] == [((between,), 2), ((aside,), 3)]
    for wanted in found.rows:
        with session.begin_nested() as trial:
            before = plan_of(session, story.olga, tour_id, now=story.now).timetable.finish_at
            add_promised(session, story.olga, tour_id, wanted, version=found.version)
            after = plan_of(session, story.olga, tour_id, now=story.now).timetable.finish_at
            assert before is not None
            assert after is not None
            assert abs((after - before) / MINUTE - wanted.minutes) <= 1  # minutes of each leg are whole
            assert names(session, tour_id)[wanted.at - 1] == wanted.name
            trial.rollback()
        session.expire_all()


def test_published_plan_takes_it_too_unless_somebody_was_quicker(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 1, 3)
    publish_tour(session, story.olga, tour_id, now=story.now, past_is_meant=True)
    promised(session, story, north_m=2_000)
    found = promised_on_the_way(session, story.olga, tour_id, now=story.now)

    add_promised(session, story.olga, tour_id, found.rows[0], version=found.version)

    assert names(session, tour_id) == ["1 км", "2000-0", "3 км"]
    with pytest.raises(Conflict, match="tours.error.changed"):
        add_promised(session, story.olga, tour_id, found.rows[0], version=found.version)


def test_what_has_a_stop_is_offered_no_more_and_no_more_than_a_handful(session: Session, story: Story) -> None:
    tour_id = story.tour(session, start_lat=None, start_lon=None, end_lat=None, end_lon=None)
    story.stops(session, tour_id, 1)
    for number in range(MOST + 3):
        promised(session, story, north_m=1_000, east_m=400 * (number + 1) / 2)
    found = promised_on_the_way(session, story.olga, tour_id, now=story.now)

    add_promised(session, story.olga, tour_id, found.rows[0], version=found.version)
    again = promised_on_the_way(session, story.olga, tour_id, now=story.now)

    assert 1 < len(found.rows) <= MOST
    assert found.rows[0].issue_ids not in [each.issue_ids for each in again.rows]


def test_tour_without_any_place_has_no_way(session: Session, story: Story) -> None:
    tour_id = story.tour(session, start_lat=None, start_lon=None, end_lat=None, end_lon=None)
    promised(session, story, north_m=0)

    assert promised_on_the_way(session, story.olga, tour_id, now=story.now).rows == ()


def test_internal_ones_are_told_and_only_planners_ask(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 1)
    hidden = promised(session, story, north_m=1_500, internal=True)
    found = promised_on_the_way(session, story.olga, tour_id, now=story.now)
    publish_tour(session, story.olga, tour_id, now=story.now, past_is_meant=True)

    assert found.rows[0].internal == (hidden,)
    with pytest.raises(NotAllowed):
        promised_on_the_way(session, story.oksana, tour_id, now=story.now)
