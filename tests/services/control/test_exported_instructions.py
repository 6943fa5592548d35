"""Tests of `planner.services.control.exported_instructions`: the instructions of a list, as far as one may read them."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Photo, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.render.tables.instruction_table import ExportedInstruction
from planner.services.control.exported_instructions import export_instructions
from planner.services.issues.issues import edit_issue
from tests.services.control_story import a_photo, an_instruction
from tests.services.issue_story import NOW, TODAY, log, set_scene


def exported(session: Session, actor: Actor, **wanted: object) -> list[ExportedInstruction]:
    return list(export_instructions(session, actor, IssueFilter(**wanted), today=TODAY))  # type: ignore[arg-type]


def test_export_holds_all_instructions_in_the_order_of_the_list(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.services.control.exported_instructions._BATCH", 2)
    with database.transaction() as session:
        scene = set_scene(session)
        issues = [log(session, scene, text=f"Яма {n}") for n in range(4)]
        for at, issue in enumerate(issues[:3]):
            an_instruction(session, scene.town, issue, text=f"Засыпать {at}", due_on=TODAY + timedelta(days=9 - at))
        an_instruction(session, scene.town, issues[0], text="Убрать песок", due_on=TODAY + timedelta(days=30))

        rows = exported(session, scene.town.olga, text="яма")

        assert [(row.issue, row.number, row.text) for row in rows] == [
            (issues[2].id, f"0–{issues[2].id}–1", "Засыпать 2"),
            (issues[1].id, f"0–{issues[1].id}–1", "Засыпать 1"),
            (issues[0].id, f"0–{issues[0].id}–1", "Засыпать 0"),
            (issues[0].id, f"0–{issues[0].id}–2", "Убрать песок"),
        ]


def test_row_names_everybody_and_links_photos_that_are_not_hidden(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        issue = log(session, scene, stop_id=scene.stop, address="ул. Зейская, 1")
        helpers = [town.parks, town.power]
        an_instruction(session, town, issue, co_executor_ids=helpers, controller_id=town.kira.person_id)
        shown, hidden = a_photo(session, issue), a_photo(session, issue)
        session.get_one(Photo, hidden).hidden = True
        session.flush()

        (row,) = exported(session, town.olga)

        assert (row.agency, row.co_executors, row.controller, row.given_by) == (
            "Roads",
            ["Parks", "Power"],
            "Kira",
            "Sonya",
        )
        assert (row.tour, row.stop, row.address, row.photo_ids) == ("One", "Двор", "ул. Зейская, 1", [shown])


def test_export_leaves_out_what_somebody_may_not_know(database: Database) -> None:
    """Internal issues, tours that are drafts with their stops, and what was written while an issue was internal."""
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        an_instruction(session, town, log(session, scene, text="Тайное", internal=True))
        opened = log(session, scene, internal=True, stop_id=scene.stop)
        an_instruction(session, town, opened, text="Внутри")
        edit_issue(session, town.kira, id_of(opened), now=NOW + timedelta(hours=1), internal=False)
        session.get_one(Tour, scene.tour).state = TourState.DRAFT
        session.flush()

        told = {
            name: [(row.text, row.tour, row.stop) for row in exported(session, actor)]
            for name, actor in (("olga", town.olga), ("oksana", town.oksana), ("boris", town.boris))
        }

        assert told["olga"] == [("Внутри", "One", "Двор"), ("Fill the hole", "", "")]
        assert told["oksana"] == [("Внутри", "", ""), ("Fill the hole", "", "")]
        assert told["boris"] == [("", "", "")]


def test_export_by_who_may_not_is_refused_at_once(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)

        for actor in (scene.pyotr, STRANGER):
            with pytest.raises(NotAllowed):
                export_instructions(session, actor, IssueFilter(), today=TODAY)
