"""What tests of services share: one open transaction with the town of control in it, and an administrator."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Instruction, Issue, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role
from tests.prepare.standing import needs_no_database_of_its_own, taken_back
from tests.services.control_story import Town, an_instruction, an_issue, make_town


@pytest.fixture
def session(request: pytest.FixtureRequest, database: Database) -> Iterator[Session]:
    """A transaction in an empty database, for tests that need no second one.

    It commits only where the test has the database, too; all others share a database that never sees a commit.
    """
    alone = needs_no_database_of_its_own(request.node)
    with taken_back(database) if alone else database.transaction() as session:
        yield session


@pytest.fixture
def town(session: Session) -> Town:
    """Oksana's road agency and everybody around its potholes."""
    return make_town(session)


@pytest.fixture
def issue(session: Session, town: Town) -> Issue:
    """A pothole in that town."""
    return an_issue(session, town)


@pytest.fixture
def instruction(session: Session, town: Town, issue: Issue) -> Instruction:
    """To mend it, given to the road agency."""
    return an_instruction(session, town, issue)


@pytest.fixture
def artyom(database: Database) -> Actor:
    """The administrator, who is kept in the database."""
    with database.transaction() as session:
        person = Person(name="Артём", email="first@example.org")
        session.add(person)
        session.flush()
        session.add(PersonRole(person_id=id_of(person), role=Role.ADMIN))
        return Actor("Артём", frozenset({Role.ADMIN}), person.id)
