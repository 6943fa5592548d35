"""Taking what tablets send: each item once, in a transaction of its own, by the services that screens use too."""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError, Unavailable
from planner.domain.models import FieldItem, Tour
from planner.domain.permissions import require_somebody
from planner.domain.typed import one_line
from planner.services.access.hold import unless_met
from planner.services.access.scopes import visible_tour
from planner.services.access.tablets import who_speaks
from planner.services.field.about_issues import (
    take_closing,
    take_comment,
    take_edit,
    take_instruction,
    take_report,
    take_support,
    take_voice,
    take_withdrawal,
)
from planner.services.field.about_ride import (
    take_agency_stance,
    take_arrival,
    take_boarding,
    take_departure,
    take_getting_off,
    take_heads,
    take_start,
    take_unboarding,
    take_undo,
)
from planner.services.field.photos import PHOTOS_WAIT, take_photo
from planner.services.field.sent import ItemKind, Sent, moment_of, ms_of, read_item
from planner.services.field.taking import Answer, Taking
from planner.storage import FileStore

MOST_ITEMS = 50
"""In one request."""
BEFORE_START = timedelta(hours=12)
"""Nothing was made longer ago than this before its tour: the tablet's clock has jumped."""
_FOR_NOW = ("app.error.at_once", "permissions.tablet_off")
"""Refusals that may end: of two at once one is first, and a tablet that was turned off by mistake is turned on again."""
_log = logging.getLogger("planner.field")


class State(StrEnum):
    """What became of an item."""

    RECEIVED = "received"
    REFUSED = "refused"
    """As it is it will never be taken."""
    LATER = "later"
    """Nothing is wrong with it; it is to be sent again."""


@dataclass(frozen=True)
class Answered:
    """What became of one item. `answer` is kept with it; `error` says why it was not taken, `failure` is the number under
    which the log has what nobody had foreseen.
    """

    uid: object
    state: State
    answer: Answer = field(default_factory=dict)
    error: PlannerError | None = None
    failure: str = ""


@dataclass(frozen=True)
class _How:
    """What all items of one request have in common."""

    late_ms: int
    now: datetime
    brought_by: str


def tour_of_code(session: Session, code: str) -> int:
    """The tour whose tablets have this short link, also after it was closed; NotFound("join.error.link") for none.

    Whether anybody may send anything to it is asked for each item.
    """
    tour_id = session.exec(select(Tour.id).where(Tour.join_code == one_line(code))).first() if code else None
    if tour_id is None:
        raise NotFound("join.error.link")
    return tour_id


def take_items(
    database: Database,
    actor: Actor,
    store: FileStore,
    tour_id: int,
    items: Sequence[object],
    *,
    tablet_now: int,
    now: datetime,
    brought_by: str = "",
) -> list[Answered]:
    """Takes the items in their order, each for itself: one that is refused, or fails, hinders no other.

    `tablet_now` is what the tablet's clock shows, in milliseconds; by the difference its times are corrected. `brought_by` is
    who has brought them as a file.
    """
    require_somebody(actor)
    how = _How(ms_of(now) - tablet_now, now, brought_by)
    answers = [_answered(database, actor, store, tour_id, item, how) for item in items]
    if any(answer.answer.get("photo") for answer in answers):
        PHOTOS_WAIT.ring()
    return answers


def take_item(
    session: Session,
    actor: Actor,
    store: FileStore,
    tour_id: int,
    item: object,
    *,
    late_ms: int,
    now: datetime,
    brought_by: str = "",
) -> Answer:
    """Takes one item of this tour, made by the actor; the same `uid` again is answered the same and changes nothing.

    `late_ms` is what the server's clock shows more than the tablet's. Raises NotFound for a tour that the actor may not see,
    Invalid for what cannot be read or somebody else has made, and whatever the services refuse.
    """
    tour = visible_tour(session, actor, tour_id)
    sent = read_item(item)
    if sent.by != actor.supporter:
        raise Invalid("field.error.other_person", field="by")
    known = session.get(FieldItem, sent.uid, populate_existing=True)
    if known is not None:
        return _again(known, tour, sent)
    row = FieldItem(
        uid=sent.uid,
        tour_id=tour_id,
        kind=sent.kind.value,
        by=sent.by,
        tablet_at=sent.tablet_ms,
        at=_corrected(tour, sent, late_ms, now),
        received_at=now,
        body=sent.body,
        brought_by=brought_by,
    )
    try:
        with unless_met(session):
            session.add(row)
    except IntegrityError:
        known = session.get(FieldItem, sent.uid, populate_existing=True)
        if known is None:
            raise
        return _again(known, tour, sent)
    answer = TAKERS[sent.kind](Taking(session, actor, store, tour, sent, row.at))
    row.answer, row.issue_id = answer, answer.get("issue")
    session.flush()
    return answer


