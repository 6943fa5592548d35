"""Things that stand about in the demo photos: trees, lamps, cars, houses, fences."""

import math
import random

from planner.render.sketch.canvas import Canvas, Color, Light, Season, Spot, mix, shade

BARK: Color = (112, 94, 82)
STEEL: Color = (122, 130, 138)
GLASS: Color = (148, 172, 190)
LIT: Color = (255, 214, 140)
_WALLS: tuple[Color, ...] = (
    (206, 196, 182),
    (190, 178, 164),
    (214, 206, 196),
    (196, 170, 152),
    (178, 184, 188),
    (216, 200, 170),
)
_CARS: tuple[Color, ...] = (
    (226, 229, 232),
    (96, 104, 114),
    (150, 58, 54),
    (58, 84, 124),
    (188, 192, 196),
    (46, 52, 60),
)
_COTTAGES: tuple[Color, ...] = ((128, 150, 168), (150, 124, 98), (132, 154, 118), (176, 152, 112))


def tree(canvas: Canvas, spot: Spot, height: float, rng: random.Random) -> None:
    """A tree in the dress of the season; `rng` gives its outline, the same in all seasons."""
    x, z = spot
    limbs = [(rng.uniform(-0.3, 0.3), rng.uniform(0.52, 0.95), rng.uniform(0.15, 0.24)) for _ in range(9)]
    color = canvas.crown_color(rng)
    canvas.shadow((x, z), height * 0.26, height * 0.12)
    canvas.rod([(x, z, 0), (x + height * 0.01, z, height * 0.62)], height * 0.035, BARK)
    for dx, dh, _ in limbs:
        canvas.rod([(x, z, height * 0.34), (x + dx * height, z, dh * height)], height * 0.013, BARK)
    if canvas.season is Season.WINTER:
        for dx, dh, r in limbs:
            canvas.disc(x + dx * height, z, dh * height, r * height * 0.62, (206, 214, 220), 70)
        return
    for i, (dx, dh, r) in enumerate(limbs):
        canvas.disc(x + dx * height, z, dh * height, r * height, shade(color, 0.88 + 0.05 * (i % 4)))
    for dx, dh, r in limbs[:3]:
        canvas.disc(
            x + dx * height - r * height * 0.3, z, dh * height + r * height * 0.3, r * height * 0.5, shade(color, 1.14)
        )


def bare_tree(canvas: Canvas, spot: Spot, height: float, rng: random.Random, lean: float) -> None:
    """A dry tree without a leaf that leans to one side."""
    x, z = spot
    canvas.shadow(spot, height * 0.2, height * 0.08)
    grey = (126, 116, 108)
    tip = x + lean * height
    canvas.rod([(x, z, 0), (x + lean * height * 0.4, z, height * 0.45), (tip, z, height)], height * 0.045, grey)
    for _ in range(11):
        start = rng.uniform(0.35, 0.9)
        reach = rng.uniform(-0.3, 0.3)
        foot = (x + lean * height * start * start, z, height * start)
        end = (foot[0] + reach * height, z, height * min(1.1, start + rng.uniform(0.08, 0.22)))
        canvas.rod([foot, end], height * 0.014, grey)


def bush(canvas: Canvas, spot: Spot, height: float, rng: random.Random) -> None:
    """A bush; in winter a heap of snowy twigs."""
    color = canvas.crown_color(rng)
    for _ in range(6):
        dx, dh = rng.uniform(-0.7, 0.7), rng.uniform(0.25, 0.6)
        canvas.disc(spot[0] + dx * height, spot[1], dh * height, height * 0.4, shade(color, rng.uniform(0.86, 1.08)))


def lamp_post(canvas: Canvas, spot: Spot, height: float, reach: float = 1.1) -> None:
    """A street lamp that gives no light."""
    x, z = spot
    canvas.rod([(x, z, 0), (x, z, height)], 0.13, STEEL)
    canvas.rod([(x, z, height), (x + reach, z, height + 0.25)], 0.08, STEEL)
    canvas.wall(x + reach - 0.3, x + reach + 0.3, z, height + 0.12, height + 0.28, (84, 92, 100))


def lamp_light(canvas: Canvas, spot: Spot, height: float, reach: float = 1.1) -> None:
    """The glow and the pool of light of a burning lamp; in daylight lamps are off."""
    if not canvas.is_dark:
        return
    x, z = spot[0] + reach, spot[1]
    for part in (1.0, 0.72, 0.46):
        canvas.shine([(x + 3.0 * part * math.cos(a), z + 2.0 * part * math.sin(a), 0.0) for a in _turn(28)], LIT, 26)
    canvas.glow(x, z, height + 0.14, 1.5)


def _turn(steps: int) -> list[float]:
    return [math.tau * i / steps for i in range(steps)]


