"""Making a vote: what is asked, from when until when, and what there is to choose; all of it may change until it is announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import District, Place, Vote, VoteOption
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line, typed_text
from planner.domain.votes import VoteState
from planner.domain.words import VoteKind

LONGEST_TITLE, LONGEST_ABOUT = 200, 4000
LONGEST_OPTION, LONGEST_OPTION_ABOUT = 200, 1000
MOST_OPTIONS = 40


@dataclass(frozen=True)
class OptionDraft:
    """One of those to choose from, as it is typed or chosen: a text, or a district or a place, which bring their own."""

    text: str = ""
    about: str = ""
    district_id: int | None = None
    place_id: int | None = None


def make_vote(
    session: Session,
    actor: Actor,
    *,
    kind: VoteKind,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    options: Sequence[OptionDraft],
    about: str = "",
    hidden: bool = True,
    now: datetime,
) -> Vote:
    """A draft, which nobody outside sees. Invalid with the field at fault as `edit_vote`."""
    require(actor, Action.HOLD_VOTE)
    vote = Vote(kind=kind, title="", opens_at=opens_at, closes_at=closes_at, made_at=now)
    vote.made_by, vote.made_by_id = actor.name, actor.person_id
    wanted: dict[str, Any] = {"title": title, "about": about, "opens_at": opens_at, "closes_at": closes_at}
    _write(vote, {**wanted, "hidden": hidden})
    checked = _checked(session, kind, options)
    session.add(vote)
    session.flush()
    _put_options(session, id_of(vote), checked)
    return vote


def edit_vote(
    session: Session,
    actor: Actor,
    vote_id: int,
    *,
    title: str,
    about: str,
    opens_at: datetime,
    closes_at: datetime,
    hidden: bool,
    options: Sequence[OptionDraft],
    seen: Values | None = None,
) -> Vote:
    """Changes a draft.

    Invalid with the field at fault: no title, an end that is not after the beginning ("closes_at"), fewer than two options or
    two that are alike ("options"). Conflict("votes.error.announced") once it was announced: people have read what they vote on.
    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.HOLD_VOTE)
    vote = hold_vote(session, vote_id)
    if vote.state is not VoteState.DRAFT:
        raise Conflict("votes.error.announced")
    present = {name: getattr(vote, name) for name in ("title", "about", "opens_at", "closes_at", "hidden")}
    wanted: dict[str, Any] = {"title": title, "about": about, "opens_at": opens_at, "closes_at": closes_at}
    wanted |= {"hidden": hidden, "options": tuple(options)}
    given = beside_others("vote", {**present, "options": options_as_typed(session, vote)}, wanted, seen)
    checked = _checked(session, vote.kind, given.pop("options"))
    _write(vote, given)
    _put_options(session, vote_id, checked)
    return vote


def hold_vote(session: Session, vote_id: int, *, to_count: bool = False) -> Vote:
    """The vote, read anew and locked: whoever changes it is alone with it; `to_count`, others may count beside it.

    NotFound("votes.error.unknown") for one that there is not; the caller has let the actor so far.
    """
    lock = {"read": True} if to_count else {"key_share": True}
    vote = session.get(Vote, vote_id, populate_existing=True, with_for_update=lock)
    if vote is None:
        raise NotFound("votes.error.unknown")
    return vote


def options_of(session: Session, vote_id: int) -> Sequence[VoteOption]:
    """What there is to choose, in order; the caller found that the vote may be read."""
    query = select(VoteOption).where(VoteOption.vote_id == vote_id)
    return session.exec(query.order_by(col(VoteOption.position), col(VoteOption.id))).all()


def options_as_typed(session: Session, vote: Vote) -> tuple[OptionDraft, ...]:
    """The options as a form has them: what a district or a place says itself is not typed; the caller may read the vote."""
    return tuple(
        OptionDraft("", "", each.district_id, each.place_id)
        if vote.kind is not VoteKind.QUESTION and (each.district_id or each.place_id)
        else OptionDraft(each.text, each.about, each.district_id, each.place_id)
        for each in options_of(session, id_of(vote))
    )


def _write(vote: Vote, given: Values) -> None:
    vote.title = typed_line(given["title"], field="title", longest=LONGEST_TITLE, needed="votes.error.title")
    vote.about = typed_text(given["about"], field="about", longest=LONGEST_ABOUT)
    vote.opens_at, vote.closes_at, vote.hidden = given["opens_at"], given["closes_at"], given["hidden"]
    if vote.closes_at <= vote.opens_at:
        raise Invalid("votes.error.closes_at", field="closes_at")


def _checked(session: Session, kind: VoteKind, drafts: Sequence[OptionDraft]) -> list[VoteOption]:
    """The options as rows without a number; Invalid at "options"."""
    made = [_option(session, kind, each) for each in drafts]
    if len(made) < 2:
        raise Invalid("votes.error.two_options", field="options")
    if len(made) > MOST_OPTIONS:
        raise Invalid("votes.error.many_options", field="options", most=MOST_OPTIONS)
    names = [(each.text.casefold(), each.place_id, each.district_id) for each in made]
    twice = next((each.text for each, name in zip(made, names, strict=True) if names.count(name) > 1), None)
    if twice is not None:
        raise Invalid("votes.error.same_options", field="options", text=twice)
    return made


def _option(session: Session, kind: VoteKind, draft: OptionDraft) -> VoteOption:
    district = session.get(District, draft.district_id) if draft.district_id is not None else None
    place = session.get(Place, draft.place_id) if draft.place_id is not None else None
    lost = (draft.district_id is not None and (district is None or district.archived)) or (
        draft.place_id is not None and (place is None or place.archived)
    )
    lacks = (kind is VoteKind.DISTRICT and district is None) or (kind is VoteKind.STOP and place is None)
    if lost or lacks:
        raise Invalid("votes.error.option_gone", field="options")
    name = draft.text or (place.name if place else district.name if district else "")
    option = VoteOption(vote_id=0, position=0, text="", district_id=draft.district_id, place_id=draft.place_id)
    option.text = typed_line(name, field="options", longest=LONGEST_OPTION, needed="votes.error.option_text")
    option.about = typed_text(draft.about, field="options", longest=LONGEST_OPTION_ABOUT)
    if place is not None:
        option.address, option.lat, option.lon = place.address, place.lat, place.lon
    return option


def _put_options(session: Session, vote_id: int, wanted: Sequence[VoteOption]) -> None:
    """Replaces the options of a draft, for which nobody has voted yet; one that stays as it is keeps its picture."""
    pictures = {(each.text, each.place_id): each.picture for each in options_of(session, vote_id)}
    session.exec(delete(VoteOption).where(col(VoteOption.vote_id) == vote_id))
    for position, option in enumerate(wanted, start=1):
        option.vote_id, option.position = vote_id, position
        option.picture = pictures.get((option.text, option.place_id))
        session.add(option)
    session.flush()
