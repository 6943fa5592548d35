"""Norms: the most special one holds, each version from its day on, and what held is never changed."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.deadlines import Term
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import City, DayKind
from planner.domain.models.types import id_of
from planner.domain.words import DaySort, TermUnit, Urgency
from planner.services.deadlines.rules import add_rule, list_rules, norms_of, remove_rule
from tests.services.control_story import TODAY, Town

DAYS, WORKING, MONTHS = TermUnit.DAYS, TermUnit.WORKING_DAYS, TermUnit.MONTHS
SUMMER = date(2027, 6, 1)


def a_norm(session: Session, artyom: Actor, **fields: Any) -> int:
    values: dict[str, Any] = {"category_id": None, "agency_id": None, "since": TODAY, "length": 5, "unit": DAYS}
    return id_of(add_rule(session, artyom, today=TODAY, **(values | fields)))


def test_without_a_norm_the_categorys_usual_days_hold(session: Session, town: Town) -> None:
    norm = norms_of(session, town.potholes, today=TODAY).of(town.roads)

    assert (norm.term, norm.due_on, norm.basis) == (Term(10), date(2026, 12, 3), "")


def test_the_most_special_norm_holds(artyom: Actor, session: Session, town: Town) -> None:
    a_norm(session, artyom, agency_id=town.roads, length=20)
    only_agency = norms_of(session, town.potholes, today=TODAY).of(town.roads).term
    a_norm(session, artyom, category_id=town.potholes, length=2, unit=MONTHS)
    a_norm(session, artyom, category_id=town.potholes, agency_id=town.parks, length=8, unit=WORKING, basis="п. 4")

    norms = norms_of(session, town.potholes, today=TODAY)

    assert only_agency == Term(20)
    assert [norms.of(each).term for each in (town.roads, town.power, None)] == [Term(2, MONTHS)] * 3
    assert (norms.of(town.parks).term, norms.of(town.parks).basis) == (Term(8, WORKING), "п. 4")


def test_a_version_holds_from_its_day_and_an_empty_one_ends_the_norm(
    artyom: Actor, session: Session, town: Town
) -> None:
    a_norm(session, artyom, category_id=town.potholes, length=5)
    a_norm(session, artyom, category_id=town.potholes, length=7, since=SUMMER)
    a_norm(session, artyom, category_id=town.potholes, length=0, since=date(2028, 1, 1))

    said = [
        norms_of(session, town.potholes, today=day).of(None).term
        for day in (TODAY, date(2027, 5, 31), SUMMER, date(2028, 1, 1))
    ]

    assert said == [Term(5), Term(5), Term(7), Term(10)]


def test_urgent_words_and_the_end_of_terms_follow_the_citys_settings(session: Session, town: Town) -> None:
    city = City(id=1)
    session.add(city)
    session.flush()
    usual = norms_of(session, town.potholes, today=TODAY)
    city.urgent_in_working_days, city.due_on_working_day = True, False
    session.flush()
    other = norms_of(session, town.potholes, today=TODAY)

    assert [usual.urgent(each).isoformat() for each in Urgency] == [
        "2026-11-24",
        "2026-11-26",
        "2026-12-03",
        "2026-12-23",
    ]
    assert [other.urgent(each).isoformat() for each in Urgency] == [
        "2026-11-24",
        "2026-11-26",
        "2026-12-07",
        "2026-12-23",
    ]
    assert [norms.due(Term(5)).isoformat() for norms in (usual, other)] == ["2026-11-27", "2026-11-28"]


def test_a_day_of_the_city_moves_a_term(session: Session, town: Town) -> None:
    session.add(DayKind(day=date(2026, 12, 3), sort=DaySort.OFF, source="День города"))
    session.flush()

    assert norms_of(session, town.potholes, today=TODAY).of(None).due_on == date(2026, 12, 2)


def test_a_list_shows_what_holds_and_what_comes(artyom: Actor, session: Session, town: Town) -> None:
    a_norm(session, artyom, category_id=town.potholes, length=5)
    a_norm(session, artyom, category_id=town.potholes, length=7, since=SUMMER)
    a_norm(session, artyom, agency_id=town.roads, length=9)

    rows = list_rules(session, artyom, today=TODAY)
    later = list_rules(session, artyom, today=SUMMER)

    assert [(row.rule.length, row.holds) for row in rows] == [(9, True), (5, True), (7, False)]
    assert [(row.rule.length, row.holds) for row in later] == [(9, True), (7, True)]


def test_the_same_day_again_replaces_the_version(artyom: Actor, session: Session, town: Town) -> None:
    first = a_norm(session, artyom, category_id=town.potholes, length=5)

    again = a_norm(session, artyom, category_id=town.potholes, length=6)

    assert first == again
    assert [row.rule.length for row in list_rules(session, artyom, today=TODAY)] == [6]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"category_id": None}, "category"),
        ({"since": None}, "since"),
        ({"since": date(2026, 11, 22)}, "since"),
        ({"length": -1}, "length"),
        ({"length": 731}, "length"),
    ],
)
def test_what_cannot_be_a_norm_is_refused_beside_its_field(
    artyom: Actor, session: Session, town: Town, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        a_norm(session, artyom, **{"category_id": town.potholes, **fields})

    assert refusal.value.field == field


def test_only_a_version_that_has_not_begun_is_taken_back(artyom: Actor, session: Session, town: Town) -> None:
    holds = a_norm(session, artyom, category_id=town.potholes)
    comes = a_norm(session, artyom, category_id=town.potholes, since=SUMMER)

    remove_rule(session, artyom, comes, today=TODAY)

    with pytest.raises(Conflict):
        remove_rule(session, artyom, holds, today=TODAY)
    with pytest.raises(NotFound):
        remove_rule(session, artyom, comes, today=TODAY)
