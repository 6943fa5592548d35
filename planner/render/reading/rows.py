"""What each row of a file says of its kind, cleaned and checked as far as that goes without a database."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.facilities import LONGEST_ABOUT, LONGEST_COST, LONGEST_HOURS
from planner.domain.geo import Point
from planner.domain.repaired import geometry_of
from planner.domain.shapes import areas_of, point_of
from planner.domain.table_cells import as_text
from planner.domain.typed import LONGEST_SITE, one_line, shortened, typed_email, typed_phone, typed_text
from planner.render.reading.cells import people_of, said_in, text_of
from planner.render.reading.kinds import accepted_of, ages_of, guarantee_of, offers_of, site_of
from planner.render.reading.matching import matched
from planner.render.reading.names import WITH_POINTS, names_of
from planner.render.reading.points import Where, check_points, where_of
from planner.render.reading.source import Problem, ReadRow, Source, SourceRow
from planner.render.reading.twins import told_twins
from planner.render.reading.words import Words, kind_of, listed, roles_of, severity_of

_SHOWN = 60
_LONGEST = {
    "places": {"name": 300, "kind": 100, "address": 300, "district": 100, "source": 300},
    "facilities": {
        **{"name": 300, "kind": 100, "address": 300, "district": 100, "cost": LONGEST_COST, "hours": LONGEST_HOURS},
        **{"site": LONGEST_SITE, "ages": 100},
    },
    "districts": {"name": 100},
    "agencies": {"name": 200, "short_name": 60},
    "people": {"name": 200, "post": 200, "agency": 200},
    "issues": {"address": 300, "category": 100, "district": 100, "external_number": 60},
    "repairs": {"name": 300, "contract": 200, "contractor": 300, "address": 300},
}
_TEXT_OF_ISSUE = 4_000
_PHONE_WORD = re.compile(r"^(?:тел(?:ефон)?|моб|сот|раб|phone|tel|т)\b[.:]*\s*", re.IGNORECASE)
_TOTALS = frozenset({"итого", "всего", "итог", "total", "в том числе"})
_SMALL = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class FileRead:
    """A whole file: what it calls our fields, its rows, and what is to be said of all of them."""

    kind: str
    source: Source
    columns: Mapping[str, str]
    rows: Sequence[ReadRow]

    @property
    def notes(self) -> Sequence[Problem]:
        """What is to be said of the file."""
        return self.source.notes


def read_rows(
    source: Source,
    kind: str,
    columns: Mapping[str, str] | None = None,
    *,
    swap: bool = False,
    centre: Point | None = None,
    words: Words | None = None,
) -> FileRead:
    """The rows of a file as a list of `kind`. `columns`: what it calls our fields, by default what is matched; `centre`: where
    the city is. Invalid("intake.refused.no_names", `names`) on the field "file" where nothing names its rows.
    """
    columns = matched(source, kind) if columns is None else columns
    read = _READERS[kind]
    wheres = [where_of(row, columns, swap=swap) if kind in WITH_POINTS else Where() for row in source.rows]
    if not _has_names(source, kind, columns):
        raise Invalid("intake.refused.no_names", field="file", names=", ".join(source.columns[:20]) or "—")
    cells = _Cells(kind, columns, words or Words(), _more_names(source, kind, columns))
    told = [_placed_otherwise(row, where, cells) for row, where in zip(source.rows, wheres, strict=True)]
    rows = [_no_total(read(cells, row, where)) for row, where in zip(told, wheres, strict=True)]
    doubts = check_points([row.point for row in rows], centre) if kind in WITH_POINTS else [None] * len(rows)
    rows = [row if doubt is None else row.beside(doubt) for row, doubt in zip(rows, doubts, strict=True)]
    return FileRead(kind, source, columns, told_twins(rows, kind))


_OF_SHAPES = ("shapes.", "intake.bad.shape_text", "intake.doubt.shape_text")


def _has_names(source: Source, kind: str, columns: Mapping[str, str]) -> bool:
    placed = ("name", "address", "street")
    wanted = {"places": placed, "facilities": placed, "repairs": placed, "issues": ("text", "address", "category")}.get(
        kind, ("name", "surname", "first_name")
    )
    return any(each in columns for each in wanted) or not source.rows or not source.columns


def _more_names(source: Source, kind: str, columns: Mapping[str, str]) -> Sequence[str]:
    """Other properties that name the features which have not the chosen one; a table has every column in every row."""
    if not source.has_shapes or "name" not in columns:
        return ()
    known = names_of("name", kind)
    ranked = [(known.index(bare), name) for name in source.columns if (bare := _bare(name)) in known]
    return [name for _, name in sorted(ranked) if name not in columns.values()]


def _placed_otherwise(row: SourceRow, where: Where, cells: "_Cells") -> SourceRow:
    """The row without what is wrong with its shape where that does not matter: the cells or the address say where it lies."""
    if cells.kind not in WITH_POINTS:
        return replace(row, problems=[each for each in row.problems if not each.key.startswith(_OF_SHAPES)])
    is_placed = where.point is not None or _address(cells, row, where, []) and cells.kind != "districts"
    kept = [each for each in row.problems if each.key != "shapes.error.none" or not is_placed]
    return replace(row, problems=kept) if len(kept) < len(row.problems) else row


def _no_total(row: ReadRow) -> ReadRow:
    """The row, in doubt where it only adds others up."""
    is_total = row.name.casefold().strip(" :.") in _TOTALS and row.point is None and row.shape is None
    return row.beside(Problem("intake.doubt.total", doubt=True)) if is_total else row


def _bare(name: str) -> str:
    return " ".join(_SMALL.sub(" ", one_line(name).casefold().replace("_", " ").replace("ё", "е")).split())


class _Cells:
    """The cells of a row by our fields; what is wrong with them is gathered."""

    def __init__(self, kind: str, columns: Mapping[str, str], words: Words, more_names: Sequence[str]) -> None:
        self.kind, self.columns, self.words, self.more_names = kind, columns, words, more_names

    def raw(self, row: SourceRow, name: str, problems: list[Problem]) -> Any:
        """The cell as it was read; a formula without a value is a problem."""
        column = self.columns.get(name)
        if column is not None and column in row.unread:
            problems.append(Problem("corrections.bad.formula", {"column": column}))
        return None if column is None else row.cells.get(column)

    def text(self, row: SourceRow, name: str, problems: list[Problem]) -> str:
        """The cell as a text of one line, within its length."""
        text = said_in(self.raw(row, name, problems))
        if "\ufffd" in text:
            problems.append(Problem("intake.bad.signs", {"text": shortened(text, _SHOWN)}))
        longest = _LONGEST[self.kind].get(name, 1_000)
        if len(text) > longest:
            problems.append(Problem("typed.error.too_long", {"n": longest}))
            return text[:longest]
        return text

    def email(self, row: SourceRow, problems: list[Problem]) -> str:
        """The address; the first of several, which is told."""
        text = re.sub(r"mailto:|[<>]", " ", self.text(row, "email", problems))
        found = [each for each in re.split(r"[\s,;]+", text) if each]
        if not found or found == ["-"] or text.strip() in ("—", "нет", "no"):
            return ""
        mails = [each for each in found if "@" in each] or [" ".join(found)]
        try:
            first = typed_email(mails[0].strip(".,;"))
        except Invalid:
            problems.append(Problem("intake.doubt.email", {"text": shortened(text, _SHOWN)}, doubt=True))
            return ""
        if len(mails) > 1:
            problems.append(Problem("intake.note.first_email", {"email": first}, note=True))
        return first

    def phone(self, row: SourceRow, problems: list[Problem]) -> str:
        """The phone numbers, one behind another."""
        lines = [one_line(line) for line in as_text(self.raw(row, "phone", problems)).splitlines()]
        text = _PHONE_WORD.sub("", ", ".join(filter(None, lines))).strip(" ,;")
        if text in ("", "-", "—", "нет", "no"):
            return ""
        try:
            return typed_phone(text)
        except Invalid:
            problems.append(Problem("intake.doubt.phone", {"text": shortened(text, _SHOWN)}, doubt=True))
            return ""

    def name(self, row: SourceRow, problems: list[Problem]) -> str:
        """What the row is called; a property of its own where it has not the usual one."""
        name = self.text(row, "name", problems)
        if not name and self.columns.get("name") not in row.cells:
            name = next((text for each in self.more_names if (text := text_of(row.cells.get(each)))), "")
        return name[: _LONGEST[self.kind]["name"]]

    def name_or(self, row: SourceRow, address: str, problems: list[Problem]) -> str:
        """The same, or the address in a file where no column names its rows."""
        return self.name(row, problems) or ("" if "name" in self.columns else address)


def _place(cells: _Cells, row: SourceRow, where: Where) -> ReadRow:
    problems = [*row.problems]
    said = {name: cells.text(row, name, problems) for name in ("kind", "district", "source")}
    said["address"] = _address(cells, row, where, problems)
    name = cells.name_or(row, said["address"], problems)
    if not name:
        problems.append(Problem("intake.bad.name"))
    problems += where.problems
    problems += _no_point(row, where, said["address"], problems)
    return ReadRow(row.number, name, where.point, {"name": name, **said}, problems=problems)


def _facility(cells: _Cells, row: SourceRow, where: Where) -> ReadRow:
    place = _place(cells, row, where)
    problems: list[Problem] = [*place.problems]
    said = {**place.said, **{name: cells.text(row, name, problems) for name in ("cost", "hours", "layer", "keeper")}}
    said |= {"phone": cells.phone(row, problems), "email": cells.email(row, problems)}
    site, ages, first, last = (cells.text(row, each, problems) for each in ("site", "ages", "age_from", "age_to"))
    said |= {
        "site": site_of(site, problems),
        "offers": offers_of(as_text(cells.raw(row, "offers", problems)), problems),
    }
    said |= dict(zip(("age_from", "age_to"), ages_of(ages, first, last, problems), strict=True))
    about = as_text(cells.raw(row, "about", problems))
    try:
        said["about"] = typed_text(about, field="about", longest=LONGEST_ABOUT)
    except Invalid as error:
        problems.append(Problem(error.key, error.values))
        said["about"] = about[:_SHOWN]
    return replace(place, said=said, problems=problems)


def _address(cells: _Cells, row: SourceRow, where: Where, problems: list[Problem]) -> str:
    """The address, or what street, house and its parts make up; with the town where it has to be looked for."""
    address = cells.text(row, "address", problems)
    street, house, block, town = (cells.text(row, each, problems) for each in ("street", "house", "block", "town"))
    if not street or address and street.casefold() in address.casefold():
        told = address
    else:
        told = ", ".join(filter(None, [address, street, house, _block(block, cells.columns) if house else ""]))
    is_looked_for = bool(told) and where.point is None and town.casefold() not in told.casefold()
    return f"{town}, {told}"[:300] if is_looked_for and town else told[:300]


def _block(said: str, columns: Mapping[str, str]) -> str:
    """A part of a house as one writes it: «корп. 2»; what has a word of its own stays."""
    word = next((word for begins, word in _BLOCKS if columns.get("block", "").casefold().startswith(begins)), "корп.")
    return said if not said or re.search(r"[^\W\d]{2}", said) else f"{word} {said}"


_BLOCKS = (("стр", "стр."), ("лит", "лит."), ("соор", "соор."))


def _no_point(row: SourceRow, where: Where, address: str, problems: Sequence[Problem]) -> list[Problem]:
    """What to say of a row that lies nowhere: its address will be looked for, if it has one."""
    if where.point is not None:
        return []
    told = [
        each for each in problems if each.key.startswith(("shapes.", "intake.bad.")) and each.key != "intake.bad.name"
    ]
    empty = [each for each in told if each.key == "shapes.error.none"]
    if len(told) > len(empty):
        return []
    if address:
        return [Problem("intake.doubt.by_address", {"address": shortened(address, _SHOWN)}, doubt=True)]
    return [] if empty else [Problem("intake.bad.no_point")]


def _district(cells: _Cells, row: SourceRow, where: Where) -> ReadRow:
    problems: list[Problem] = [*row.problems]
    name = cells.name(row, problems)
    if not name:
        problems.append(Problem("intake.bad.district_name"))
    given = cells.raw(row, "population", problems)
    population = None if given in (None, "") else people_of(given)
    if given not in (None, "") and text_of(given) not in ("-", "—", "нет данных") and population is None:
        problems.append(Problem("intake.doubt.population", {"text": shortened(text_of(given), _SHOWN)}, doubt=True))
    area = None if where.shape is None else areas_of(dict(where.shape))
    problems += [each for each in where.problems if not each.note]
    if where.shape is not None and area is None:
        problems.append(Problem("intake.bad.no_area", {"kind": str(where.shape["type"])}))
    point = None if area is None else point_of(area)
    return ReadRow(row.number, name, point, {"name": name, "population": population}, area, problems)


def _agency(cells: _Cells, row: SourceRow, where: Where) -> ReadRow:
    problems = [*row.problems]
    name = cells.name(row, problems)
    if not name:
        problems.append(Problem("intake.bad.agency_name"))
    said: dict[str, Any] = {"name": name, "short_name": cells.text(row, "short_name", problems)}
    kind = cells.text(row, "agency_kind", problems)
    found = kind_of(kind, cells.words) if kind else kind_of(name, cells.words)
    if kind and found is None:
        problems.append(Problem("intake.note.agency_kind", {"text": shortened(kind, _SHOWN)}, note=True))
    said |= {"kind": found, "email": cells.email(row, problems), "phone": cells.phone(row, problems)}
    for each in ("categories", "districts"):
        said[each] = listed(as_text(cells.raw(row, each, problems)))
    return ReadRow(row.number, name, None, said, problems=problems)


def _person(cells: _Cells, row: SourceRow, where: Where) -> ReadRow:
    problems = [*row.problems]
    parts = [cells.text(row, each, problems) for each in ("surname", "first_name", "patronymic")]
    name = " ".join(filter(None, parts)) if parts[0] or "name" not in cells.columns else cells.name(row, problems)
    if not name:
        problems.append(Problem("intake.bad.person_name"))
    said: dict[str, Any] = {
        "name": name[:200],
        "email": cells.email(row, problems),
        "phone": cells.phone(row, problems),
    }
    said |= {each: cells.text(row, each, problems) for each in ("post", "agency")}
    roles, odd = roles_of(as_text(cells.raw(row, "roles", problems)), cells.words)
    if odd:
        problems.append(Problem("intake.doubt.roles", {"text": shortened(", ".join(odd), _SHOWN)}, doubt=True))
    if roles and not said["email"]:
        problems.append(Problem("intake.doubt.role_without_email", doubt=True))
        roles = frozenset()
    said["roles"] = sorted(roles)
    return ReadRow(row.number, name[:200], None, said, problems=problems)


def _issue(cells: _Cells, row: SourceRow, where: Where) -> ReadRow:
    problems = [*row.problems]
    text = as_text(cells.raw(row, "text", problems))
    try:
        text = typed_text(text, field="text", longest=_TEXT_OF_ISSUE)
    except Invalid as error:
        problems.append(Problem(error.key, error.values))
        text = text[:_SHOWN]
    said: dict[str, Any] = {"text": text, "address": _address(cells, row, where, problems)}
    said |= {each: cells.text(row, each, problems) for each in ("category", "external_number")}
    severity = cells.text(row, "severity", problems)
    said["severity"] = severity_of(severity, cells.words) if severity else None
    if severity and said["severity"] is None:
        problems.append(Problem("intake.doubt.severity", {"text": shortened(severity, _SHOWN)}, doubt=True))
    if not text and not said["category"]:
        problems.append(Problem("intake.bad.text"))
    elif "category" in cells.columns and not said["category"]:
        problems.append(Problem("intake.doubt.no_category", doubt=True))
    problems += where.problems
    problems += _no_point(row, where, said["address"], problems)
    return ReadRow(row.number, shortened(text, _SHOWN) or said["category"], where.point, said, problems=problems)


def _repair(cells: _Cells, row: SourceRow, where: Where) -> ReadRow:
    """What was repaired: its whole line or area, not only a point of it."""
    problems = [*row.problems]
    said: dict[str, Any] = {each: cells.text(row, each, problems) for each in ("contract", "contractor")}
    said["address"] = _address(cells, row, where, problems)
    name = cells.name_or(row, said["address"], problems)
    if not name:
        problems.append(Problem("repairs.error.name"))
    accepted = accepted_of(cells.raw(row, "accepted_on", problems), problems)
    until = guarantee_of(cells.raw(row, "guarantee_until", problems), accepted, problems)
    problems += [each for each in where.problems if not each.note]
    problems += _no_point(row, where, said["address"], problems)
    shape = None if where.shape is None else _repaired(where.shape, problems)
    said |= {"name": name, "accepted_on": accepted, "guarantee_until": until}
    return ReadRow(row.number, name, where.point, said, shape, problems)


def _repaired(shape: Mapping[str, Any], problems: list[Problem]) -> Mapping[str, Any] | None:
    """Its lines or areas; None for what is only a point."""
    try:
        kept = geometry_of(shape)
    except Invalid as refused:
        problems.append(Problem(refused.key, refused.values))
        return None
    return None if kept["type"] == "Point" else kept


_READERS: Mapping[str, Callable[[_Cells, SourceRow, Where], ReadRow]] = {
    "places": _place,
    "facilities": _facility,
    "districts": _district,
    "agencies": _agency,
    "people": _person,
    "issues": _issue,
    "repairs": _repair,
}
