"""Too many photos for one file are refused before any is read."""

import pytest
from sqlmodel import Session

from planner.domain.errors import Invalid
from planner.domain.issue_filter import IssueFilter
from planner.services.exchange.photos import photos_to_export
from tests.services.control_story import TODAY, a_photo
from tests.services.issue_story import log, set_scene


def test_too_many_photos_are_refused(session: Session) -> None:
    scene = set_scene(session)
    issue = log(session, scene)
    for _ in range(3):
        a_photo(session, issue)

    with pytest.raises(Invalid) as refused:
        photos_to_export(session, scene.town.olga, IssueFilter(), today=TODAY, most=2)
    found = photos_to_export(session, scene.town.olga, IssueFilter(), today=TODAY, most=3)

    assert (refused.value.key, refused.value.values) == ("issues.error.too_many_photos", {"number": 3, "limit": 2})
    assert [(each.issue, each.place) for each in found] == [(issue.id, place) for place in (1, 2, 3)]
