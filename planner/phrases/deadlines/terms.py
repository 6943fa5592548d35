"""Terms in words: how long, from when, and whether the calendar of a date is known. Typed text stays to be escaped."""

from datetime import date

from planner.domain.deadlines import Term, working_days_left
from planner.i18n import Translator
from planner.services.deadlines.record import Record
from planner.services.deadlines.rules import Norm, Norms, RuleRow


def say_term(t: Translator, term: Term) -> str:
    """«30 дней», «8 рабочих дней», «1 месяц»."""
    return t(f"norms.term.{term.unit}", n=term.length)


def say_rule(t: Translator, row: RuleRow) -> str:
    """Since when a norm holds, and the document that says so."""
    what = "ends" if not row.rule.length else "holds" if row.holds else "begins"
    said = t(f"norms.{what}", since=t.full_date(row.rule.since))
    return " · ".join(part for part in (said, row.rule.basis) if part)


def say_unpublished(t: Translator, norms: Norms, day: date) -> str:
    """That the calendar of that year is not out yet; empty where it is."""
    return "" if norms.is_published(day) else t("days.unpublished", year=day.year)


def say_norm(t: Translator, norm: Norm) -> str:
    """«Норма: 30 дней, до 23 декабря · п. 4 регламента»."""
    said = t("norms.said", term=say_term(t, norm.term), day=t.day(norm.due_on))
    return " · ".join(part for part in (said, norm.basis) if part)


def say_days_left(t: Translator, norms: Norms, day: date) -> str:
    """How many working days there are until a day."""
    return t("norms.working_days_left", n=working_days_left(norms.today, day, norms.calendar))


def say_record(t: Translator, record: Record) -> list[str]:
    """How the agency has kept its dates in this category, and how long such work takes in this season; a sentence each."""
    if not record.tells:
        return [t("norms.record.little", n=record.cases)]
    kept = t("norms.record.kept", kept=record.in_time, cases=record.cases)
    late = t("norms.record.late", n=record.usual_over) if record.usual_over else ""
    usual = t("norms.record.usual", n=record.usual_days) if record.usual_days is not None else ""
    season = t("norms.record.season", n=record.season_days) if record.season_days is not None else ""
    return [part for part in (" ".join(filter(None, (kept, late))), usual, season) if part]


def say_beaten(t: Translator, record: Record, days: int) -> str:
    """That a promise of so many days beats the record by far; empty where it does not."""
    if not record.is_beaten_by_far(days):
        return ""
    return t("norms.record.beaten", n=record.usual_days)
