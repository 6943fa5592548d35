"""Tests of `planner.services.tours.in_order`: the stops of tours by position."""

from datetime import datetime

from planner.database import Database
from planner.domain.models import Stop
from planner.services.tours.in_order import stops_in_order
from tests.services.plan_story import write_story


def test_stops_come_by_position_and_of_one_position_the_older_first(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        ours, other, third = (story.tour(session) for _ in range(3))
        for tour_id, position, name in (
            (ours, 2, "в"),
            (ours, 1, "б"),
            (ours, 1, "а"),
            (other, 1, "г"),
            (third, 1, ""),
        ):
            session.add(Stop(tour_id=tour_id, position=position, name=name, lat=50.26, lon=127.53))
            session.flush()

        found = [[stop.name for stop in session.exec(stops_in_order(*ids))] for ids in ((ours,), (ours, other), ())]

    assert found == [["б", "а", "в"], ["б", "а", "г", "в"], []]
