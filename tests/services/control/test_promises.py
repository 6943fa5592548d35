"""Tests of `planner.services.control.promises`: what was promised about several issues."""

from datetime import timedelta

from planner.database import Database
from planner.domain.models.types import id_of
from planner.services.control.instructions import cancel_instruction
from planner.services.control.promises import promises_of
from tests.services.control_story import DUE, NOW, an_instruction, an_issue, make_town


def test_promises_come_by_date_with_their_agencies_whatever_their_state(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        hole, calm, other = (an_issue(session, town) for _ in range(3))
        late = id_of(an_instruction(session, town, hole, due_on=DUE + timedelta(days=9)))
        soon = id_of(an_instruction(session, town, hole, agency_id=town.parks))
        cancel_instruction(session, town.sonya, soon, reason="Сделано раньше", now=NOW)
        an_instruction(session, town, other)

        found = promises_of(session, [id_of(hole), id_of(calm)])

        told = {issue: [(given.id, agency.name) for given, agency in rows] for issue, rows in found.items()}
        assert told == {id_of(hole): [(soon, "Parks"), (late, "Roads")]}
