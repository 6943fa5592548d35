"""Issues that come back as a table: what would change, what is new, and what cannot come in; then all of it at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.corrections import Correction, FieldChange, Preview, Since, changes_of
from planner.domain.errors import Invalid
from planner.domain.models import Category, District, Issue, Move
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may, require
from planner.domain.table_cells import as_whole
from planner.domain.typed import typed_line, typed_text
from planner.domain.words import IssueState, Severity, Step
from planner.render.tables.sheets import Sheet, SheetRow
from planner.services.access.scopes import issues_visible_to, subject_of_issue
from planner.services.exchange.cells import cell_of, named, number_of, place_of, text_of, title_of, uid_of_row
from planner.services.exchange.rows import Reading, write_rows
from planner.services.issues.issues import LONGEST_ADDRESS, LONGEST_NUMBER, LONGEST_TEXT, edit_issue, log_issue

COLUMNS = ("number", "category", "severity", "address", "district", "text", "lat", "lon", "external_number", "version")
"""What is read of a table of issues, as the export names it."""
_BATCH = 500


@dataclass(frozen=True)
class _Known:
    """What cells may name: categories and districts by folded name, severities by their words."""

    categories: Mapping[str, tuple[int, str]]
    districts: Mapping[str, tuple[int, str]]
    severities: Mapping[str, Severity]


def preview_issues(
    session: Session,
    actor: Actor,
    sheet: Sheet,
    columns: Mapping[str, str],
    *,
    severities: Mapping[str, Severity],
    source: str,
) -> Preview:
    """What the table would do. `columns`: what it calls COLUMNS; `severities`: by their words, folded; `source`: the hash of
    the file, so that the same new rows come in once.

    A row with a number is that issue; one without is a new one. Cells for category, severity, district and place that are
    empty say nothing; an empty text or address empties it.
    """
    require(actor, Action.IMPORT_TABLES)
    known = _known(session, severities)
    reading = Reading(sheet, columns)
    for at in range(0, len(sheet.rows), _BATCH):
        _read_rows(session, actor, reading, sheet.rows[at : at + _BATCH], columns, known, source)
    return reading.preview()


def apply_issues(
    session: Session, actor: Actor, preview: Preview, *, take: Collection[tuple[int, str]] = (), now: datetime
) -> tuple[int, int]:
    """Writes what the preview shows, each change as a step of the history; of conflicts those among `take`. How many issues
    were changed and how many are new.

    ChangedMeanwhile where somebody has changed a field since the preview: then nothing is written.
    """
    require(actor, Action.IMPORT_TABLES)
    return write_rows(
        preview,
        take,
        add=partial(log_issue, session, actor, now=now),
        change=partial(edit_issue, session, actor, now=now),
    )


def _read_rows(
    session: Session,
    actor: Actor,
    reading: Reading,
    rows: Sequence[SheetRow],
    columns: Mapping[str, str],
    known: _Known,
    source: str,
) -> None:
    """As many rows as one query can ask for."""
    read = [(row, number_of(row, columns)) for row in rows]
    here = _issues(session, actor, [number for _, number in read if isinstance(number, int)])
    since = _changed_since(session, here, {n: _version(row, columns) for row, n in read if isinstance(n, int)})
    uids = [uid_of_row(source, row.number) for row, number in read if number is None]
    logged = set(session.exec(select(Issue.uid).where(col(Issue.uid).in_(uids))).all())

    def correct(row: SheetRow, number: int | None) -> Correction | None:
        if number is None:
            return None if uid_of_row(source, row.number) in logged else _new(row, columns, known, source)
        reading.take(number)
        return _correction(session, actor, row, columns, known, here.get(number), since.get(number, {}))

    for row, number in read:
        reading.read(row, number, partial(correct, row))


def _known(session: Session, severities: Mapping[str, Severity]) -> _Known:
    categories: dict[str, tuple[int, str]] = {}
    for category in session.exec(select(Category).where(col(Category.archived).is_(False))):
        for name in filter(None, (category.name_en, category.name)):
            categories[name.casefold()] = (id_of(category), category.name)
    named = session.exec(select(District).where(col(District.archived).is_(False)))
    return _Known(categories, {each.name.casefold(): (id_of(each), each.name) for each in named}, severities)


def _version(row: SheetRow, columns: Mapping[str, str]) -> int | None:
    try:
        return as_whole(cell_of(row, columns, "version"))
    except (ValueError, Invalid):
        return None


def _issues(session: Session, actor: Actor, numbers: list[int]) -> dict[int, Issue]:
    wanted = [number for number in numbers if 0 < number < 2**31]
    query = select(Issue).where(col(Issue.id).in_(wanted), issues_visible_to(actor))
    return {id_of(issue): issue for issue in session.exec(query)}


def _changed_since(
    session: Session, here: Mapping[int, Issue], versions: Mapping[int, int | None]
) -> dict[int, dict[str, Since]]:
    """What others have changed since each row went out; nothing is known of a row without a version."""
    known = {number: version for number, version in versions.items() if version is not None and number in here}
    query = select(Move).where(col(Move.issue_id).in_(known), Move.step == Step.EDIT).order_by(col(Move.id))
    found: dict[int, dict[str, Since]] = {}
    for move in session.exec(query) if known else ():
        if (move.id or 0) <= known[move.issue_id]:
            continue
        fields = found.setdefault(move.issue_id, {})
        for name, (old, _) in move.facts.get("changes", {}).items():
            was = fields[name].was if name in fields else _as_told(name, old)
            fields[name] = Since(was, move.by)
    return found


def _as_told(name: str, value: Any) -> Any:
    return tuple(round(side, 6) for side in value) if name == "place" else value


def _correction(
    session: Session,
    actor: Actor,
    row: SheetRow,
    columns: Mapping[str, str],
    known: _Known,
    issue: Issue | None,
    since: Mapping[str, Since],
) -> Correction:
    if issue is None:
        raise Invalid("corrections.bad.unknown", number=text_of(row, columns, "number"))
    told, wanted = _read(row, columns, known)
    present, seen = _present(session, issue, known)
    changes = changes_of(told, present, since)
    if changes and issue.state is IssueState.CLOSED:
        raise Invalid("corrections.bad.closed", number=id_of(issue))
    if changes and not may(actor, Action.EDIT_ISSUE, subject_of_issue(session, issue)).allowed:
        raise Invalid("corrections.bad.not_allowed", number=id_of(issue))
    return Correction(row.number, id_of(issue), title_of(issue.text), changes, wanted, seen)


def _new(row: SheetRow, columns: Mapping[str, str], known: _Known, source: str) -> Correction:
    told, wanted = _read(row, columns, known)
    for needed in ("category", "place"):
        if needed not in told:
            raise Invalid(f"corrections.bad.no_{needed}")
    wanted = {name: values for name, values in wanted.items() if name != "district"}  # it lies where the polygons say
    wanted["uid"] = {"uid": uid_of_row(source, row.number)}
    changes = [FieldChange(name, None, value) for name, value in told.items() if name in wanted and value != ""]
    return Correction(
        row.number, None, title_of(told.get("text", "")), [*changes, FieldChange("uid", None, None)], wanted
    )


def _read(row: SheetRow, columns: Mapping[str, str], known: _Known) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What the row says, as the history tells it, and as columns of the table."""
    told: dict[str, Any] = {}
    wanted: dict[str, dict[str, Any]] = {}
    for name, value, stored in _told_cells(row, columns, known):
        told[name], wanted[name] = value, stored
    return told, wanted


