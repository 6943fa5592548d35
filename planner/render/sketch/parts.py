"""Parts that several subjects of a drawing share: patches, pools, heaps, cones."""

import math
import random
from collections.abc import Callable

from planner.domain.words import PhotoPhase
from planner.render.sketch.canvas import Canvas, Color, Season, Spot, shade
from planner.render.sketch.settings import Stage

FRESH: Color = (74, 76, 82)
EARTH: Color = (96, 78, 62)
CONCRETE: Color = (196, 194, 190)
TACTILE: Color = (226, 184, 62)
CONE: Color = (226, 106, 44)
WATER: Color = (126, 156, 178)
SAND: Color = (196, 166, 118)
WOOD: Color = (178, 130, 84)
RUST: Color = (150, 92, 62)
BRIGHT: tuple[Color, ...] = ((214, 70, 60), (46, 118, 178), (240, 184, 52), (70, 150, 96))
SCRAP: tuple[Color, ...] = (
    (44, 46, 52),
    (222, 224, 226),
    (150, 120, 88),
    (112, 128, 140),
    (176, 84, 66),
    (196, 178, 120),
    (92, 118, 92),
)


Drawer = Callable[[Canvas, Stage, PhotoPhase, random.Random], None]


def rectangle(spot: Spot, rx: float, rz: float) -> list[Spot]:
    """The corners of a rectangle on the ground around `spot`."""
    x, z = spot
    return [(x - rx, z - rz), (x + rx, z - rz), (x + rx, z + rz), (x - rx, z + rz)]


def patch(canvas: Canvas, spot: Spot, rx: float, rz: float) -> None:
    """New asphalt with a sealed edge."""
    canvas.ground(rectangle(spot, rx + 0.06, rz + 0.06), (44, 46, 50))
    canvas.ground(rectangle(spot, rx, rz), FRESH)


def pool(canvas: Canvas, spot: Spot, rx: float, rz: float, rng: random.Random) -> None:
    """Standing water with the sky in it; ice in winter."""
    winter = canvas.season is Season.WINTER
    color = (206, 220, 230) if winter else WATER
    shape = random.Random(rng.random())
    state = shape.getstate()
    canvas.blob(spot, rx * 1.08, rz * 1.1, (84, 80, 78), shape, 150)
    shape.setstate(state)
    canvas.blob(spot, rx, rz, color, shape)
    x, z = spot
    for part in (-0.35, 0.1, 0.45):
        canvas.oval((x + rx * part * 0.8, z + rz * part), rx * 0.3, rz * 0.05, (236, 242, 246), 120)


def cone(canvas: Canvas, spot: Spot) -> None:
    """A traffic cone."""
    x, z = spot
    canvas.box((x, z - 0.15), (0.36, 0.3, 0.04), (52, 52, 56))
    canvas.face([(x - 0.14, z, 0.04), (x + 0.14, z, 0.04), (x + 0.03, z, 0.68), (x - 0.03, z, 0.68)], CONE)
    canvas.face(
        [(x - 0.1, z - 0.01, 0.25), (x + 0.1, z - 0.01, 0.25), (x + 0.075, z - 0.01, 0.4), (x - 0.075, z - 0.01, 0.4)],
        (244, 246, 248),
    )


def grate(canvas: Canvas, spot: Spot, r: float) -> None:
    """A clean iron grate."""
    canvas.ground(rectangle(spot, r * 1.15, r * 0.95), CONCRETE)
    canvas.ground(rectangle(spot, r, r * 0.8), (58, 60, 64))
    for i in range(-3, 4):
        canvas.ground(rectangle((spot[0] + i * r * 0.27, spot[1]), r * 0.05, r * 0.7), (18, 20, 22))


def lawn(canvas: Canvas, stage: Stage) -> float:
    """Grass beside the way, and how far right of the camera its middle is."""
    x = stage.lawn
    side = 1 if x > 0 else -1
    canvas.strip(x - side * 3.0, x + side * 9, 5.0, 11.0, canvas.grass)
    return x


def heap(canvas: Canvas, spot: Spot, half: float, height: float, color: Color, rng: random.Random) -> None:
    """A heap with an uneven outline, lighter towards its top."""
    x, z = spot
    outline = [(t / 12, rng.uniform(-0.1, 0.1)) for t in range(-12, 13)]
    canvas.shadow(spot, half * 1.15, 0.5)
    for share, tone in ((1.0, 0.86), (0.74, 0.96), (0.46, 1.06)):
        top = [
            (x + half * share * t, z - 0.01, height * share * max(0.0, 1 - t * t + bump * (1 - abs(t))))
            for t, bump in outline
        ]
        canvas.face([(x - half * share, z - 0.01, 0), *top, (x + half * share, z - 0.01, 0)], shade(color, tone))


def scrap(canvas: Canvas, x: float, z: float, h: float, size: float, color: Color, rng: random.Random) -> None:
    """A broken piece of something."""
    turn = rng.uniform(0, math.tau)
    corners = [(turn + math.tau * i / 4 + rng.uniform(-0.4, 0.4), size * rng.uniform(0.6, 1.25)) for i in range(4)]
    canvas.face([(x + r * math.cos(a), z, max(0.0, h + r * 0.8 * math.sin(a))) for a, r in corners], color)


def bag(canvas: Canvas, x: float, z: float, h: float, size: float, color: Color) -> None:
    """A rubbish bag with a tied neck."""
    outline = [
        (-1, 0.1),
        (-0.9, 0.7),
        (-0.4, 1.05),
        (-0.15, 1.15),
        (-0.3, 1.5),
        (0.25, 1.45),
        (0.12, 1.15),
        (0.5, 1.0),
        (0.95, 0.6),
        (1, 0.05),
        (0.5, 0),
    ]
    canvas.face([(x + dx * size, z, h + dy * size) for dx, dy in outline], color)
    canvas.face(
        [(x - 0.5 * size, z, h + 0.3 * size), (x - 0.2 * size, z, h + 0.9 * size), (x, z, h + 0.5 * size)],
        shade(color, 1.16),
    )
