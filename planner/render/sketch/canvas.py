"""The drawing board of the demo photos: a pinhole camera at eye height over flat ground, measured in metres."""

import io
import math
import random
from collections.abc import Iterable, Sequence
from enum import StrEnum

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1200
_FINE = 2  # drawn twice as large and reduced, so that edges are smooth
_EYE = 1.9
_NEAREST = 1.6

Color = tuple[int, int, int]
Spot = tuple[float, float]
"""Metres to the right of the camera and metres ahead of it."""


class Season(StrEnum):
    """What the trees wear and what lies on the ground."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"


class Light(StrEnum):
    """The hour and the weather, as far as a picture shows them."""

    DAY = "day"
    OVERCAST = "overcast"
    EVENING = "evening"
    NIGHT = "night"


_AMBIENT = {
    Light.DAY: (1.0, 1.0, 1.0),
    Light.OVERCAST: (0.9, 0.92, 0.95),
    Light.EVENING: (0.74, 0.68, 0.74),
    Light.NIGHT: (0.34, 0.37, 0.5),
}
_SKY: dict[Light, tuple[Color, Color]] = {
    Light.DAY: ((158, 196, 226), (230, 240, 244)),
    Light.OVERCAST: ((176, 187, 197), (221, 226, 229)),
    Light.EVENING: ((84, 104, 150), (243, 196, 152)),
    Light.NIGHT: ((14, 20, 40), (44, 58, 90)),
}
_GRASS: dict[Season, Color] = {
    Season.WINTER: (234, 239, 243),
    Season.SPRING: (158, 176, 108),
    Season.SUMMER: (132, 166, 96),
    Season.AUTUMN: (178, 162, 98),
}
_CROWNS: dict[Season, tuple[Color, ...]] = {
    Season.WINTER: ((222, 230, 236),),
    Season.SPRING: ((150, 184, 98), (168, 196, 112), (138, 170, 94)),
    Season.SUMMER: ((86, 134, 76), (104, 150, 84), (76, 120, 74)),
    Season.AUTUMN: ((214, 158, 62), (200, 120, 58), (222, 182, 82), (170, 138, 70)),
}
SHADOW: Color = (30, 34, 44)


def shade(color: Color, factor: float) -> Color:
    """The colour made darker (below 1) or lighter (above 1)."""
    return tuple(max(0, min(255, round(part * factor))) for part in color)  # type: ignore[return-value]


def mix(one: Color, other: Color, share: float) -> Color:
    """`share` of the other colour in the first."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


