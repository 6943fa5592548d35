"""Outlines of districts: kept without anything but what makes them one, and refused where they are none."""

from typing import Any

import pytest

from planner.domain.errors import Invalid
from planner.services.city.districts_file import checked_polygon

SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]],
}


@pytest.mark.parametrize(
    ("shape", "key"),
    [
        ({"type": "Point", "coordinates": [127, 50]}, "districts.error.polygon"),
        ({"type": "Polygon", "coordinates": [[[127, 50], [128, 50], [127, 51]]]}, "districts.error.polygon"),
        ({"type": "Polygon", "coordinates": [[[127, 50], [359, 50], [127, 51], [127, 50]]]}, "districts.error.polygon"),
        ({"type": "Polygon", "coordinates": [[["a", 50], [128, 50], [127, 51], [127, 50]]]}, "districts.error.polygon"),
        ({"type": "Polygon", "coordinates": [[[14195000, 6480000], [1, 2], [3, 4], [5, 6]]]}, "geojson.error.metres"),
        ({}, "districts.error.polygon"),
    ],
)
def test_shape_that_is_no_outline_is_refused(shape: dict[str, Any], key: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_polygon(shape)

    assert (refused.value.key, refused.value.field) == (key, "file")


def test_outline_keeps_nothing_but_what_makes_it_one() -> None:
    given = {**SQUARE, "bbox": [1], "coordinates": [[[*position, 85.0] for position in SQUARE["coordinates"][0]]]}

    assert checked_polygon(given) == SQUARE
