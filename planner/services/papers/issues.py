"""The issues of a tour's stops as papers need them: the promises made, a picture, whom to ring."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Agency, Instruction, Participant, Person
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may, require
from planner.domain.words import OPEN_INSTRUCTION_STATES, Answer
from planner.services.access.scopes import subject_of_tour
from planner.services.control.promises import promises_of
from planner.services.issues.internal import closed_to
from planner.services.issues.pictures import of_issue, pictures_of
from planner.services.tours.plan import Plan
from planner.storage import FileStore

MOST_PICTURES = 200
"""In one folder; beyond that it would be too heavy to print."""


@dataclass(frozen=True)
class PromisesOfIssue:
    """What was promised about one issue, the earliest date first, and a small picture's file, or None."""

    promises: Sequence[tuple[Instruction, Agency]]
    picture: bytes | None

    @property
    def owing(self) -> Sequence[Agency]:
        """The agencies that still owe something."""
        return [agency for given, agency in self.promises if given.state in OPEN_INSTRUCTION_STATES]


@dataclass(frozen=True)
class AgencyContact:
    """Whom to ring at an agency: the agency itself, or, with `name`, somebody of it who rides along."""

    agency: Agency
    name: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""


def promises_on_paper(session: Session, actor: Actor, store: FileStore, plan: Plan) -> Mapping[int, PromisesOfIssue]:
    """By the id of each issue of the plan's stops; the plan holds only those that the actor may see. Four queries at most.

    What was written and shown while an issue was internal is left out for those who may not know it.
    """
    require(actor, Action.SEE_LISTS)
    issues = {id_of(issue): issue for row in plan.stops for issue in row.issues}
    promises, files = promises_of(session, issues), _files(session, actor, store, list(issues))
    closed = closed_to(session, actor, issues.values())
    return {
        issue_id: PromisesOfIssue(
            [(closed[issue_id].instruction(given), agency) for given, agency in promises.get(issue_id, ())],
            files.get(issue_id),
        )
        for issue_id in issues
    }


def contacts_at(
    session: Session, actor: Actor, plan: Plan, on_paper: Mapping[int, PromisesOfIssue]
) -> Mapping[int, Sequence[AgencyContact]]:
    """Whom to ring at each stop, by the stop's id: agencies that owe something there, and their people who ride along.

    Who rides is for those who invite or lead alone. One query at most.
    """
    require(actor, Action.SEE_PEOPLE)
    owing = {
        id_of(row.stop): {agency.id: agency for issue in row.issues for agency in on_paper[id_of(issue)].owing}
        for row in plan.stops
    }
    riding = _riding(session, actor, plan, {agency_id for here in owing.values() for agency_id in here})
    return {
        stop_id: [
            contact
            for agency in sorted(here.values(), key=lambda agency: agency.name)
            for contact in (
                AgencyContact(agency, phone=agency.phone, email=agency.email),
                *riding.get(agency.id, ()),
            )
            if contact.name or contact.phone or contact.email
        ]
        for stop_id, here in owing.items()
    }


def _files(session: Session, actor: Actor, store: FileStore, ids: Sequence[int]) -> Mapping[int, bytes]:
    """A small picture of each issue that has one which is not hidden."""
    chosen = {issue_id: of_issue(pictures) for issue_id, pictures in pictures_of(session, actor, ids).items()}
    files: dict[int, bytes] = {}
    for issue_id, picture in list(chosen.items())[:MOST_PICTURES]:
        if picture is None:
            continue
        try:
            files[issue_id] = store.get(picture.thumbnail)
        except NotFound:
            continue
    return files


def _riding(
    session: Session, actor: Actor, plan: Plan, agencies: set[int | None]
) -> Mapping[int | None, list[AgencyContact]]:
    subject = subject_of_tour(plan.tour)
    if not agencies or not any(may(actor, action, subject).allowed for action in (Action.INVITE, Action.LEAD_TOUR)):
        return {}
    query = (
        select(Participant, Person, Agency)
        .join(Agency, col(Agency.id) == Participant.agency_id)
        .outerjoin(Person, col(Person.id) == Participant.person_id)
        .where(
            Participant.tour_id == plan.tour.id,
            Participant.answer == Answer.YES,
            col(Participant.agency_id).in_(agencies),
            col(Participant.name) != "",
        )
        .order_by(col(Participant.name), col(Participant.id))
    )
    found: dict[int | None, list[AgencyContact]] = defaultdict(list)
    for row, person, agency in session.exec(query):
        post, phone = (person.post, person.phone) if person else ("", "")
        found[row.agency_id].append(AgencyContact(agency, row.name, post, phone))
    return found