def car(canvas: Canvas, spot: Spot, color: Color) -> None:
    """A parked car seen from behind."""
    x, z = spot
    canvas.shadow((x, z + 2), 1.3, 2.4)
    canvas.box((x, z), (1.72, 4.1, 0.62), color, 0.28)
    canvas.face(
        [(x - 0.74, z + 0.7, 0.9), (x + 0.74, z + 0.7, 0.9), (x + 0.6, z + 1.1, 1.46), (x - 0.6, z + 1.1, 1.46)], GLASS
    )
    canvas.face(
        [(x - 0.6, z + 1.1, 1.46), (x + 0.6, z + 1.1, 1.46), (x + 0.6, z + 2.7, 1.48), (x - 0.6, z + 2.7, 1.48)],
        (244, 247, 249) if canvas.season is Season.WINTER else shade(color, 1.08),
    )
    for side in (-0.62, 0.62):
        canvas.wall(x + side - 0.12, x + side + 0.12, z - 0.01, 0.0, 0.4, (38, 40, 44))
        canvas.wall(x + side * 1.1 - 0.12, x + side * 1.1 + 0.12, z - 0.01, 0.62, 0.78, (176, 48, 42))
    canvas.wall(x - 0.26, x + 0.26, z - 0.01, 0.5, 0.64, (238, 240, 242))


def passing_car(canvas: Canvas, spot: Spot, color: Color) -> None:
    """A car seen from the side."""
    x, z = spot
    canvas.shadow((x, z), 2.3, 0.6)
    canvas.face([(x - 2.1, z, 0.3), (x + 2.1, z, 0.3), (x + 2.1, z, 0.82), (x + 1.5, z, 0.9), (x - 2.0, z, 0.9)], color)
    canvas.face([(x - 1.5, z, 0.9), (x + 1.0, z, 0.9), (x + 0.5, z, 1.44), (x - 1.1, z, 1.46)], shade(color, 0.92))
    canvas.face([(x - 1.3, z, 0.93), (x - 0.25, z, 0.93), (x - 0.25, z, 1.37), (x - 1.02, z, 1.37)], GLASS)
    canvas.face([(x - 0.15, z, 0.93), (x + 0.82, z, 0.93), (x + 0.44, z, 1.37), (x - 0.15, z, 1.37)], GLASS)
    for wheel in (-1.25, 1.25):
        canvas.disc(x + wheel, z, 0.33, 0.33, (40, 42, 46))
        canvas.disc(x + wheel, z, 0.33, 0.16, (150, 154, 158))


def any_car(rng: random.Random) -> Color:
    """A colour that cars have."""
    return rng.choice(_CARS)


def block_front(canvas: Canvas, x1: float, x2: float, z: float, floors: int, rng: random.Random) -> None:
    """A block of flats that faces the camera, with windows, balconies, doors."""
    color, top = rng.choice(_WALLS), floors * 2.9 + 0.9
    canvas.wall(x1, x2, z, 0, top, color)
    canvas.wall(x1, x2, z, 0, 0.7, shade(color, 0.8))
    _snow_cap(canvas, [(x1, z, top), (x2, z, top)])
    bays = max(3, round((x2 - x1) / 3.1))
    step = (x2 - x1) / bays
    for floor in range(floors):
        low = 1.5 + floor * 2.9
        for bay in range(bays):
            left = x1 + step * (bay + 0.26)
            is_lit, has_balcony = rng.random() < 0.4, rng.random() < 0.5
            _window(
                canvas,
                [
                    (left, z, low),
                    (left + step * 0.48, z, low),
                    (left + step * 0.48, z, low + 1.45),
                    (left, z, low + 1.45),
                ],
                is_lit,
            )
            if bay % 3 == 1 and floor and has_balcony:
                canvas.wall(
                    left - step * 0.16,
                    left + step * 0.64,
                    z - 0.1,
                    low - 0.35,
                    low + 0.55,
                    mix(color, (120, 140, 156), 0.45),
                )
    for bay in range(1, bays, 4):
        door = x1 + step * (bay + 0.3)
        canvas.wall(door, door + 1.3, z - 0.05, 0, 2.2, (92, 84, 80))
        canvas.wall(door - 0.4, door + 1.7, z - 0.1, 2.3, 2.5, shade(color, 0.7))


def block_side(canvas: Canvas, x: float, z1: float, z2: float, floors: int, rng: random.Random) -> None:
    """A block of flats along the view, its façade running away from the camera."""
    color, top = shade(rng.choice(_WALLS), 0.93), floors * 2.9 + 0.9
    canvas.face([(x, z1, 0), (x, z2, 0), (x, z2, top), (x, z1, top)], color)
    canvas.face([(x, z1, 0), (x, z2, 0), (x, z2, 0.7), (x, z1, 0.7)], shade(color, 0.8))
    outer = x + (14 if x > 0 else -14)
    canvas.face([(x, z1, 0), (outer, z1, 0), (outer, z1, top), (x, z1, top)], shade(color, 0.86))
    _snow_cap(canvas, [(x, z1, top), (x, z2, top)])
    bays = max(3, round((z2 - z1) / 3.2))
    step = (z2 - z1) / bays
    for floor in range(floors):
        low = 1.5 + floor * 2.9
        for bay in range(bays):
            near = z1 + step * (bay + 0.26)
            far = near + step * 0.48
            is_lit = rng.random() < 0.4
            _window(canvas, [(x, near, low), (x, far, low), (x, far, low + 1.45), (x, near, low + 1.45)], is_lit)


