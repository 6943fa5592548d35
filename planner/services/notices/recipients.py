"""Those who may be told: who they are, what they may see, when a mail may go to them; asked once in a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeGuard

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import (
    DemoLoad,
    Issue,
    MailChoice,
    Notice,
    NoticeChoice,
    Person,
    PersonRole,
    TelegramChat,
    Tour,
)
from planner.domain.notices import DIGESTS, TOPICS, USUAL, NoticeKind, mail_moment
from planner.domain.permissions import Action, may
from planner.domain.words import NoticeTopic, Role, TourState
from planner.services.access.scopes import subject_of_issue, subject_of_tour
from planner.services.access.sign_in import actor_of_person
from planner.services.city.city import get_city
from planner.services.deadlines.calendar import city_calendar

_OF_THE_MORNING = frozenset({NoticeTopic.REMINDERS, NoticeTopic.DIGEST})


def is_open(chat: TelegramChat | None) -> TypeGuard[TelegramChat]:
    """Whether messages go to this chat: it was joined, and not stopped since."""
    return chat is not None and chat.chat_id is not None and chat.wanted


@dataclass
class Recipients:
    """The people of one transaction in which notices are written, and what is known of them so far."""

    session: Session
    now: datetime
    _actors: dict[int, Actor | None] = field(default_factory=dict)
    _people: dict[object, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = get_city(self.session).timezone
        self.calendar = city_calendar(self.session)
        demo = self.session.get(DemoLoad, 1)
        self._demo = frozenset(demo.brought["person"]) if demo else frozenset()

    def officials(self, agency_id: int) -> list[int]:
        """Those who do the work of an agency."""
        wanted = [PersonRole.role == Role.OFFICIAL, Person.agency_id == agency_id]
        return self._found(("officials", agency_id), wanted)

    def heads(self, agency_id: int) -> list[int]:
        """Those who head an agency and have an account."""
        return self._found(("heads", agency_id), [col(Person.heads_agency).is_(True), Person.agency_id == agency_id])

    def controllers(self) -> list[int]:
        """Those who verify."""
        return self._found("controllers", [PersonRole.role == Role.CONTROLLER])

    def administrators(self) -> list[int]:
        """Those who keep the planner running."""
        return self._found("administrators", [PersonRole.role == Role.ADMIN])

    def actor(self, person_id: int) -> Actor | None:
        """The person as somebody who asks; None for one who is archived."""
        if person_id not in self._actors:
            self._actors[person_id] = actor_of_person(self.session, person_id)
        return self._actors[person_id]

    def may_see(self, person_id: int, thing: Issue | Tour) -> bool:
        """Whether the person may know of this issue, or of this tour."""
        actor = self.actor(person_id)
        if actor is None:
            return False
        if isinstance(thing, Issue):
            about = subject_of_issue(self.session, thing)
            return not thing.deleted and may(actor, Action.SEE_ISSUE, about).allowed
        seen = Action.SEE_DRAFT_TOUR if thing.state is TourState.DRAFT else Action.SEE_TOUR
        return may(actor, seen, subject_of_tour(thing)).allowed

    def tell(
        self,
        person_id: int,
        kind: NoticeKind,
        about: str,
        *,
        thing: Issue | Tour | None = None,
        facts: Mapping[str, Any],
    ) -> Notice | None:
        """Writes the notice of `about` for a person; None where that person has it already, or may not know of the thing."""
        key = f"{about}:person:{person_id}"
        known = self.session.exec(select(Notice.id).where(Notice.key == key)).first()
        if known is not None or (thing is not None and not self.may_see(person_id, thing)):
            return None
        notice = Notice(
            key=key,
            kind=kind,
            person_id=person_id,
            issue_id=thing.id if isinstance(thing, Issue) else None,
            tour_id=thing.id if isinstance(thing, Tour) else None,
            facts=dict(facts),
            at=self.now,
            read_at=self.now if kind in DIGESTS else None,
            mail_after=self._mail_after(person_id, TOPICS[kind]),
        )
        self.session.add(notice)
        self.session.flush()
        return notice

    def _mail_after(self, person_id: int, topic: NoticeTopic) -> datetime | None:
        """From when on it may go by mail or by Telegram. Nothing is ever sent to those who came with the demo city."""
        person = self.session.get_one(Person, person_id)
        general = self.session.get(MailChoice, person_id) or MailChoice(person_id=person_id, token="")
        by_mail = bool(person.email) and general.wanted
        by_chat = is_open(self.session.get(TelegramChat, person_id))
        if not (by_mail or by_chat) or person_id in self._demo:
            return None
        chosen = self.session.get(NoticeChoice, (person_id, topic))
        delivery = chosen.delivery if chosen else USUAL[topic]
        quiet = (general.quiet_from, general.quiet_until)
        return mail_moment(
            delivery, self.now, self.zone, self.calendar, *quiet, of_the_morning=topic in _OF_THE_MORNING
        )

    def _found(self, name: object, wanted: Sequence[Any]) -> list[int]:
        if name not in self._people:
            query = select(Person.id).join(PersonRole).where(col(Person.archived).is_(False), *wanted)
            rows = self.session.exec(query.distinct().order_by(col(Person.id)))
            self._people[name] = [number for number in rows if number is not None]
        return self._people[name]
