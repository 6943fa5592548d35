"""Where the demo photos are taken: street, avenue, yard, park, village, embankment."""

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.render.sketch.canvas import WIDTH, Canvas, Color, Light, Season, Spot, mix, shade
from planner.render.sketch.things import (
    LIT,
    any_car,
    block_front,
    block_side,
    bush,
    car,
    cottage,
    lamp_light,
    lamp_post,
    passing_car,
    picket_fence,
    railing,
    tree,
)

ASPHALT: Color = (118, 120, 126)
PAVING: Color = (182, 178, 172)
GRAVEL: Color = (168, 152, 130)
SOIL: Color = (122, 100, 80)


class Setting(StrEnum):
    """The kinds of place."""

    STREET = "street"
    AVENUE = "avenue"
    YARD = "yard"
    PARK = "park"
    VILLAGE = "village"
    EMBANKMENT = "embankment"


@dataclass(frozen=True)
class Stage:
    """What a subject needs to know of the place: where it lies, on what, and where upright things stand."""

    spot: Spot
    surface: Color
    roadside: Spot
    half_width: float
    """Metres from the middle of the way to its edge."""
    lawn: float
    """Metres right of the camera where a thing may stand beside the way."""


def _grain(canvas: Canvas, rng: random.Random, x: float, z1: float, z2: float, color: Color) -> None:
    for _ in range(70):
        z = z1 + (z2 - z1) * rng.random() ** 2
        canvas.oval((rng.uniform(-x, x), z), rng.uniform(0.02, 0.09), rng.uniform(0.02, 0.07), color, 90)


def _street(canvas: Canvas, rng: random.Random) -> Stage:
    shift, cars = rng.uniform(-1.2, 1.2), [(rng.choice((-1, 1)), rng.uniform(12, 30), any_car(rng)) for _ in range(2)]
    blocks = [(side, z, rng.choice((3, 5, 5, 9))) for z in (62, 36, 15) for side in (-1, 1) if rng.random() < 0.88]
    end_floors = rng.choice((5, 9, 12))
    canvas.floor(canvas.grass)
    block_front(canvas, -26, -4 + shift * 4, 110, end_floors, rng)
    block_front(canvas, 4, 30, 120, rng.choice((5, 9)), rng)
    for side, z, floors in blocks:
        block_side(canvas, shift + side * 13.5, z, z + rng.uniform(17, 22), floors, rng)
    canvas.strip(shift - 4.0, shift + 4.0, 1.6, 140, ASPHALT)
    for side in (-1, 1):
        canvas.strip(shift + side * 6.0, shift + side * 8.2, 1.6, 140, PAVING)
        canvas.strip(shift + side * 4.0, shift + side * 4.25, 1.6, 140, (206, 206, 204))
    _snow_banks(canvas, shift, 4.3)
    for i in range(12):
        canvas.strip(shift - 0.09, shift + 0.09, 3 + i * 5.0, 5.4 + i * 5.0, (226, 228, 228), 190)
    _grain(canvas, rng, 3.6, 2.2, 22, shade(ASPHALT, 0.86))
    for z in (44, 34, 25, 19, 14):
        for side in (-1, 1):
            height, seed = rng.uniform(4.6, 7.0), rng.random()
            if z % 2 or side > 0:
                tree(canvas, (shift + side * 5.1, z), height, random.Random(f"{seed}"))
    for side, distance, color in sorted(cars, key=lambda row: -row[1]):
        car(canvas, (shift + side * 3.0, distance), color)
    return Stage((shift * 0.6, 5.2), ASPHALT, (shift + 4.6, 8.5), 4.0, shift - 4.2)


def _snow_banks(canvas: Canvas, shift: float, edge: float) -> None:
    if canvas.season is Season.WINTER:
        for side in (-1, 1):
            canvas.face(
                [
                    (shift + side * edge, 1.6, 0),
                    (shift + side * edge, 90, 0),
                    (shift + side * (edge + 0.7), 90, 0.35),
                    (shift + side * (edge + 0.7), 1.6, 0.35),
                ],
                (246, 249, 251),
            )


