"""A corrected table of issues: nothing is written before it was seen, what others changed is not written over, all or nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from planner.database import Database
from planner.domain.corrections import Preview
from planner.domain.errors import ChangedMeanwhile, NotAllowed
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Issue, Move
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Severity, Step
from planner.i18n import translator
from planner.phrases.exchange.corrections import severity_words
from planner.render.tables.issue_table import issue_table_columns, issue_table_row
from planner.render.tables.sheets import Sheet, SheetRow, read_sheet
from planner.render.tables.tables import to_csv, to_xlsx
from planner.services.exchange.issues import COLUMNS, apply_issues, preview_issues
from planner.services.issues.issues import edit_issue
from planner.services.issues.list import export_rows
from tests.services.issue_story import HOSTILE, NOW, Scene, log, set_scene

WORDS = severity_words()
T = translator("ru", "Asia/Yakutsk")
OWN = {column: T(f"issues.export.{column}") for column in COLUMNS}


@pytest.fixture
def scene(session: Session) -> Scene:
    return set_scene(session)


def table(*rows: dict[str, Any]) -> Sheet:
    """Rows by our own names of the columns; each has all columns that any has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return Sheet(names, [SheetRow(at, {name: row.get(name) for name in names}) for at, row in enumerate(rows, start=2)])


def look(session: Session, scene: Scene, sheet: Sheet) -> Preview:
    columns = {name: name for name in sheet.columns if name in COLUMNS}
    return preview_issues(session, scene.town.olga, sheet, columns, severities=WORDS, source="f")


def told(preview: Preview) -> list[tuple[int, int | None, str, Any, Any, str | None]]:
    return [
        (each.row, each.id, change.field, change.before, change.after, change.by)
        for each in preview.corrections
        for change in each.changes
    ]


def exported(session: Session, scene: Scene) -> tuple[list[str], list[Sequence[Any]]]:
    rows = export_rows(session, scene.town.olga, IssueFilter(), today=date(2026, 11, 23))
    return issue_table_columns(T), [issue_table_row(row, T, photo_link=str) for row in rows]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_table_that_comes_back_as_it_went_out_changes_nothing(session: Session, scene: Scene, form: str) -> None:
    for text in (*HOSTILE, "Яма\nглубокая", "- у дома", "'"):
        log(session, scene, text=text, address=text.partition("\n")[0], lat=50.2712345678, lon=127.54)
    columns, rows = exported(session, scene)
    data = to_csv(columns, rows) if form == "csv" else to_xlsx("a", columns, rows)

    preview = preview_issues(session, scene.town.olga, read_sheet(data, f"a.{form}"), OWN, severities=WORDS, source="f")

    assert (told(preview), list(preview.bad), preview.same) == ([], [], len(rows))
    assert "Состояние" in preview.passed_over


def test_each_change_is_shown_and_written_as_a_step(session: Session, scene: Scene) -> None:
    number = id_of(log(session, scene, text="Яма"))
    sheet = table(
        {
            "number": f"№ {number}",
            "text": "Яма у дома",
            "severity": "ОПАСНО",
            "category": "lights",
            "lat": "50,26",
            "lon": 127.56,
        }
    )

    preview = look(session, scene, sheet)
    before = session.get_one(Issue, number).text
    done = apply_issues(session, scene.town.olga, preview, now=NOW)

    assert told(preview) == [
        (2, number, "text", "Яма", "Яма у дома", None),
        (2, number, "category", "Ямы", "Свет", None),
        (2, number, "severity", "normal", "danger", None),
        (2, number, "place", (50.27, 127.54), (50.26, 127.56), None),
    ]
    issue = session.get_one(Issue, number)
    assert (before, issue.text, issue.severity, issue.district_id) == ("Яма", "Яма у дома", Severity.DANGER, scene.east)
    assert (done, issue.category_id) == ((1, 0), scene.lights)
    steps = session.exec(select(Move.by).where(Move.issue_id == number, Move.step == Step.EDIT)).all()
    assert steps == [scene.town.olga.name]


def test_what_others_changed_meanwhile_is_a_conflict_and_left_out_unless_chosen(session: Session, scene: Scene) -> None:
    number = id_of(log(session, scene, text="Яма", address="Зейская, 1"))
    version = session.exec(select(func.max(Move.id))).one()
    edit_issue(session, scene.town.kira, number, text="Яма залита", now=NOW)
    row = {"number": number, "version": version, "text": "Яма сухая", "address": "Зейская, 2"}

    preview = look(session, scene, table(row))
    apply_issues(session, scene.town.olga, preview, now=NOW)
    left = session.get_one(Issue, number).text
    again = look(session, scene, table(row))
    apply_issues(session, scene.town.olga, again, take={(2, "text")}, now=NOW)

    assert told(preview) == [
        (2, number, "text", "Яма залита", "Яма сухая", scene.town.kira.name),
        (2, number, "address", "Зейская, 1", "Зейская, 2", None),
    ]
    issue = session.get_one(Issue, number)
    assert (left, issue.text, issue.address) == ("Яма залита", "Яма сухая", "Зейская, 2")


