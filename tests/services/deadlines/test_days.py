"""Days are entered with their document, looked at before they are imported, and taken back once."""

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import DayKind
from planner.domain.words import DaySort
from planner.services.deadlines.days import (
    DayDraft,
    add_day,
    import_days,
    list_days,
    preview_days,
    remove_day,
)

OFF, WORKING = DaySort.OFF, DaySort.WORKING
FILE = "дата;вид\n09.01.2028;Выходной\n2028-01-15;рабочий\n30.02.2028;выходной\n10.01.2028;может быть\n09.01.2028;рабочий\n"


def test_a_file_is_read_row_by_row_and_says_what_would_change(artyom: Actor, session: Session) -> None:
    preview = preview_days(session, artyom, data=FILE.encode("cp1251"))

    assert list(preview.good) == [DayDraft(date(2028, 1, 9), OFF), DayDraft(date(2028, 1, 15), WORKING, changes=True)]
    assert preview.years == [2028]
    assert [(bad.row, bad.reason) for bad in preview.bad] == [
        (4, "days.bad.day"),
        (5, "days.bad.sort"),
        (6, "days.bad.twice"),
    ]


@pytest.mark.parametrize(
    ("data", "key"),
    [("день;кто\n1;2\n", "days.error.column_sort"), ("когда;вид\n1;2\n", "days.error.column_day")],
)
def test_a_file_without_its_columns_is_refused(artyom: Actor, session: Session, data: str, key: str) -> None:
    with pytest.raises(Invalid) as refusal:
        preview_days(session, artyom, data=data.encode())

    assert (refusal.value.key, refusal.value.field) == (key, "file")


def test_an_import_replaces_that_year_and_leaves_the_citys_days(artyom: Actor, session: Session) -> None:
    add_day(session, artyom, day=date(2028, 7, 10), sort=OFF, source="День города")
    import_days(session, artyom, [DayDraft(date(2028, 1, 9), OFF), DayDraft(date(2029, 1, 9), OFF)], source="№ 1")

    brought = import_days(
        session, artyom, [DayDraft(date(2028, 1, 10), OFF), DayDraft(date(2028, 7, 10), WORKING)], source=" № 2 "
    )

    assert brought == 1
    assert [(row.day, row.sort, row.source, row.of_year) for row in list_days(session, artyom)] == [
        (date(2028, 1, 10), OFF, "№ 2", True),
        (date(2028, 7, 10), OFF, "День города", False),
        (date(2029, 1, 9), OFF, "№ 1", True),
    ]


@pytest.mark.parametrize(("day", "source", "field"), [(None, "№ 1", "day"), (date(2028, 1, 9), " ", "source")])
def test_a_day_needs_its_date_and_its_document(
    artyom: Actor, session: Session, day: date | None, source: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add_day(session, artyom, day=day, sort=OFF, source=source)

    assert refusal.value.field == field


def test_a_day_is_taken_back_once(artyom: Actor, session: Session) -> None:
    add_day(session, artyom, day=date(2028, 7, 10), sort=OFF, source="№ 1")

    remove_day(session, artyom, date(2028, 7, 10))

    with pytest.raises(NotFound):
        remove_day(session, artyom, date(2028, 7, 10))


def test_two_who_import_the_same_year_at_once_leave_one_of_both_files(database: Database, artyom: Actor) -> None:
    files = {source: [DayDraft(date(2028, 1, day), OFF) for day in range(1, 9)] for source in ("№ 1", "№ 2")}
    together = Barrier(2)

    def bring(source: str) -> None:
        together.wait()
        with database.transaction() as session:
            import_days(session, artyom, files[source], source=source)

    threads = [Thread(target=bring, args=(source,)) for source in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.transaction() as session:
        rows = list_days(session, artyom)
    assert len(rows) == 8
    assert len({row.source for row in rows}) == 1
    assert {type(row) for row in rows} == {DayKind}