class Canvas:
    """One picture in the making.

    Ground positions are (x, z): metres right of the camera and ahead of it; h is the height above the ground. Colours are
    those of daylight and are dimmed by the light of the scene, except in `glow`, `shine` and `bright`. `horizon` and `middle`
    are the picture units where the view vanishes, `focal` how many of them a metre takes at a distance of one metre.
    """

    def __init__(self, season: Season, light: Light, horizon: float, middle: float, focal: float) -> None:
        self.season = season
        self.light = light
        self.horizon = horizon
        self.middle = middle
        self.focal = focal
        self.image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE))
        self._solid = ImageDraw.Draw(self.image)
        self._veil = ImageDraw.Draw(self.image, "RGBA")  # blends, and costs several times as much as solid ink

    @property
    def is_dark(self) -> bool:
        return self.light in (Light.EVENING, Light.NIGHT)

    @property
    def grass(self) -> Color:
        return _GRASS[self.season]

    def lit(self, color: Color) -> Color:
        """The colour as it looks in this light."""
        red, green, blue = _AMBIENT[self.light]
        return round(color[0] * red), round(color[1] * green), round(color[2] * blue)

    def at(self, x: float, z: float, h: float = 0.0) -> tuple[float, float]:
        """Where a point of the world falls on the picture, in picture units (1600 × 1200)."""
        z = max(_NEAREST, z)
        return self.middle + self.focal * x / z, self.horizon + self.focal * (_EYE - h) / z

    def scale(self, z: float) -> float:
        """Picture units per metre at the distance z."""
        return self.focal / max(_NEAREST, z)

    def shape(self, points: Iterable[tuple[float, float]], color: Color, alpha: int = 255) -> None:
        """A filled polygon in picture units."""
        self._fill([(x * _FINE, y * _FINE) for x, y in points], (*self.lit(color), alpha))

    def _pen(self, ink: tuple[int, int, int, int]) -> ImageDraw.ImageDraw:
        return self._solid if ink[3] == 255 else self._veil

    def _fill(self, points: Sequence[tuple[float, float]], ink: tuple[int, int, int, int]) -> None:
        self._pen(ink).polygon(points, fill=ink)

    def ground(self, points: Iterable[Spot], color: Color, alpha: int = 255) -> None:
        """A filled polygon lying on the ground."""
        self.shape([self.at(x, z) for x, z in points], color, alpha)

    def strip(self, x1: float, x2: float, z1: float, z2: float, color: Color, alpha: int = 255) -> None:
        """A rectangle lying on the ground, its sides along the view and across it."""
        self.ground([(x1, z1), (x2, z1), (x2, z2), (x1, z2)], color, alpha)

    def face(self, points: Iterable[tuple[float, float, float]], color: Color, alpha: int = 255) -> None:
        """A filled polygon in space, points (x, z, h)."""
        self.shape([self.at(*point) for point in points], color, alpha)

    def wall(self, x1: float, x2: float, z: float, low: float, high: float, color: Color, alpha: int = 255) -> None:
        """An upright rectangle that faces the camera."""
        self.face([(x1, z, low), (x2, z, low), (x2, z, high), (x1, z, high)], color, alpha)

    def blob(self, spot: Spot, rx: float, rz: float, color: Color, rough: random.Random, alpha: int = 255) -> None:
        """An uneven patch lying on the ground; `rough` decides its outline."""
        x, z = spot
        steps = [(math.tau * i / 26, 1 + rough.uniform(-0.13, 0.13)) for i in range(26)]
        self.ground([(x + rx * r * math.cos(a), z + rz * r * math.sin(a)) for a, r in steps], color, alpha)

    def oval(self, spot: Spot, rx: float, rz: float, color: Color, alpha: int = 255) -> None:
        """An even ellipse lying on the ground."""
        turn = [math.tau * i / 32 for i in range(32)]
        self.ground([(spot[0] + rx * math.cos(a), spot[1] + rz * math.sin(a)) for a in turn], color, alpha)

    def disc(self, x: float, z: float, h: float, radius: float, color: Color, alpha: int = 255) -> None:
        """A round thing that faces the camera."""
        px, py = self.at(x, z, h)
        self._round(px, py, radius * self.scale(z), (*self.lit(color), alpha))

    def _round(self, px: float, py: float, r: float, ink: tuple[int, int, int, int]) -> None:
        box = ((px - r) * _FINE, (py - r) * _FINE, (px + r) * _FINE, (py + r) * _FINE)
        self._pen(ink).ellipse(box, fill=ink)

    def rod(self, points: Iterable[tuple[float, float, float]], thickness: float, color: Color) -> None:
        """A line in space, points (x, z, h), `thickness` in metres at its first point."""
        spots = list(points)
        width = max(1.0, thickness * self.scale(spots[0][1])) * _FINE
        path = [(px * _FINE, py * _FINE) for px, py in (self.at(*spot) for spot in spots)]
        self._solid.line(path, fill=self.lit(color), width=max(1, round(width)), joint="curve")

    def box(self, spot: Spot, size: tuple[float, float, float], color: Color, base: float = 0.0) -> None:
        """A box standing with the middle of its front at `spot`; size is width, depth, height."""
        (x, z), (w, d, h) = spot, size
        left, right, top, back = x - w / 2, x + w / 2, base + h, z + d
        for side in (left, right):
            if (side == left and left > 0) or (side == right and right < 0):
                self.face([(side, z, base), (side, back, base), (side, back, top), (side, z, top)], shade(color, 0.78))
        if top < _EYE:
            lid = (244, 247, 249) if self.season is Season.WINTER and base + h < 1.6 else shade(color, 1.1)
            self.face([(left, z, top), (right, z, top), (right, back, top), (left, back, top)], lid)
        self.wall(left, right, z, base, top, color)

    def shadow(self, spot: Spot, rx: float, rz: float) -> None:
        """The soft dark under a thing."""
        alpha = {Light.DAY: 62, Light.OVERCAST: 34, Light.EVENING: 48, Light.NIGHT: 60}[self.light]
        self.oval(spot, rx, rz, SHADOW, alpha)

    def glow(self, x: float, z: float, h: float, radius: float, color: Color = (255, 222, 150)) -> None:
        """Light around a lamp that burns; not dimmed by the hour."""
        px, py = self.at(x, z, h)
        for part, alpha in ((1.0, 16), (0.72, 22), (0.46, 36), (0.26, 70), (0.13, 255)):
            self._round(px, py, radius * part * self.scale(z), (*color, alpha))

    def shine(self, points: Iterable[tuple[float, float, float]], color: Color, alpha: int = 255) -> None:
        """A face that gives light: a lit window, a pool of light on the ground."""
        path = [(px * _FINE, py * _FINE) for px, py in (self.at(*point) for point in points)]
        self._fill(path, (*color, alpha))

    def bright(self, points: Iterable[tuple[float, float]], color: Color, alpha: int = 255) -> None:
        """A polygon in picture units that gives light."""
        self._fill([(x * _FINE, y * _FINE) for x, y in points], (*color, alpha))

    def sky(self, rng: random.Random) -> None:
        """Sky with clouds down to the horizon, and hills behind the city."""
        top, low = _SKY[self.light]
        bands = 48
        for i in range(bands):
            y = self.horizon * i / bands
            ink = (*mix(top, low, i / bands), 255)
            self._fill_rows(y, self.horizon * (i + 1) / bands + 1, ink)
        clouds = [(rng.uniform(0, WIDTH), rng.uniform(40, 300), rng.uniform(60, 150)) for _ in range(7)]
        pale = mix(low, (255, 255, 255), 0.0 if self.light is Light.NIGHT else 0.6)
        for cx, cy, r in clouds:
            for part in (-1.1, -0.4, 0.3, 1.0):
                width, height = r * (1.2 - abs(part) * 0.4), r * 0.36 * (1.3 - abs(part) * 0.5)
                x, y = (cx + part * r) * _FINE, cy * _FINE
                box = (x - width * _FINE, y - height * _FINE, x + width * _FINE, y + height * _FINE)
                self._veil.ellipse(box, fill=(*pale, 60 if self.light is not Light.OVERCAST else 90))
        ridge = [(i * 160, self.horizon - rng.uniform(8, 46)) for i in range(11)]
        self.shape([(0, self.horizon + 2), *ridge, (WIDTH, self.horizon + 2)], mix((120, 140, 150), low, 0.35), 200)

    def _fill_rows(self, y1: float, y2: float, ink: tuple[int, int, int, int]) -> None:
        self._solid.rectangle((0, y1 * _FINE, WIDTH * _FINE, y2 * _FINE), fill=ink)

    def floor(self, color: Color) -> None:
        """The ground from the horizon to the lower edge."""
        self._fill_rows(self.horizon, HEIGHT, (*self.lit(color), 255))

    def crown_color(self, rng: random.Random) -> Color:
        """A colour of leaves for the season; takes one number from `rng` in each, so that the view stays the same."""
        colors = _CROWNS[self.season]
        return colors[int(rng.random() * len(colors))]

    def finish(self) -> bytes:
        """The picture as JPEG."""
        out = io.BytesIO()
        self.image.reduce(_FINE).save(out, "JPEG", quality=86)
        return out.getvalue()