TAKERS: Mapping[ItemKind, Callable[[Taking], Answer]] = {
    ItemKind.REPORT: take_report,
    ItemKind.PHOTO: take_photo,
    ItemKind.VOICE: take_voice,
    ItemKind.EDIT: take_edit,
    ItemKind.WITHDRAW: take_withdrawal,
    ItemKind.SUPPORT: take_support,
    ItemKind.COMMENT: take_comment,
    ItemKind.START: take_start,
    ItemKind.ARRIVE: take_arrival,
    ItemKind.LEAVE: take_departure,
    ItemKind.UNDO: take_undo,
    ItemKind.HEADS: take_heads,
    ItemKind.BOARD: take_boarding,
    ItemKind.UNBOARD: take_unboarding,
    ItemKind.GET_OFF: take_getting_off,
    ItemKind.INSTRUCT: take_instruction,
    ItemKind.CLOSE: take_closing,
    ItemKind.STANCE: take_agency_stance,
}
"""What takes an item of each kind."""


def _answered(database: Database, actor: Actor, store: FileStore, tour_id: int, item: object, how: "_How") -> Answered:
    uid = item.get("uid") if isinstance(item, dict) else None
    uid = uid if isinstance(uid, str) else None
    try:
        with database.transaction() as session:
            speaker = _speaker(session, actor, item)
            answer = take_item(
                session, speaker, store, tour_id, item, late_ms=how.late_ms, now=how.now, brought_by=how.brought_by
            )
        return Answered(uid, State.RECEIVED, answer)
    except Unavailable as error:
        if not error.key.startswith("field."):
            _log.error("%s at item %s", error.key, uid, exc_info=error)
        return Answered(uid, State.LATER, error=error)
    except PlannerError as error:
        return Answered(uid, State.LATER if error.key in _FOR_NOW else State.REFUSED, error=_said(error))
    except Exception:  # noqa: BLE001 - one item that fails hinders no other
        number = secrets.token_hex(4)
        _log.exception("failure %s at item %s", number, uid)
        return Answered(uid, State.LATER, failure=number)


def _speaker(session: Session, actor: Actor, item: object) -> Actor:
    """Who has made it: whoever is signed in, or speaks on the same tablet.

    Asked before the tour: an outbox of one person may be sent while another is signed in.
    """
    by = item.get("by") if isinstance(item, dict) else None
    return who_speaks(session, actor, by if isinstance(by, str) else actor.supporter)


def _said(error: PlannerError) -> PlannerError:
    """A tour that the actor may not see is one to which nothing of theirs belongs."""
    is_tour = isinstance(error, NotFound | NotAllowed) and error.key == "tours.error.unknown"
    return Invalid("field.error.other_tour") if is_tour else error


def _again(known: FieldItem, tour: Tour, sent: Sent) -> Answer:
    if (known.by, known.tour_id) != (sent.by, tour.id):
        raise Conflict("issues.error.used_uid")
    answer: dict[str, Any] = known.answer
    return answer


def _corrected(tour: Tour, sent: Sent, late_ms: int, now: datetime) -> datetime:
    """When it was made by the server's clock: not after now, and not long before the tour."""
    first, last = ms_of(tour.starts_at - BEFORE_START), ms_of(now)
    return moment_of(min(max(sent.tablet_ms + late_ms, first), last))
