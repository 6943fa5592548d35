"""The pictures of the board are whole SVG, whatever the city is called and however little there is to show."""

from typing import Any
from xml.etree import ElementTree

import pytest

from planner.render.board.pictures import DistrictArea, MonthBars, as_image, districts_svg, months_svg


def square(west: float, south: float, side: float = 0.05) -> dict[str, Any]:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def words_of(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("most", [0, 1, 7, 61, 99_999])
def test_months_are_drawn_with_their_names_and_the_last_number(most: int) -> None:
    svg = months_svg([MonthBars("окт.", 3, 1, most // 2), MonthBars("нояб.", 2, 4, most)])

    words = words_of(svg)

    assert words[-1] == str(most)
    assert {"окт.", "нояб."} <= set(words)
    assert svg.count("<rect") == 4


def test_districts_have_their_numbers_and_what_lies_far_outside_is_left_out() -> None:
    areas = [DistrictArea(f"<{n}> и ещё", square(127.5 + n * 0.05, 50.2), n, n // 2) for n in range(4)]

    svg = districts_svg([*areas, DistrictArea("Дальний", square(129.5, 52.2), 9, 9)])

    assert words_of(svg) == ["<0>", "0", "<1>", "1", "<2>", "2 ! 1", "<3>", "3 ! 1"]


def test_several_outlines_are_one_district() -> None:
    parts = [square(127.5, 50.2)["coordinates"], square(127.6, 50.2)["coordinates"]]

    svg = districts_svg([DistrictArea("Центр", {"type": "MultiPolygon", "coordinates": parts}, 1, 0)])

    assert svg.count("<polygon") == 2


def test_nothing_to_draw_is_no_picture() -> None:
    assert (months_svg([]), districts_svg([]), as_image("", "x", "y")) == ("", "", "")


def test_a_picture_is_called_by_its_words() -> None:
    assert as_image("<svg/>", "Районы «'»", "districts").startswith(
        "<img class='districts' alt='Районы «&#x27;»' src='"
    )