def _window(canvas: Canvas, corners: list[tuple[float, float, float]], is_lit: bool) -> None:
    if is_lit and canvas.is_dark:
        canvas.shine(corners, LIT if canvas.light is Light.NIGHT else mix(LIT, (190, 170, 150), 0.35))
    else:
        canvas.face(corners, (116, 136, 154))


def _snow_cap(canvas: Canvas, edge: list[tuple[float, float, float]]) -> None:
    if canvas.season is Season.WINTER:
        canvas.rod(edge, 0.5, (246, 249, 251))


def cottage(canvas: Canvas, x: float, z: float, rng: random.Random) -> None:
    """A wooden house with a gable towards the camera."""
    color = rng.choice(_COTTAGES)
    tiles = rng.choice(((122, 84, 74), (96, 110, 104), (112, 112, 118)))
    roof = (246, 249, 251) if canvas.season is Season.WINTER else tiles
    canvas.box((x, z), (6.4, 8.0, 2.9), color)
    canvas.face([(x - 3.2, z, 2.9), (x + 3.2, z, 2.9), (x, z, 5.1)], shade(color, 1.06))
    canvas.rod([(x - 3.7, z - 0.1, 2.65), (x, z - 0.1, 5.2), (x + 3.7, z - 0.1, 2.65)], 0.3, roof)
    side = 1 if x < 0 else -1
    canvas.face([(x, z, 5.15), (x, z + 8, 5.15), (x + side * 3.6, z + 8, 2.7), (x + side * 3.6, z, 2.7)], roof)
    for dx in (-1.6, 0.7):
        frame = [
            (x + dx - 0.14, z - 0.05, 1.0),
            (x + dx + 1.04, z - 0.05, 1.0),
            (x + dx + 1.04, z - 0.05, 2.3),
            (x + dx - 0.14, z - 0.05, 2.3),
        ]
        canvas.face(frame, (232, 236, 238))
        _window(
            canvas,
            [
                (x + dx, z - 0.06, 1.12),
                (x + dx + 0.9, z - 0.06, 1.12),
                (x + dx + 0.9, z - 0.06, 2.18),
                (x + dx, z - 0.06, 2.18),
            ],
            rng.random() < 0.6,
        )


def picket_fence(canvas: Canvas, x: float, z1: float, z2: float, color: Color) -> None:
    """A board fence along the view."""
    canvas.face([(x, z1, 0), (x, z2, 0), (x, z2, 1.5), (x, z1, 1.5)], color)
    z = z1
    while z < z2:
        canvas.rod([(x, z, 0), (x, z, 1.55)], 0.05, shade(color, 0.82))
        z += 0.5 if z < 14 else 1.6


def railing(canvas: Canvas, x1: float, x2: float, z: float, color: Color, step: float = 0.28) -> None:
    """A railing across the view, 1.1 m high."""
    x = x1
    while x <= x2 + 1e-6:
        canvas.rod([(x, z, 0.1), (x, z, 1.0)], 0.025, color)
        x += step
    for h in (0.14, 1.02):
        canvas.rod([(x1, z, h), (x2, z, h)], 0.06, color)


def sapling(canvas: Canvas, spot: Spot, rng: random.Random) -> None:
    """A young tree tied to two stakes."""
    x, z = spot
    canvas.oval(spot, 0.45, 0.3, (116, 92, 72))
    for side in (-0.28, 0.28):
        canvas.rod([(x + side, z, 0), (x + side, z, 1.2)], 0.05, (186, 154, 108))
    canvas.rod([(x - 0.28, z, 1.1), (x + 0.28, z, 1.1)], 0.03, (226, 220, 206))
    tree(canvas, spot, 2.5, rng)


def person_sign(canvas: Canvas, spot: Spot, height: float, face: Color, lean: float = 0.0) -> None:
    """A square road sign on a post."""
    x, z = spot
    top = x + lean * height
    canvas.rod([(x, z, 0), (top, z, height)], 0.07, STEEL)
    canvas.wall(top - 0.42, top + 0.42, z - 0.02, height - 0.78, height + 0.06, (244, 246, 248))
    canvas.wall(top - 0.37, top + 0.37, z - 0.03, height - 0.73, height + 0.01, face)
    canvas.face(
        [(top - 0.26, z - 0.04, height - 0.62), (top + 0.26, z - 0.04, height - 0.62), (top, z - 0.04, height - 0.1)],
        (244, 246, 248),
    )
