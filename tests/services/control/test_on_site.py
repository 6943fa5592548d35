"""On the spot one sees the picture of before, what was sent so far, and what one may do."""

import pytest
from sqlmodel import Session

from planner.domain.actor import STRANGER
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Photo
from planner.domain.models.types import id_of
from planner.domain.words import PhotoPhase, Step
from planner.services.control.on_site import see_on_site
from tests.services.control_story import Town, a_photo, an_instruction, an_issue


def test_the_picture_of_before_and_those_of_this_instruction(session: Session, town: Town) -> None:
    issue = an_issue(session, town)
    mine, other = an_instruction(session, town, issue), an_instruction(session, town, issue)
    before, first, second = (a_photo(session, issue) for _ in range(3))
    session.get_one(Photo, before).phase = PhotoPhase.BEFORE
    session.get_one(Photo, first).instruction_id = mine.id
    session.get_one(Photo, second).instruction_id = other.id

    seen = see_on_site(session, town.oksana, id_of(mine))

    assert (seen.before and seen.before.id, [photo.id for photo in seen.after]) == (before, [first])
    assert Step.REPORT in seen.steps


def test_who_may_not_report_only_looks(session: Session, town: Town) -> None:
    instruction = an_instruction(session, town, an_issue(session, town))

    assert Step.REPORT not in see_on_site(session, town.boris, id_of(instruction)).steps


def test_an_internal_issue_is_unknown_on_the_spot_too(session: Session, town: Town) -> None:
    instruction = an_instruction(session, town, an_issue(session, town, internal=True))

    with pytest.raises(NotFound, match="unknown"):
        see_on_site(session, town.boris, id_of(instruction))
    with pytest.raises(NotFound, match="unknown"):
        see_on_site(session, town.boris, 999)
    with pytest.raises(NotAllowed):
        see_on_site(session, STRANGER, 999)
