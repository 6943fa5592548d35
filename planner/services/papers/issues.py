"""The issues of a tour's stops as the leader's folder shows them: the promises made, a picture, whom to ring."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Agency, Instruction, Participant, Person, Photo
from planner.domain.permissions import Action, may, require
from planner.domain.words import OPEN_INSTRUCTION_STATES, Answer, PhotoPhase
from planner.render.papers.leader_folder import FolderContact, FolderIssue, Promise
from planner.services.access.scopes import subject_of_tour
from planner.services.city.city import get_city
from planner.services.tours.plan import Plan
from planner.storage import FileStore

MOST_PICTURES = 200
"""In one folder; beyond that it would be too heavy to print."""


@dataclass(frozen=True)
class IssueOnPaper:
    """An issue as it is printed, and the agencies that still owe something."""

    issue: FolderIssue
    owing: Sequence[Agency]


def issues_on_paper(session: Session, actor: Actor, store: FileStore, plan: Plan) -> Mapping[int, IssueOnPaper]:
    """The issues of the plan's stops by id; the plan holds only those that the actor may see. Two queries."""
    require(actor, Action.SEE_PEOPLE)
    issues = {issue.id or 0: issue for row in plan.stops for issue in row.issues}
    zone = ZoneInfo(get_city(session, actor).timezone)
    promises = _promises(session, list(issues))
    pictures = _pictures(session, store, list(issues))
    return {
        issue_id: IssueOnPaper(
            FolderIssue(
                number=issue_id,
                category=plan.categories[issue.category_id].name_in(actor.language),
                text=issue.text,
                address=issue.address,
                severity=issue.severity,
                state=issue.state,
                internal=issue.internal,
                raised_by=issue.raised_by,
                raised_on=issue.created_at.astimezone(zone).date(),
                photo=pictures.get(issue_id),
                promises=[
                    Promise(given.text, agency.short_name or agency.name, given.due_on, given.state)
                    for given, agency in promises[issue_id]
                ],
            ),
            _owing(promises[issue_id]),
        )
        for issue_id, issue in issues.items()
    }


def contacts_at(
    session: Session, actor: Actor, plan: Plan, on_paper: Mapping[int, IssueOnPaper]
) -> Mapping[int, Sequence[FolderContact]]:
    """Whom to ring at each stop, by the stop's id: agencies that owe something there, and their people who ride along.

    Who rides is told only to those who invite or lead. One query at most.
    """
    require(actor, Action.SEE_PEOPLE)
    owing = {
        row.stop.id or 0: {agency.id: agency for issue in row.issues for agency in on_paper[issue.id or 0].owing}
        for row in plan.stops
    }
    riding = _riding(session, actor, plan, {agency_id for here in owing.values() for agency_id in here})
    return {
        stop_id: [
            contact
            for agency in sorted(here.values(), key=lambda agency: agency.name)
            for contact in (
                FolderContact(agency.short_name or agency.name, "", agency.phone, agency.email),
                *riding.get(agency.id, ()),
            )
            if contact.name or contact.phone or contact.email
        ]
        for stop_id, here in owing.items()
    }


def _promises(session: Session, ids: Sequence[int]) -> Mapping[int, list[tuple[Instruction, Agency]]]:
    found: dict[int, list[tuple[Instruction, Agency]]] = defaultdict(list)
    query = (
        select(Instruction, Agency)
        .join(Agency, col(Agency.id) == Instruction.agency_id)
        .where(col(Instruction.issue_id).in_(ids))
        .order_by(col(Instruction.due_on), col(Instruction.id))
    )
    for given, agency in session.exec(query):
        found[given.issue_id].append((given, agency))
    return found


def _owing(promises: Sequence[tuple[Instruction, Agency]]) -> Sequence[Agency]:
    return [agency for given, agency in promises if given.state in OPEN_INSTRUCTION_STATES]


def _pictures(session: Session, store: FileStore, ids: Sequence[int]) -> Mapping[int, bytes]:
    """A small picture of each issue that has one which is not hidden: the first of the problem, else the first of all."""
    query = (
        select(Photo.issue_id, Photo.thumbnail, Photo.phase)
        .where(col(Photo.issue_id).in_(ids), col(Photo.hidden).is_(False))
        .order_by(col(Photo.added_at), col(Photo.id))
    )
    chosen: dict[int, tuple[str, PhotoPhase]] = {}
    for issue_id, thumbnail, phase in session.exec(query):
        known = chosen.get(issue_id)
        if known is None or (phase == PhotoPhase.BEFORE and known[1] is not PhotoPhase.BEFORE):
            chosen[issue_id] = (thumbnail, PhotoPhase(phase))
    pictures: dict[int, bytes] = {}
    for issue_id, (thumbnail, _) in list(chosen.items())[:MOST_PICTURES]:
        try:
            pictures[issue_id] = store.get(thumbnail)
        except NotFound:
            continue
    return pictures


def _riding(
    session: Session, actor: Actor, plan: Plan, agencies: set[int | None]
) -> Mapping[int | None, list[FolderContact]]:
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
    found: dict[int | None, list[FolderContact]] = defaultdict(list)
    for row, person, agency in session.exec(query):
        name = ", ".join(filter(None, [row.name, person.post if person else ""]))
        found[row.agency_id].append(
            FolderContact(agency.short_name or agency.name, name, person.phone if person else "")
        )
    return found