def _told_cells(row: SheetRow, columns: Mapping[str, str], known: _Known) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    if "text" in columns:
        text = typed_text(text_of(row, columns, "text"), field="text", longest=LONGEST_TEXT)
        yield "text", text, {"text": text}
    if "address" in columns:
        address = typed_line(text_of(row, columns, "address"), field="address", longest=LONGEST_ADDRESS)
        yield "address", address, {"address": address}
    if "external_number" in columns:
        number = text_of(row, columns, "external_number")
        number = typed_line(number, field="external_number", longest=LONGEST_NUMBER)
        yield "external_number", number, {"external_number": number}
    category = named(row, columns, "category", known.categories)
    if category is not None:
        yield "category", category[1], {"category_id": category[0]}
    severity = named(row, columns, "severity", known.severities)
    if severity is not None:
        yield "severity", severity.value, {"severity": severity}
    district = named(row, columns, "district", known.districts)
    if district is not None:
        yield "district", district[1], {"district_id": district[0]}
    place = place_of(row, columns)
    if place is not None:
        yield "place", place, {"lat": place[0], "lon": place[1]}


def _present(session: Session, issue: Issue, known: _Known) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The same of the issue as it stands."""
    category = session.get_one(Category, issue.category_id)
    district = session.get(District, issue.district_id) if issue.district_id is not None else None
    told = {
        "text": issue.text,
        "address": issue.address,
        "category": category.name,
        "severity": issue.severity.value,
        "district": district.name if district else "",
        "place": (round(issue.lat, 6), round(issue.lon, 6)),
        "external_number": issue.external_number,
    }
    return told, {
        "text": {"text": issue.text},
        "address": {"address": issue.address},
        "category": {"category_id": issue.category_id},
        "severity": {"severity": issue.severity},
        "district": {"district_id": issue.district_id},
        "place": {"lat": issue.lat, "lon": issue.lon},
        "external_number": {"external_number": issue.external_number},
    }
