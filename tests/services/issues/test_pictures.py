"""Tests of `planner.services.issues.pictures`: which photo stands for an issue."""

from datetime import timedelta

from planner.database import Database
from planner.domain.models.types import id_of
from planner.domain.words import PhotoPhase
from planner.services.issues.pictures import latest, of_issue, of_problem, photo_ids, pictures_of
from tests.services.control_story import NOW, a_photo, an_issue, make_town

BEFORE, AFTER, MINUTE = PhotoPhase.BEFORE, PhotoPhase.AFTER, timedelta(minutes=1)


def test_picture_that_stands_for_an_issue(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        mended, asked, bare = (an_issue(session, town) for _ in range(3))
        done = a_photo(session, mended, phase=AFTER, added_at=NOW)
        a_photo(session, asked, phase=BEFORE, added_at=NOW, hidden=True)
        work = a_photo(session, asked, phase=AFTER, added_at=NOW + MINUTE)
        hole = a_photo(session, asked, phase=BEFORE, added_at=NOW + 2 * MINUTE)
        a_photo(session, asked, phase=BEFORE, added_at=NOW + 3 * MINUTE)
        last = a_photo(session, asked, phase=AFTER, added_at=NOW + 4 * MINUTE)
        ids = [id_of(issue) for issue in (mended, asked, bare)]

        chosen = [photo_ids(session, town.olga, ids, choose) for choose in (of_issue, of_problem, latest)]
        oldest = pictures_of(session, town.olga, ids)[id_of(asked)][0]

    assert chosen == [
        {id_of(mended): done, id_of(asked): hole},
        {id_of(asked): hole},
        {id_of(mended): done, id_of(asked): last},
    ]
    assert oldest.id == work
