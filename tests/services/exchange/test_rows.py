"""Every row of a table that comes back is counted once: as a change, as refused, or as one that says nothing new."""

from typing import Any

from planner.domain.corrections import BadRow, Correction, FieldChange, Preview
from planner.domain.errors import Invalid
from planner.render.tables.sheets import Sheet, SheetRow
from planner.services.exchange.rows import Reading, write_rows


def correction(row: int, number: int | None, text: str, by: str | None = None) -> Correction:
    change = FieldChange("text", "было", text, by)
    stays = {"text": {"text": "было"}, "kind": {"kind": "двор"}} if number else {}
    return Correction(row, number, "", [change], {"text": {"text": text}}, stays)


def test_each_row_is_a_change_or_refused_or_says_nothing_new() -> None:
    rows = [SheetRow(number, {}) for number in range(2, 7)]
    reading = Reading(Sheet(["№", "Цвет"], rows), {"number": "№"})

    def correct(number: int | None) -> Correction | None:
        if number is None:
            return None
        reading.take(number)
        return correction(number, number, "стало")

    for row, number in zip(rows, (7, 7, None, Invalid("corrections.bad.number", given="семь"), 8), strict=True):
        reading.read(row, number, correct)

    assert reading.preview() == Preview(
        [correction(7, 7, "стало"), correction(8, 8, "стало")],
        [
            BadRow(3, "corrections.bad.twice", {"number": 7}),
            BadRow(5, "corrections.bad.number", {"given": "семь"}),
        ],
        1,
        ["Цвет"],
    )


def test_conflict_is_written_where_it_was_taken_only() -> None:
    preview = Preview(
        [correction(2, 9, "наше", by="Ольга"), correction(3, 5, "новое"), correction(4, None, "ещё")], [], 0
    )
    written: list[tuple[str, Any]] = []

    def add(**fields: Any) -> None:
        written.append(("add", fields))

    def change(number: int, **fields: Any) -> None:
        written.append((str(number), fields))

    left = write_rows(preview, (), add=add, change=change)
    taken = write_rows(preview, {(2, "text")}, add=add, change=change, whole=True)

    assert (left, taken) == ((1, 1), (2, 1))
    assert written == [
        ("add", {"text": "ещё"}),
        ("5", {"seen": {"text": "было"}, "text": "новое"}),
        ("add", {"text": "ещё"}),
        ("5", {"seen": {"text": "было", "kind": "двор"}, "text": "новое", "kind": "двор"}),
        ("9", {"seen": {"text": "было", "kind": "двор"}, "text": "наше", "kind": "двор"}),
    ]