def _avenue(canvas: Canvas, rng: random.Random) -> Stage:
    canvas.floor(canvas.grass)
    x = -44.0 + rng.uniform(-6, 4)
    while x < 44:
        width, floors = rng.uniform(15, 24), rng.choice((2, 3, 5, 5, 9))
        block_front(canvas, x, x + width, 30 + rng.uniform(0, 3), floors, rng)
        x += width + rng.uniform(1.5, 7)
    canvas.strip(-40, 40, 24.5, 27.5, PAVING)
    trees = [(dx + rng.uniform(-1.5, 1.5), rng.uniform(5, 8), rng.random()) for dx in range(-26, 27, 7)]
    for dx, height, seed in trees:
        tree(canvas, (dx, 22.5), height, random.Random(f"{seed}"))
    canvas.strip(-40, 40, 9.6, 20.5, ASPHALT)
    canvas.strip(-40, 40, 20.5, 20.8, (206, 206, 204))
    for dx in range(-30, 30, 6):
        canvas.strip(dx, dx + 3, 14.9, 15.1, (226, 228, 228), 200)
    passing = [(rng.uniform(-9, 9), z, any_car(rng)) for z in (17.2, 12.4)]
    for dx, z, color in passing:
        passing_car(canvas, (dx, z), color)
    canvas.strip(-40, 40, 9.3, 9.6, (212, 212, 210))
    if canvas.season is Season.WINTER:
        canvas.strip(-40, 40, 8.9, 9.4, (246, 249, 251))
    canvas.strip(-30, 30, 1.6, 8.9, PAVING)
    for z in (2.2, 2.9, 3.8, 5.0, 6.6):
        canvas.strip(-30, 30, z, z * 1.012, shade(PAVING, 0.92), 160)
    _grain(canvas, rng, 4.5, 2.2, 8.5, shade(PAVING, 0.88))
    lamp = (rng.choice((-1, 1)) * rng.uniform(5.0, 6.5), 9.0)
    lamp_post(canvas, lamp, 7.0)
    lamp_light(canvas, lamp, 7.0)
    return Stage((rng.uniform(-0.5, 0.5), 5.0), PAVING, (rng.uniform(-0.6, 1.2), 8.2), 5.0, 0.0)


def _yard(canvas: Canvas, rng: random.Random) -> Stage:
    canvas.floor(canvas.grass)
    floors, mirror = rng.choice((5, 5, 9)), rng.choice((-1, 1))
    block_front(canvas, -30, 6 * mirror + 8, 34, floors, rng)
    block_front(canvas, 6 * mirror + 13, 44, 39, rng.choice((5, 9)), rng)
    block_side(canvas, mirror * 14.0, 9, 29, 5, rng)
    canvas.strip(-40, 40, 29.5, 32.5, ASPHALT)
    lane = mirror * 2.4
    canvas.ground([(lane - 2.6, 1.6), (lane + 2.6, 1.6), (lane + 2.0, 29.6), (lane - 2.0, 29.6)], ASPHALT)
    for side in (-1, 1):
        canvas.ground(
            [(lane + side * 2.6, 1.6), (lane + side * 2.8, 1.6), (lane + side * 2.2, 29.6), (lane + side * 2.0, 29.6)],
            (206, 206, 204),
        )
    parked = [(lane + rng.choice((-3.9, 3.9)), rng.uniform(13, 24), any_car(rng)) for _ in range(3)]
    plants = [
        (rng.uniform(4.6, 9) * rng.choice((-1, 1)), rng.uniform(9, 26), rng.uniform(5, 9), rng.random())
        for _ in range(6)
    ]
    for dx, z, height, seed in sorted(plants, key=lambda row: -row[1]):
        tree(canvas, (dx, z), height, random.Random(f"{seed}"))
    for dx, z, color in sorted(parked, key=lambda row: -row[1]):
        car(canvas, (dx, z), color)
    for dx in (-6.4, -5.2, 5.6):
        bush(canvas, (dx * mirror, 8.5 + rng.uniform(0, 2)), 0.9, rng)
    _grain(canvas, rng, 3.4, 2.4, 12, shade(ASPHALT, 0.88))
    return Stage((lane * 0.45, 5.4), ASPHALT, (-mirror * 2.2, 7.2), 2.6, -mirror * 2.9)


