"""What an option of a vote may have beside its words: a place and a picture."""

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


def dress_option(
    session: Session,
    actor: Actor,
    store: FileStore,
    option_id: int,
    *,
    place_id: int | None,
    picture: bytes | None = None,
    without_picture: bool = False,
) -> VoteOption:
    """Gives an option of a draft a place of the catalogue, or none, and a picture, which is made safe to show.

    Without a new picture it keeps the one that it has, unless that is to go. Invalid at "place" and, as `prepare_photo`, at
    "photo". What a place or a district stands for itself stays with it.
    """
    require(actor, Action.HOLD_VOTE)
    found = session.get(VoteOption, option_id)
    if found is None:
        raise NotFound("votes.error.unknown")
    kept = store.put(prepare_photo(picture).clean) if picture is not None else None
    vote = hold_vote(session, found.vote_id)
    option = session.get(VoteOption, option_id, populate_existing=True)
    if option is None:
        raise NotFound("votes.error.unknown")
    if vote.state is not VoteState.DRAFT:
        raise Conflict("votes.error.announced")
    if vote.kind is VoteKind.QUESTION:
        _put_place(session, option, place_id)
    option.picture = kept or (None if without_picture else option.picture)
    session.flush()
    return option


def _put_place(session: Session, option: VoteOption, place_id: int | None) -> None:
    place = session.get(Place, place_id) if place_id is not None else None
    if place_id is not None and (place is None or place.archived):
        raise Invalid("votes.error.option_gone", field="place")
    option.place_id = place_id
    option.address, option.lat, option.lon = (place.address, place.lat, place.lon) if place else ("", None, None)
