"""What an option of a vote may have beside its words: a place and a picture."""

from dataclasses import dataclass

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Place, VoteOption
from planner.domain.permissions import Action, require
from planner.domain.votes import VoteState
from planner.domain.words import VoteKind
from planner.render.photos.photos import prepare_photo
from planner.services.votes.making import hold_vote
from planner.storage import FileStore


@dataclass(frozen=True)
class OptionPicture:
    """A picture that is safe to show, whose file is in the store."""

    file: str


def keep_option_picture(actor: Actor, store: FileStore, *, data: bytes) -> OptionPicture:
    """Makes a picture safe to show and keeps it, for those who hold votes. It takes a moment, and wants no database.

    Invalid at "photo" as `prepare_photo`.
    """
    require(actor, Action.HOLD_VOTE)
    return OptionPicture(store.put(prepare_photo(data).clean))


def dress_option(
    session: Session,
    actor: Actor,
    option_id: int,
    *,
    place_id: int | None,
    picture: OptionPicture | None = None,
    without_picture: bool = False,
) -> VoteOption:
    """Gives an option of a draft a place of the catalogue, or none, and a picture that was kept.

    Without a new picture it keeps the one that it has, unless that is to go. Invalid at "place". What a place or a district stands for itself stays with it.
    """
    require(actor, Action.HOLD_VOTE)
    found = session.get(VoteOption, option_id)
    if found is None:
        raise NotFound("votes.error.unknown")
    vote = hold_vote(session, found.vote_id)
    option = session.get(VoteOption, option_id, populate_existing=True)
    if option is None:
        raise NotFound("votes.error.unknown")
    if vote.state is not VoteState.DRAFT:
        raise Conflict("votes.error.announced")
    if vote.kind is VoteKind.QUESTION:
        _put_place(session, option, place_id)
    option.picture = picture.file if picture else None if without_picture else option.picture
    session.flush()
    return option


def _put_place(session: Session, option: VoteOption, place_id: int | None) -> None:
    place = session.get(Place, place_id) if place_id is not None else None
    if place_id is not None and (place is None or place.archived):
        raise Invalid("votes.error.option_gone", field="place")
    option.place_id = place_id
    option.address, option.lat, option.lon = (place.address, place.lat, place.lon) if place else ("", None, None)


def preview_picture(session: Session, actor: Actor, store: FileStore, option_id: int) -> bytes:
    """The picture of an option as residents will see it, for those who hold the vote; NotFound where there is none."""
    require(actor, Action.HOLD_VOTE)
    option = session.get(VoteOption, option_id)
    if option is None or option.picture is None:
        raise NotFound("app.unknown_page")
    return store.get(option.picture)
