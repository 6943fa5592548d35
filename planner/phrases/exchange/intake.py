"""What was read of a file of others, in sentences: for the screen, the console and JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from planner.domain.errors import PlannerError
from planner.domain.geo import Point
from planner.domain.models import City
from planner.domain.typed import shortened
from planner.domain.words import AgencyKind
from planner.i18n import LANGUAGES, Translator, translator
from planner.phrases.exchange.corrections import role_words, severity_words
from planner.render.reading.rows import FileRead, read_rows
from planner.render.reading.source import Problem, ReadRow, Source
from planner.render.reading.words import Words
from planner.services.intake.planned import Fate, IntakePlan, Planned

_LONGEST_ABOUT = 120


def file_words() -> Words:
    """The words of our vocabularies in any language, folded."""
    said = [translator(language, "UTC") for language in LANGUAGES]
    kinds = {t(f"words.agency_kind.{each.value}").casefold(): each for t in said for each in AgencyKind}
    return Words(kinds, severity_words(), role_words())


def read_for(
    city: City, source: Source, kind: str, columns: Mapping[str, str] | None = None, *, swap: bool = False
) -> FileRead:
    """The rows of a file, with what is far from this city, and in the words of both languages."""
    centre = Point(city.view_lat, city.view_lon)
    return read_rows(source, kind, columns, swap=swap, centre=centre, words=file_words())


def say_problem(t: Translator, problem: Problem) -> str:
    """What is wrong, or how something was understood."""
    values = {name: t.full_date(value) if isinstance(value, date) else value for name, value in problem.values.items()}
    return t(problem.key, **values)


def say_problems(t: Translator, row: ReadRow) -> list[str]:
    """Everything that keeps a row out, or may."""
    return list(dict.fromkeys(say_problem(t, each) for each in row.problems if not each.note))


def say_notes(t: Translator, problems: Sequence[Problem]) -> list[str]:
    """How things were understood."""
    return list(dict.fromkeys(say_problem(t, each) for each in problems if each.note))


def say_file(t: Translator, read: FileRead) -> list[str]:
    """What a file holds, for the console: how its columns are taken, each row with something wrong, and how many are right."""
    columns = ", ".join(f"{t(f'intake.field.{field}')} ← {name}" for field, name in read.columns.items())
    wrong = [row for row in read.rows if say_problems(t, row)]
    lines = [t("intake.columns", columns=columns or "—"), *say_notes(t, read.notes)]
    lines += [t("intake.line", row=row.row, name=row.name, problems=" ".join(say_problems(t, row))) for row in wrong]
    return [*lines, t("intake.right", n=len(read.rows) - len(wrong)), t("intake.wrong", n=len(wrong))]


def told_file(t: Translator, read: FileRead) -> dict[str, Any]:
    """A whole file as JSON tells it."""
    return {
        "refused": None,
        "columns": dict(read.columns),
        "notes": say_notes(t, read.notes),
        "rows": [_told_row(t, row) for row in read.rows],
    }


def told_intake(t: Translator, read: FileRead, plan: IntakePlan, written: int) -> dict[str, Any]:
    """The same once it has come in, with how many were written."""
    rows = [{**_told_row(t, each.row), "fate": each.fate.value} for each in plan.rows]
    return {**told_file(t, read), "written": written, "rows": rows}


def say_intake(t: Translator, plan: IntakePlan, written: int) -> list[str]:
    """What came in and what was left out, for the console."""
    left = [each.row for each in plan.rows if each.fate in (Fate.BAD, Fate.DOUBT)]
    lines = [t("intake.line", row=row.row, name=row.name, problems=" ".join(say_problems(t, row))) for row in left]
    return [*lines, *say_counts(t, plan), t("intake.written", n=written)]


def say_counts(t: Translator, plan: IntakePlan) -> list[str]:
    """How many rows are new, would change, are known, in doubt and bad; those of which there are any."""
    counts = {fate: plan.count(fate) for fate in Fate}
    return [t(f"intake.fate.{fate.value}", n=n) for fate, n in counts.items() if n]


def say_about(t: Translator, planned: Planned) -> str:
    """What a row would bring beside its name, in short."""
    said, point = planned.row.said, planned.point
    parts = [
        str(said.get(name) or "")
        for name in (
            "post",
            "agency",
            "email",
            "phone",
            "address",
            "category",
            "cost",
            "hours",
            "contract",
            "contractor",
        )
    ]
    if said.get("guarantee_until") is not None:
        parts.append(t("repairs.until", day=t.full_date(said["guarantee_until"])))
    if said.get("population") is not None:
        parts.append(t("districts.people", number=t.number(said["population"])))
    if point is not None and planned.row.shape is None:
        parts.append(f"{point.lat:.5f}, {point.lon:.5f}")
    return shortened(" · ".join(filter(None, parts)), _LONGEST_ABOUT)


def told_refusal(t: Translator, error: PlannerError) -> dict[str, Any]:
    """A file that cannot be read, as JSON tells it."""
    return {"refused": t(error.key, **error.values), "rows": []}


def _told_row(t: Translator, row: ReadRow) -> dict[str, Any]:
    place = {"lat": row.point.lat if row.point else None, "lon": row.point.lon if row.point else None}
    said = {name: _plain(value) for name, value in row.said.items() if name != "name"}
    about: Mapping[str, Any] = {"row": row.row, "name": row.name, **place, **said}
    return {**about, "problems": say_problems(t, row), "notes": say_notes(t, row.problems)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, list) else value
