"""Files come in: compared with what is here, written at once, and a second time nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, func, select

from planner.database import Database
from planner.domain.errors import NotAllowed
from planner.domain.models import Agency, AgencyCategory, District, Issue, Person, PersonRole, Place, Repair
from planner.domain.words import AgencyKind, Role, Severity
from planner.render.reading.names import KINDS
from planner.render.tables.tables import to_csv
from planner.services.exchange.places import COLUMNS, place_rows
from planner.services.intake.plan import plan_intake
from planner.services.intake.write import write_intake
from tests.services.intake.intake_story import ADMIN, NOWHERE, OKSANA, make_city, plan, read, told

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SQUARE = "POLYGON((127.5 50.2, 127.6 50.2, 127.6 50.3, 127.5 50.3, 127.5 50.2))"
FILES = {
    "places": "название;район;lat;lon\nДвор;северный;50.26;127.53\nПарк;Дальний;50.27;127.54\nБеда;;0;0\n",
    "districts": f'район;население;wkt\nСеверный;57 810;"{SQUARE}"\nВосточный;;\nЮжный;5;\n',
    "agencies": "название;вид;почта;темы\nУЖКХ;;;\nМУП Водоканал;;v@x.ru;Ямы, Реки\nГазета;СМИ;;Potholes\n",
    "people": "фио;почта;организация;роль\nИванов;i@x.ru;ужкх;Исполнитель\nПетров;p@x.ru;Нет такой;\nСидоров;;;\n",
    "facilities": "название;адрес;lat;lon;возраст\nЗал;Мира, 5;50.26;127.53;7-17\nБассейн;;50.27;127.54;\nБеда;;0;0;\n",
    "issues": "текст;тема;lat;lon;срочность\nЯма;ямы;50.26;127.53;опасно\nЛужа;Вода;50.26;127.53;\nЯма;Ямы;50.28;127.53;\n",
    "repairs": "объект;контракт;подрядчик;принято;гарантия;lat;lon\nЛюк;5;УЖКХ;01.06.2026;5 лет;50.26;127.53\n"
    "Двор;;;;до 1 июня 2028 г.;50.27;127.54\nСквер;;;;3 года;50.28;127.54\n",
}
FATES = {
    "places": ["new", "new", "bad"],
    "districts": ["change", "new", "change"],
    "agencies": ["known", "doubt", "new"],
    "people": ["new", "doubt", "new"],
    "facilities": ["new", "new", "bad"],
    "issues": ["new", "bad", "new"],
    "repairs": ["new", "new", "bad"],
}
TABLES: dict[str, type[SQLModel]] = {
    "places": Place,
    "districts": District,
    "agencies": Agency,
    "people": Person,
    "facilities": Place,
    "issues": Issue,
    "repairs": Repair,
}


def count(session: Session, kind: str) -> int:
    return session.exec(select(func.count()).select_from(TABLES[kind])).one()


@pytest.mark.parametrize("kind", KINDS)
def test_file_comes_in_once_and_a_second_time_nothing(session: Session, kind: str) -> None:
    make_city(session)
    before = count(session, kind)

    first = plan(session, FILES[kind], kind)
    written = [write_intake(session, ADMIN, first, now=NOW), write_intake(session, ADMIN, first, now=NOW)]
    again = plan(session, FILES[kind], kind)

    came = [fate for fate in FATES[kind] if fate in ("new", "change")]
    assert [each.fate.value for each in first.rows] == FATES[kind]
    assert written == [len(came), 0]
    assert count(session, kind) - before == came.count("new")
    assert [each.fate.value for each in again.rows] == ["known" if fate in came else fate for fate in FATES[kind]]


@ON_SQLITE
@pytest.mark.parametrize("kind", KINDS)
def test_official_brings_in_nothing(session: Session, kind: str) -> None:
    make_city(session)
    planned = plan(session, FILES[kind], kind)

    for change in (
        lambda: plan_intake(session, OKSANA, read(FILES[kind], kind), data=NOWHERE),
        lambda: write_intake(session, OKSANA, planned, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            change()


@ON_SQLITE
def test_places_get_the_named_district_and_an_unknown_one_is_told(session: Session) -> None:
    make_city(session)

    planned = plan(session, FILES["places"])
    write_intake(session, ADMIN, planned, now=NOW)

    joined = select(Place.name, District.name).join(District, isouter=True).order_by(Place.name)
    assert session.exec(joined).all() == [("Двор", "Северный"), ("Парк", None)]
    assert [each.key for each in planned.rows[1].row.problems] == ["intake.note.district"]


@ON_SQLITE
def test_doubtful_rows_come_in_where_somebody_says_so(session: Session) -> None:
    make_city(session)
    text = "name;lat;lon\nA;50.26;127.5\nB;50.27;127.5\nC;50.28;27.5"

    written = [write_intake(session, ADMIN, plan(session, text), doubtful=each, now=NOW) for each in (False, True)]

    assert written == [2, 1]


@ON_SQLITE
def test_districts_keep_what_the_file_does_not_say(session: Session) -> None:
    make_city(session)
    write_intake(session, ADMIN, plan(session, FILES["districts"], "districts"), now=NOW)

    write_intake(session, ADMIN, plan(session, "район;население\nсеверный;60 000", "districts"), now=NOW)

    north = session.exec(select(District).where(District.name == "Северный")).one()
    assert (north.population, north.polygon is None) == (60_000, False)
    assert session.exec(select(District.name).where(col(District.archived))).all() == []


@ON_SQLITE
def test_agencies_come_with_kind_and_duties(session: Session) -> None:
    topic = make_city(session)

    planned = plan(session, FILES["agencies"], "agencies")
    write_intake(session, ADMIN, planned, doubtful=True, now=NOW)

    named = session.exec(select(Agency.name, Agency.kind).order_by(Agency.name)).all()
    assert dict(named)["Газета"] == AgencyKind.MEDIA
    assert dict(named)["МУП Водоканал"] == AgencyKind.UTILITY
    assert [each.category_id for each in session.exec(select(AgencyCategory))] == [topic, topic]
    assert told(planned)[1][2] == ["intake.doubt.categories"]


@ON_SQLITE
def test_people_come_with_their_agency_and_role(session: Session) -> None:
    make_city(session)

    planned = plan(session, FILES["people"], "people")
    write_intake(session, ADMIN, planned, now=NOW)

    joined = select(Person.name, PersonRole.role).join(PersonRole).where(Person.name != "Artyom")
    assert session.exec(joined).all() == [("Иванов", Role.OFFICIAL)]
    assert [keys for _, _, keys in told(planned)] == [[], ["intake.doubt.agency"], []]


@ON_SQLITE
def test_issues_without_a_topic_get_the_chosen_one(session: Session) -> None:
    topic = make_city(session)
    text = "текст;lat;lon\nЯма;50.26;127.53\nЛужа;50.27;127.53"

    without, chosen = plan(session, text, "issues"), plan(session, text, "issues", category_id=topic)
    write_intake(session, ADMIN, chosen, now=NOW)

    assert {keys[0] for _, _, keys in told(without)} == {"intake.bad.no_category"}
    assert session.exec(select(Issue.text, Issue.severity).order_by(Issue.text)).all() == [
        ("Лужа", Severity.NORMAL),
        ("Яма", Severity.NORMAL),
    ]


@ON_SQLITE
def test_table_that_went_out_changes_nothing(session: Session) -> None:
    make_city(session)
    write_intake(session, ADMIN, plan(session, FILES["places"]), now=NOW)
    out: list[list[Any]] = [list(row) for row in place_rows(session, ADMIN)]

    planned = plan(session, to_csv(COLUMNS, out).decode("utf-8-sig"))

    assert [(fate, keys) for _, fate, keys in told(planned)] == [("known", []), ("known", [])]


@ON_SQLITE
def test_address_without_a_map_of_the_city_cannot_come_in(session: Session) -> None:
    make_city(session)

    planned = plan(session, "название;адрес\nДвор;ул. Ленина, 5")

    assert told(planned) == [("Двор", "bad", ["intake.bad.no_map"])]


@pytest.mark.parametrize("kind", KINDS)
def test_file_that_two_bring_in_at_once_comes_in_once(database: Database, kind: str) -> None:
    with database.transaction() as session:
        make_city(session)
        planned = plan(session, FILES[kind], kind)

    def bring_in(_: int) -> int:
        with database.transaction() as session:
            return write_intake(session, ADMIN, planned, now=NOW)

    with ThreadPoolExecutor(3) as pool:
        written = sorted(pool.map(bring_in, range(3)))

    assert written == [0, 0, sum(fate in ("new", "change") for fate in FATES[kind])]


@ON_SQLITE
def test_repair_is_its_contractors_until_its_term_has_passed(session: Session) -> None:
    make_city(session)

    planned = plan(session, FILES["repairs"], "repairs")
    write_intake(session, ADMIN, planned, now=NOW)

    joined = select(Repair, Agency).join(Agency, isouter=True).order_by(col(Repair.id))
    assert [(each.name, each.guarantee_until, who and who.short_name) for each, who in session.exec(joined)] == [
        ("Люк", date(2031, 6, 1), "УЖКХ"),
        ("Двор", date(2028, 6, 1), None),
    ]
    assert [[each.key for each in row.row.problems] for row in planned.rows] == [
        ["repairs.note.counted"],
        [],
        ["repairs.bad.term"],
    ]
