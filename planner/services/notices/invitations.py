"""Invitations by mail: whom they reach, and sending them, which somebody does by hand after having read them."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Agency, DemoLoad, MailChoice, Notice, Participant, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.notices import NoticeKind
from planner.domain.permissions import Action, require
from planner.domain.words import Answer, TourState
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.issues.issues import checked_uid


@dataclass(frozen=True)
class Invited:
    """Somebody on the list who has not answered: under which name, at which address, empty where none is known; whether a
    letter went there already. `wanted` is False where that person wants no letters.
    """

    participant_id: int
    name: str
    address: str
    language: str
    person_id: int | None
    sent_at: datetime | None
    wanted: bool = True


def invited_by_mail(session: Session, actor: Actor, tour_id: int) -> list[Invited]:
    """Everybody on the list whose answer is missing, by name; for those who invite."""
    require(actor, Action.INVITE, subject_of_tour(visible_tour(session, actor, tour_id)))
    query = (
        select(Participant, Person, Agency)
        .outerjoin(Person, col(Person.id) == Participant.person_id)
        .outerjoin(Agency, col(Agency.id) == Participant.agency_id)
        .where(Participant.tour_id == tour_id, Participant.answer == Answer.INVITED, col(Participant.tablet).is_(False))
    )
    demo = session.get(DemoLoad, 1)
    unreal = {(name, number) for name in ("person", "agency") for number in (demo.brought[name] if demo else ())}
    rows = [_invited(session, row, person, agency, unreal) for row, person, agency in session.exec(query)]
    return sorted(rows, key=lambda each: (each.name, each.participant_id))


def invitation_facts(tour: Tour, row: Participant | None = None) -> dict[str, Any]:
    """What an invitation tells of the tour, as a notice keeps it, with the code by which `row` answers."""
    about = {"tour_kind": tour.kind.value, "title": tour.title, "place": tour.start_name}
    about["starts_at"] = tour.starts_at.isoformat()
    return about | ({"code": row.answer_code} if row is not None and row.answer_code else {})


def send_invitations(
    session: Session, actor: Actor, tour_id: int, participant_ids: Sequence[int], *, uid: str, now: datetime
) -> int:
    """Sends the invitation to those chosen of `invited_by_mail`, as of now; how many letters that are.

    Invalid where nobody is chosen, or somebody who has no address or wants no letters; Conflict for a tour that is not
    published. The same `uid` again sends nothing twice; another one sends it again to who has not answered yet.
    """
    require(actor, Action.INVITE, subject_of_tour(visible_tour(session, actor, tour_id)))
    tour = hold_tour(session, tour_id)
    if tour.state is not TourState.PUBLISHED:
        raise Conflict("invitations.error.not_published")
    reached = {each.participant_id: each for each in invited_by_mail(session, actor, tour_id)}
    chosen = [reached[number] for number in dict.fromkeys(participant_ids) if number in reached]
    if not chosen:
        raise Invalid("invitations.error.nobody", field="whom")
    for each in chosen:
        if not each.address or not each.wanted:
            raise Invalid("invitations.error.no_address", field="whom", name=each.name)
        _send(session, tour, each, checked_uid(uid), now)
    return len(chosen)


def _send(session: Session, tour: Tour, each: Invited, uid: str, now: datetime) -> None:
    key = f"invited:{each.participant_id}:{uid}"
    if session.exec(select(Notice.id).where(Notice.key == key)).first() is not None:
        return
    notice = Notice(
        key=key,
        kind=NoticeKind.INVITED,
        person_id=each.person_id,
        address="" if each.person_id is not None else each.address,
        tour_id=tour.id,
        facts=invitation_facts(tour, session.get(Participant, each.participant_id)),
        at=now,
        mail_after=now,
    )
    session.add(notice)
    session.flush()


def _invited(
    session: Session,
    row: Participant,
    person: Person | None,
    agency: Agency | None,
    unreal: Set[tuple[str, int | None]],
) -> Invited:
    known, kind = (person, "person") if person is not None else (agency, "agency")
    number = id_of(row)
    sent = select(Notice.at).where(col(Notice.key).startswith(f"invited:{number}:", autoescape=True))
    return Invited(
        participant_id=number,
        name=row.name or (agency.name if agency else row.agency_name),
        address=_address(row, known, is_real=known is None or (kind, known.id) not in unreal),
        language=person.language if person else "ru",
        person_id=row.person_id,
        sent_at=session.exec(sent.order_by(col(Notice.at).desc())).first(),
        wanted=_wants_letters(session, person),
    )


def _address(row: Participant, known: Person | Agency | None, *, is_real: bool) -> str:
    """What is written down of this one, else the directory's; not that of who came with the demo city."""
    return row.email or (known.email if known is not None and is_real else "") or ""


def _wants_letters(session: Session, person: Person | None) -> bool:
    chosen = session.get(MailChoice, person.id) if person is not None else None
    return chosen is None or chosen.wanted
