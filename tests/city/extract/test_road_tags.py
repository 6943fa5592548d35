"""What the tags of a street say: may a bus, which way, how fast, how heavy."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.city.extract.road_tags import PACES, blocks, kmh, metres, profile_of, speed_kmh, tonnes

STREET = {"highway": "residential"}


def directions(**tags: str) -> tuple[bool, bool]:
    profile = profile_of(STREET | {key.replace("__", ":"): value for key, value in tags.items()})
    assert profile is not None
    return profile.forward_kmh > 0, profile.backward_kmh > 0


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "steps"},
        {"highway": "construction"},
        {"highway": "proposed"},
        {"highway": "pedestrian"},
        {"highway": "track"},
        {"highway": "residential", "access": "no"},
        {"highway": "residential", "access": "private"},
        {"highway": "residential", "vehicle": "no"},
        {"highway": "residential", "motor_vehicle": "private"},
        {"highway": "residential", "access": "yes", "motor_vehicle": "no"},
        {"highway": "residential", "motor_vehicle": "yes", "bus": "no"},
        {"highway": "service", "service": "emergency_access"},
        {"highway": "residential", "area": "yes"},
        {"highway": "residential", "oneway": "reversible"},
        {"name": "no road at all"},
    ],
    ids=str,
)
def test_street_that_a_bus_may_not_take_has_no_profile(tags: dict[str, str]) -> None:
    assert profile_of(tags) is None


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "residential"},
        {"highway": "living_street"},
        {"highway": "service"},
        {"highway": "service", "service": "driveway", "access": "permissive"},
        {"highway": "residential", "access": "no", "bus": "yes"},
        {"highway": "residential", "access": "private", "psv": "designated"},
        {"highway": "residential", "motor_vehicle": "no", "bus": "yes"},
        {"highway": "residential", "vehicle": "no", "motor_vehicle": "yes"},
        {"highway": "residential", "access": "destination"},
        {"highway": "pedestrian", "bus": "yes"},
        {"highway": "busway"},
        {"highway": "track", "tracktype": "grade1"},
    ],
    ids=str,
)
def test_street_that_a_bus_may_take_has_a_profile(tags: dict[str, str]) -> None:
    assert profile_of(tags) is not None


@pytest.mark.parametrize(
    ("tags", "ways"),
    [
        ({}, (True, True)),
        ({"oneway": "yes"}, (True, False)),
        ({"oneway": "1"}, (True, False)),
        ({"oneway": "-1"}, (False, True)),
        ({"oneway": "no"}, (True, True)),
        ({"oneway": "alternating"}, (True, True)),
        ({"oneway": "yes", "oneway__bus": "no"}, (True, True)),
        ({"oneway": "yes", "oneway__psv": "no"}, (True, True)),
        ({"oneway": "no", "oneway__psv": "yes"}, (True, False)),
        ({"oneway": "yes", "oneway__bicycle": "no"}, (True, False)),
        ({"motor_vehicle__backward": "no"}, (True, False)),
        ({"motor_vehicle__forward": "no"}, (False, True)),
        ({"motor_vehicle__backward": "no", "bus": "yes"}, (True, True)),
        ({"motor_vehicle": "no", "bus__forward": "yes"}, (True, False)),
        ({"oneway": "yes", "busway__left": "opposite_lane"}, (True, True)),
        ({"junction": "roundabout"}, (True, False)),
        ({"junction": "circular"}, (True, False)),
        ({"highway": "motorway"}, (True, False)),
        ({"highway": "motorway", "oneway": "no"}, (True, True)),
        ({"highway": "motorway_link"}, (True, True)),
    ],
    ids=str,
)
def test_direction_follows_the_tag_that_is_most_about_buses(tags: dict[str, str], ways: tuple[bool, bool]) -> None:
    assert directions(**tags) == ways


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("60", 60),
        ("60 km/h", 60),
        ("40 mph", 64.37376),
        ("RU:urban", 60),
        ("RU:rural", 90),
        ("RU:living_street", 20),
        ("RU:zone30", 30),
        ("FI:urban", 50),
        ("walk", 6),
        ("60; 40", 40),
        ("none", math.inf),
        ("signals", math.inf),
        ("", math.inf),
        ("0", math.inf),
        ("быстро", math.inf),
    ],
)
def test_speed_limit_is_read(text: str, limit: float) -> None:
    assert kmh(text) == pytest.approx(limit)


@pytest.mark.parametrize(
    ("text", "limit"),
    [("7.5", 7.5), ("3,5 t", 3.5), ("3500 kg", 3.5), ("10т", 10), ("none", math.inf), ("", math.inf), ("0", math.inf)],
)
def test_weight_limit_is_read_in_tonnes(text: str, limit: float) -> None:
    assert tonnes(text) == pytest.approx(limit)


@pytest.mark.parametrize(
    ("text", "limit"),
    [("3.5", 3.5), ("3,5 m", 3.5), ("350 cm", 3.5), ("11'6\"", 3.5052), ("12 ft", 3.6576), ("default", math.inf)],
)
def test_height_limit_is_read_in_metres(text: str, limit: float) -> None:
    assert metres(text) == pytest.approx(limit)


@pytest.mark.parametrize(
    ("kind", "tags", "speed"),
    [
        ("residential", {}, PACES["residential"].usual),
        ("primary", {"maxspeed": "60"}, 51),
        ("primary", {"maxspeed": "110"}, PACES["primary"].most),
        ("living_street", {"maxspeed": "RU:living_street"}, PACES["living_street"].most),
        ("primary", {"maxspeed": "60", "maxspeed:forward": "40"}, 34),
        ("primary", {"maxspeed": "none", "zone:maxspeed": "RU:60"}, 51),
        ("primary", {"surface": "gravel"}, 20),
        ("primary", {"surface": "mud"}, 10),
        ("primary", {"maxspeed": "1"}, 3),
    ],
    ids=str,
)
def test_speed_is_that_of_the_kind_or_of_the_limit(kind: str, tags: dict[str, str], speed: float) -> None:
    assert speed_kmh(kind, tags, "forward") == pytest.approx(speed)


def test_limits_for_buses_outweigh_those_for_all() -> None:
    profile = profile_of(
        STREET | {"maxweight": "3.5", "maxweight:bus": "18", "maxheight": "4.5", "maxlength": "12", "name": " Ленина "}
    )

    assert profile is not None
    assert (profile.max_weight_t, profile.max_height_m, profile.max_length_m, profile.name) == (18, 4.5, 12, "Ленина")


@pytest.mark.parametrize(
    ("tags", "no_stop"),
    [
        ({}, False),
        ({"tunnel": "no"}, False),
        ({"tunnel": "yes"}, True),
        ({"tunnel": "building_passage"}, True),
        ({"highway": "motorway"}, True),
        ({"highway": "trunk"}, False),
    ],
    ids=str,
)
def test_nobody_gets_off_in_a_tunnel_or_on_a_motorway(tags: dict[str, str], no_stop: bool) -> None:
    profile = profile_of(STREET | tags)

    assert profile is not None
    assert profile.no_stop is no_stop


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ({"barrier": "bollard"}, True),
        ({"barrier": "block"}, True),
        ({"barrier": "bollard", "bollard": "rising"}, False),
        ({"barrier": "bollard", "bus": "yes"}, False),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "private"}, True),
        ({"barrier": "lift_gate"}, False),
        ({"barrier": "bus_trap"}, False),
        ({"barrier": "toll_booth", "access": "yes"}, False),
    ],
    ids=str,
)
def test_barrier_keeps_a_bus_from_passing(tags: dict[str, str], closed: bool) -> None:
    assert blocks(tags) is closed


words = st.sampled_from(["yes", "no", "-1", "60", "RU:urban", "walk"]) | st.text("0159.,;: tkgcmx'-RUж∞²", max_size=6)
keys = st.sampled_from(
    ["access", "bus", "junction", "maxheight", "maxlength", "maxspeed", "maxweight", "oneway", "surface"]
)


@given(st.sampled_from(sorted(PACES)), st.dictionaries(keys, words))
def test_whatever_the_tags_are_a_profile_can_be_driven(kind: str, tags: dict[str, str]) -> None:
    profile = profile_of({"highway": kind, **tags})

    if profile is not None:
        assert max(profile.forward_kmh, profile.backward_kmh) >= 3
        assert all(speed == 0 or 3 <= speed <= 90 for speed in (profile.forward_kmh, profile.backward_kmh))
        assert min(profile.max_weight_t, profile.max_height_m, profile.max_length_m) > 0
