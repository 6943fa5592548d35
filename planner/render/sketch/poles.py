"""What is wrong with posts, pipes and shelters, and the same thing mended."""

import random
from collections.abc import Mapping

from planner.domain.words import PhotoPhase
from planner.render.sketch.canvas import Canvas, Season, mix, shade
from planner.render.sketch.parts import CONCRETE, RUST, WOOD, Drawer, patch, rectangle
from planner.render.sketch.settings import Stage
from planner.render.sketch.things import GLASS, STEEL, lamp_light, lamp_post, person_sign, railing


def lamp(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A dead lamp; after: a burning one with a new head."""
    x, z = stage.roadside[0], max(7.5, stage.roadside[1])
    x = max(-2.6, min(2.2, x))
    reach = -1.2 if x > 0 else 1.2
    far = [(x, z + 9), (x, z + 20)] if stage.half_width < 5 else []
    for spot in reversed(far):
        lamp_post(canvas, spot, 4.4, reach)
    lamp_post(canvas, (x, z), 4.4, reach)
    head = x + reach
    if phase is PhotoPhase.AFTER:
        canvas.wall(head - 0.36, head + 0.36, z - 0.02, 4.46, 4.7, (232, 238, 240))
        canvas.wall(head - 0.32, head + 0.32, z - 0.03, 4.46, 4.54, (250, 240, 206))
        for spot in [*reversed(far), (x, z)]:
            lamp_light(canvas, spot, 4.4, reach)
        return
    tip = 0.22 * (1 if reach > 0 else -1)
    canvas.face(
        [
            (head - 0.3, z - 0.02, 4.5),
            (head + tip, z - 0.02, 4.05),
            (head + tip * 1.4, z - 0.02, 4.2),
            (head - 0.1, z - 0.02, 4.66),
        ],
        (66, 70, 76),
    )
    canvas.rod([(x, z - 0.02, 0.5), (x + 0.1, z - 0.02, 0.95)], 0.09, (40, 42, 46))
    for _ in range(14):
        canvas.oval((head + rng.uniform(-0.5, 0.5), z - 0.6 + rng.uniform(-0.4, 0.4)), 0.05, 0.04, (206, 222, 230))


def wire(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A cable hanging at the height of a child; after: tight."""
    z, x0 = 7.5, stage.spot[0]
    for side in (-4.2, 4.2):
        canvas.rod([(x0 + side, z, 0), (x0 + side, z, 3.9)], 0.18, (126, 108, 92))
    low = 0.75 if phase is PhotoPhase.BEFORE else 3.45
    sag = [(x0 + 4.2 * (i / 8 - 1), z, 3.8 - (3.8 - low) * (1 - (i / 8 - 1) ** 2)) for i in range(17)]
    canvas.rod(sag, 0.05, (34, 36, 40))
    if phase is PhotoPhase.BEFORE:
        for dx in (-0.5, 0.2, 0.6):
            canvas.rod(
                [(x0 + dx, z, low + 0.1), (x0 + dx + rng.uniform(-0.7, 0.7), z - 0.1, low - 0.4)], 0.05, (112, 94, 82)
            )
        canvas.face(
            [
                (x0 - 0.3, z - 0.05, low),
                (x0 - 0.1, z - 0.05, low),
                (x0 - 0.12, z - 0.05, low - 0.5),
                (x0 - 0.28, z - 0.05, low - 0.45),
            ],
            (206, 58, 48),
        )


def sign(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A bent sign that faces the wrong way; after: upright."""
    x, z = max(-2.4, min(2.0, stage.roadside[0])), 5.0
    if phase is PhotoPhase.AFTER:
        person_sign(canvas, (x, z), 2.8, (34, 88, 168))
        patch(canvas, (x, z + 0.05), 0.3, 0.2)
        return
    lean = rng.choice((-1, 1)) * 0.34
    top = x + lean * 2.6
    canvas.rod([(x, z, 0), (x + lean * 0.4, z, 1.1), (top, z, 2.3)], 0.07, STEEL)
    canvas.face(
        [
            (top - 0.16, z - 0.02, 1.5),
            (top + 0.2, z - 0.02, 1.62),
            (top + 0.34, z - 0.02, 2.4),
            (top - 0.02, z - 0.02, 2.28),
        ],
        (176, 182, 188),
    )
    canvas.face(
        [
            (top - 0.12, z - 0.03, 1.56),
            (top + 0.16, z - 0.03, 1.66),
            (top + 0.28, z - 0.03, 2.32),
            (top, z - 0.03, 2.22),
        ],
        mix((34, 88, 168), (150, 150, 150), 0.4),
    )


def busstop(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A shelter with broken glass and no bench; after: whole, with a bench and a timetable."""
    x, z = (stage.spot[0], 8.0) if stage.lawn == 0 else (stage.lawn * 1.2, 9.5)
    color = rng.choice(((44, 92, 134), (66, 116, 96), (120, 72, 76)))
    broken = phase is PhotoPhase.BEFORE
    canvas.ground(rectangle((x, z + 0.6), 2.9, 1.3), CONCRETE)
    for i in range(3):
        left = x - 2.4 + i * 1.6
        if broken and i == 1:
            canvas.face(
                [(left, z + 1.5, 0.2), (left + 0.6, z + 1.5, 0.2), (left + 0.2, z + 1.5, 0.9), (left, z + 1.5, 1.2)],
                GLASS,
                190,
            )
            canvas.face(
                [(left + 1.5, z + 1.5, 2.2), (left + 0.7, z + 1.5, 2.2), (left + 1.2, z + 1.5, 1.6)], GLASS, 190
            )
        else:
            canvas.wall(left, left + 1.55, z + 1.5, 0.2, 2.2, GLASS, 170)
            canvas.face(
                [
                    (left + 0.3, z + 1.49, 0.2),
                    (left + 0.7, z + 1.49, 0.2),
                    (left + 1.3, z + 1.49, 2.2),
                    (left + 0.9, z + 1.49, 2.2),
                ],
                (236, 243, 247),
                80,
            )
    for dx in (-2.4, 2.4):
        canvas.rod([(x + dx, z, 0), (x + dx, z, 2.3)], 0.1, color)
        canvas.rod([(x + dx, z + 1.5, 0), (x + dx, z + 1.5, 2.3)], 0.1, color)
    roof = (246, 249, 251) if canvas.season is Season.WINTER else shade(color, 1.1)
    canvas.face(
        [(x - 2.8, z - 0.3, 2.35), (x + 2.8, z - 0.3, 2.35), (x + 2.7, z + 1.7, 2.5), (x - 2.7, z + 1.7, 2.5)], roof
    )
    canvas.wall(x - 2.8, x + 2.8, z - 0.3, 2.3, 2.52, color)
    if broken:
        for _ in range(34):
            canvas.oval((x + rng.uniform(-1.6, 1.4), z + rng.uniform(-0.7, 1.2)), 0.07, 0.04, (222, 234, 240))
        canvas.rod([(x - 2.0, z + 1.2, 0.0), (x - 2.0, z + 1.2, 0.4)], 0.1, RUST)
    else:
        canvas.box((x, z + 0.95), (3.2, 0.4, 0.08), WOOD, 0.44)
        for dx in (-1.3, 1.3):
            canvas.rod([(x + dx, z + 0.95, 0), (x + dx, z + 0.95, 0.44)], 0.09, STEEL)
        canvas.wall(x + 1.5, x + 2.2, z + 1.44, 1.0, 2.0, (246, 248, 249))
        for h in (1.2, 1.4, 1.6, 1.8):
            canvas.wall(x + 1.6, x + 2.1, z + 1.43, h, h + 0.05, (60, 84, 110))
        canvas.box((x - 3.3, z), (0.4, 0.4, 0.7), (72, 84, 92))


def fence(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A railing with a section torn out; after: whole and painted."""
    x, z = stage.spot[0], 6.2
    color = rng.choice(((44, 104, 84), (46, 84, 140), (92, 96, 102)))
    if phase is PhotoPhase.BEFORE:
        color = mix(color, RUST, 0.6)
    for left in (-7.6, -3.9, 3.5):
        railing(canvas, x + left, x + left + 3.5, z, color)
    for post in (-4.0, -0.3, 3.4, 7.1):
        canvas.rod([(x + post, z, 0), (x + post, z, 1.18)], 0.1, shade(color, 0.8))
    if phase is PhotoPhase.AFTER:
        railing(canvas, x - 0.2, x + 3.3, z, color)
        return
    for i in range(6):
        dx = x + 0.2 + i * 0.52
        canvas.rod(
            [(dx, z, 0.1), (dx + rng.uniform(-0.3, 0.5), z - 0.5 - i * 0.05, rng.uniform(0.15, 0.7))], 0.035, color
        )
    canvas.rod([(x - 0.2, z, 1.0), (x + 1.4, z - 0.5, 0.45), (x + 2.9, z - 0.9, 0.06)], 0.07, color)
    canvas.rod([(x + 3.3, z, 0.16), (x + 2.0, z - 0.7, 0.05)], 0.07, color)


def pipe(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A heating main with torn insulation and steam; after: a bright new coat."""
    z, x0 = 8.2, stage.spot[0]
    for dx in (-5.5, -2.2, 1.1, 4.4):
        canvas.box((x0 + dx, z), (0.3, 0.4, 0.55), CONCRETE)
    coat = (206, 212, 218) if phase is PhotoPhase.AFTER else (142, 144, 140)
    for h, dz in ((0.78, 0.5), (0.72, 0.0)):
        canvas.rod([(x0 - 12, z + dz, h), (x0 + 12, z + dz, h)], 0.46, coat)
        canvas.rod([(x0 - 12, z + dz, h + 0.12), (x0 + 12, z + dz, h + 0.12)], 0.1, shade(coat, 1.12))
    for i in range(-8, 9):
        canvas.rod([(x0 + i * 1.2, z - 0.02, 0.5), (x0 + i * 1.2, z - 0.02, 0.94)], 0.04, shade(coat, 0.8))
    if phase is PhotoPhase.AFTER:
        return
    canvas.rod([(x0 - 1.4, z - 0.03, 0.7), (x0 + 1.3, z - 0.03, 0.7)], 0.34, (112, 66, 48))
    for _ in range(20):
        dx = rng.uniform(-1.7, 1.7)
        canvas.face(
            [
                (x0 + dx, z - 0.06, 0.62),
                (x0 + dx + 0.34, z - 0.06, 0.6),
                (x0 + dx + rng.uniform(0, 0.4), z - 0.1, rng.uniform(0.02, 0.35)),
            ],
            rng.choice(((214, 190, 120), (196, 170, 104), (70, 70, 72))),
        )
    for _ in range(8):
        canvas.blob((x0 + rng.uniform(-2, 2), z - 0.6), 0.3, 0.16, (214, 190, 120), rng)
    for i in range(9):
        canvas.disc(x0 + 0.5 + i * 0.16, z, 1.1 + i * 0.28, 0.24 + i * 0.075, (244, 247, 250), 62)


POLES: Mapping[str, Drawer] = {
    "lamp": lamp,
    "wire": wire,
    "sign": sign,
    "busstop": busstop,
    "fence": fence,
    "pipe": pipe,
}