def test_cell_that_nobody_touched_in_the_file_does_not_take_back_what_others_wrote(
    session: Session, scene: Scene
) -> None:
    number = id_of(log(session, scene, text="Яма", lat=50.27, lon=127.54))
    version = session.exec(select(func.max(Move.id))).one()
    for change in ({"text": "Яма 1"}, {"text": "Яма 2"}, {"lat": 50.26, "lon": 127.53}):
        edit_issue(session, scene.town.kira, number, now=NOW, **change)

    preview = look(
        session, scene, table({"number": number, "version": version, "text": "Яма", "lat": 50.27, "lon": 127.54})
    )

    assert (told(preview), preview.same) == ([], 1)


def test_change_after_the_preview_takes_all_of_it_back(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        numbers = [id_of(log(session, scene, text="Яма")) for _ in range(2)]
    with database.reading() as session:
        preview = look(session, scene, table(*({"number": number, "text": "Люк"} for number in numbers)))
    with database.transaction() as session:
        edit_issue(session, scene.town.kira, numbers[1], text="Колодец", now=NOW)

    with pytest.raises(ChangedMeanwhile), database.transaction() as session:
        apply_issues(session, scene.town.olga, preview, now=NOW)

    with database.reading() as session:
        assert list(session.exec(select(Issue.text).order_by(col(Issue.id)))) == ["Яма", "Колодец"]


def test_rows_without_a_number_are_new_issues_once(session: Session, scene: Scene) -> None:
    new = {"number": None, "text": "Нет света", "category": "Свет", "address": "Мира, 5", "lat": 50.26, "lon": 127.56}
    preview = look(session, scene, table(new))

    done = apply_issues(session, scene.town.olga, preview, now=NOW)
    again = look(session, scene, table(new))

    issue = session.exec(select(Issue)).one()
    assert (done, issue.text, issue.district_id, issue.raised_by) == (
        (0, 1),
        "Нет света",
        scene.east,
        scene.town.olga.name,
    )
    assert (told(again), again.same) == ([], 1)


def test_bad_rows_say_why_and_the_others_come_in(session: Session, scene: Scene) -> None:
    number = id_of(log(session, scene, text="Яма"))
    closed = log(session, scene, text="Люк")
    closed.state = IssueState.CLOSED
    hidden = id_of(log(session, scene, text="Тайна"))
    session.get_one(Issue, hidden).deleted = True
    bad: list[dict[str, Any]] = [
        {"number": "двенадцать"},
        {"number": 10**12},
        {"number": hidden},
        {"number": closed.id, "text": "Другой"},
        {"number": number, "category": "Космос"},
        {"number": number},
        {"number": None, "text": "Новое"},
        {"number": None, "category": "Свет"},
        {"number": None, "category": "Свет", "lat": 95, "lon": 1},
        {"number": None, "category": "Свет", "lat": "север", "lon": 1},
        {"number": None, "category": "Свет", "lat": 50.2, "lon": 127.5, "severity": "ужасно"},
        {"number": None, "text": "я" * 4_001},
    ]

    preview = look(session, scene, table(*bad, {"number": None, "category": "Свет", "lat": 50.2, "lon": 127.5}))

    reasons = [
        "number",
        "unknown",
        "unknown",
        "closed",
        "category",
        "twice",
        "no_category",
        "no_place",
        "place",
        "place",
        "severity",
    ]
    assert [each.reason for each in preview.bad] == [
        *(f"corrections.bad.{each}" for each in reasons),
        "typed.error.too_long",
    ]
    assert (preview.new, preview.changed, [each.row for each in preview.bad]) == (1, 0, list(range(2, 14)))


def test_formula_without_a_value_makes_a_bad_row(session: Session, scene: Scene) -> None:
    number = id_of(log(session, scene, text="Яма"))
    sheet = Sheet(["number", "text"], [SheetRow(2, {"number": number, "text": None}, frozenset({"text"}))])

    preview = look(session, scene, sheet)

    assert [(each.reason, each.values) for each in preview.bad] == [("corrections.bad.formula", {"column": "text"})]


def test_tables_are_brought_back_by_staff_alone(session: Session, scene: Scene) -> None:
    for actor in (scene.town.oksana, scene.pyotr):
        with pytest.raises(NotAllowed):
            preview_issues(session, actor, table(), {}, severities={}, source="f")
        with pytest.raises(NotAllowed):
            apply_issues(session, actor, Preview([], [], 0), now=NOW + timedelta(0))
