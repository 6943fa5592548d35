"""Tests of `planner.domain.models.types`: the number of a row."""

import pytest

from planner.domain.models import District
from planner.domain.models.types import id_of


def test_id_of_a_stored_row_is_its_number() -> None:
    assert id_of(District(id=7, name="Северный")) == 7


def test_id_of_a_row_that_is_not_stored_is_refused() -> None:
    with pytest.raises(ValueError, match="District has no id before it is stored"):
        id_of(District(name="Северный"))
