"""Instructions as a table for CSV and XLSX: one row an instruction, every word in the visitor's language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.lateness import lateness_of, state_word
from planner.domain.words import InstructionState
from planner.i18n import Translator
from planner.render.tables.tables import Cell


@dataclass(frozen=True, slots=True)
class ExportedInstruction:
    """What a row tells; names instead of ids, empty where there is none. `photo_ids` are those of the issue.
    `version`: a mark that another state of the instruction has not.
    """

    issue: int
    number: str
    text: str
    agency: str
    co_executors: Sequence[str]
    controller: str
    given_by: str
    given_at: datetime
    due_on: date
    state: InstructionState
    reported_at: datetime | None
    reported_on: date | None
    late_before: int
    closed_at: datetime | None
    extensions: int
    hand_overs: int
    returns: int
    tour: str
    stop: str
    address: str
    lat: float
    lon: float
    photo_ids: Sequence[str]
    version: str


_COLUMNS = (
    "number",
    "issue",
    "text",
    "agency",
    "co_executors",
    "controller",
    "given_by",
    "given_at",
    "due_on",
    "state",
    "reported_at",
    "closed_at",
    "days_late",
    "extensions",
    "hand_overs",
    "returns",
    "tour",
    "stop",
    "address",
    "lat",
    "lon",
    "photos",
    "version",
)


def instruction_table_columns(t: Translator) -> list[str]:
    """The names of the columns."""
    return [t(f"instructions.export.{name}") for name in _COLUMNS]


def instruction_table_row(
    row: ExportedInstruction, t: Translator, *, today: date, photo_link: Callable[[str], str]
) -> Sequence[Cell]:
    """The cells of one instruction, in the order of the columns; times are the city's, days late a fact that stays."""
    return (
        row.number,
        row.issue,
        row.text,
        row.agency,
        "; ".join(row.co_executors),
        row.controller,
        row.given_by,
        t.local(row.given_at),
        row.due_on,
        t(state_word(row.state, lateness_of(row, today))),
        t.local(row.reported_at) if row.reported_at else None,
        t.local(row.closed_at) if row.closed_at else None,
        lateness_of(row, today),
        row.extensions,
        row.hand_overs,
        row.returns,
        row.tour,
        row.stop,
        row.address,
        round(row.lat, 6),
        round(row.lon, 6),
        "\n".join(map(photo_link, row.photo_ids)),
        row.version,
    )
