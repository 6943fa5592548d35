"""Geometries in figures, as databases export them."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.shapes import checked_shape, typed_shape
from planner.domain.wkb import shape_of_wkb

POINT = struct.pack("<BIdd", 1, 1, 127.5, 50.2)
RING = [(127.5, 50.2), (127.6, 50.2), (127.6, 50.3), (127.5, 50.2)]
AREA = struct.pack("<BIII8d", 1, 3, 1, 4, *(side for corner in RING for side in corner))


@pytest.mark.parametrize(
    "data",
    [
        POINT,
        struct.pack(">BIdd", 0, 1, 127.5, 50.2),
        struct.pack("<BIIdd", 1, 0x20000001, 4326, 127.5, 50.2),
        struct.pack("<BIddd", 1, 0x80000001, 127.5, 50.2, 80),
        struct.pack("<BIddd", 1, 1001, 127.5, 50.2, 80),
        struct.pack("<BII", 1, 7, 1) + POINT,
    ],
)
def test_point_is_read_in_every_order_and_with_a_height(data: bytes) -> None:
    assert checked_shape(typed_shape(data.hex().upper())) == {"type": "Point", "coordinates": [127.5, 50.2]}


def test_areas_are_read() -> None:
    whole = struct.pack("<BII", 1, 6, 1) + AREA

    told = [shape_of_wkb(AREA.hex()), shape_of_wkb("\\x" + whole.hex())]

    ring = [list(corner) for corner in RING]
    assert told == [{"type": "Polygon", "coordinates": [ring]}, {"type": "MultiPolygon", "coordinates": [[ring]]}]


@pytest.mark.parametrize("text", ["", "0101", "00" * 20, POINT.hex()[:-2], "01" + "ff" * 30, "89145551234", "0" * 400])
def test_what_is_no_geometry_is_none(text: str) -> None:
    assert shape_of_wkb(text) is None


@given(st.binary(max_size=80))
def test_no_figures_break_it(data: bytes) -> None:
    shape_of_wkb("01" + data.hex())
