"""Tests of `planner.phrases.planning.told_plan`."""

from datetime import UTC, date, datetime, timedelta

from planner.domain.models import Tour
from planner.domain.told_plan import PlanChange, PlanChangeKind
from planner.i18n import Translator
from planner.phrases.planning.told_plan import say_change, text_to_send

RU = Translator("ru", "Asia/Yakutsk", date(2026, 11, 23))
START = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
TOUR = Tour(title="Объезд № 5", starts_at=START, ends_at=START + timedelta(hours=3), created_at=START)


def test_each_change_is_a_sentence_with_what_was_before() -> None:
    later = START + timedelta(minutes=70)
    changes = [
        PlanChange(PlanChangeKind.START, "", START, later),
        PlanChange(PlanChangeKind.BUS, "", "", "ПАЗ"),
        PlanChange(PlanChangeKind.TIME, "Двор", START, later),
        PlanChange(PlanChangeKind.ADDED, "Парк", None, None),
        PlanChange(PlanChangeKind.REMOVED, "Школа", START),
    ]

    assert [say_change(RU, TOUR, each) for each in changes] == [
        "Начало: 27 ноября, 10:10, было 27 ноября, 09:00.",
        "Автобус: ПАЗ, был: не указано.",
        "Остановка «Двор»: прибытие 10:10, было 09:00.",
        "Добавлена остановка «Парк», прибытие не указано.",
        "Остановки «Школа» не будет.",
    ]
    assert text_to_send(RU, TOUR, changes[2:3], "https://x/tour?id=5").splitlines() == [
        "Изменился план объезда «Объезд № 5», пятница, 27 ноября, 09:00–12:00.",
        "– Остановка «Двор»: прибытие 10:10, было 09:00.",
        "План: https://x/tour?id=5",
    ]
