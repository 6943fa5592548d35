"""A place and a picture of an option."""

import pytest
from sqlmodel import Session

from planner.domain.errors import Conflict, Invalid
from planner.domain.models.types import id_of
from planner.domain.words import VoteKind
from planner.services.votes.dressing import dress_option, keep_option_picture
from planner.services.votes.holding import announce_vote
from planner.services.votes.making import OptionDraft, options_of
from planner.storage import FileStore
from tests.services.issue_story import NOW, jpeg
from tests.services.public_story import OpenScene
from tests.services.vote_story import a_draft, a_place, set_mail_up


@pytest.fixture
def option(session: Session, city: OpenScene) -> int:
    """The first option of a question of the city's own."""
    vote = a_draft(session, city.inna, [OptionDraft("Да"), OptionDraft("Нет")], kind=VoteKind.QUESTION)
    return id_of(options_of(session, id_of(vote))[0])


def test_picture_is_made_safe_kept_and_taken_away(
    session: Session, city: OpenScene, store: FileStore, option: int
) -> None:
    kept = []

    for about in ({"picture": keep_option_picture(city.inna, store, data=jpeg())}, {}, {"without_picture": True}):
        kept.append(dress_option(session, city.inna, option, place_id=None, **about).picture)

    assert kept == [kept[0], kept[0], None]
    assert store.get(kept[0] or "")[:2] == b"\xff\xd8"


def test_place_brings_its_address_and_goes_again(
    session: Session, city: OpenScene, store: FileStore, option: int
) -> None:
    place = a_place(session, "Парк")
    told = []

    for place_id in (place, None):
        row = dress_option(session, city.inna, option, place_id=place_id)
        told.append((row.place_id, row.address, row.lat))

    assert told == [(place, "ул. Парк, 1", 50.27), (None, "", None)]


def test_what_is_no_picture_or_no_place_is_refused_beside_its_field(
    session: Session, city: OpenScene, store: FileStore, option: int
) -> None:
    with pytest.raises(Invalid) as picture:
        keep_option_picture(city.inna, store, data=b"x")
    with pytest.raises(Invalid) as place:
        dress_option(session, city.inna, option, place_id=77)

    assert (picture.value.field, place.value.field) == ("photo", "place")


def test_announced_option_stays_as_residents_saw_it(
    session: Session, city: OpenScene, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_mail_up(monkeypatch)
    vote = a_draft(session, city.inna)
    first = id_of(options_of(session, id_of(vote))[0])
    announce_vote(session, city.inna, id_of(vote), now=NOW)

    with pytest.raises(Conflict) as refused:
        dress_option(
            session, city.inna, first, place_id=None, picture=keep_option_picture(city.inna, store, data=jpeg())
        )

    assert refused.value.key == "votes.error.announced"
