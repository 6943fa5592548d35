"""How those on the list are reached: what is written down of them, else what the directories say."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.models import Agency, Participant, Person
from planner.domain.typed import one_line, typed_email, typed_line, typed_phone
from planner.services.access.hold import hold_participant

CONTACT = ("phone", "email", "post", "agency_name", "note")
"""What is written down of somebody on the list."""


def save_contact(
    session: Session,
    actor: Actor,
    participant_id: int,
    *,
    phone: str = "",
    email: str = "",
    post: str = "",
    agency_name: str = "",
    note: str = "",
    seen: Values | None = None,
) -> Participant:
    """Notes how somebody on the list is reached, and who that is; what is empty here, the directories say.

    Invalid on a phone or an address that cannot be one; with `seen`, what the form began with, ChangedMeanwhile as
    `beside_others` raises it.
    """
    row = hold_participant(session, actor, participant_id)
    wanted = {"phone": phone, "email": email, "post": post, "agency_name": agency_name, "note": note}
    given = beside_others("participant", row.model_dump(include={*CONTACT}), wanted, seen)
    for name, value in checked_contact(given).items():
        setattr(row, name, value)
    session.flush()
    return row


def checked_contact(given: Mapping[str, Any]) -> dict[str, str]:
    """What was typed of somebody, as it is kept."""
    return {
        "phone": typed_phone(given["phone"]),
        "email": typed_email(given["email"]) if one_line(given["email"]) else "",
        "post": typed_line(given["post"], field="post", longest=200),
        "agency_name": typed_line(given["agency_name"], field="agency_name", longest=200),
        "note": typed_line(given["note"], field="note", longest=200),
    }


def contact_of(row: Participant, person: Person | None, agency: Agency | None) -> str:
    """By which phone and address somebody is told of a change; the agency's where nobody of it is named who has an own one."""
    phone = row.phone or (person.phone if person else "")
    email = row.email or (person.email if person else "")
    own = ", ".join(part for part in (phone, email, row.note) if part)
    return own or (", ".join(part for part in (agency.phone, agency.email) if part) if agency else "")
