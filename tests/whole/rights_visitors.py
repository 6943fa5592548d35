"""Everybody of the world of marks as visitors, each with a sign-in of one's own, and those whose sign-in is no good."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from planner.domain.models import Participant, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer
from planner.services.access.sign_in import open_sign_in, open_sign_in_for, sign_out
from planner.services.tours.calendar_links import make_calendar_link
from tests.whole.rights_world import RightsWorld

LOST = ("revoked", "expired", "gone")
"""Olga signed out, Olga after her sign-in was over, and a tablet of the tour that was cancelled."""


def let_everybody_in(world: RightsWorld) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """A token for everybody, and the secret of the calendar for whoever has an account."""
    now = datetime.now(UTC)
    with world.database.transaction() as session:
        for thing in world.things.values():
            tour = session.get_one(Tour, thing.tour)
            tour.starts_at, tour.ends_at = now - timedelta(hours=1), now + timedelta(hours=3)
            tour.join_code = f"code{thing.tour}"
        tablet = Participant(tour_id=world.things["withdrawn"].tour, name="Gone", answer=Answer.YES, invited_at=now)
        session.add(tablet)
        session.flush()
        given: Any = {"now": now, "expires_at": now + timedelta(hours=3), "device": ""}
        tokens = {"stranger": "", "gone": open_sign_in(session, **given, participant_id=id_of(tablet))}
        calendars = {}
        for who, actor in world.actors.items():
            if actor.person_id is not None:
                tokens[who] = open_sign_in_for(session, session.get_one(Person, actor.person_id), now=now)
                calendars[who] = make_calendar_link(session, actor, now=now)
            elif actor.participant_id is not None:
                tokens[who] = open_sign_in(session, **given, participant_id=actor.participant_id)
        olga = session.get_one(Person, world.actors["olga"].person_id)
        tokens["revoked"] = open_sign_in_for(session, olga, now=now)
        sign_out(session, tokens["revoked"])
        tokens["expired"] = open_sign_in_for(session, olga, now=now - timedelta(days=40))
    return tokens, calendars
