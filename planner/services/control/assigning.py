"""What the form of an instruction offers: who could do it, until when, and who could verify it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Agency, AgencyCategory, AgencyDistrict, Issue, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import AgencyKind, Role
from planner.services.access.people import PersonFacts, facts_of
from planner.services.access.scopes import visible_issue
from planner.services.city.repairs import Guarantee, guarantees_at
from planner.services.deadlines.rules import Norms, norms_of

_KINDS = (AgencyKind.DEPARTMENT, AgencyKind.UTILITY, AgencyKind.CONTRACTOR)
"""Councils and newspapers take no instructions; departments answer before their contractors."""


@dataclass(frozen=True)
class Suggestion:
    """What to offer for an issue; `agencies` begins with those that answer for its category and district.

    `due_on` is what `norms` say of that agency. `agency_id` is None where nobody answers for the category, `controller_id` where the actor may not verify.
    """

    agencies: Sequence[Agency]
    agency_id: int | None
    due_on: date
    norms: Norms
    controllers: Sequence[PersonFacts]
    controller_id: int | None
    guarantee: Guarantee | None = None
    """What was repaired at this place and is still under guarantee: its contractor comes first."""


def suggest_instruction(session: Session, actor: Actor, issue_id: int, *, today: date) -> Suggestion:
    """The choices for an instruction on this issue, best first, and the date that its norm gives."""
    issue = visible_issue(session, actor, issue_id)
    agencies, answering = _agencies_for(session, issue)
    guarantee = next(iter(guarantees_at(session, actor, issue.point, today=today)), None)
    contractor = [each for each in agencies if guarantee and guarantee.agency and each.id == guarantee.agency.id]
    agencies = contractor + [each for each in agencies if each not in contractor]
    answering |= {id_of(each) for each in contractor}
    agency_id = agencies[0].id if agencies and agencies[0].id in answering else None
    norms = norms_of(session, issue.category_id, today=today)
    return Suggestion(
        agencies=agencies,
        agency_id=agency_id,
        due_on=norms.of(agency_id).due_on,
        norms=norms,
        controllers=_controllers(session),
        controller_id=actor.person_id if may(actor, Action.VERIFY).allowed else None,
        guarantee=guarantee,
    )


def _agencies_for(session: Session, issue: Issue) -> tuple[list[Agency], set[int]]:
    """Every agency that takes instructions, best first, and the ids of those that answer for category and district."""
    query = select(Agency).where(col(Agency.archived).is_(False), col(Agency.kind).in_(_KINDS))
    in_category = set(
        session.exec(select(AgencyCategory.agency_id).where(AgencyCategory.category_id == issue.category_id)).all()
    )
    districts: dict[int, set[int]] = {}
    for agency_id, district_id in session.exec(select(AgencyDistrict.agency_id, AgencyDistrict.district_id)).all():
        districts.setdefault(agency_id, set()).add(district_id)
    answering = {a for a in in_category if a not in districts or issue.district_id in districts[a]}

    def rank(agency: Agency) -> tuple[bool, bool, int, bool, str]:
        everywhere = agency.id not in districts
        return (
            agency.id not in answering,
            agency.id not in in_category,
            _KINDS.index(agency.kind),
            everywhere,
            agency.name,
        )

    return sorted(session.exec(query).all(), key=rank), answering


def _controllers(session: Session) -> Sequence[PersonFacts]:
    query = (
        select(Person)
        .join(PersonRole)
        .where(PersonRole.role == Role.CONTROLLER, col(Person.archived).is_(False))
        .order_by(Person.name)
    )
    return [facts_of(person) for person in session.exec(query)]
