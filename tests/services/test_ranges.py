"""Every number within bounds: what lies in them is kept as it was given, all else is refused beside its field, with the range
in words, and nothing is kept instead.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from math import inf, nan
from typing import Any, NamedTuple

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.models import AgendaItem, Category, City, LegOverride, Stop, Tour
from planner.domain.prize import Weights
from planner.domain.tour_rules import PauseRule, TourRules
from planner.domain.travel_factors import FactorRule
from planner.domain.words import Role
from planner.i18n import translator
from planner.services.city.agencies import save_category
from planner.services.city.city import CitySettings, edit_city
from planner.services.proposals.weights import set_weights
from planner.services.tours.plan_legs import set_leg_of_plan
from planner.services.tours.rules import set_rules
from planner.services.tours.stops import AgendaEntry, add_stop, edit_stop, set_agenda
from planner.services.tours.tours import edit_tour
from planner.services.travel.settings import set_bus, set_factors
from tests.services.plan_story import Story, write_story

ADMIN = Actor("Артём", frozenset({Role.ADMIN, Role.ORGANIZER}))
CITY = CitySettings("Благовещенск", "", "Asia/Yakutsk", 50.275, 127.54, 12, "", "", 22.0, 1.35)
OFF, HUGE = (1, 0.001), (2**31, 2**63, 10**30, -(2**31), -(10**30))


class World(NamedTuple):
    """A tour with a stop, in a city."""

    session: Session
    story: Story
    tour_id: int
    stop_id: int
    now: datetime

    @property
    def tour(self) -> Tour:
        return self.session.get_one(Tour, self.tour_id)

    @property
    def stop(self) -> Stop:
        return self.session.get_one(Stop, self.stop_id)

    @property
    def city(self) -> City:
        return self.session.get_one(City, 1)


class Range(NamedTuple):
    """A number that a service takes: its field, its bounds, how it is given, and what is kept."""

    field: str
    least: float
    most: float
    give: Callable[[World, Any], object]
    kept: Callable[[World], object]
    is_whole: bool = True


def _of_stop(field: str) -> Range:
    return Range(
        field,
        0,
        480,
        lambda w, value: edit_stop(w.session, w.story.olga, w.stop_id, **{field: value}),
        lambda w: getattr(w.stop, field),
    )


def _of_new_stop(field: str) -> Range:
    def give(w: World, value: int) -> None:
        given: dict[str, Any] = {"name": "Новая", "lat": 50.26, "lon": 127.53, field: value}
        add_stop(w.session, w.story.olga, w.tour_id, **given)

    def kept(w: World) -> list[int]:
        return [getattr(stop, field) for stop in w.session.exec(select(Stop).where(Stop.name == "Новая"))]

    return Range(field, 0, 480, give, kept)


def _of_tour(field: str, least: int) -> Range:
    return Range(
        field,
        least,
        200,
        lambda w, value: edit_tour(w.session, w.story.olga, w.tour_id, now=w.now, **{field: value}),
        lambda w: getattr(w.tour, field),
    )


def _of_rules(field: str, least: float, most: float, *, is_whole: bool = True) -> Range:
    def give(w: World, value: float) -> None:
        given: dict[str, Any] = {field: value}
        wanted = replace(TourRules(), **given)
        set_rules(w.session, w.story.olga, w.tour_id, wanted, version=w.tour.version)

    return Range(field, least, most, give, lambda w: (w.tour.rules or {}).get(field), is_whole)


def _of_city(field: str, least: float, most: float, *, is_whole: bool = False) -> Range:
    return Range(
        field,
        least,
        most,
        lambda w, value: edit_city(w.session, ADMIN, replace(CITY, **{field: value})),
        lambda w: getattr(w.city, field),
        is_whole,
    )


def _of_bus(field: str, column: str, most: float) -> Range:
    def give(w: World, value: float) -> None:
        given: dict[str, Any] = {"weight_t": 0.0, "height_m": 0.0, "length_m": 0.0, field: value}
        set_bus(w.session, ADMIN, **given)

    return Range(field, 0, most, give, lambda w: getattr(w.city, column), is_whole=False)


def _of_weights(field: str) -> Range:
    def give(w: World, value: float) -> None:
        set_weights(w.session, ADMIN, Weights(**{field: value}))

    return Range(field, 0, 100, give, lambda w: (w.city.prize_weights or {}).get(field), is_whole=False)


def _give_pause(w: World, minutes: int) -> None:
    pause = PauseRule("Обед", minutes, time(11), time(12))
    set_rules(w.session, w.story.olga, w.tour_id, replace(TourRules(), pauses=(pause,)), version=w.tour.version)


def _give_leg(w: World, minutes: int) -> None:
    until = (w.now + timedelta(days=9)).date()
    given: dict[str, Any] = {"minutes": minutes, "reason": "Ремонт", "until": until, "both_ways": True}
    set_leg_of_plan(w.session, w.story.olga, w.tour_id, w.stop_id, now=w.now, **given)


def _agenda(w: World) -> list[int]:
    return list(w.session.exec(select(AgendaItem.minutes)))


RANGES = (
    *(_of_stop(field) for field in ("minutes_talk", "minutes_off")),
    *(_of_new_stop(field) for field in ("minutes_talk", "minutes_off")),
    Range(
        *("agenda", 0, 480),
        lambda w, value: set_agenda(w.session, w.story.olga, w.stop_id, [AgendaEntry("Свет", "", value)]),
        _agenda,
    ),
    _of_tour("seats", 1),
    *(_of_tour(field, 0) for field in ("quota_agency", "quota_press", "quota_public")),
    _of_rules("longest_ride", 1, 240),
    _of_rules("longest_km", 1, 1000),
    _of_rules("wait_points", 0, 100, is_whole=False),
    _of_rules("walk_m", 0, 1000),
    _of_rules("guarantee_months", 0, 24),
    _of_rules("talk_most", 5, 240),
    _of_rules("buses", 1, 4),
    Range(
        "minutes", 5, 180, _give_pause, lambda w: [each["minutes"] for each in (w.tour.rules or {}).get("pauses", ())]
    ),
    *(_of_weights(field) for field in asdict(Weights())),
    Range(
        *("percent", 50, 300),
        lambda w, value: set_factors(w.session, ADMIN, [FactorRule("Зима", value)]),
        lambda w: [each["percent"] for each in w.city.travel_factors or ()],
    ),
    _of_bus("weight_t", "bus_weight_t", 60),
    _of_bus("height_m", "bus_height_m", 6),
    _of_bus("length_m", "bus_length_m", 30),
    Range("minutes", 0, 240, _give_leg, lambda w: list(w.session.exec(select(LegOverride.minutes)))),
    _of_city("view_zoom", 1, 19, is_whole=True),
    _of_city("speed_kmh", 3, 90),
    _of_city("detour_factor", 1, 3),
    _of_city("least_talk_minutes", 1, 60, is_whole=True),
    _of_city("view_lat", -90, 90),
    Range(
        *("days", 1, 730),
        lambda w, value: save_category(w.session, ADMIN, name=f"Свет {value}", days=value),
        lambda w: list(w.session.exec(select(Category.days).where(Category.name.startswith("Свет")))),
    ),
)


@pytest.fixture
def world(database: Database, session: Session, now: datetime) -> World:
    story = write_story(session, now)
    tour_id = story.tour(session)
    (stop_id,) = story.stops(session, tour_id, 1)
    return World(session, story, tour_id, stop_id, now)


def outside(each: Range) -> list[float]:
    """Just beside the bounds, and as far from them as one can type."""
    beside = OFF[0] if each.is_whole else OFF[1]
    found = [each.least - beside, each.most + beside, *HUGE]
    return found if each.is_whole else [*found, inf, -inf, nan]


@pytest.mark.parametrize("each", RANGES, ids=lambda each: each.field)
def test_number_within_bounds_is_kept_and_all_else_is_refused_in_words(world: World, each: Range) -> None:
    said = translator("ru", "Asia/Yakutsk"), translator("en", "Asia/Yakutsk")
    before = each.kept(world)
    refused = []
    for value in outside(each):
        with pytest.raises(Invalid) as refusal, world.session.begin_nested():
            each.give(world, value)
        refused.append(refusal.value)
        world.session.expire_all()
        assert each.kept(world) == before

    for value in (each.least, each.most):
        with world.session.begin_nested():
            each.give(world, value)
        world.session.expire_all()
        kept = each.kept(world)
        assert value in (kept if isinstance(kept, list) else [kept])

    assert {error.field for error in refused} == {each.field}
    for t in said:
        words = t(refused[0].key, **refused[0].values).replace("−", "-")
        assert f"{each.least:g}" in words
        assert f"{each.most:g}" in words
