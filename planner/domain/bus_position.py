"""What the bus's position tells: that it is at the next stop, that it has left one, and when it will be at the next.

A position is a guess with a radius. So arriving and leaving have different distances, each must last for a while, and
what is old, vague or impossible says nothing. It speaks of the next stop only: no position makes the bus go back, and
what somebody tapped is never changed by one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from planner.domain.geo import Point, distance_m
from planner.domain.timetable import Leg

NEAR_M = 80.0
"""A bus this near to a stop is there, if it stays."""
AWAY_M = 150.0
"""A bus that is surely further away than this has left."""
VAGUE_M = 100
"""A fix less exact than this says nothing about stops."""
BENEFIT_M = 40.0
"""So much of a fix's inexactness is counted in favour of being there."""
STAYS = timedelta(seconds=20)
"""A bus that only passes at 30 km/h is within `NEAR_M` for less than this."""
IS_GONE = timedelta(seconds=10)
OLD = timedelta(seconds=90)
AHEAD_OF_TIME = timedelta(seconds=30)
"""Clocks of tablets differ; a fix from further in the future is wrong."""
FASTEST_MS = 45.0
"""Metres a second: 160 km/h is a jump of the position, not a bus."""
_GAP = timedelta(seconds=75)
"""Without a fix for longer than this, nobody knows whether the bus stayed where it was."""


class Sign(StrEnum):
    """What a fix tells of the bus."""

    ARRIVED = "arrived"
    LEFT = "left"


@dataclass(frozen=True)
class Fix:
    """A position as a tablet reports it; the true place lies within `accuracy_m` with a probability of 95 %."""

    point: Point
    accuracy_m: int
    at: datetime


@dataclass(frozen=True)
class Memory:
    """What is kept between two fixes. `near`: the stop beside which the bus was seen since `near_since` without a break;
    it stays when the bus leaves, as the proof that it was there. `away_since`: since when it has been seen far from it.
    `muted`: the stop of which nothing is said, because somebody took back what was.
    """

    fix: Fix | None = None
    near: int | None = None
    near_since: datetime | None = None
    away_since: datetime | None = None
    muted: int | None = None


@dataclass(frozen=True)
class Place:
    """A stop by its key and its point."""

    key: int
    point: Point


@dataclass(frozen=True)
class Reading:
    """What came of a fix: the memory for the next one, and the sign, if any, with the moment since when it is true."""

    memory: Memory
    sign: Sign | None = None
    since: datetime | None = None


def read_fix(memory: Memory, fix: Fix, *, here: Place | None, ahead: Place | None, now: datetime) -> Reading:
    """What `fix` tells of a bus that stands at `here`, or goes to `ahead` where it stands nowhere.

    A fix that `is_credible` refuses changes nothing. Arrived: within 80 m (and up to 40 m of inexactness) for 20 s. Left:
    surely over 150 m away for 10 s, after the bus was seen beside the stop; a stop whose point is far from where the bus
    really stands is therefore never left by a position.
    """
    if not is_credible(memory, fix, now):
        return Reading(memory)
    place = here or ahead
    broken = memory.fix is not None and fix.at - memory.fix.at > _GAP
    memory = replace(memory, fix=fix)
    if place is None:
        return Reading(replace(memory, near=None, near_since=None, away_since=None))
    metres = distance_m(fix.point, place.point)
    is_near = metres <= NEAR_M + min(float(fix.accuracy_m), BENEFIT_M)
    is_away = metres - fix.accuracy_m > AWAY_M
    if memory.muted == place.key:
        muted = None if is_away else place.key
        return Reading(replace(memory, muted=muted, near=None, near_since=None, away_since=None))
    if here is None:
        return _coming(memory, place, fix, is_near=is_near, broken=broken)
    return _standing(memory, place, fix, is_near=is_near, is_away=is_away, broken=broken)


def is_credible(memory: Memory, fix: Fix, now: datetime) -> bool:
    """Whether a fix says anything: exact, fresh, newer than the last one, and within reach from there."""
    if not 0 <= fix.accuracy_m <= VAGUE_M or not now - OLD <= fix.at <= now + AHEAD_OF_TIME:
        return False
    last = memory.fix
    if last is None:
        return True
    if fix.at <= last.at:
        return False
    reach = FASTEST_MS * (fix.at - last.at).total_seconds() + last.accuracy_m + fix.accuracy_m
    return distance_m(last.point, fix.point) <= reach


def expected_arrival(fix: Fix, start: Point | None, end: Point, leg: Leg) -> datetime | None:
    """When a bus on the leg from `start` to `end` arrives: the leg's minutes by the part of the way that is left.

    Parts are measured as the crow flies, where the two ends stand for streets that are longer by about the same factor.
    A bus off the way never takes longer than the whole leg. None where there is no way or no start.
    """
    if start is None or not leg.is_passable:
        return None
    whole = distance_m(start, end)
    left = 0.0 if whole == 0 else min(1.0, distance_m(fix.point, end) / whole)
    return fix.at + timedelta(minutes=leg.minutes * left)


def _coming(memory: Memory, place: Place, fix: Fix, *, is_near: bool, broken: bool) -> Reading:
    if not is_near:
        return Reading(replace(memory, near=None, near_since=None, away_since=None))
    if memory.near != place.key or memory.near_since is None or broken:
        return Reading(replace(memory, near=place.key, near_since=fix.at, away_since=None))
    if fix.at - memory.near_since < STAYS:
        return Reading(memory)
    return Reading(memory, Sign.ARRIVED, memory.near_since)


def _standing(memory: Memory, place: Place, fix: Fix, *, is_near: bool, is_away: bool, broken: bool) -> Reading:
    if is_near:
        since = memory.near_since if memory.near == place.key and memory.near_since else fix.at
        return Reading(replace(memory, near=place.key, near_since=since, away_since=None))
    if memory.near != place.key or not is_away:
        return Reading(replace(memory, away_since=None))
    if memory.away_since is None or broken:
        return Reading(replace(memory, away_since=fix.at))
    if fix.at - memory.away_since < IS_GONE:
        return Reading(memory)
    return Reading(replace(memory, near=None, near_since=None, away_since=None), Sign.LEFT, memory.away_since)
