"""Changes of a published plan are listed until somebody has told them."""

from datetime import datetime

import pytest

from planner.database import Database
from planner.domain.errors import Conflict
from planner.domain.told_plan import PlanChangeKind
from planner.services.tours.stops import edit_stop, remove_stop
from planner.services.tours.told import changes_to_tell, mark_told
from planner.services.tours.tours import publish_tour, withdraw_tour
from tests.services.plan_story import write_story


def test_changes_are_listed_from_the_publication_until_they_are_told(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id, olga = story.tour(session), story.olga
        first, second = story.stops(session, tour_id, 1, 2)
        draft = changes_to_tell(session, olga, tour_id).changes
        publish_tour(session, olga, tour_id, now=now)
        untouched = changes_to_tell(session, olga, tour_id).changes
        edit_stop(session, olga, first, minutes_talk=25)
        withdraw_tour(session, olga, tour_id, now=now)
        remove_stop(session, olga, second)
        publish_tour(session, olga, tour_id, now=now)
        edit_stop(session, olga, first, address="ул. Ленина, 1")
        changed = changes_to_tell(session, olga, tour_id)
        with pytest.raises(Conflict):
            mark_told(session, olga, tour_id, version=changed.version - 1, now=now)

        mark_told(session, olga, tour_id, version=changed.version, now=now)
        told = changes_to_tell(session, olga, tour_id).changes

    assert (draft, untouched, told) == ((), (), ())
    assert [each.kind for each in changed.changes] == [PlanChangeKind.ELSEWHERE, PlanChangeKind.REMOVED]
