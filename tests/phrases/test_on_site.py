"""What the page on the spot says of a photo."""

from datetime import UTC, date, datetime

import pytest

from planner.domain.models import Photo
from planner.domain.words import PhotoSource
from planner.i18n import Translator
from planner.phrases.issues import say_source
from planner.phrases.on_site import on_site_words

RU = Translator("ru", "Asia/Yakutsk", date(2026, 11, 23))
TAKEN = datetime(2026, 11, 23, 1, 46, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "at", "said"),
    [
        (PhotoSource.FILE, None, ""),
        (PhotoSource.GALLERY, None, "из галереи"),
        (PhotoSource.CAMERA, None, "снято на месте"),
        (PhotoSource.CAMERA, TAKEN, "снято на месте в 10:46"),
    ],
)
def test_where_a_photo_is_from(source: PhotoSource, at: datetime | None, said: str) -> None:
    photo = Photo(
        issue_id=1, original="", clean="", thumbnail="", width=1, height=1, source=source, taken_at=at, added_at=TAKEN
    )

    assert say_source(RU, photo) == said


def test_the_place_is_filled_in_by_the_page_itself() -> None:
    assert on_site_words(RU)["place"] == "До места {metres} м, точность {accuracy} м"
