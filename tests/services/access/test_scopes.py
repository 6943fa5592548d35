"""The conditions of lists say the same as the table of permissions, for every role and every kind of row."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Issue, IssueAgency, Participant, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import Role, TourState
from planner.services.access.scopes import (
    issues_visible_to,
    subject_of_instruction,
    subject_of_issue,
    subject_of_tour,
    tours_visible_to,
    visible_issue,
    visible_tour,
)
from tests.services.control_story import NOW, Town, an_instruction, an_issue


def everyone(town: Town, tour: Tour) -> Sequence[Actor]:
    """Each role alone, with and without an agency, a tablet of the tour, a tablet of another one, and a stranger."""
    people = [
        Actor(name=role, roles=frozenset({role}), person_id=person, agency_id=agency)
        for role in (Role.ADMIN, Role.ORGANIZER, Role.SECRETARY, Role.CONTROLLER, Role.OFFICIAL)
        for person in (town.oksana.person_id, town.boris.person_id)
        for agency in (None, town.roads, town.parks)
    ]
    tablets = [
        Actor(name="Pyotr", roles=frozenset({Role.PARTICIPANT}), tour_id=number, participant_id=1)
        for number in (tour.id, 999)
    ]
    return [*people, town.both, *tablets, STRANGER]


def a_tour(session: Session, **fields: Any) -> Tour:
    values: dict[str, Any] = {"title": "Tour", "starts_at": NOW, "ends_at": NOW, "created_at": NOW}
    tour = Tour(**(values | fields))
    session.add(tour)
    session.flush()
    return tour


def all_kinds_of_issues(session: Session, town: Town, tour: Tour) -> list[Issue]:
    """Internal or not, deleted or not, with no agency, one, or two involved, on the tour or not."""
    pyotr = Participant(tour_id=id_of(tour), name="Pyotr", invited_at=NOW)
    session.add(pyotr)
    session.flush()
    issues = []
    kinds = product((False, True), (False, True), ((), (town.roads,), (town.parks, town.power)), (None, tour.id))
    for internal, deleted, agencies, tour_id in kinds:
        issue = an_issue(session, town, internal=internal, deleted=deleted, tour_id=tour_id)
        session.add_all(IssueAgency(issue_id=id_of(issue), agency_id=agency) for agency in agencies)
        issues.append(issue)
    session.flush()
    return issues


def test_a_list_of_issues_holds_exactly_what_may_be_seen(session: Session, town: Town) -> None:
    tour = a_tour(session)
    issues = all_kinds_of_issues(session, town, tour)
    sizes = set()

    for actor in everyone(town, tour):
        listed = set(session.exec(select(Issue.id).where(issues_visible_to(actor))).all())

        allowed = {
            issue.id
            for issue in issues
            if not issue.deleted and may(actor, Action.SEE_ISSUE, subject_of_issue(session, issue)).allowed
        }
        assert listed == allowed, actor
        sizes.add(len(listed))

    assert sizes == {0, 6, 8, 12}, "strangers see none, outsiders the open ones, agencies theirs too, staff all"


def test_a_single_issue_opens_exactly_where_the_list_has_it(session: Session, town: Town) -> None:
    tour = a_tour(session)
    issues = all_kinds_of_issues(session, town, tour)

    for actor in everyone(town, tour):
        listed = set(session.exec(select(Issue.id).where(issues_visible_to(actor))).all())
        for issue in issues:
            if issue.id in listed:
                assert visible_issue(session, actor, id_of(issue)) is issue
                continue
            with pytest.raises(NotAllowed if actor.is_stranger else NotFound):
                visible_issue(session, actor, id_of(issue))


def test_a_hidden_issue_and_a_missing_one_get_the_same_answer(session: Session, town: Town) -> None:
    hidden = an_issue(session, town, internal=True)
    assert visible_issue(session, town.olga, id_of(hidden)) is hidden

    with pytest.raises(NotFound) as of_hidden:
        visible_issue(session, town.boris, id_of(hidden))
    with pytest.raises(NotFound) as of_missing:
        visible_issue(session, town.boris, 999)

    assert of_hidden.value.key == of_missing.value.key == "issues.error.unknown"


def test_a_list_of_tours_holds_exactly_what_may_be_seen(session: Session, town: Town) -> None:
    leaders = (None, town.oksana.person_id, town.boris.person_id)
    tours = [
        a_tour(session, state=state, leader_id=leader, secretary_id=secretary)
        for state, leader, secretary in product(TourState, leaders, (None, town.oksana.person_id))
    ]
    deleted = [tour for tour in tours if tour.state is TourState.DELETED]
    tours = [tour for tour in tours if tour.state is not TourState.DELETED]
    counts = set()

    for actor in everyone(town, tours[0]):
        listed = set(session.exec(select(Tour.id).where(tours_visible_to(actor))).all())

        allowed = {tour.id for tour in tours if _may_open(actor, tour)}
        assert listed == allowed, actor
        for tour in tours:
            if tour.id in listed:
                assert visible_tour(session, actor, id_of(tour)) is tour
                continue
            with pytest.raises(NotAllowed if actor.is_stranger else NotFound):
                visible_tour(session, actor, id_of(tour))
        for tour in deleted:
            if may(actor, Action.PLAN_TOUR).allowed:
                assert visible_tour(session, actor, id_of(tour)) is tour
                continue
            with pytest.raises(NotAllowed if actor.is_stranger else NotFound):
                visible_tour(session, actor, id_of(tour))
        counts.add(len(listed))

    assert len(counts) > 2, "the roles differ in what they see"


def _may_open(actor: Actor, tour: Tour) -> bool:
    action = Action.SEE_DRAFT_TOUR if tour.state is TourState.DRAFT else Action.SEE_TOUR
    return may(actor, action, subject_of_tour(tour)).allowed


def test_a_subject_knows_who_leads_who_mends_who_wrote_and_who_reported(session: Session, town: Town) -> None:
    tour = a_tour(session, leader_id=town.olga.person_id, secretary_id=town.sonya.person_id)
    issue = an_issue(session, town, tour_id=tour.id, raised_by_person_id=town.boris.person_id, internal=True)
    instruction = an_instruction(session, town, issue, co_executor_ids=[town.parks])
    instruction.reported_by_id = town.oksana.person_id

    subject = subject_of_instruction(session, instruction)

    assert (subject.tour_id, subject.internal) == (tour.id, True)
    assert subject.leaders == {town.olga.person_id, town.sonya.person_id}
    assert subject.agencies == {town.roads, town.parks}
    assert (subject.responsible, subject.reporter_id) == (town.roads, town.oksana.person_id)
    assert subject.owner == town.boris.supporter


def test_an_issue_of_a_tablet_is_owned_by_its_participant(session: Session, town: Town) -> None:
    tour = a_tour(session)
    pyotr = Participant(tour_id=id_of(tour), name="Pyotr", invited_at=NOW)
    session.add(pyotr)
    session.flush()

    subject = subject_of_issue(session, an_issue(session, town, raised_by_participant_id=pyotr.id))

    assert subject.owner == f"participant:{pyotr.id}"
    assert subject_of_issue(session, an_issue(session, town)).owner is None