def _park(canvas: Canvas, rng: random.Random) -> Stage:
    canvas.floor(canvas.grass)
    back = [
        (dx + rng.uniform(-2, 2), rng.uniform(30, 44), rng.uniform(8, 12), rng.random()) for dx in range(-40, 41, 5)
    ]
    for dx, z, height, seed in back:
        tree(canvas, (dx, z), height, random.Random(f"{seed}"))
    bend = rng.choice((-1, 1)) * rng.uniform(4, 8)
    path = [(bend * (i / 10) ** 2, 1.6 + i * 3.2) for i in range(11)]
    left, right = [(x - 1.9, z) for x, z in path], [(x + 1.9, z) for x, z in path]
    canvas.ground([*left, *reversed(right)], (196, 186, 170))
    canvas.ground([*[(x - 2.0, z) for x, z in path], *reversed(left)], (214, 208, 200))
    front = [
        (rng.choice((-1, 1)) * rng.uniform(4.4, 9), rng.uniform(9, 24), rng.uniform(6, 10), rng.random())
        for _ in range(7)
    ]
    for dx, z, height, seed in sorted(front, key=lambda row: -row[1]):
        tree(canvas, (dx + bend * (z / 34) ** 2, z), height, random.Random(f"{seed}"))
    lamp_post(canvas, (-3.0 + bend * 0.3, 19), 4.2, 0.4)
    lamp_light(canvas, (-3.0 + bend * 0.3, 19), 4.2, 0.4)
    _grain(canvas, rng, 1.8, 2.2, 12, (172, 160, 142))
    side = -1 if bend > 0 else 1
    return Stage((rng.uniform(-0.4, 0.4), 5.2), (196, 186, 170), (-side * 2.5, 7.0), 1.9, side * 2.6)


def _village(canvas: Canvas, rng: random.Random) -> Stage:
    canvas.floor(canvas.grass)
    shift, pole_side, far = rng.uniform(-0.8, 0.8), rng.choice((-1, 1)), rng.choice((5, 6, 9))
    for dx in range(-42, 43, far):
        seed = rng.random()
        tree(canvas, (dx + 3 * seed, 56 + 10 * seed), 7 + 6 * seed, random.Random(f"{seed}"))
    rows = [(side, z + rng.uniform(-3, 3), rng.random()) for z in (47, 31, 17) for side in (-1, 1)]
    fences = {side: rng.choice(((112, 138, 120), (136, 120, 102), (150, 156, 162), (160, 112, 92))) for side in (-1, 1)}
    for side, z, fate in rows:
        seed = rng.random()
        if fate < 0.76:
            cottage(canvas, shift + side * (10.6 + 2.4 * seed), z, rng)
        if fate > 0.4:
            tree(canvas, (shift + side * (8.2 + 2 * seed), z - 4), 4.5 + 3 * seed, random.Random(f"{seed}"))
    for side in (-1, 1):
        canvas.strip(shift + side * 3.3, shift + side * 4.3, 1.6, 80, mix(canvas.grass, SOIL, 0.35))
        picket_fence(canvas, shift + side * 6.6, rng.uniform(6.0, 9.0), 60, fences[side])
    road = mix(GRAVEL, (236, 240, 243), 0.45) if canvas.season is Season.WINTER else GRAVEL
    canvas.strip(shift - 3.1, shift + 3.1, 1.6, 90, road)
    _grain(canvas, rng, 3.0, 2.1, 20, shade(road, 0.84))
    _grain(canvas, rng, 3.0, 2.1, 20, shade(road, 1.1))
    poles = [(shift + pole_side * 5.4, z) for z in (52.0, 34.0, 20.0, 10.5)]
    for x, z in poles:
        canvas.rod([(x, z, 0), (x, z, 7.2)], 0.2, (126, 108, 92))
        canvas.rod([(x - 0.7, z, 6.8), (x + 0.7, z, 6.8)], 0.1, (126, 108, 92))
    for offset in (-0.6, 0.6):
        canvas.rod([(x + offset, z, 6.85) for x, z in reversed(poles)], 0.03, (70, 74, 80))
    for z in (26.0, 13.0):
        bush(canvas, (shift - pole_side * 5.4, z + rng.uniform(-2, 3)), rng.uniform(0.7, 1.2), rng)
    return Stage((shift * 0.7, 5.3), road, (shift - 3.7, 7.5), 3.1, -2.2)


