"""The facts on papers about instructions: whose they are, how late, and that they tell nobody what is not theirs to know."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotFound
from planner.domain.instruction_number import instruction_number
from planner.domain.models import Instruction, Issue, Repair
from planner.domain.models.types import id_of
from planner.domain.words import Step
from planner.services.control.instructions import cancel_instruction, extend_deadline, report_done
from planner.services.control.progress import take_instruction
from planner.services.papers.instructions import (
    AgencyDiscipline,
    GuaranteeFacts,
    discipline_of,
    guarantee_facts,
    instruction_facts,
    instructions_of_tour,
    owed_by,
)
from planner.storage.folder import FolderStore
from tests.services.control_story import a_photo
from tests.services.papers.test_papers import queries
from tests.services.protocol_story import DUE, TODAY, Scene, set_scene

DAY = timedelta(days=1)


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return set_scene(session, now)


def report(session: Session, scene: Scene, given: Instruction, *, days: int) -> None:
    """Oksana reports it done so many days after its date."""
    photo = a_photo(session, session.get_one(Issue, given.issue_id))
    moment = scene.now + (DUE - TODAY) + days * DAY
    report_done(session, scene.oksana, id_of(given), text="Готово", photo_ids=[photo], now=moment)


def test_list_of_a_tour_stands_in_the_order_of_the_numbers(session: Session, scene: Scene) -> None:
    for stop in (2, 1, 2):
        scene.instruct(session, scene.issue(session, "Яма", stop=stop), co_executor_ids=[scene.lights])
    scene.instruct(session, scene.issue(session, "Другая", tour_id=None, stop=None))

    rows = instructions_of_tour(session, scene.sonya, scene.tour_id, today=TODAY)

    assert [instruction_number(row.instruction) for row in rows] == [
        f"{scene.tour_id}–{rest}" for rest in ("1–1", "2–1", "2–2")
    ]
    assert [agency.name for agency in rows[0].co_executors] == ["Горсвет"]
    assert [move.step for move in rows[0].moves] == [Step.INSTRUCT]


def test_list_tells_nobody_of_internal_issues(session: Session, scene: Scene) -> None:
    scene.instruct(session, scene.issue(session, "Яма", internal=True))

    seen = [
        len(instructions_of_tour(session, actor, scene.tour_id, today=TODAY))
        for actor in (scene.olga, scene.oksana, scene.boris)
    ]

    assert seen == [1, 1, 0]


def test_one_instruction_is_not_found_for_who_may_not_know_it(session: Session, scene: Scene, tmp_path: Path) -> None:
    given = scene.instruct(session, scene.issue(session, "Яма", internal=True))
    store = FolderStore(tmp_path)

    facts = instruction_facts(session, scene.oksana, store, id_of(given), today=TODAY)

    assert (facts.row.instruction.text, facts.tour is not None, facts.before) == ("Заделать", True, [])
    for number in (id_of(given), 999):
        with pytest.raises(NotFound):
            instruction_facts(session, scene.boris, store, number, today=TODAY)


def test_letter_about_a_guarantee_knows_contract_contractor_and_date(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        scene = set_scene(session, now)
        store = FolderStore(Path())
        spot: dict[str, Any] = {"geometry": {"type": "Point", "coordinates": [127.54, 50.27]}, "name": "Двор"}
        box: dict[str, Any] = {"south": 50.27, "north": 50.27, "west": 127.54, "east": 127.54}
        until: dict[str, Any] = {"guarantee_until": TODAY, "contract": "№ 5", "contractor": "ООО «Дорога»"}
        own, other = Repair(**spot, **box, **until, agency_id=scene.roads), Repair(**spot, **box, **until)
        over = Repair(**spot, **box, **until | {"guarantee_until": TODAY - DAY})
        session.add_all([own, other, over])
        session.flush()
        issue, hidden = scene.issue(session, "Яма"), scene.issue(session, "Тайна", internal=True)
        for due in (DUE + 5 * DAY, DUE, DUE + DAY):
            given = scene.instruct(session, issue, due_on=due)
        given.due_on = TODAY - DAY
        scene.instruct(session, issue, agency_id=scene.lights, due_on=TODAY)

        def asked(actor: Actor, repair: Repair, about: Issue = issue) -> GuaranteeFacts:
            return guarantee_facts(session, actor, store, id_of(about), id_of(repair), today=TODAY)

        facts = asked(scene.sonya, own)

        assert (facts.issue.text, facts.guarantee.contractor, facts.due_on) == ("Яма", "Управление дорог", DUE)
        assert (asked(scene.sonya, other).guarantee.contractor, asked(scene.sonya, other).due_on) == (
            "ООО «Дорога»",
            None,
        )
        assert asked(scene.sonya, own, hidden).issue.text == "Тайна"
        for actor, repair, about in ((scene.sonya, over, issue), (scene.oksana, own, hidden)):
            with pytest.raises(NotFound):
                asked(actor, repair, about)


def test_letter_names_what_is_overdue_alone(session: Session, scene: Scene) -> None:
    issue = scene.issue(session, "Яма")
    late, reported, later = (scene.instruct(session, issue, text) for text in ("Поздно", "Готово", "Потом"))
    extend_deadline(session, scene.kira, id_of(later), until=DUE + 30 * DAY, reason="", now=scene.now, today=TODAY)
    report(session, scene, reported, days=-1)

    agency, rows = owed_by(session, scene.sonya, scene.roads, today=DUE + 3 * DAY)

    assert (agency.id, [(row.instruction.text, row.late) for row in rows]) == (scene.roads, [("Поздно", 3)])
    assert late.text == "Поздно"
    with pytest.raises(NotFound):
        owed_by(session, scene.sonya, 999, today=DUE)


def test_note_counts_in_time_late_coming_and_overdue(session: Session, scene: Scene) -> None:
    issue = scene.issue(session, "Яма")
    in_time, late, open_one, cancelled = (scene.instruct(session, issue, text) for text in "АБВГ")
    report(session, scene, in_time, days=0)
    report(session, scene, late, days=2)
    cancel_instruction(session, scene.sonya, id_of(cancelled), reason="Описка", now=scene.now)
    scene.instruct(session, issue, "Свет", agency_id=scene.lights)
    period = {"since": DUE - 7 * DAY, "until": DUE}

    before = discipline_of(session, scene.sonya, **period, today=DUE)
    after = discipline_of(session, scene.sonya, **period, today=DUE + 5 * DAY)

    def figures(rows: Sequence[AgencyDiscipline]) -> list[tuple[object, ...]]:
        return [
            (row.agency.name, row.given, row.in_time, row.late, row.coming, row.overdue, row.days_late) for row in rows
        ]

    assert figures(before) == [("Горсвет", 1, 0, 0, 1, 0, 0), ("Управление дорог", 3, 1, 1, 1, 0, 2)]
    assert figures(after) == [("Горсвет", 1, 0, 0, 0, 1, 5), ("Управление дорог", 3, 1, 1, 0, 1, 7)]
    assert open_one.text == "В"


def test_note_of_an_impossible_period_is_refused(session: Session, scene: Scene) -> None:
    for until in (DUE - DAY, DUE + 2000 * DAY):
        with pytest.raises(Invalid) as refusal:
            discipline_of(session, scene.sonya, since=DUE, until=until, today=TODAY)
        assert refusal.value.field == "until"


def test_questions_to_the_database_are_as_many_for_many_instructions(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        scene = set_scene(session, now)
        issue = scene.issue(session, "Яма")
        scene.instruct(session, issue)
    with queries(database) as few, database.reading() as session:
        instructions_of_tour(session, scene.sonya, scene.tour_id, today=TODAY)
    with database.transaction() as session:
        for _ in range(9):
            scene.instruct(session, scene.issue(session, "Яма"))
    with queries(database) as many, database.reading() as session:
        rows = instructions_of_tour(session, scene.sonya, scene.tour_id, today=TODAY)

    assert (len(many), len(rows)) == (len(few), 10)


def test_what_is_in_work_and_overdue_is_in_the_letter_and_in_the_note(session: Session, scene: Scene) -> None:
    given = scene.instruct(session, scene.issue(session, "Яма"))
    take_instruction(session, scene.oksana, id_of(given), now=scene.now)
    later = DUE + 3 * DAY

    agency, owed = owed_by(session, scene.sonya, scene.roads, today=later)
    (note,) = discipline_of(session, scene.sonya, since=DUE, until=DUE, today=later)

    assert [row.late for row in owed] == [3]
    assert (note.agency.id, note.in_time, note.overdue, note.days_late) == (agency.id, 0, 1, 3)


def test_date_that_was_missed_before_it_was_moved_stays_missed_on_paper(session: Session, scene: Scene) -> None:
    issue = scene.issue(session, "Яма")
    reported, waits = (scene.instruct(session, issue, text) for text in ("Готово", "Ждёт"))
    for given in (reported, waits):
        extend_deadline(
            session, scene.kira, id_of(given), until=DUE + 30 * DAY, reason="", now=scene.now, today=DUE + 4 * DAY
        )
    report(session, scene, reported, days=5)

    rows = instructions_of_tour(session, scene.sonya, scene.tour_id, today=DUE + 6 * DAY)
    (note,) = discipline_of(session, scene.sonya, since=DUE, until=DUE + 30 * DAY, today=DUE + 6 * DAY)
    (again, _) = instructions_of_tour(session, scene.sonya, scene.tour_id, today=DUE + 40 * DAY)

    assert [(row.instruction.text, row.late) for row in rows] == [("Готово", 4), ("Ждёт", 4)]
    assert (note.in_time, note.late, note.coming, note.overdue, note.days_late) == (0, 1, 1, 0, 8)
    assert again.late == 4
