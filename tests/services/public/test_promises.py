"""Promises counted in memory are those of the instructions that the database has, whatever happens to them."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

from sqlmodel import select

from planner.database import Database
from planner.domain.lateness import lateness_of
from planner.domain.models import Instruction, Issue
from planner.domain.words import DONE_INSTRUCTION_STATES, InstructionState
from planner.services.issues.columns import IssueColumns
from planner.services.public.openness import shown_issues
from planner.services.public.promises import count_promises
from tests.services.control_story import TODAY
from tests.services.public_story import NOW, log, open_scene, publish


def test_promises_are_counted_as_each_instruction_says_by_itself(database: Database) -> None:
    chance = random.Random(3)
    with database.transaction() as session:
        city = open_scene(session)
        town = city.scene.town
        for number in range(20):
            issue = log(session, city.scene)
            for item, agency_id in enumerate((town.roads, town.parks)[: 1 + number % 2], start=1):
                given: dict[str, Any] = {"agency_id": agency_id, "item": item, "stop_number": number}
                given |= {"issue_id": issue.id, "due_on": TODAY, "given_at": NOW}
                session.add(Instruction(text="Fill it", **given))
            if number % 4:
                publish(session, city, issue)
    columns = IssueColumns(database)

    for _ in range(10):
        with database.transaction() as session:
            for each in chance.sample(session.exec(select(Instruction)).all(), 9):
                each.state, each.late_before = chance.choice(list(InstructionState)), chance.choice([0, 0, 3])
                each.due_on = TODAY + timedelta(days=chance.randrange(-2, 3))
                each.reported_on = chance.choice([None, TODAY - timedelta(days=2), TODAY + timedelta(days=1)])
            chance.choice(session.exec(select(Issue)).all()).internal = True
            session.delete(chance.choice(session.exec(select(Instruction)).all()))
        with database.reading() as session:
            shown = session.exec(select(Instruction).join(Issue).where(shown_issues(NOW))).all()
            expected = Counter((each.agency_id, _kind(each)) for each in shown if _kind(each))

        counted = count_promises(columns, now=NOW, today=TODAY)

        kinds = ("kept", "late", "waiting", "broken")
        found = {(agency, kind): getattr(each, kind) for agency, each in counted.items() for kind in kinds}
        assert {key: number for key, number in found.items() if number} == dict(expected)


def _kind(given: Instruction) -> str:
    if given.state is InstructionState.CANCELLED:
        return ""
    late = lateness_of(given, TODAY) > 0
    return ("late" if late else "kept") if given.state in DONE_INSTRUCTION_STATES else ("broken" if late else "waiting")
