"""Norms: how long a category or an agency may take, in dated versions, and the date that a norm gives today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.deadlines import LONGEST_TERM, Term, WorkingCalendar, due_of, is_published, term_of
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Agency, Category, DeadlineRule
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line
from planner.domain.words import TermUnit, Urgency
from planner.services.city.city import get_city
from planner.services.deadlines.calendar import city_calendar


@dataclass(frozen=True)
class RuleRow:
    """A version of a norm, with what it is for (None: all of them); `holds`: it is the one in force."""

    rule: DeadlineRule
    category: Category | None
    agency: Agency | None
    holds: bool


@dataclass(frozen=True)
class Norm:
    """How long something may take, the date which that gives today, and the document that says so, if one does."""

    term: Term
    due_on: date
    basis: str = ""


@dataclass(frozen=True)
class Norms:
    """The norms of one category by agency, the city's calendar, and how its terms end."""

    category_id: int
    today: date
    calendar: WorkingCalendar
    category_days: int
    rules: Sequence[DeadlineRule]
    on_working_day: bool
    urgent_in_working_days: bool

    def of(self, agency_id: int | None) -> Norm:
        """What holds for an agency: the rule of both, of the category, of the agency, else the category's usual days."""
        rule = next(
            (
                found
                for by_category, by_agency in ((True, agency_id), (True, None), (False, agency_id))
                if (by_category or by_agency) and (found := self._latest(by_category, by_agency))
            ),
            None,
        )
        term = rule.term if rule else Term(self.category_days)
        return Norm(term, self.due(term), rule.basis if rule else "")

    def urgent(self, urgency: Urgency) -> date:
        """The date that an urgency word gives."""
        return self.due(term_of(urgency, in_working_days=self.urgent_in_working_days))

    def due(self, term: Term) -> date:
        """The day on which a term that begins today ends."""
        return due_of(term, self.today, self.calendar, on_working_day=self.on_working_day)

    def is_published(self, day: date) -> bool:
        """Whether the moved days of that year are known."""
        return is_published(day, self.calendar)

    def _latest(self, by_category: bool, agency_id: int | None) -> DeadlineRule | None:
        """The version in force for this very pair; none where the last one ended it."""
        versions = [
            rule for rule in self.rules if (rule.category_id is not None) == by_category and rule.agency_id == agency_id
        ]
        return versions[-1] if versions and versions[-1].length else None


def norms_of(session: Session, category_id: int, *, today: date) -> Norms:
    """The norms of a category as they are today; everybody may know them."""
    return norms_of_each(session, [session.get_one(Category, category_id)], today=today)[category_id]


def norms_of_each(session: Session, categories: Iterable[Category], *, today: date) -> Mapping[int, Norms]:
    """The same of several categories, by their numbers; three queries for any number of them."""
    city, calendar = get_city(session), city_calendar(session)
    query = select(DeadlineRule).where(col(DeadlineRule.since) <= today)
    rules = session.exec(query.order_by(col(DeadlineRule.since), col(DeadlineRule.id))).all()
    return {
        id_of(category): Norms(
            id_of(category),
            today,
            calendar,
            category.days,
            [rule for rule in rules if rule.category_id in (None, category.id)],
            city.due_on_working_day,
            city.urgent_in_working_days,
        )
        for category in categories
    }


def list_rules(session: Session, actor: Actor, *, today: date) -> Sequence[RuleRow]:
    """Every version in force or still to come, by category, agency and day; what was replaced is left out."""
    require(actor, Action.SEE_DIRECTORIES)
    query = select(DeadlineRule).order_by(col(DeadlineRule.since), col(DeadlineRule.id))
    in_force: dict[tuple[int | None, int | None], DeadlineRule] = {}
    coming = []
    for rule in session.exec(query):
        if rule.since <= today:
            in_force[rule.category_id, rule.agency_id] = rule
        else:
            coming.append(rule)
    rows = [
        RuleRow(
            rule,
            session.get(Category, rule.category_id) if rule.category_id else None,
            session.get(Agency, rule.agency_id) if rule.agency_id else None,
            rule.since <= today,
        )
        for rule in [*(each for each in in_force.values() if each.length), *coming]
    ]
    return sorted(rows, key=_place)


def add_rule(
    session: Session,
    actor: Actor,
    *,
    category_id: int | None,
    agency_id: int | None,
    since: date | None,
    length: int,
    unit: TermUnit,
    today: date,
    basis: str = "",
) -> DeadlineRule:
    """Enters a version of a norm from `since` on, today or later; 0 as length ends the norm of its own.

    A version that begins on the same day and has not begun before today is replaced. Invalid without category and agency.
    """
    require(actor, Action.MANAGE_AGENCIES)
    if category_id is None and agency_id is None:
        raise Invalid("norms.error.whose", field="category")
    if since is None or since < today:
        raise Invalid("norms.error.since", field="since")
    if not 0 <= length <= LONGEST_TERM:
        raise Invalid("norms.error.length", field="length", most=LONGEST_TERM)
    said = typed_line(basis, field="basis", longest=300)
    hold_all(session, DeadlineRule)
    rule = session.exec(
        select(DeadlineRule).where(
            col(DeadlineRule.category_id).is_not_distinct_from(category_id),
            col(DeadlineRule.agency_id).is_not_distinct_from(agency_id),
            DeadlineRule.since == since,
        )
    ).first() or DeadlineRule(category_id=category_id, agency_id=agency_id, since=since, length=length)
    rule.length, rule.unit, rule.basis = length, unit, said
    session.add(rule)
    session.flush()
    return rule


def remove_rule(session: Session, actor: Actor, rule_id: int, *, today: date) -> None:
    """Takes back a version that has not begun; one that held stays for the sake of what was promised under it."""
    require(actor, Action.MANAGE_AGENCIES)
    hold_all(session, DeadlineRule)
    rule = session.get(DeadlineRule, rule_id, populate_existing=True)
    if rule is None:
        raise NotFound("norms.error.unknown")
    if rule.since <= today:
        raise Conflict("norms.error.begun")
    session.delete(rule)
    session.flush()


def _place(row: RuleRow) -> tuple[str, str, date]:
    return (row.category.name if row.category else "", row.agency.name if row.agency else "", row.rule.since)
