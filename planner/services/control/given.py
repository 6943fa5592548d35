"""What is given with a step, checked: the agency, the controller, who helps, the day; and what a moved date leaves behind."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from planner.domain.errors import Invalid
from planner.domain.lateness import lateness_of
from planner.domain.models import Agency, CoExecutor, Instruction, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role


def checked_agency(session: Session, agency_id: int | None, *, field: str = "agency") -> Agency:
    """An agency that is in use; Invalid on `field` for none."""
    agency = session.get(Agency, agency_id) if agency_id is not None else None
    if agency is None or agency.archived:
        raise Invalid("instructions.error.needs_agency", field=field)
    return agency


def checked_controller(session: Session, person_id: int | None) -> int | None:
    """Somebody in use with the controller's role, or nobody; Invalid on the field "controller" for anybody else."""
    if person_id is None:
        return None
    person = session.get(Person, person_id)
    if person is None or person.archived or session.get(PersonRole, (person_id, Role.CONTROLLER)) is None:
        raise Invalid("instructions.error.not_controller", field="controller")
    return person_id


def add_co_executors(session: Session, instruction: Instruction, agency_ids: Sequence[int]) -> list[Agency]:
    """Lets these agencies help; the responsible one does not help itself."""
    agencies = [checked_agency(session, each, field="co_executors") for each in dict.fromkeys(agency_ids)]
    helping = [agency for agency in agencies if agency.id != instruction.agency_id]
    for agency in helping:
        session.add(CoExecutor(instruction_id=id_of(instruction), agency_id=id_of(agency)))
    return helping


def day_to_come(day: date | None, today: date) -> date:
    """A day that is not past; Invalid on the field "date"."""
    if day is None:
        raise Invalid("instructions.error.needs_date", field="date")
    if day < today:
        raise Invalid("instructions.error.past_date", field="date")
    return day


def later_day(day: date | None, instruction: Instruction, today: date) -> date:
    """The same, later than the present date of the instruction."""
    later = day_to_come(day, today)
    if later <= instruction.due_on:
        raise Invalid("instructions.error.not_later", field="date")
    return later


def move_term(instruction: Instruction, due_on: date, *, today: date) -> Mapping[str, str]:
    """Gives a new date, and keeps by how many days the old one was missed until `today`, which stays a fact.

    Returns both dates as facts of the history.
    """
    before = instruction.due_on
    late = lateness_of(instruction, today)
    instruction.due_on, instruction.late_before = due_on, late
    return {"from_due": before.isoformat(), "to_due": due_on.isoformat()}


def drop_wishes(instruction: Instruction) -> None:
    """No wish is open any more: what was done since has answered it."""
    instruction.asked_until, instruction.asked_reason = None, ""
    drop_hand_over(instruction)


def drop_hand_over(instruction: Instruction) -> None:
    """The wish to hand over is answered."""
    instruction.wished_agency_id, instruction.wished_reason, instruction.wished_at = None, "", None


def agency_fact(agency: Agency) -> dict[str, object]:
    """An agency as the history keeps it: by id and by the name of now."""
    return {"id": agency.id, "name": agency.name}
