"""Roads that are open for a part of the year: two banks, a bridge far off, and something shorter; minutes counted by hand."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from planner.city.extract.seasons import season_of, spans_of
from planner.domain.seasons import is_open
from planner.routing.streets.graph import StreetGraph
from tests.towns.metre_streets import at
from tests.towns.street_graphs import graph_of, minutes

BANKS = {
    "a": (0.0, 0.0),
    "b": (4000.0, 0.0),
    "c": (4000.0, 1000.0),
    "d": (0.0, 1000.0),
    "z": (-500.0, 0.0),
    "y": (-500.0, 1000.0),
}
ROAD = {"highway": "tertiary", "maxspeed": "60"}
OVER = {"highway": "unclassified", "maxspeed": "40"}
HERE, THERE = at(-250, 0), at(-250, 1000)
ACROSS = minutes((250, 60), (1000, 40), (250, 60))
BRIDGE = minutes((250 + 4000 + 1000 + 4000 + 250, 60))
SUMMER, WINTER = datetime(2026, 7, 15, 3, tzinfo=UTC), datetime(2026, 1, 20, 3, tzinfo=UTC)


def town(folder: Path, **tags: str) -> StreetGraph:
    """`tags` are those of the short way, with `_` for `:`."""
    short = OVER | {key.replace("__", ":"): value for key, value in tags.items()}
    streets = [("z a b", ROAD), ("b c", ROAD | {"bridge": "yes"}), ("c d y", ROAD), ("a d", short)]
    return graph_of(folder, BANKS, streets)


@pytest.mark.parametrize(
    ("tags", "summer", "winter"),
    [
        ({}, ACROSS, ACROSS),
        ({"ice_road": "yes"}, BRIDGE, BRIDGE),
        ({"ice_road": "yes", "motor_vehicle__conditional": "yes @ (Dec 20-Mar 20)"}, BRIDGE, ACROSS),
        ({"winter_road": "yes"}, BRIDGE, ACROSS),
        ({"seasonal": "winter"}, BRIDGE, ACROSS),
        ({"ford": "yes"}, BRIDGE, BRIDGE),
        ({"ford": "no"}, ACROSS, ACROSS),
        ({"access__conditional": "no @ (Apr-Nov)"}, BRIDGE, ACROSS),
        ({"motor_vehicle__conditional": "no @ (Nov-Apr)"}, ACROSS, BRIDGE),
        ({"access": "no", "bus__conditional": "yes @ (Dec-Mar)"}, BRIDGE, ACROSS),
        ({"access": "no", "access__conditional": "yes @ (Mo-Fr 07:00-19:00)"}, BRIDGE, BRIDGE),
        ({"access__conditional": "no @ (Mo-Fr 07:00-19:00)"}, ACROSS, ACROSS),
        ({"access__conditional": "no @ (2026 Jul 1-2026 Jul 31)"}, BRIDGE, ACROSS),
    ],
    ids=str,
)
def test_the_short_way_is_taken_on_the_days_on_which_it_is_open(
    tmp_path: Path, tags: dict[str, str], summer: float, winter: float
) -> None:
    graph = town(tmp_path, **tags)

    ridden = [graph.route([HERE, THERE], day).legs[0].minutes for day in (SUMMER, WINTER)]

    assert ridden == pytest.approx([summer, winter], abs=0.02)
    assert graph.matrix([HERE, THERE], SUMMER).minutes[0][1] == pytest.approx(summer, abs=0.02)


def test_a_ford_at_one_point_of_a_road_ends_it(tmp_path: Path) -> None:
    streets = [("z a b", ROAD), ("b c", ROAD), ("c d y", ROAD), ("a m d", OVER)]
    graph = graph_of(tmp_path, BANKS | {"m": (0.0, 500.0)}, streets, {"m": {"ford": "yes"}})

    assert graph.route([HERE, THERE], SUMMER).legs[0].minutes == pytest.approx(BRIDGE, abs=0.02)


def test_seasons_are_kept_in_the_file(tmp_path: Path) -> None:
    graph = town(tmp_path, winter_road="yes")
    graph.save(tmp_path / "streets.npz")

    again = StreetGraph.load(tmp_path / "streets.npz")

    assert again.route([HERE, THERE], SUMMER).legs == graph.route([HERE, THERE], SUMMER).legs


@pytest.mark.parametrize(
    ("condition", "spans"),
    [
        ("(Nov-Apr)", ["1101-0431"]),
        ("Apr 15-Nov 1", ["0415-1101"]),
        ("15 Apr - 1 Nov", ["0415-1101"]),
        ("Dec", ["1201-1231"]),
        ("May 1-15", ["0501-0515"]),
        ("Mar 15-May 31; Oct 1-Nov 30", ["0315-0531", "1001-1130"]),
        ("Apr-Nov 08:00-20:00", ["0401-1131"]),
        ("winter", ["1201-0229"]),
        ("Mo-Fr 07:00-19:00", []),
        ("weight>7.5", []),
    ],
)
def test_spans_of_days_are_read_out_of_conditions(condition: str, spans: list[str]) -> None:
    assert list(spans_of(condition)) == spans


def test_a_season_over_new_year_holds_on_both_sides_of_it() -> None:
    season = season_of({"highway": "track", "access:conditional": "no @ (Nov 10-Feb 5)"})

    days = (date(2026, 11, 9), date(2026, 11, 10), date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 6))

    assert season is not None
    assert [is_open(season, day) for day in days] == [True, False, False, False, True]
