"""Tests of `planner.phrases.planning.fixes`."""

from datetime import date, datetime

from planner.database import Database
from planner.domain.timetable import Break
from planner.i18n import Translator
from planner.phrases.planning.fixes import say_fix, say_left
from planner.services.proposals.fixes import Fix
from planner.services.tours.plan import plan_of
from tests.services.plan_story import MINUTE, write_story

RU = Translator("ru", "Asia/Yakutsk", date(2026, 11, 23))


def test_ways_are_said_with_what_stays_broken(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        first, second = story.stops(session, tour_id, 1, 2)
        plan = plan_of(session, story.olga, tour_id, now=now)
    late = Break("late", second, 4)
    fixes = [
        Fix("best_order", ()),
        Fix("swap", (), first, second),
        Fix("move", (), first, at=2),
        Fix("drop", (late, Break("over_end", None, 9)), second),
        Fix("earlier", (late,), minutes=20),
        Fix("later", (), minutes=5),
        Fix("end", (), time=story.start + 150 * MINUTE),
        Fix("shorter", (), first, minutes=2),
        Fix("longer", (), first, minutes=5),
        Fix("agenda", (), first, minutes=5),
    ]

    said = [say_fix(RU, plan, fix) for fix in fixes]

    assert said == [
        "Подобрать порядок: лучший из всех",
        "Поменять местами остановки 1 и 2",
        "Остановку 1 (1 км) сделать 2-й",
        "Убрать остановку 2 (2 км)",
        "Выехать на 20 мин раньше",
        "Выехать на 5 мин позже",
        "Назначить возвращение на 12:30",
        "На остановке 1 говорить 13 мин",
        "На остановке 1 стоять 20 мин",
        "Сократить повестку остановки 1 до 15 мин",
    ]
    assert [say_left(RU, plan, fix) for fix in (fixes[0], fixes[3])] == [
        "После этого предупреждений о времени не останется",
        "Останется: остановка 2: опаздываем на 4 мин; возвращение позже на 9 мин",
    ]
