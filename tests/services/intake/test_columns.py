"""What was said of the columns of a file is kept for the next one with the same header."""

import pytest
from sqlmodel import Session

from planner.domain.errors import NotAllowed
from planner.services.intake.columns import keep_header, kept_columns
from tests.services.intake.intake_story import ADMIN, OKSANA

HEADER = ["Что", "Где", "Ещё"]


def test_columns_are_kept_for_the_same_header_in_any_order(session: Session) -> None:
    keep_header(session, ADMIN, "places", HEADER, {"name": "Что", "address": "Где"})
    keep_header(session, ADMIN, "places", HEADER, {"name": "Где", "address": "Что"})

    found = [
        kept_columns(session, ADMIN, kind, header)
        for kind, header in (
            ("places", ["ещё", "где ", "ЧТО"]),
            ("places", HEADER[:2]),
            ("people", HEADER),
        )
    ]

    assert found == [{"name": "где ", "address": "ЧТО"}, None, None]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_columns_are_not_for_everybody(session: Session) -> None:
    with pytest.raises(NotAllowed):
        keep_header(session, OKSANA, "places", HEADER, {})
    with pytest.raises(NotAllowed):
        kept_columns(session, OKSANA, "places", HEADER)
