"""Instructions go out as a table and come back: unchanged they change nothing, corrected they are corrected as on the screen."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.corrections import Preview
from planner.domain.errors import ChangedMeanwhile, NotAllowed
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import CoExecutor, Instruction, Move
from planner.domain.models.types import id_of
from planner.domain.words import Outcome, Step
from planner.i18n import LANGUAGES, translator
from planner.phrases.exchange.corrections import own_names
from planner.render.tables.instruction_table import instruction_table_columns, instruction_table_row
from planner.render.tables.sheets import Sheet, SheetRow, read_sheet
from planner.render.tables.tables import to_csv, to_xlsx
from planner.services.control.closing import close_issue
from planner.services.control.correcting import correct_instruction
from planner.services.control.exported_instructions import export_instructions
from planner.services.control.instructions import cancel_instruction
from planner.services.exchange.columns import folded
from planner.services.exchange.instructions import COLUMNS, apply_instructions, preview_instructions
from tests.services.control_story import DUE, NOW, TODAY, Town, an_instruction, an_issue, make_town

OWN = {column: column for column in COLUMNS}
LATER = DUE + timedelta(days=5)


def out(session: Session, town: Town, *, language: str = "ru", form: str = "xlsx") -> Sheet:
    """The export, read back."""
    t = translator(language, "Asia/Yakutsk")
    found = export_instructions(session, town.olga, IssueFilter(), today=TODAY)
    rows = [instruction_table_row(row, t, today=TODAY, photo_link=str) for row in found]
    head = instruction_table_columns(t)
    return read_sheet(to_csv(head, rows) if form == "csv" else to_xlsx("a", head, rows), f"a.{form}")


def columns_of(sheet: Sheet) -> dict[str, str]:
    """Our columns as the export calls them."""
    names = own_names("instructions", COLUMNS)
    return {names[folded(name)]: name for name in sheet.columns if folded(name) in names}


def look(session: Session, town: Town, sheet: Sheet, columns: dict[str, str] | None = None) -> Preview:
    return preview_instructions(session, town.kira, sheet, columns or OWN, source="a", today=TODAY)


def table(*rows: dict[str, Any]) -> Sheet:
    return Sheet(COLUMNS, [SheetRow(at, row) for at, row in enumerate(rows, start=2)])


def told(preview: Preview) -> list[tuple[Any, ...]]:
    return [(each.called, c.field, c.before, c.after, c.by) for each in preview.corrections for c in each.changes]


def bad(preview: Preview) -> list[str]:
    return [each.reason for each in preview.bad]


def apply(session: Session, town: Town, preview: Preview, **more: Any) -> tuple[int, int]:
    return apply_instructions(session, town.kira, preview, now=NOW, today=TODAY, **more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_table_that_comes_back_as_it_went_out_changes_nothing(
    session: Session, town: Town, language: str, form: str
) -> None:
    for text in ("Fill the hole", "=1+1; две\nстроки", "  <b>жирно</b>"):
        an_instruction(session, town, an_issue(session, town), text=text, co_executor_ids=[town.parks, town.power])
    sheet = out(session, town, language=language, form=form)

    preview = look(session, town, sheet, columns_of(sheet))

    assert (told(preview), bad(preview), preview.same, len(columns_of(sheet))) == ([], [], 3, len(COLUMNS))


def test_corrected_cells_are_written_as_steps_of_the_history(session: Session, town: Town) -> None:
    given = an_instruction(session, town, an_issue(session, town), co_executor_ids=[town.power])
    number = f"0-{given.issue_id}-1"
    row = {"number": number, "text": "Засыпать", "agency": "parks", "co_executors": "Roads; POWER", "due_on": LATER}

    preview = look(session, town, table({**row, "controller": "kira"}))
    done = apply(session, town, preview)

    called = number.replace("-", "–")
    assert told(preview) == [
        (called, "text", "Fill the hole", "Засыпать", None),
        (called, "agency", "Roads", "Parks", None),
        (called, "co_executors", "Power", "Power; Roads", None),
        (called, "controller", "", "Kira", None),
        (called, "due_on", DUE.isoformat(), LATER.isoformat(), None),
    ]
    helping = set(session.exec(select(CoExecutor.agency_id)).all())
    assert done == (1, 0)
    assert (given.text, given.agency_id, given.due_on, helping) == (
        "Засыпать",
        town.parks,
        LATER,
        {town.roads, town.power},
    )
    (move,) = session.exec(select(Move).where(Move.step == Step.CORRECT)).all()
    assert (move.by, sorted(move.facts["changes"])) == (
        "Kira",
        ["agency", "co_executors", "controller", "due_on", "text"],
    )


def test_row_without_a_number_is_a_new_instruction_once(session: Session, town: Town) -> None:
    issue = id_of(an_issue(session, town))
    row = {"issue": issue, "text": "Засыпать", "agency": "Roads", "due_on": "30.11.2026"}

    counts = []
    for _ in range(2):
        preview = look(session, town, table({**row, "co_executors": "Parks"}))
        counts.append((preview.new, apply(session, town, preview)))

    (given,) = session.exec(select(Instruction)).all()
    assert counts == [(1, (0, 1)), (0, (0, 0))]
    assert (given.issue_id, given.text, given.due_on, given.given_by) == (issue, "Засыпать", DUE, "Kira")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"number": "0–99–1"}, "corrections.bad.unknown"),
        ({"number": "7"}, "corrections.bad.unknown"),
        ({"number": "0–{issue}–1", "agency": "Nobody"}, "corrections.bad.agency"),
        ({"number": "0–{issue}–1", "co_executors": "Roads; Nobody"}, "corrections.bad.agency"),
        ({"number": "0–{issue}–1", "controller": "Olga"}, "corrections.bad.controller"),
        ({"number": "0–{issue}–1", "due_on": "завтра"}, "corrections.bad.due_on"),
        ({"number": "0–{issue}–1", "due_on": date(2026, 11, 22)}, "instructions.error.past_date"),
        ({}, "corrections.bad.no_issue"),
        ({"issue": "x"}, "corrections.bad.number"),
        ({"issue": 99, "text": "a", "agency": "Roads", "due_on": DUE}, "corrections.bad.unknown"),
        ({"issue": "{issue}", "agency": "Roads", "due_on": DUE}, "corrections.bad.no_text"),
        ({"issue": "{issue}", "text": "a", "due_on": DUE}, "corrections.bad.no_agency"),
        ({"issue": "{issue}", "text": "a", "agency": "Roads"}, "corrections.bad.no_due_on"),
        ({"issue": "{issue}", "text": "a" * 4001, "agency": "Roads", "due_on": DUE}, "typed.error.too_long"),
    ],
)
def test_row_that_cannot_come_in_says_why(session: Session, town: Town, cells: dict[str, Any], reason: str) -> None:
    issue = id_of(pothole := an_issue(session, town))
    an_instruction(session, town, pothole)
    filled = {name: value.format(issue=issue) if isinstance(value, str) else value for name, value in cells.items()}

    preview = look(session, town, table(filled))

    assert (told(preview), bad(preview)) == ([], [reason])


def test_formula_without_a_value_refuses_its_row_alone(session: Session, town: Town) -> None:
    given = an_instruction(session, town, an_issue(session, town))
    formula = SheetRow(2, {"text": "Засыпать"}, unread=frozenset({"number"}))
    right = SheetRow(3, {"number": f"№ 0—{given.issue_id}—1", "text": "Засыпать"})

    preview = look(session, town, Sheet(COLUMNS, [formula, right]))

    assert (bad(preview), len(told(preview))) == (["corrections.bad.formula"], 1)


def test_same_instruction_twice_and_a_closed_issue_are_refused(session: Session, town: Town) -> None:
    given = an_instruction(session, town, pothole := an_issue(session, town))
    row = {"number": f"0–{given.issue_id}–1", "text": "Засыпать"}
    twice = look(session, town, table(row, row))
    cancel_instruction(session, town.kira, id_of(given), reason="Лишнее", now=NOW)
    close_issue(session, town.kira, id_of(pothole), outcome=Outcome.NOT_NEEDED, reason="Нет", now=NOW)

    closed = look(session, town, table(row, {"issue": pothole.id, "text": "a", "agency": "Roads", "due_on": DUE}))

    assert bad(twice) == ["corrections.bad.twice"]
    assert bad(closed) == ["corrections.bad.instruction", "corrections.bad.not_instructed"]


def test_what_was_changed_here_since_is_a_conflict_and_taken_only_if_one_says_so(session: Session, town: Town) -> None:
    given = an_instruction(session, town, an_issue(session, town))
    sheet = out(session, town)
    columns = columns_of(sheet)
    corrected = Sheet(
        sheet.columns, [SheetRow(2, {**sheet.rows[0].cells, columns["text"]: "Засыпать", columns["due_on"]: LATER})]
    )
    correct_instruction(session, town.sonya, id_of(given), text="Fill both", now=NOW, today=TODAY)

    preview = look(session, town, corrected, columns)
    apply(session, town, preview, take={(2, "text")})

    assert [change.field for _, change in preview.conflicts] == ["text", "due_on"]
    assert (given.text, given.due_on) == ("Засыпать", DUE)


def test_change_after_the_preview_stops_the_import(session: Session, town: Town) -> None:
    given = an_instruction(session, town, an_issue(session, town))
    preview = look(session, town, table({"number": f"0–{given.issue_id}–1", "text": "Засыпать"}))
    correct_instruction(session, town.sonya, id_of(given), text="Fill both", now=NOW, today=TODAY)

    with pytest.raises(ChangedMeanwhile):
        apply(session, town, preview)


def test_tables_are_for_those_who_import_them(session: Session, town: Town) -> None:
    with pytest.raises(NotAllowed):
        preview_instructions(session, town.oksana, table(), OWN, source="a", today=TODAY)


def test_instruction_that_somebody_else_gave_is_corrected_by_a_controller_alone(session: Session, town: Town) -> None:
    given = an_instruction(session, town, an_issue(session, town))
    sheet = table({"number": f"0–{given.issue_id}–1", "text": "Засыпать"})

    preview = preview_instructions(session, town.olga, sheet, OWN, source="a", today=TODAY)

    assert bad(preview) == ["corrections.bad.instruction"]


def test_many_rows_take_as_many_queries_as_few(sqlite_database: Database) -> None:
    queries: list[str] = []
    counts = []
    with sqlite_database.transaction() as session:
        town = make_town(session)
        for _ in range(60):
            an_instruction(session, town, an_issue(session, town))
        sheet = out(session, town)
        event.listen(session.get_bind(), "before_cursor_execute", lambda *given: queries.append(given[2]))
        for rows in (sheet.rows[:2], sheet.rows):
            queries.clear()
            look(session, town, Sheet(sheet.columns, rows), columns_of(sheet))
            counts.append(len(queries))

    assert counts[0] == counts[1]
