"""Places go out as a table and come back: unchanged they change nothing, corrected they change what was corrected."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.corrections import Preview
from planner.domain.errors import ChangedMeanwhile, NotAllowed
from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.render.tables.sheets import Sheet, SheetRow, read_sheet
from planner.render.tables.tables import to_csv, to_xlsx
from planner.services.city.places import save_place
from planner.services.exchange.places import COLUMNS, apply_place_table, place_rows, preview_place_table
from tests.services.control_story import NOW, Town
from tests.services.issue_story import HOSTILE, Scene, set_scene

OWN = {column: column for column in COLUMNS}


@pytest.fixture
def scene(session: Session) -> Scene:
    return set_scene(session)


def place(session: Session, town: Town, name: str, **about: Any) -> int:
    values: dict[str, Any] = {"lat": 50.2712345678, "lon": 127.53} | about
    return id_of(save_place(session, town.olga, name=name, **values))


def out(session: Session, town: Town, form: str = "xlsx") -> bytes:
    rows: list[Sequence[Any]] = list(place_rows(session, town.olga))
    return to_csv(COLUMNS, rows) if form == "csv" else to_xlsx("a", COLUMNS, rows)


def changed(sheet: Sheet, **cells: Any) -> Sheet:
    """The first row with other cells."""
    first, *rest = sheet.rows
    return Sheet(sheet.columns, [SheetRow(first.number, {**first.cells, **cells}), *rest])


def told(preview: Preview) -> list[tuple[Any, ...]]:
    return [(each.id, c.field, c.before, c.after, c.by) for each in preview.corrections for c in each.changes]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_table_that_comes_back_as_it_went_out_changes_nothing(session: Session, scene: Scene, form: str) -> None:
    for number, name in enumerate(HOSTILE):
        place(session, scene.town, name, kind=name[:60], address=name, lat=50.2 + number / 1000)

    preview = preview_place_table(
        session, scene.town.olga, read_sheet(out(session, scene.town, form), f"a.{form}"), OWN
    )

    assert (told(preview), list(preview.bad), preview.same, preview.passed_over) == ([], [], len(HOSTILE), [])


def test_corrections_and_new_places_come_in_at_once(session: Session, scene: Scene) -> None:
    town = scene.town
    number = place(session, town, "Двор", address="Мира, 5")
    sheet = changed(read_sheet(out(session, town), "a.xlsx"), address="Мира, 7", lat="50,26", lon=127.57)
    new: dict[str, Any] = {"name": "Сквер", "lat": 50.25, "lon": 127.52, "kind": "парк"}
    rows = [*sheet.rows, *(SheetRow(at, dict(new)) for at in (3, 4)), SheetRow(5, {"name": "Без места"})]

    preview = preview_place_table(session, town.olga, Sheet(sheet.columns, rows), OWN)
    done = apply_place_table(session, town.olga, preview, now=NOW)

    assert told(preview)[:2] == [
        (number, "address", "Мира, 5", "Мира, 7", None),
        (number, "place", (50.271235, 127.53), (50.26, 127.57), None),
    ]
    assert ([each.reason for each in preview.bad], preview.same, done) == (["corrections.bad.no_point"], 1, (1, 1))
    moved = session.get_one(Place, number)
    assert (moved.address, moved.lat, moved.district_id) == ("Мира, 7", 50.26, scene.east)
    assert session.exec(select(Place.kind).where(Place.name == "Сквер")).one() == "парк"


def test_place_that_was_changed_meanwhile_is_left_out_unless_chosen(session: Session, scene: Scene) -> None:
    town = scene.town
    number = place(session, town, "Двор", kind="двор")
    sheet = changed(read_sheet(out(session, town), "a.xlsx"), kind="парк")
    save_place(session, town.olga, place_id=number, name="Сквер", kind="двор", lat=50.2712345678, lon=127.53)

    preview = preview_place_table(session, town.olga, sheet, OWN)
    left = apply_place_table(session, town.olga, preview, now=NOW)
    taken = apply_place_table(session, town.olga, preview, take={(2, "kind")}, now=NOW)

    assert told(preview) == [(number, "name", "Сквер", "Двор", ""), (number, "kind", "двор", "парк", "")]
    row = session.get_one(Place, number)
    assert (left, taken, row.name, row.kind) == ((0, 0), (1, 0), "Сквер", "парк")


def test_change_after_the_preview_takes_all_of_it_back(database: Database) -> None:
    with database.transaction() as session:
        town = set_scene(session).town
        numbers = [place(session, town, name, lat=50.2 + at) for at, name in enumerate("АБ")]
        sheet = read_sheet(out(session, town), "a.xlsx")
        rows = [SheetRow(row.number, {**row.cells, "kind": "двор"}) for row in sheet.rows]
        preview = preview_place_table(session, town.olga, Sheet(sheet.columns, rows), OWN)
    with database.transaction() as session:
        save_place(session, town.olga, place_id=numbers[1], name="Б", kind="рынок", lat=51.2, lon=127.53)

    with pytest.raises(ChangedMeanwhile), database.transaction() as session:
        apply_place_table(session, town.olga, preview, now=NOW)

    with database.reading() as session:
        assert sorted(session.exec(select(Place.kind))) == ["", "рынок"]


def test_unknown_and_double_rows_are_bad(session: Session, scene: Scene) -> None:
    number = place(session, scene.town, "Двор")
    cells: list[dict[str, Any]] = [
        {"number": number, "name": "Двор"},
        {"number": number, "name": "Двор"},
        {"number": 99, "name": "Двор"},
        {"number": number, "name": " "},
        {"number": None, "name": "Двор", "district": "Луна", "lat": 1, "lon": 1},
    ]
    rows = [SheetRow(at, each) for at, each in enumerate(cells, start=2)]

    preview = preview_place_table(
        session, scene.town.olga, Sheet(COLUMNS, rows), {name: name for name in COLUMNS if name != "version"}
    )

    reasons = ["corrections.bad.twice", "corrections.bad.unknown", "corrections.bad.twice", "corrections.bad.district"]
    assert [each.reason for each in preview.bad] == reasons


def test_places_are_brought_back_by_organizers_alone(session: Session, scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        preview_place_table(session, scene.town.kira, Sheet([], []), {})
    with pytest.raises(NotAllowed):
        apply_place_table(session, scene.town.kira, Preview([], [], 0), now=NOW)
