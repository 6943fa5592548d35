"""The form of an instruction suggests the agency of category and district, a working day, and who may verify."""

from datetime import date

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import NotFound
from planner.domain.models import Agency, AgencyCategory, AgencyDistrict, District, Person
from planner.domain.models.types import id_of
from planner.domain.words import AgencyKind
from planner.services.control.assigning import suggest_instruction
from tests.services.control_story import TODAY, Town, an_issue, make_town


def answers_for_potholes(session: Session, town: Town, name: str, kind: AgencyKind, *districts: int) -> int:
    agency = Agency(name=name, kind=kind)
    session.add(agency)
    session.flush()
    session.add(AgencyCategory(agency_id=id_of(agency), category_id=town.potholes))
    session.add_all(AgencyDistrict(agency_id=id_of(agency), district_id=district) for district in districts)
    session.flush()
    return id_of(agency)


def test_the_department_of_category_and_district_comes_first(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        north = District(name="North")
        session.add(north)
        session.flush()
        for name, kind, districts in (
            ("A contractor", AgencyKind.CONTRACTOR, [town.district]),
            ("B of the north", AgencyKind.DEPARTMENT, [north.id]),
            ("C everywhere", AgencyKind.DEPARTMENT, []),
            ("D of the centre", AgencyKind.DEPARTMENT, [town.district]),
            ("E council", AgencyKind.COUNCIL, []),
            ("F newspaper", AgencyKind.MEDIA, []),
        ):
            answers_for_potholes(session, town, name, kind, *districts)

        suggestion = suggest_instruction(session, town.sonya, id_of(an_issue(session, town)), today=TODAY)

    assert [agency.name for agency in suggestion.agencies] == [
        "D of the centre",
        "C everywhere",
        "A contractor",
        "B of the north",
        "Parks",
        "Power",
        "Roads",
    ]
    assert suggestion.agency_id == suggestion.agencies[0].id


def test_nobody_answering_means_no_suggestion(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)

        suggestion = suggest_instruction(session, town.sonya, id_of(an_issue(session, town)), today=TODAY)

    assert suggestion.agency_id is None
    assert [agency.name for agency in suggestion.agencies] == ["Parks", "Power", "Roads"]


def test_an_archived_agency_or_controller_is_not_offered(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        session.get_one(Agency, town.parks).archived = True
        session.exec(select(Person).where(Person.name == "Yan")).one().archived = True

        suggestion = suggest_instruction(session, town.sonya, id_of(an_issue(session, town)), today=TODAY)

    assert [agency.name for agency in suggestion.agencies] == ["Power", "Roads"]
    assert [person.name for person in suggestion.controllers] == ["Kira"]


def test_the_date_is_the_categorys_and_a_controller_suggests_himself(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        issue = an_issue(session, town)

        by_sonya = suggest_instruction(session, town.sonya, id_of(issue), today=TODAY)
        by_kira = suggest_instruction(session, town.kira, id_of(issue), today=date(2026, 11, 25))

    assert (by_sonya.due_on, by_kira.due_on) == (date(2026, 12, 3), date(2026, 12, 4))
    assert (by_sonya.controller_id, by_kira.controller_id) == (None, town.kira.person_id)


def test_nothing_is_suggested_for_what_one_may_not_see(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        issue = an_issue(session, town, internal=True)
        assert suggest_instruction(session, town.sonya, id_of(issue), today=TODAY).agency_id is None

        with pytest.raises(NotFound):
            suggest_instruction(session, town.boris, id_of(issue), today=TODAY)
