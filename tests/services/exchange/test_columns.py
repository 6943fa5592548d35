"""What files call our columns is asked once."""

import pytest
from sqlmodel import Session

from planner.domain.errors import NotAllowed
from planner.services.exchange.columns import folded_names, keep_columns, matched_columns
from tests.services.control_story import Town

NAMES = folded_names([("Описание", "text"), ("Text", "text"), ("№", "number")])


def test_own_names_are_known_in_any_writing(session: Session, town: Town) -> None:
    found = matched_columns(session, town.olga, "issues", [" ОПИСАНИЕ: ", "№", "Иное", "Text"], names=NAMES)

    assert found == {"text": " ОПИСАНИЕ: ", "number": "№"}


def test_what_was_said_once_is_kept_and_comes_before(session: Session, town: Town) -> None:
    keep_columns(session, town.olga, "issues", {"text": "Суть обращения", "number": "Номер"})
    keep_columns(session, town.kira, "issues", {"text": "суть  обращения"})
    keep_columns(session, town.kira, "places", {"address": "Суть обращения"})

    found = matched_columns(session, town.olga, "issues", ["Суть обращения", "Описание", "номер"], names=NAMES)

    assert found == {"text": "Суть обращения", "number": "номер"}


def test_columns_are_for_staff(session: Session, town: Town) -> None:
    with pytest.raises(NotAllowed):
        matched_columns(session, town.oksana, "issues", [], names={})
    with pytest.raises(NotAllowed):
        keep_columns(session, town.oksana, "issues", {})
