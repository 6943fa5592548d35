"""What changed in a plan for those who know an older one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.domain.told_plan import PlanChange, PlanChangeKind, ToldPlan, ToldStop, changes_of

START = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
YARD = ToldStop(1, "Двор", "ул. Горького, 1", START + 10 * MINUTE)
PARK = ToldStop(2, "Парк", "Парк", START + 40 * MINUTE)
KNOWN = ToldPlan(START, START + 180 * MINUTE, "Мэрия", "ПАЗ", (YARD, PARK))


@pytest.mark.parametrize(
    ("present", "changes"),
    [
        (KNOWN, []),
        (replace(KNOWN, stops=(replace(YARD, arrival=START + 14 * MINUTE), PARK)), []),
        (replace(KNOWN, stops=(replace(YARD, name="Другое имя"), PARK)), []),
        (
            replace(KNOWN, stops=(replace(YARD, arrival=START + 15 * MINUTE), PARK)),
            [PlanChange(PlanChangeKind.TIME, "Двор", YARD.arrival, START + 15 * MINUTE)],
        ),
        (
            replace(KNOWN, stops=(replace(YARD, arrival=None), PARK)),
            [PlanChange(PlanChangeKind.TIME, "Двор", YARD.arrival, None)],
        ),
        (replace(KNOWN, stops=(PARK,)), [PlanChange(PlanChangeKind.REMOVED, "Двор", YARD.arrival)]),
        (
            replace(KNOWN, bus="ЛиАЗ", place="", stops=(YARD, PARK, replace(PARK, stop_id=3, name="Школа"))),
            [
                PlanChange(PlanChangeKind.PLACE, "", "Мэрия", ""),
                PlanChange(PlanChangeKind.BUS, "", "ПАЗ", "ЛиАЗ"),
                PlanChange(PlanChangeKind.ADDED, "Школа", None, PARK.arrival),
            ],
        ),
        (
            replace(KNOWN, starts_at=START + MINUTE, ends_at=START, stops=(replace(YARD, address="ул. Ленина"), PARK)),
            [
                PlanChange(PlanChangeKind.START, "", START, START + MINUTE),
                PlanChange(PlanChangeKind.RETURN, "", KNOWN.ends_at, START),
                PlanChange(PlanChangeKind.ELSEWHERE, "Двор", "ул. Горького, 1", "ул. Ленина"),
            ],
        ),
    ],
)
def test_just_what_is_worth_telling_is_told(present: ToldPlan, changes: list[PlanChange]) -> None:
    found = changes_of(KNOWN, present)

    assert list(found) == changes
    assert [PlanChange.from_data(each.to_data()) for each in found] == changes
    assert ToldPlan.from_data(present.to_data()) == present
