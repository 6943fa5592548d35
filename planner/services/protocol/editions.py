"""The protocol between people: what stands in it now, what each agency says to it, and the editions that were confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Agency, Issue, ProtocolEdition, ProtocolStance, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, may, require
from planner.domain.protocol import Difference, ProtocolText, differences, from_json, seal_of, seal_of_point
from planner.domain.words import TourState
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour
from planner.services.protocol.text import protocol_text

CONFIRMABLE = (TourState.RIDING, TourState.CLOSED)
"""States of a tour whose protocol can be agreed on and confirmed."""


@dataclass(frozen=True)
class AgencyStance:
    """What an agency says, to the whole text or to the point with the number `point`: None while it has said nothing.

    `is_old`: to an earlier text of it.
    """

    agency: Agency
    stance: ProtocolStance | None
    is_old: bool
    point: str = ""


@dataclass(frozen=True)
class Protocol:
    """A protocol as somebody may read it.

    `edition` is the confirmed one that is read, or the last one where the text of now is read; None where there is none.
    `is_confirmed`: the text is that edition. `changes`: what it says otherwise than the edition before. `seal` is that of
    the whole text, also where parts of it are emptied for this reader. `number` is the edition's, or that of the next one.
    `stances` are those of agencies that are responsible for something, to the whole text; `on_points` has, for each point in
    the order of the numbers, every agency with a part in it.
    """

    tour: Tour
    text: ProtocolText
    seal: str
    number: int
    edition: ProtocolEdition | None
    is_confirmed: bool
    changes: Sequence[Difference]
    stances: Sequence[AgencyStance]
    on_points: Sequence[AgencyStance]
    is_open: bool
    may_lead: bool
    is_chair: bool


def protocol_of(session: Session, actor: Actor, tour_id: int) -> Protocol:
    """The protocol as it stands now: the last edition, where nothing has changed since."""
    require(actor, Action.SEE_PEOPLE)
    text, last = protocol_text(session, actor, tour_id), last_edition(session, actor, tour_id)
    seal = seal_of(text)
    is_confirmed = last is not None and last.seal == seal
    if last is not None and is_confirmed:
        return edition_of(session, actor, tour_id, last.number)
    number = last.number + 1 if last else 1
    changes = differences(from_json(last.content), text) if last else ()
    return _protocol(session, actor, text, seal=seal, number=number, edition=last, changes=changes)


def edition_of(session: Session, actor: Actor, tour_id: int, number: int) -> Protocol:
    """An edition as it was confirmed; NotFound where there is none. What became internal since is emptied for others."""
    require(actor, Action.SEE_PEOPLE)
    visible_tour(session, actor, tour_id)
    found = {each.number: each for each in list_editions(session, actor, tour_id)}
    if number not in found:
        raise NotFound("protocol.error.unknown", number=number)
    edition, before = found[number], found.get(number - 1)
    text = from_json(edition.content)
    changes = differences(from_json(before.content), text) if before else ()
    return _protocol(session, actor, text, seal=edition.seal, number=number, edition=edition, changes=changes)


def list_editions(session: Session, actor: Actor, tour_id: int) -> Sequence[ProtocolEdition]:
    """All confirmed editions of a tour, the first one first; for staff that may see the tour."""
    require(actor, Action.SEE_PEOPLE)
    visible_tour(session, actor, tour_id)
    query = select(ProtocolEdition).where(ProtocolEdition.tour_id == tour_id)
    return session.exec(query.order_by(col(ProtocolEdition.number))).all()


def last_edition(session: Session, actor: Actor, tour_id: int) -> ProtocolEdition | None:
    """The last confirmed edition, for the same."""
    return next(reversed(list_editions(session, actor, tour_id)), None)


def _protocol(
    session: Session,
    actor: Actor,
    text: ProtocolText,
    *,
    seal: str,
    number: int,
    edition: ProtocolEdition | None,
    changes: Sequence[Difference],
) -> Protocol:
    tour = visible_tour(session, actor, text.tour_id)
    hidden, said = _hidden(session, actor, text), _said(session, text, number)
    shown = text.without(hidden)
    is_confirmed = edition is not None and edition.number == number
    return Protocol(
        tour=tour,
        text=shown,
        seal=seal,
        number=number,
        edition=edition,
        is_confirmed=is_confirmed,
        changes=[] if hidden else changes,
        stances=_stances(text, said, seal),
        on_points=_on_points(shown, said),
        is_open=tour.state in CONFIRMABLE and not is_confirmed,
        may_lead=may(actor, Action.LEAD_TOUR, subject_of_tour(tour)).allowed,
        is_chair=actor.person_id is not None and actor.person_id == tour.leader_id,
    )


def _hidden(session: Session, actor: Actor, text: ProtocolText) -> frozenset[int]:
    """The issues of the text that the actor may not see."""
    told = {heard.issue_id for heard in text.issues}
    seen = session.exec(select(Issue.id).where(col(Issue.id).in_(told), issues_visible_to(actor))).all()
    return frozenset(told.difference(seen)) if not _sees_all(actor) else frozenset()


def _sees_all(actor: Actor) -> bool:
    return may(actor, Action.SEE_ISSUE, Subject(internal=True)).allowed


@dataclass(frozen=True)
class _Said:
    """The agencies of a text by name, and the last word of each to each point; "" stands for the whole."""

    agencies: Sequence[Agency]
    last: Mapping[tuple[str, int], ProtocolStance]

    def by(self, agency: Agency, seal: str, point: str = "") -> AgencyStance:
        stance = self.last.get((point, id_of(agency)))
        return AgencyStance(agency, stance, stance is not None and stance.seal != seal, point)


def _said(session: Session, text: ProtocolText, number: int) -> _Said:
    """By the moments at which it was said: what a tablet noted without a network comes after what was said later."""
    wanted = {point.agency_id for point in text.points}
    helping = {name for point in text.points for name in point.co_executors}
    said = select(ProtocolStance).where(ProtocolStance.tour_id == text.tour_id, ProtocolStance.edition == number)
    rows = session.exec(said.order_by(col(ProtocolStance.at), col(ProtocolStance.id)))
    ours = or_(col(Agency.id).in_(wanted), col(Agency.name).in_(helping))
    agencies = session.exec(select(Agency).where(ours).order_by(Agency.name)).all()
    return _Said(agencies, {(each.point, each.agency_id): each for each in rows})


def _stances(text: ProtocolText, said: _Said, seal: str) -> Sequence[AgencyStance]:
    """Of every agency that is responsible for something, in the order of names."""
    wanted = {point.agency_id for point in text.points}
    return [said.by(agency, seal) for agency in said.agencies if agency.id in wanted]


def _on_points(text: ProtocolText, said: _Said) -> Sequence[AgencyStance]:
    return [
        said.by(agency, seal_of_point(point), point.number)
        for point in text.points
        for agency in said.agencies
        if point.concerns(id_of(agency), agency.name)
    ]
