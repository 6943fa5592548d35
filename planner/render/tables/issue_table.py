"""Issues as a table for CSV and XLSX: one row an issue, every word in the visitor's language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.words import IssueState, Outcome, Severity
from planner.i18n import Translator
from planner.render.tables.tables import Cell


@dataclass(frozen=True, slots=True)
class ExportedIssue:
    """What a row tells; names instead of ids, empty where there is none. `days_late`: by how many it is, or was, the most."""

    number: int
    created_at: datetime
    state: IssueState
    outcome: Outcome | None
    due_on: date | None
    category: str
    severity: Severity
    address: str
    district: str
    text: str
    agency: str
    tour: str
    raised_by: str
    supporters: int
    closed_at: datetime | None
    internal: bool
    lat: float
    lon: float
    external_number: str = ""
    stop: str = ""
    photo_ids: Sequence[str] = ()
    days_late: int = 0
    version: int | None = None
    """The last step of its history: by this a corrected table that comes back tells what others changed meanwhile."""


_COLUMNS = (
    "number",
    "created_at",
    "state",
    "due_on",
    "days_late",
    "category",
    "severity",
    "address",
    "district",
    "text",
    "agency",
    "tour",
    "stop",
    "raised_by",
    "supporters",
    "outcome",
    "closed_at",
    "internal",
    "lat",
    "lon",
    "external_number",
    "photos",
    "version",
)


def issue_table_columns(t: Translator) -> list[str]:
    """The names of the columns."""
    return [t(f"issues.export.{name}") for name in _COLUMNS]


def issue_table_row(row: ExportedIssue, t: Translator, *, photo_link: Callable[[str], str]) -> Sequence[Cell]:
    """The cells of one issue, in the order of the columns; times are the city's. `photo_link` says where a photo lies."""
    return (
        row.number,
        t.local(row.created_at),
        t(f"words.issue_state.{row.state.value}"),
        row.due_on,
        row.days_late or None,
        row.category,
        t(f"words.severity.{row.severity.value}"),
        row.address,
        row.district,
        row.text,
        row.agency,
        row.tour,
        row.stop,
        row.raised_by,
        row.supporters,
        t(f"words.outcome.{row.outcome.value}") if row.outcome else None,
        t.local(row.closed_at) if row.closed_at else None,
        t("issues.export.yes") if row.internal else None,
        round(row.lat, 6),
        round(row.lon, 6),
        row.external_number,
        "\n".join(map(photo_link, row.photo_ids)),
        row.version,
    )
