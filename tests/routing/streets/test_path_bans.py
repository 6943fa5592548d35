"""Turns that are forbidden over whole streets, and bans with conditions; the minutes are counted by hand."""

from pathlib import Path

import pytest

from planner.routing.streets.graph import StreetGraph
from tests.towns.metre_streets import Ban, at
from tests.towns.street_graphs import AT, graph_of, minutes

AVENUE = {
    "a": (-600.0, 0.0),
    "b": (0.0, 0.0),
    "c": (0.0, 20.0),
    "d": (-600.0, 20.0),
    "e": (600.0, 0.0),
    "f": (600.0, 20.0),
    "n": (0.0, 1500.0),
}
LANE = {"highway": "tertiary", "maxspeed": "40", "oneway": "yes"}
STREET = {"highway": "tertiary", "maxspeed": "40"}
STREETS = [
    ("a b", LANE),
    ("b e", LANE),
    ("f c", LANE),
    ("c d", LANE),
    ("b c", STREET),
    ("e f", STREET),
    ("d a", STREET),
    ("c n", STREET),
]
"""An avenue of two lanes that meet at their ends and in the middle, where a street leads north."""
EAST_LANE, WEST_LANE, NORTH = at(-300, 0), at(-300, 20), at(0, 200)
BACK = minutes((300 + 20 + 300, 40))
"""Straight back over the gap in the middle."""
AROUND = minutes((300 + 600 + 20 + 600 + 300, 40))
"""On to the end of the avenue, and back from there."""


def town(folder: Path, *bans: Ban) -> StreetGraph:
    return graph_of(folder, AVENUE, STREETS, bans=bans)


@pytest.mark.parametrize(
    ("ban", "expected"),
    [
        (None, BACK),
        (Ban("no_u_turn", "a b", "b c", "c d"), AROUND),
        (Ban("only_straight_on", "a b", "b c", "c n"), AROUND),
        (Ban("no_u_turn", "a b", "b c", "c d", {"except": "bus"}), BACK),
        (Ban("", "a b", "b c", "c d", {"restriction:conditional": "no_u_turn @ (Mo-Fr 07:00-19:00)"}), AROUND),
        (Ban("", "a b", "b c", "c d", {"restriction:conditional": "no_u_turn @ (hgv)"}), BACK),
        (Ban("no_u_turn", "f c", "b c", "b e"), BACK),
    ],
    ids=str,
)
def test_no_way_turns_back_where_a_sign_over_a_street_forbids_it(
    tmp_path: Path, ban: Ban | None, expected: float
) -> None:
    graph = town(tmp_path, *([ban] if ban else []))

    ridden = graph.route([EAST_LANE, WEST_LANE], AT).legs[0].minutes

    assert ridden == pytest.approx(expected, abs=0.01)
    assert graph.matrix([EAST_LANE, WEST_LANE], AT).minutes[0][1] == pytest.approx(expected, abs=0.01)


def test_all_other_turns_over_that_street_stay(tmp_path: Path) -> None:
    graph = town(tmp_path, Ban("no_u_turn", "a b", "b c", "c d"))

    north = graph.route([EAST_LANE, NORTH], AT).legs[0].minutes
    from_north = graph.route([NORTH, WEST_LANE], AT).legs[0].minutes

    assert north == pytest.approx(minutes((300 + 20 + 180, 40)), abs=0.01)
    assert from_north == pytest.approx(minutes((180 + 300, 40)), abs=0.01)


def test_a_ban_over_a_node_holds_on_the_way_along_a_banned_street_too(tmp_path: Path) -> None:
    graph = town(
        tmp_path,
        Ban("no_u_turn", "a b", "b c", "c d"),
        Ban("no_straight_on", "b c", "c", "c n"),
    )

    legs = graph.matrix([EAST_LANE, WEST_LANE, NORTH], AT).minutes[0]

    assert legs == pytest.approx((0.0, AROUND, minutes((300 + 600 + 20 + 600 + 180, 40))), abs=0.01)