def _embankment(canvas: Canvas, rng: random.Random) -> Stage:
    canvas.floor((150, 178, 196))
    _far_bank(canvas, rng)
    low = {Light.DAY: 0.0, Light.OVERCAST: 0.25, Light.EVENING: 0.1, Light.NIGHT: 0.2}[canvas.light]
    frozen = canvas.season is Season.WINTER
    water = (226, 233, 238) if frozen else mix((128, 164, 188), (110, 122, 132), low)
    canvas.strip(-400, 400, 13, 900, water)
    for _ in range(46):
        z, x = 15 + 120 * rng.random() ** 2, rng.uniform(-60, 60)
        canvas.strip(x, x + rng.uniform(1.5, 6), z, z * 1.006, (244, 247, 249) if frozen else shade(water, 1.12), 120)
    canvas.strip(-40, 40, 11.5, 13.2, (148, 146, 142))
    canvas.strip(-40, 40, 1.6, 11.5, PAVING)
    for z in (2.1, 2.7, 3.5, 4.6, 6.1, 8.2):
        canvas.strip(-40, 40, z, z * 1.012, shade(PAVING, 0.9), 170)
    for i in range(-14, 15):
        canvas.ground(
            [(i * 1.3, 1.6), (i * 1.3 + 0.03, 1.6), (i * 1.3 + 0.03, 11.5), (i * 1.3, 11.5)], shade(PAVING, 0.9), 150
        )
    railing(canvas, -16, 16, 11.6, (70, 92, 100), 0.5)
    for dx in (-7.5, 7.5):
        lamp_post(canvas, (dx, 11.3), 4.6, 0.35)
        lamp_light(canvas, (dx, 11.3), 4.6, 0.35)
    _grain(canvas, rng, 4.5, 2.2, 10, shade(PAVING, 0.86))
    return Stage((rng.uniform(-0.6, 0.6), 5.2), PAVING, (rng.choice((-1, 1)) * 2.4, 8.4), 5.0, 0.0)


def _far_bank(canvas: Canvas, rng: random.Random) -> None:
    base = canvas.horizon + 4
    x = 0.0
    while x < WIDTH:
        width, height = rng.uniform(18, 64), rng.uniform(10, 96) * (0.6 + 0.5 * math.sin(x / 240))
        lit_rows = [(rng.uniform(0.1, 0.8), rng.uniform(0.15, 0.85)) for _ in range(6)]
        canvas.shape(
            [(x, base), (x + width, base), (x + width, base - abs(height)), (x, base - abs(height))], (146, 160, 174)
        )
        if canvas.is_dark:
            for across, up in lit_rows:
                px, py = x + width * across, base - abs(height) * up
                canvas.bright([(px, py), (px + 4, py), (px + 4, py - 5), (px, py - 5)], LIT)
        x += width + rng.uniform(0, 12)
    canvas.shape([(0, base), (WIDTH, base), (WIDTH, base - 9), (0, base - 9)], (112, 136, 112))


SETTINGS: Mapping[Setting, Callable[[Canvas, random.Random], Stage]] = {
    Setting.STREET: _street,
    Setting.AVENUE: _avenue,
    Setting.YARD: _yard,
    Setting.PARK: _park,
    Setting.VILLAGE: _village,
    Setting.EMBANKMENT: _embankment,
}
