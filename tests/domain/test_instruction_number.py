"""The number of an instruction names tour, stop and item, or says that it was given outside of tours."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.domain.instruction_number import in_order_of_numbers, instruction_number, number_parts
from planner.domain.models import Instruction


def an_instruction(**fields: Any) -> Instruction:
    return Instruction(
        issue_id=144,
        text="Fill",
        agency_id=1,
        due_on=date(2026, 11, 30),
        given_at=datetime(2026, 11, 23, tzinfo=UTC),
        **fields,
    )


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"tour_id": 12, "stop_number": 3, "item": 2}, "12–3–2"),
        ({"tour_id": 12, "stop_number": 0, "item": 1}, "12–0–1"),
        ({"tour_id": None, "stop_number": 0, "item": 2}, "0–144–2"),
    ],
)
def test_number_of_an_instruction(fields: dict[str, int | None], number: str) -> None:
    assert instruction_number(an_instruction(**fields)) == number


def test_instructions_stand_in_the_order_of_their_numbers_not_of_their_letters() -> None:
    given = [an_instruction(tour_id=12, stop_number=stop, item=item) for stop, item in ((10, 1), (9, 2), (9, 1))]

    assert [instruction_number(each) for each in sorted(given, key=in_order_of_numbers)] == [
        "12–9–1",
        "12–9–2",
        "12–10–1",
    ]


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("12–3–2", (12, 3, 2)),
        (" № 0-144-2 ", (0, 144, 2)),
        ("12 — 3 — 2", (12, 3, 2)),
        ("12", None),
        ("12–3", None),
        ("12.3.2", None),
        ("", None),
        ("1–1–99999999999", None),
    ],
)
def test_number_is_read_whatever_dash_is_typed(typed: str, parts: tuple[int, int, int] | None) -> None:
    assert number_parts(typed) == parts
