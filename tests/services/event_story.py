"""Events of the planning stories: a press approach at a square, as a draft and published."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourKind
from planner.services.tours.tours import create_tour, publish_tour
from tests.services.plan_story import MINUTE, Story, write_story

SQUARE: dict[str, Any] = {"start_name": "Сквер Ленина", "start_lat": 50.25, "start_lon": 127.54}


def an_event(session: Session, story: Story, **fields: Any) -> Tour:
    """A press approach of forty minutes, at the square unless told otherwise."""
    ends = fields.get("starts_at", story.start) + 40 * MINUTE
    given = {"title": "Сквер после ремонта", "kind": TourKind.PRESS_APPROACH, "starts_at": story.start, **SQUARE}
    return create_tour(session, story.olga, now=story.now, past_is_meant=True, **{"ends_at": ends, **given, **fields})


def an_open_event(session: Session, now: datetime, **fields: Any) -> tuple[Story, int]:
    """Everybody, and the number of a published press approach."""
    story = write_story(session, now)
    tour = an_event(session, story, **fields)
    return story, id_of(publish_tour(session, story.olga, id_of(tour), now=now))
