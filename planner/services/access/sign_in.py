"""Coming in: the first administrator, passwords, tablets by a tour's link, and who a token belongs to."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from pwdlib import PasswordHash
from sqlmodel import Session, col, delete, func, select

from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Agency, Participant, Person, PersonRole, SignIn, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import own_account
from planner.domain.typed import one_line, typed_line, typed_name
from planner.domain.words import Answer, Role, SeatGroup, TourState
from planner.i18n import LANGUAGES
from planner.services.city.agencies import agency_called

PERSON_STAYS = timedelta(days=30)
TABLET_STAYS_AFTER_END = timedelta(hours=12)
PATIENCE = 5
SHORTEST_PASSWORD = 10
_HASHER = PasswordHash.recommended()
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Attempt:
    """What came of a password: a token for the cookie, or the key of the reason with its values.

    It is returned rather than raised, because a wrong password must be counted, and an exception would undo that.
    """

    token: str | None = None
    reason: str = ""
    values: dict[str, object] = field(default_factory=dict)


def is_empty(session: Session) -> bool:
    """True until the first administrator exists; nobody has to be known to ask this."""
    return session.exec(select(func.count()).select_from(PersonRole)).one() == 0


def create_first_administrator(
    session: Session, *, name: str, email: str, password: str, now: datetime, device: str = ""
) -> str:
    """Makes the account that everything else starts from, signs it in and returns the token.

    Refuses with Conflict once somebody has a role, and with Invalid on an empty name, a bad address or a weak password.
    """
    if not is_empty(session):
        raise Conflict("sign_in.error.already_set_up")
    name = typed_line(name, field="name", longest=200, needed="sign_in.error.name")
    person = Person(name=name, email=checked_email(email), password_hash=hash_password(password))
    session.add(person)
    session.flush()
    for role in (Role.ADMIN, Role.ORGANIZER):
        session.add(PersonRole(person_id=id_of(person), role=role))
    return _open(session, now=now, expires_at=now + PERSON_STAYS, device=device, person_id=id_of(person))


def sign_in(session: Session, *, email: str, password: str, now: datetime, device: str = "") -> Attempt:
    """Checks a password and opens a sign-in.

    After five wrong ones the account answers slower and slower: 30 s, doubling, up to 15 minutes. An unknown address takes
    as long as a wrong password and gets the same answer.
    """
    person = session.exec(select(Person).where(Person.email == one_line(email).lower())).first()
    if person is None or person.password_hash is None or person.archived:
        _HASHER.verify(_bytes_of(password), _nobodys_hash())
        return Attempt(reason="sign_in.error.wrong")
    if person.slowed_until is not None and person.slowed_until > now:
        seconds = int((person.slowed_until - now).total_seconds()) + 1
        return Attempt(reason="sign_in.error.slowed", values={"n": seconds})
    if not _HASHER.verify(_bytes_of(password), person.password_hash):
        person.failed_sign_ins += 1
        if person.failed_sign_ins >= PATIENCE:
            person.slowed_until = now + timedelta(seconds=min(900, 30 * 2 ** (person.failed_sign_ins - PATIENCE)))
        return Attempt(reason="sign_in.error.wrong")
    person.failed_sign_ins, person.slowed_until = 0, None
    session.exec(delete(SignIn).where(col(SignIn.expires_at) < now))
    return Attempt(_open(session, now=now, expires_at=now + PERSON_STAYS, device=device, person_id=person.id))


def open_sign_in_for(session: Session, person: Person, *, now: datetime) -> str:
    """A token for `person` without a password; only the demo's links use it, and only the command line can call it."""
    return _open(session, now=now, expires_at=now + PERSON_STAYS, device="demo", person_id=person.id)


def tour_of_link(session: Session, code: str, *, now: datetime) -> Tour:
    """The tour that a tablet's short link leads to.

    NotFound("join.error.link") where the link was revoked, the tour is not published or has been over for 12 hours.
    """
    tour = session.exec(select(Tour).where(Tour.join_code == one_line(code))).first() if code else None
    if tour is None or tour.state not in (TourState.PUBLISHED, TourState.RIDING):
        raise NotFound("join.error.link")
    if now > tour.ends_at + TABLET_STAYS_AFTER_END:
        raise NotFound("join.error.link")
    return tour


def agencies_to_join(session: Session, code: str, *, now: datetime) -> list[str]:
    """Names that the joining form suggests; whoever holds a link may read them. NotFound as for `tour_of_link`."""
    tour_of_link(session, code, now=now)
    rows = session.exec(select(Agency).where(col(Agency.archived).is_(False)).order_by(Agency.name)).all()
    return [agency.name for agency in rows]


def join_tour(session: Session, code: str, *, name: str, agency_name: str = "", now: datetime, device: str = "") -> str:
    """Signs a tablet in as a participant of the link's tour and returns the token.

    A name that was invited, said yes and sits on no tablet yet is that person; any other name is added to the list.
    """
    tour = tour_of_link(session, code, now=now)
    wanted, agency_name = typed_name(name), typed_line(agency_name, field="agency_name", longest=200)
    participant = _known_participant(session, id_of(tour), wanted) or _new_participant(
        session, id_of(tour), wanted, agency_name, now
    )
    participant.tablet = True
    session.flush()
    end = tour.ends_at + TABLET_STAYS_AFTER_END
    return _open(session, now=now, expires_at=end, device=device, participant_id=participant.id)


