"""Photos for everybody: passed one by one, with parts blacked out in a copy that holds nothing of what was there."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import Session

from planner.domain.actor import KEEPER
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Photo, PublicPhoto
from planner.domain.models.types import id_of
from planner.services.issues.orphans import remove_orphans
from planner.services.issues.photos import hide_photo
from planner.services.public.deciding import keep_issue
from planner.services.public.photos import (
    MOST_BOXES,
    make_public_copy,
    open_photo,
    pass_photo,
    photo_to_draw,
    suggest_boxes,
    withhold_photo,
)
from planner.storage import FileStore
from tests.services.public_story import NOW, OpenScene, a_photo_of, log, publish


def is_seen(session: Session, store: FileStore, photo_id: str) -> bool:
    try:
        open_photo(session, store, photo_id, small=False, now=NOW)
    except NotFound:
        return False
    return True


def test_photo_is_seen_only_once_it_was_passed(session: Session, city: OpenScene, store: FileStore) -> None:
    issue = log(session, city.scene)
    publish(session, city, issue)
    photo_id = a_photo_of(session, city, store, issue, passed=False)

    before = is_seen(session, store, photo_id)
    pass_photo(session, city.inna, make_public_copy(store, photo_to_draw(session, city.inna, photo_id)), now=NOW)

    assert (before, is_seen(session, store, photo_id)) == (False, True)


@pytest.mark.parametrize("how", ["withheld", "hidden", "issue kept"])
def test_photo_that_may_not_be_seen_any_more_is_gone_at_once(
    session: Session, city: OpenScene, store: FileStore, how: str
) -> None:
    issue = log(session, city.scene)
    publish(session, city, issue)
    photo_id = a_photo_of(session, city, store, issue)
    before = is_seen(session, store, photo_id)

    if how == "withheld":
        withhold_photo(session, city.inna, photo_id, now=NOW)
    elif how == "hidden":
        hide_photo(session, city.scene.town.olga, photo_id, reason="лицо", now=NOW)
    else:
        keep_issue(session, city.inna, id_of(issue), now=NOW)

    assert (before, is_seen(session, store, photo_id)) == (True, False)


def test_what_is_blacked_out_is_black_in_both_copies_and_stays_in_the_original(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    issue = log(session, city.scene)
    publish(session, city, issue)
    photo_id = a_photo_of(session, city, store, issue, colour="white", boxes=[[0.0, 0.0, 0.5, 1.0]])

    seen = [open_photo(session, store, photo_id, small=small, now=NOW)[1] for small in (False, True)]
    clean = store.get(session.get_one(Photo, photo_id).clean)

    def left_and_right(data: bytes) -> list[bool]:
        picture = Image.open(BytesIO(data)).convert("L")
        y = picture.height // 2
        return [int(picture.getpixel((x, y))) > 128 for x in (picture.width // 4, picture.width * 7 // 8)]  # type: ignore[arg-type]

    assert [left_and_right(data) for data in (*seen, clean)] == [[False, True], [False, True], [True, True]]


@pytest.mark.parametrize(
    "box", [[0, 0, 1], [0, 0, 1.2, 1], [-0.1, 0, 1, 1], [0.5, 0, 0.5, 1], [0, 0.9, 1, 0.1], [float("nan"), 0, 1, 1]]
)
def test_box_that_is_none_is_refused(session: Session, city: OpenScene, store: FileStore, box: list[float]) -> None:
    photo_id = a_photo_of(session, city, store, log(session, city.scene), passed=False)

    with pytest.raises(Invalid, match="publicity.error.boxes"):
        photo_to_draw(session, city.inna, photo_id, boxes=[box])


def test_hidden_photo_is_known_to_the_press_as_little_as_to_anybody(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    photo_id = a_photo_of(session, city, store, log(session, city.scene), passed=False)
    copy = make_public_copy(store, photo_to_draw(session, city.inna, photo_id))
    hide_photo(session, city.scene.town.olga, photo_id, reason="лицо", now=NOW)

    with pytest.raises((NotFound, Conflict)):
        pass_photo(session, city.inna, copy, now=NOW)

    assert session.get(PublicPhoto, photo_id) is None


def test_files_of_public_copies_are_not_cleaned_away(session: Session, city: OpenScene, store: FileStore) -> None:
    issue = log(session, city.scene)
    publish(session, city, issue)
    photo_id = a_photo_of(session, city, store, issue, boxes=[[0.1, 0.1, 0.2, 0.2]])

    remove_orphans(session, KEEPER, store, grace=timedelta(seconds=-1))

    assert is_seen(session, store, photo_id)


def test_suggested_boxes_are_a_suggestion_and_change_nothing(
    session: Session, city: OpenScene, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_id = a_photo_of(session, city, store, log(session, city.scene), passed=False)
    monkeypatch.setattr("planner.services.public.photos.suggested_boxes", lambda clean: [[0.1, 0.1, 0.2, 0.2]] * 60)

    boxes = suggest_boxes(store, photo_to_draw(session, city.inna, photo_id))

    assert boxes == [[0.1, 0.1, 0.2, 0.2]] * MOST_BOXES
    assert session.get(PublicPhoto, photo_id) is None
    with pytest.raises(NotAllowed):
        photo_to_draw(session, city.scene.town.olga, photo_id)


def test_nothing_is_suggested_where_nothing_looks(
    session: Session, city: OpenScene, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo_id = a_photo_of(session, city, store, log(session, city.scene), passed=False)
    monkeypatch.setattr("planner.services.public.photos.can_suggest", lambda: False)

    with pytest.raises(Conflict, match=r"publicity\.error\.no_suggestions"):
        suggest_boxes(store, photo_to_draw(session, city.inna, photo_id))
