"""Repaired objects: files with a preview, one by one, and the contractor who answers for a place."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from planner.domain.geo import Point
from planner.domain.models import Agency, Repair
from planner.domain.models.types import id_of
from planner.domain.words import AgencyKind
from planner.render.reading.files import read_file
from planner.render.reading.rows import read_rows
from planner.services.access.archive import restore
from planner.services.city.repairs import (
    archive_repair,
    find_repairs,
    get_repair,
    guarantees_at,
    import_repairs,
    save_repair,
)
from planner.services.control.assigning import suggest_instruction
from planner.services.intake.plan import plan_intake
from planner.services.intake.planned import Fate, IntakePlan
from planner.services.intake.write import write_intake
from tests.services.control_story import TODAY, Town, an_issue, make_town

UNTIL = date(2028, 6, 1)
HERE = Point(50.27, 127.51)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def feature(name: str, until: object, **about: object) -> dict[str, object]:
    line = {"type": "LineString", "coordinates": [[127.50, 50.27], [127.52, 50.27]]}
    return {"type": "Feature", "geometry": line, "properties": {"name": name, "until": until, **about}}


def geojson(*features: dict[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def planned(session: Session, town: Town, data: bytes, name: str = "a.geojson") -> IntakePlan:
    read = read_rows(read_file(data, name), "repairs")
    return plan_intake(session, town.olga, read, data=Path("/nonexistent"))


def brought_in(session: Session, town: Town, *features: dict[str, object]) -> int:
    return write_intake(session, town.olga, planned(session, town, geojson(*features)), now=NOW)


def test_table_of_a_spreadsheet_comes_in(session: Session, town: Town) -> None:
    book, out = openpyxl.Workbook(), BytesIO()
    heads = ["Объект", "Контракт", "Подрядчик", "Принято", "Гарантия до", "Линия"]
    day, line = date(2023, 6, 1), "50.27 127.50; 50.27 127.52"
    rows = [["ул. Мира", "№ 5", "ООО «Дорога»", day, 46905, line], ["Двор", None, None, None, "скоро", line]]
    for row in [heads, *rows, ["Сквер", 7, None, None, UNTIL, "за углом"], [None, None, None, None, UNTIL, line]]:
        book.active.append(row)
    book.save(out)

    plan = planned(session, town, out.getvalue(), "a.xlsx")
    done = write_intake(session, town.olga, plan, now=NOW)

    keys = [[each.key for each in row.row.problems if not each.note] for row in plan.rows]
    assert keys == [[], ["repairs.bad.day"], ["intake.bad.coordinates"], ["repairs.error.name"]]
    repair = session.exec(select(Repair)).one()
    assert (done, repair.name, repair.contract, repair.accepted_on) == (1, "ул. Мира", "№ 5", day)
    assert (repair.guarantee_until, repair.geometry["type"]) == (UNTIL, "LineString")


def test_same_rows_come_in_once(session: Session, town: Town) -> None:
    first = brought_in(
        session, town, feature("Мира", "2028-06-01"), feature("МИРА", "2028-06-01"), feature("Мира", "2029-06-01")
    )
    again = planned(session, town, geojson(feature("мира", "01.06.2028")), "b.json")

    assert (first, [each.fate for each in again.rows]) == (2, [Fate.KNOWN])


def test_things_that_are_called_the_same_and_lie_apart_are_several(session: Session, town: Town) -> None:
    text = "Объект;Контракт;Гарантия до;lat;lon\nЛюк;5;01.06.2028;50.27;127.50\nЛюк;5;01.06.2028;50.28;127.50\n"

    first = write_intake(session, town.olga, planned(session, town, text.encode(), "a.csv"), now=NOW)
    again = write_intake(session, town.olga, planned(session, town, text.encode(), "a.csv"), now=NOW)

    assert (first, again) == (2, 0)


def test_street_that_was_drawn_in_pieces_is_one(session: Session, town: Town) -> None:
    more = {"type": "LineString", "coordinates": [[127.52, 50.27], [127.53, 50.28]]}
    pieces = [feature("Мира", "2028-06-01"), feature("Мира", "2028-06-01") | {"geometry": more}]

    brought_in(session, town, *pieces, pieces[1])

    repair = session.exec(select(Repair)).one()
    assert repair.geometry["coordinates"] == [[[127.50, 50.27], [127.52, 50.27]], more["coordinates"]]
    assert repair.east == 127.53


def test_two_who_import_at_once_bring_it_in_once(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        plan = planned(session, town, geojson(feature("Мира", "2028-06-01")))

    def bring_in(_: int) -> int:
        with database.transaction() as session:
            return write_intake(session, town.olga, plan, now=NOW)

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(bring_in, range(2))) == [0, 1]


def test_contractor_is_proposed_first_where_it_answers_for_the_place(session: Session, town: Town) -> None:
    contractor = Agency(name="ООО «Дорога»", kind=AgencyKind.CONTRACTOR)
    session.add(contractor)
    session.flush()
    brought_in(session, town, feature("Мира", "2028-06-01", contractor="ооо «дорога»", contract="5"))
    inside, outside = (an_issue(session, town, lat=lat, lon=127.51) for lat in (50.2701, 50.2703))

    at, beside = (suggest_instruction(session, town.olga, id_of(each), today=TODAY) for each in (inside, outside))

    assert (at.agency_id, at.agencies[0].name) == (contractor.id, "ООО «Дорога»")
    assert at.guarantee is not None
    assert (at.guarantee.repair.contract, at.guarantee.contractor) == ("5", "ООО «Дорога»")
    assert (beside.guarantee, beside.agency_id) == (None, None)


def test_guarantee_that_has_ended_or_was_archived_says_nothing(session: Session, town: Town) -> None:
    brought_in(
        session, town, feature("Мира", "2028-06-01"), feature("Ленина", TODAY.isoformat()), feature("Зея", "2026-01-01")
    )
    number = id_of(session.exec(select(Repair).where(Repair.name == "Мира")).one())

    before = guarantees_at(session, town.olga, HERE, today=TODAY)
    archive_repair(session, town.olga, number)
    after = guarantees_at(session, town.olga, HERE, today=TODAY)
    restore(session, town.olga, Repair, number)

    assert [[each.repair.name for each in found] for found in (before, after)] == [["Мира", "Ленина"], ["Ленина"]]
    assert get_repair(session, town.olga, number).archived is False


def test_those_that_lapse_soon_are_listed_by_their_day(session: Session, town: Town) -> None:
    brought_in(
        session,
        town,
        *(feature(name, day) for name, day in (("В", "2027-05-01"), ("Б", "2027-01-10"), ("А", "2026-01-01"))),
    )

    everything, total = find_repairs(session, town.olga, today=TODAY)
    soon, _ = find_repairs(session, town.olga, until=date(2027, 2, 1), today=TODAY)
    found, _ = find_repairs(session, town.olga, text="б")

    assert ([each.repair.name for each in everything], total) == (["А", "Б", "В"], 3)
    assert ([each.repair.name for each in soon], [each.repair.name for each in found]) == (["Б"], ["Б"])


def test_one_is_made_at_a_point_and_changed(session: Session, town: Town) -> None:
    about: dict[str, Any] = {"name": " Люк ", "contract": "", "contractor": "", "agency_id": None, "accepted_on": None}
    made = save_repair(session, town.olga, repair_id=None, guarantee_until=UNTIL, point=HERE, **about)
    number = id_of(made)
    seen = {**about, "name": "Люк", "guarantee_until": UNTIL}

    save_repair(session, town.olga, repair_id=number, guarantee_until=UNTIL, seen=seen, **about | {"contract": "7"})
    with pytest.raises(ChangedMeanwhile):
        save_repair(session, town.olga, repair_id=number, guarantee_until=UNTIL, seen=seen, **about | {"contract": "8"})

    assert (made.name, made.contract, made.geometry) == ("Люк", "7", {"type": "Point", "coordinates": [127.51, 50.27]})


@pytest.mark.parametrize(
    ("change", "key", "field"),
    [
        ({"name": " "}, "repairs.error.name", "name"),
        ({"guarantee_until": None}, "repairs.error.no_until", "guarantee_until"),
        ({"accepted_on": date(2029, 1, 1)}, "repairs.error.days", "guarantee_until"),
        ({"agency_id": 99}, "repairs.error.agency", "agency_id"),
        ({"point": None}, "repairs.error.no_point", "point"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, town: Town, change: dict[str, Any], key: str, field: str
) -> None:
    about: dict[str, Any] = {"name": "Люк", "contract": "", "contractor": "", "agency_id": None, "accepted_on": None}

    with pytest.raises(Invalid) as refused:
        save_repair(session, town.olga, **{"repair_id": None, "guarantee_until": UNTIL, "point": HERE} | about | change)

    assert (refused.value.key, refused.value.field) == (key, field)


def test_repairs_are_kept_by_organizers(session: Session, town: Town) -> None:
    with pytest.raises(NotAllowed):
        import_repairs(session, town.kira, [])
    with pytest.raises(NotFound):
        archive_repair(session, town.olga, 99)
    with pytest.raises(NotFound):
        get_repair(session, town.olga, 99)
