"""What the map tells of a drag is believed only where it makes sense."""

import pytest

from planner.domain.geo import Point
from planner.ui.plan.plan_map import MOST_CORNERS, Told, read_told


def stop(number: object, *position: object) -> dict[str, object]:
    return {"properties": {"what": "stop", "stop": number}, "geometry": {"coordinates": list(position)}}


def area(*ring: object) -> dict[str, object]:
    return {"properties": {"what": "area"}, "geometry": {"coordinates": [list(ring)]}}


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        (stop(7, 127.5, 50.2), Told(7, (Point(50.2, 127.5),))),
        (stop("7", 127.5, 50.2), None),
        (stop(True, 127.5, 50.2), None),
        (stop(7, 127.5), None),
        (stop(7, "127.5", 50.2), None),
        (stop(7, 127.5, 950.2), None),
        (stop(7, float("nan"), 50.2), None),
        (area([127, 50], [128, 50], [128, 51]), Told(None, (Point(50, 127), Point(50, 128), Point(51, 128)))),
        (area([127, 50], [128, 50]), None),
        (area(7, None, [127, 50]), None),
        ({"properties": {}, "geometry": {"coordinates": [127, 50]}}, None),
        ({"properties": {"what": "area"}, "geometry": {"coordinates": []}}, None),
        ([], None),
        (None, None),
    ],
)
def test_drag_is_read_or_left(drawing: object, told: Told | None) -> None:
    assert read_told(drawing) == told


def test_line_of_a_slow_finger_is_thinned_out() -> None:
    told = read_told(area(*([127 + step / 100_000, 50 + step % 2] for step in range(9_999))))

    assert told is not None
    assert MOST_CORNERS / 2 < len(told.points) <= MOST_CORNERS