def find_actor(session: Session, token: str | None, *, now: datetime, language: str | None = None) -> Actor:
    """Whose token this is; STRANGER (in the asked language) for none, an unknown, an expired or a revoked one."""
    stranger = Actor(language=language) if language in LANGUAGES else STRANGER
    row = session.get(SignIn, _hash(token)) if token else None
    if row is None or row.expires_at <= now:
        return stranger
    if row.person_id is not None:
        return actor_of_person(session, row.person_id) or stranger
    return _actor_of_tablet(session, row.participant_id, now, language) or stranger


def actor_of_person(session: Session, person_id: int) -> Actor | None:
    """The person as somebody who asks, None where the person is archived; for what has checked a secret of theirs."""
    person = session.get(Person, person_id)
    if person is None or person.archived:
        return None
    roles = session.exec(select(PersonRole.role).where(PersonRole.person_id == person_id)).all()
    return Actor(
        name=person.name,
        roles=frozenset(Role(role) for role in roles),
        person_id=person.id,
        agency_id=person.agency_id,
        language=person.language,
    )


def sign_out(session: Session, token: str) -> None:
    """Ends this browser's sign-in; one that has ended already is fine."""
    session.exec(delete(SignIn).where(col(SignIn.token_hash) == _hash(token)))


def sign_out_everywhere(session: Session, actor: Actor) -> int:
    """Ends every sign-in of the actor's account and returns how many there were."""
    person_id = own_account(actor)
    rows = session.exec(select(SignIn).where(SignIn.person_id == person_id)).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def change_password(session: Session, actor: Actor, *, old: str, new: str) -> None:
    """Sets a new password and ends every sign-in of the account; Invalid where the old one is wrong or the new one weak."""
    person = session.get(Person, own_account(actor))
    if person is None or person.password_hash is None:
        raise NotAllowed("permissions.sign_in")
    if not _HASHER.verify(_bytes_of(old), person.password_hash):
        raise Invalid("sign_in.error.old_password", field="old")
    person.password_hash = hash_password(new, field="new")
    sign_out_everywhere(session, actor)


def choose_language(session: Session, actor: Actor, language: str) -> None:
    """Remembers the language with the account; a visitor without one keeps it in a cookie only."""
    if language not in LANGUAGES:
        raise Invalid("sign_in.error.language", field="language")
    if actor.person_id is not None:
        session.get_one(Person, actor.person_id).language = language


def checked_email(email: str) -> str:
    """The address in lower case; Invalid where it cannot be one."""
    address = one_line(email).lower()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise Invalid("sign_in.error.email", field="email")
    return address


def hash_password(password: str, *, field: str = "password") -> str:
    """The Argon2 hash; Invalid under 10 characters (length counts more than signs: NIST SP 800-63B, 3.1.1)."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("sign_in.error.password", field=field, n=SHORTEST_PASSWORD)
    if len(password) > 1000:
        raise Invalid("sign_in.error.password_long", field=field)
    return _HASHER.hash(_bytes_of(password))


def _bytes_of(secret: str) -> bytes:
    """Whatever was typed, also halves of surrogate pairs: a secret is compared as it came, never cleaned."""
    return secret.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _open(
    session: Session,
    *,
    now: datetime,
    expires_at: datetime,
    device: str,
    person_id: int | None = None,
    participant_id: int | None = None,
) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=_hash(token),
            person_id=person_id,
            participant_id=participant_id,
            created_at=now,
            expires_at=expires_at,
            device=one_line(device)[:200],
        )
    )
    session.flush()
    return token


def _known_participant(session: Session, tour_id: int, name: str) -> Participant | None:
    known = session.exec(
        select(Participant).where(
            Participant.tour_id == tour_id,
            Participant.name == name,
            Participant.answer == Answer.YES,
            col(Participant.tablet).is_(False),
        )
    ).all()
    return known[0] if len(known) == 1 else None


def _new_participant(session: Session, tour_id: int, name: str, agency_name: str, now: datetime) -> Participant:
    agency = agency_called(session, agency_name)
    participant = Participant(
        tour_id=tour_id,
        name=name,
        agency_id=agency.id if agency else None,
        agency_name=agency_name,
        group=SeatGroup.AGENCY if agency else SeatGroup.PUBLIC,
        answer=Answer.YES,
        invited_at=now,
        answered_at=now,
    )
    session.add(participant)
    return participant


def _actor_of_tablet(session: Session, participant_id: int | None, now: datetime, language: str | None) -> Actor | None:
    participant = session.get(Participant, participant_id)
    tour = session.get(Tour, participant.tour_id) if participant else None
    if participant is None or tour is None or tour.join_code is None or tour.state is TourState.CANCELLED:
        return None
    return Actor(
        name=participant.name,
        roles=frozenset({Role.PARTICIPANT}),
        tour_id=tour.id,
        participant_id=participant.id,
        agency_id=None,
        language=language if language in LANGUAGES else "ru",
    )
