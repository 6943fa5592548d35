"""An observer reads every screen's services and changes nothing, but on a tour that they lead: found by asking every service."""

from pathlib import Path

import pytest
from sqlalchemy import event

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import NotAllowed, NotFound, PlannerError
from planner.domain.models import Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role
from tests.services.typed_story import services_with_actor
from tests.whole.rights_world import RightsWorld, make_rights_world, questions
from tests.whole.test_service_rights import PARTS

OWN = frozenset(
    {
        "access.browsers.trust_browser",
        "access.sign_in.choose_language",
        "access.sign_in.sign_out_everywhere",
        "bulk.decisions.begin_bulk",
        "notices.choices.choose_notices",
        "notices.telegram.begin_chat",
        "notices.telegram.end_chat",
        "search.saved.save_filter",
        "tours.calendar_links.make_calendar_link",
        "tours.calendar_links.revoke_calendar_link",
    }
)
"""What everybody does to their own account, notices, saved lists and what they are about to decide."""
ASKS_LATER = frozenset(
    {
        *("field.items.take_item", "access.join.join_beside", "access.tablets.who_speaks"),
        "protocol.stances.checked_protocol",
    }
)
"""Look first who made an item, which tablet somebody holds, or which text was read, and refuse by that; nothing was written."""


@pytest.fixture
def world(database: Database, tmp_path: Path) -> RightsWorld:
    return make_rights_world(database, tmp_path)


def _observer(world: RightsWorld) -> Actor:
    with world.database.transaction() as session:
        person = Person(name="Zoya")
        session.add(person)
        session.flush()
        session.add(PersonRole(person_id=id_of(person), role=Role.OBSERVER))
        return Actor(name="Zoya", roles=frozenset({Role.OBSERVER}), person_id=person.id)


def test_an_observer_writes_nothing(world: RightsWorld) -> None:
    zoya, services = _observer(world), services_with_actor()
    wrote, read = set(), set()

    for question in questions({name: services[name] for name in services if name not in PARTS}):
        for kind in question.kinds:
            with world.database.reading() as session:  # which keeps nothing
                try:
                    given = question.given(session, world, kind)
                except PlannerError:
                    continue  # such a thing there is not
                session.flush()
                flushed = list[bool]()
                event.listen(session, "after_flush", lambda *_, flushed=flushed: flushed.append(True))
                try:
                    question.service(session, zoya, **given)
                    read.add(question.name)
                except (NotAllowed, NotFound):
                    pass
                except PlannerError:  # a rule's no, to somebody who may ask
                    wrote.add(question.name)
                if flushed or session.new or session.dirty or session.deleted:
                    wrote.add(question.name)

    assert wrote - OWN == ASKS_LATER
    assert {"issues.list.list_issues", "events.finding.list_tours", "issues.details.issue_details"} <= read
