"""Metres of the maps that are cut in zones, UTM and Gauss–Krüger, as degrees."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Turn3 = tuple[float, float, float]


@dataclass(frozen=True)
class Figure:
    """The earth of a system: its half axis, its flattening, and how it lies in that of WGS 84: metres, seconds, millionths."""

    axis: float
    flattening: float
    shift: Turn3 = (0.0, 0.0, 0.0)
    turn: Turn3 = (0.0, 0.0, 0.0)
    scale: float = 0.0


WGS_84 = Figure(6_378_137.0, 1 / 298.257223563)
SK_42 = Figure(6_378_245.0, 1 / 298.3, (23.57, -140.95, -79.8), (0.0, -0.35, -0.79), -0.22)
SK_95 = Figure(6_378_245.0, 1 / 298.3, (24.47, -130.89, -81.56), (0.0, 0.0, -0.13), -0.22)
"""GOST 32453-2017."""
_FURTHEST = 1_500_000.0
"""A zone is a tenth as wide: what lies further off is no place of it."""


@dataclass(frozen=True)
class Zone:
    """A zone: its middle meridian, and what its numbers begin with."""

    figure: Figure
    meridian: float
    east: float
    north: float = 0.0
    scale: float = 1.0


def zone_of(code: int) -> Zone | None:
    """The zone of an EPSG number: UTM of both halves, Gauss–Krüger of SK-42 and SK-95 in six degrees; None for all others."""
    kind, zone = divmod(code, 100)
    if kind in (326, 327) and 1 <= zone <= 60:
        return Zone(WGS_84, zone * 6 - 183, 500_000.0, 10_000_000.0 if kind == 327 else 0.0, 0.9996)
    if kind in (284, 200) and 2 <= zone <= 32:
        return Zone(SK_42 if kind == 284 else SK_95, zone * 6 - 3, zone * 1_000_000.0 + 500_000)
    return None


def from_zone(zone: Zone, x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of metres east and north; infinite where they cannot be of this zone."""
    east, north = x - zone.east, y - zone.north
    if abs(east) > _FURTHEST or abs(north) > 10_000_000:
        return math.inf, math.inf
    figure = zone.figure
    lat, lon = _angles(figure, east / zone.scale, north / zone.scale)
    lon += math.radians(zone.meridian)
    if figure.shift != (0.0, 0.0, 0.0):
        lat, lon = _moved(figure, lat, lon)
    return (math.degrees(lon) + 180) % 360 - 180, math.degrees(lat)


def _angles(figure: Figure, east: float, north: float) -> tuple[float, float]:
    """Latitude, and longitude from the middle meridian, by Krüger's series."""
    n = figure.flattening / (2 - figure.flattening)
    radius = figure.axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = north / radius, east / radius
    betas = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    xi0 = xi - _sum(betas, lambda k: math.sin(k * xi) * math.cosh(k * eta))
    eta0 = eta - _sum(betas, lambda k: math.cos(k * xi) * math.sinh(k * eta))
    chi = math.asin(math.sin(xi0) / math.cosh(eta0))
    deltas = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    return chi + _sum(deltas, lambda k: math.sin(k * chi)), math.atan2(math.sinh(eta0), math.cos(xi0))


def _sum(factors: Sequence[float], term: Callable[[int], float]) -> float:
    return sum(factor * term(2 * at) for at, factor in enumerate(factors, start=1))


def _moved(figure: Figure, lat: float, lon: float) -> tuple[float, float]:
    """The same place on the earth of WGS 84."""
    square = figure.flattening * (2 - figure.flattening)
    across = figure.axis / math.sqrt(1 - square * math.sin(lat) ** 2)
    x, y = across * math.cos(lat) * math.cos(lon), across * math.cos(lat) * math.sin(lon)
    z = across * (1 - square) * math.sin(lat)
    wx, wy, wz = (math.radians(each / 3600) for each in figure.turn)
    grown = 1 + figure.scale * 1e-6
    dx, dy, dz = figure.shift
    x, y, z = (
        grown * (x + wz * y - wy * z) + dx,
        grown * (-wz * x + y + wx * z) + dy,
        grown * (wy * x - wx * y + z) + dz,
    )
    return _on_ellipsoid(x, y, z)


def _on_ellipsoid(x: float, y: float, z: float) -> tuple[float, float]:
    square = WGS_84.flattening * (2 - WGS_84.flattening)
    flat = math.hypot(x, y)
    lat = math.atan2(z, flat * (1 - square))
    for _ in range(5):
        across = WGS_84.axis / math.sqrt(1 - square * math.sin(lat) ** 2)
        lat = math.atan2(z + square * across * math.sin(lat), flat)
    return lat, math.atan2(y, x)
