"""Tables that come back: what our columns are called in either language, and each change in words. Typed text stays to be escaped."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from planner.domain.corrections import FieldChange
from planner.domain.typed import shortened
from planner.domain.words import Role, Severity
from planner.i18n import LANGUAGES, Translator, translator
from planner.services.exchange.columns import folded_names

LONGEST_VALUE = 160


def _head(t: Translator, thing: str, column: str) -> str:
    """What the export of a thing calls a column."""
    return t(f"{thing}.export.{column}")


def own_names(thing: str, columns: tuple[str, ...]) -> dict[str, str]:
    """What our exports of a thing call its columns in any language, folded, with the column each is of."""
    said = (translator(language, "UTC") for language in LANGUAGES)
    return folded_names((_head(t, thing, column), column) for t in said for column in columns)


def severity_words() -> dict[str, Severity]:
    """The words for severities in any language, folded."""
    said = (translator(language, "UTC") for language in LANGUAGES)
    return {t(f"words.severity.{each.value}").casefold(): each for t in said for each in Severity}


def role_words() -> dict[str, Role]:
    """The words for roles in any language, folded."""
    said = (translator(language, "UTC") for language in LANGUAGES)
    return {t(f"words.role.{each.value}").casefold(): each for t in said for each in Role}


def say_roles(t: Translator, roles: Iterable[Role]) -> str:
    """«Организатор, Секретарь»."""
    return ", ".join(t(f"words.role.{role.value}") for role in roles)


def say_field(t: Translator, thing: str, field: str) -> str:
    """What a field that changes is called."""
    return t("corrections.place") if field == "place" else _head(t, thing, field)


def say_values(t: Translator, change: FieldChange) -> tuple[str, str]:
    """What is here, and what would come in its place."""
    return _said(t, change.field, change.before), _said(t, change.field, change.after)


def _said(t: Translator, field: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if field == "severity":
        return t(f"words.severity.{value}")
    if field == "roles":
        return say_roles(t, value) or "—"
    if field.endswith("_on"):
        return t.full_date(date.fromisoformat(str(value)))
    if isinstance(value, tuple):
        return ", ".join(f"{side:.6f}".rstrip("0") for side in value)
    return shortened(str(value), LONGEST_VALUE)
