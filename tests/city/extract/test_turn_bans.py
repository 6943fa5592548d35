"""Which relations of an extract forbid a bus a turn, and which pairs of edges that makes."""

from pathlib import Path
from typing import NamedTuple

import pytest

from planner.city.extract.roads import read_roads
from planner.city.extract.turn_bans import TurnBan, ban_of
from tests.towns.metre_streets import Ban, write_extract

STREET = {"highway": "residential"}
PLACES = {"w": (-100.0, 0.0), "e": (100.0, 0.0), "n": (0.0, 100.0), "m": (0.0, 0.0)}
STREETS = [("w m", STREET), ("m e", STREET), ("m n", STREET)]


class Member(NamedTuple):
    type: str
    ref: int
    role: str


FROM, VIA, TO = Member("w", 1, "from"), Member("n", 5, "via"), Member("w", 2, "to")


@pytest.mark.parametrize(
    ("tags", "members", "expected"),
    [
        ({"restriction": "no_left_turn"}, [FROM, VIA, TO], TurnBan(frozenset({1}), 5, frozenset({2}), False, False)),
        ({"restriction": "only_right_turn"}, [FROM, VIA, TO], TurnBan(frozenset({1}), 5, frozenset({2}), True, False)),
        ({"restriction": "no_u_turn"}, [FROM, VIA, TO], TurnBan(frozenset({1}), 5, frozenset({2}), False, True)),
        (
            {"restriction": "no_entry"},
            [FROM, FROM._replace(ref=7), VIA, TO],
            TurnBan(frozenset({1, 7}), 5, frozenset({2}), False, False),
        ),
        ({"restriction": "no_left_turn", "except": "hgv; bus"}, [FROM, VIA, TO], None),
        ({"restriction": "no_left_turn", "restriction:bus": "none"}, [FROM, VIA, TO], None),
        ({"restriction:hgv": "no_left_turn"}, [FROM, VIA, TO], None),
        ({"restriction": "give_way"}, [FROM, VIA, TO], None),
        ({"restriction": "no_left_turn"}, [FROM, VIA._replace(type="w"), TO], None),
        ({"restriction": "no_left_turn"}, [FROM, VIA, VIA._replace(ref=6), TO], None),
        ({"restriction": "no_left_turn"}, [FROM, VIA], None),
        ({"restriction": "no_left_turn"}, [], None),
    ],
    ids=str,
)
def test_ban_is_read_from_a_relation(tags: dict[str, str], members: list[Member], expected: TurnBan | None) -> None:
    assert ban_of(tags, members) == expected


def banned(folder: Path, *bans: Ban) -> set[tuple[str, str]]:
    """The pairs of edges, each as the names of its ends."""
    roads = read_roads(write_extract(folder / "town.osm.pbf", PLACES, STREETS, bans=bans))
    east = {round((lon - roads.node_lon.min()) * 1e5): number for number, lon in enumerate(roads.node_lon)}
    west, end = min(east.values(), key=lambda n: roads.node_lon[n]), max(east.values(), key=lambda n: roads.node_lon[n])
    north = int(roads.node_lat.argmax())
    names = {west: "w", end: "e", north: "n"}

    def name(edge: int) -> str:
        return names.get(int(roads.edge_from[edge]), "m") + names.get(int(roads.edge_to[edge]), "m")

    return {(name(first), name(second)) for first, second in zip(roads.ban_from, roads.ban_to, strict=True)}


@pytest.mark.parametrize(
    ("ban", "pairs"),
    [
        (Ban("no_left_turn", "w m", "m", "m n"), {("wm", "mn")}),
        (Ban("only_straight_on", "w m", "m", "m e"), {("wm", "mn"), ("wm", "mw")}),
        (Ban("no_u_turn", "w m", "m", "w m"), {("wm", "mw")}),
        (Ban("no_left_turn", "w m", "e", "m n"), set()),
        (Ban("only_left_turn", "w m", "n", "m e"), set()),
    ],
    ids=lambda each: str(sorted(each)) if isinstance(each, set) else str(each),  # a set has no order to name it by
)
def test_ban_forbids_pairs_of_edges(tmp_path: Path, ban: Ban, pairs: set[tuple[str, str]]) -> None:
    assert banned(tmp_path, ban) == pairs


def test_bans_add_up(tmp_path: Path) -> None:
    left, back = Ban("no_left_turn", "w m", "m", "m n"), Ban("no_u_turn", "w m", "m", "w m")

    assert banned(tmp_path, left, back, left) == {("wm", "mn"), ("wm", "mw")}
