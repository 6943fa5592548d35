"""The pictures of the board are whole SVG, whatever the city is called and however little there is to show."""

from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.render.board.pictures import DistrictArea, MonthBars, as_image, districts_svg, months_svg


def square(west: float, south: float, side: float = 0.05) -> dict[str, Any]:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def words_of(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def box_of(text: ElementTree.Element) -> tuple[float, float, float, float]:
    """About where a word is: letters are half as wide as high, and it stands on its line."""
    x, y, size = (float(text.get(name, 0)) for name in ("x", "y", "font-size"))
    width = sum(0.5 * len(part) for part in text.itertext()) * size
    return x - width / 2, y - 0.7 * size, x + width / 2, y


def lie_over(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] - 1 and one[2] > other[0] + 1 and one[1] < other[3] - 1 and one[3] > other[1] + 1


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

    assert words_of(svg) == ["3 ! 1", "2 ! 1", "1", "0", "<3>", "<2>", "<1>", "<0>"]


@given(
    st.lists(
        st.tuples(
            st.text("Ааб ", min_size=1, max_size=25),
            st.floats(127, 128),
            st.floats(50, 51),
            st.floats(0.01, 0.9),
            st.integers(0, 20_000),
            st.integers(0, 300),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_word_on_the_map_lies_over_another_or_leaves_it(
    districts: list[tuple[str, float, float, float, int, int]],
) -> None:
    svg = districts_svg(
        [DistrictArea(name, square(west, south, side), most, late) for name, west, south, side, most, late in districts]
    )

    picture = ElementTree.fromstring(svg)
    boxes = [box_of(each) for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert boxes
    assert all(left >= -1 and right <= float(picture.get("width", 0)) + 1 for left, _, right, _ in boxes)
    assert not any(lie_over(one, other) for one, other in combinations(boxes, 2))


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
