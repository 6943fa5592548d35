"""What is wrong with the things of a yard or street, and the same things mended: lamps, bins, benches, swings, shelters."""

import random
from collections.abc import Mapping

from planner.render.drawing_canvas import Canvas, Color, Season, mix, shade
from planner.render.drawing_ground import CONCRETE, EARTH, Drawer, Phase, patch, rectangle
from planner.render.drawing_settings import SOIL, Stage
from planner.render.drawing_things import (
    GLASS,
    STEEL,
    any_car,
    bare_tree,
    bush,
    car,
    lamp_light,
    lamp_post,
    person_sign,
    railing,
    sapling,
)

WOOD: Color = (178, 130, 84)
RUST: Color = (150, 92, 62)
BRIGHT: tuple[Color, ...] = ((214, 70, 60), (46, 118, 178), (240, 184, 52), (70, 150, 96))


def lamp(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A dead lamp; after: a burning one with a new head."""
    x, z = stage.roadside[0], max(7.5, stage.roadside[1])
    x = max(-2.6, min(2.2, x))
    reach = -1.2 if x > 0 else 1.2
    far = [(x, z + 9), (x, z + 20)]
    for spot in reversed(far):
        lamp_post(canvas, spot, 4.4, reach)
    lamp_post(canvas, (x, z), 4.4, reach)
    head = x + reach
    if phase is Phase.AFTER:
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


def bins(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """Containers that overflow; after: a fenced, clean stand."""
    x, z = stage.spot[0], 7.0
    color = rng.choice(((62, 110, 76), (70, 100, 132), (98, 104, 108)))
    bags = [
        (
            rng.uniform(-3, 3),
            rng.uniform(-1.7, -0.2),
            rng.uniform(0.18, 0.34),
            rng.choice(((40, 42, 48), (226, 228, 230), (92, 130, 170), (182, 176, 120))),
        )
        for _ in range(17)
    ]
    canvas.ground(rectangle((x, z + 0.4), 3.4, 1.7), CONCRETE if phase is Phase.AFTER else mix(CONCRETE, SOIL, 0.5))
    if phase is Phase.AFTER:
        canvas.wall(x - 3.2, x + 3.2, z + 1.9, 0, 1.9, (134, 152, 132))
        for i in range(14):
            canvas.rod([(x - 3.2 + i * 0.49, z + 1.88, 0), (x - 3.2 + i * 0.49, z + 1.88, 1.9)], 0.03, (110, 128, 110))
        for side in (-3.2, 3.2):
            canvas.face(
                [(x + side, z - 0.6, 0), (x + side, z + 1.9, 0), (x + side, z + 1.9, 1.9), (x + side, z - 0.6, 1.9)],
                (120, 138, 118),
            )
    for dx in (-2.0, 0.0, 2.0):
        canvas.shadow((x + dx, z), 0.95, 0.35)
        canvas.box((x + dx, z), (1.5, 1.0, 1.15), color, 0.12)
        if phase is Phase.AFTER:
            canvas.box((x + dx, z - 0.05), (1.6, 1.1, 0.12), shade(color, 0.7), 1.27)
        else:
            for _ in range(5):
                bag = rng.choice(((40, 42, 48), (226, 228, 230), (182, 176, 120)))
                canvas.disc(x + dx + rng.uniform(-0.5, 0.5), z, 1.3 + rng.uniform(0, 0.25), rng.uniform(0.18, 0.3), bag)
        for wheel in (-0.6, 0.6):
            canvas.disc(x + dx + wheel, z - 0.02, 0.08, 0.09, (38, 40, 44))
    if phase is Phase.BEFORE:
        for dx, dz, r, bag in bags:
            canvas.disc(x + dx, z + dz, r * 0.8, r, bag)
        for _ in range(24):
            canvas.oval(
                (x + rng.uniform(-3.6, 3.6), z + rng.uniform(-2.6, -0.5)),
                0.12,
                0.06,
                rng.choice(((236, 238, 240), (196, 160, 110), (120, 150, 180))),
            )


def dump(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A heap of rubbish; after: cleared, with blocks across the way."""
    x, z = stage.spot[0], 7.2
    if phase is Phase.AFTER:
        canvas.blob((x, z + 0.4), 2.6, 1.2, mix(canvas.grass, SOIL, 0.3), rng)
        for dx in (-1.9, 0.0, 1.9):
            canvas.shadow((x + dx, z), 0.8, 0.3)
            canvas.box((x + dx, z), (1.3, 0.5, 0.55), CONCRETE)
        canvas.rod([(x + 3.0, z, 0), (x + 3.0, z, 2.0)], 0.07, STEEL)
        canvas.wall(x + 2.3, x + 3.7, z - 0.02, 1.3, 2.1, (244, 246, 248))
        for h in (1.5, 1.7, 1.9):
            canvas.wall(x + 2.45, x + 3.55, z - 0.03, h, h + 0.07, (176, 60, 52))
        return
    canvas.blob((x, z), 3.1, 1.3, SOIL, rng)
    for i in range(70):
        spread = 1 - i / 90
        dx, h = rng.uniform(-2.8, 2.8) * spread, max(0.0, rng.uniform(0, 1.25) * (1 - abs(spread - 0.5)))
        tone = rng.choice(
            (
                (44, 46, 52),
                (222, 224, 226),
                (150, 120, 88),
                (112, 128, 140),
                (176, 84, 66),
                (196, 178, 120),
                (92, 118, 92),
            )
        )
        canvas.disc(x + dx, z + 0.8 - i * 0.016, h * 0.7, rng.uniform(0.16, 0.36), tone)
    for dx, h in ((-1.7, 0.3), (1.2, 0.25), (0.3, 0.2)):
        canvas.disc(x + dx, z - 0.6, h, 0.36, (42, 44, 48))
        canvas.disc(x + dx, z - 0.61, h, 0.18, EARTH)
    canvas.face(
        [(x - 0.6, z - 0.3, 0.1), (x + 0.2, z - 0.3, 0.0), (x + 0.5, z - 0.3, 1.2), (x - 0.3, z - 0.3, 1.32)],
        (232, 235, 236),
    )
    for dx in (-2.4, 2.1):
        canvas.rod([(x + dx, z - 0.7, 0), (x + dx + rng.uniform(-0.9, 0.9), z - 0.5, 1.0)], 0.11, WOOD)


def bench(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A bench without half of its slats; after: whole and painted."""
    x, z = stage.spot[0], 5.6
    lost = {rng.randint(0, 2), rng.randint(3, 5)}
    color = rng.choice((WOOD, (60, 120, 90), (52, 96, 150)))
    if phase is Phase.BEFORE:
        color = mix(color, (138, 128, 118), 0.55)
    canvas.shadow((x, z + 0.2), 1.3, 0.4)
    for dx in (-0.85, 0.85):
        canvas.rod(
            [(x + dx, z, 0), (x + dx, z, 0.46), (x + dx, z + 0.45, 0.5), (x + dx, z + 0.6, 1.05)], 0.09, (62, 66, 72)
        )
        canvas.rod([(x + dx, z + 0.5, 0), (x + dx, z + 0.45, 0.5)], 0.09, (62, 66, 72))
    for i in range(6):
        broken = phase is Phase.BEFORE and i in lost
        if i >= 3:
            h = 0.62 + (i - 3) * 0.17
            ends = (h, h - (0.5 if broken else 0))
            canvas.rod([(x - 1.1, z + 0.55, ends[0]), (x + (0.2 if broken else 1.1), z + 0.55, ends[1])], 0.12, color)
        elif not broken:
            depth = z + i * 0.17
            canvas.face(
                [
                    (x - 1.1, depth, 0.48),
                    (x + 1.1, depth, 0.48),
                    (x + 1.1, depth + 0.13, 0.49),
                    (x - 1.1, depth + 0.13, 0.49),
                ],
                color,
            )
            canvas.wall(x - 1.1, x + 1.1, depth, 0.44, 0.48, shade(color, 0.75))
    if phase is Phase.BEFORE:
        canvas.rod([(x - 0.4, z - 0.7, 0.02), (x + 1.0, z - 0.4, 0.02)], 0.1, color)
    else:
        canvas.box((x + 1.9, z), (0.42, 0.4, 0.62), (72, 84, 92))


def swing(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A swing that has lost a seat; after: a bright one on rubber."""
    x, z = stage.spot[0], 7.0
    frame = rng.choice(BRIGHT) if phase is Phase.AFTER else mix(rng.choice(BRIGHT), RUST, 0.72)
    canvas.ground(rectangle((x, z), 2.7, 1.7), (168, 84, 68) if phase is Phase.AFTER else mix(canvas.grass, SOIL, 0.55))
    for side in (-1.9, 1.9):
        for dz in (-0.7, 0.7):
            canvas.rod([(x + side * 1.12, z + dz, 0), (x + side, z, 2.25)], 0.11, frame)
    canvas.rod([(x - 1.95, z, 2.25), (x + 1.95, z, 2.25)], 0.12, frame)
    for dx in (-0.95, 0.95):
        if dx < 0 or phase is Phase.AFTER:
            for side in (-0.24, 0.24):
                canvas.rod([(x + dx + side, z, 2.25), (x + dx + side, z - 0.2, 0.55)], 0.03, (84, 88, 92))
            canvas.box((x + dx, z - 0.32), (0.56, 0.24, 0.06), WOOD if phase is Phase.BEFORE else (52, 54, 60), 0.5)
        else:
            canvas.rod([(x + dx - 0.24, z, 2.25), (x + dx - 0.2, z, 0.7)], 0.03, RUST)
            canvas.rod([(x + dx + 0.24, z, 2.25), (x + dx + 0.3, z, 1.3), (x + dx + 0.1, z, 1.15)], 0.03, RUST)
            canvas.rod([(x + dx - 0.3, z - 0.6, 0.03), (x + dx + 0.3, z - 0.45, 0.03)], 0.12, WOOD)


def slide(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A rusty slide with a torn side; after: a new one."""
    x, z, flip = stage.spot[0], 7.0, rng.choice((-1, 1))
    hue = rng.choice(BRIGHT)
    ladder, chute = (hue, (240, 196, 70)) if phase is Phase.AFTER else (mix(hue, RUST, 0.75), (150, 150, 148))
    canvas.ground(rectangle((x, z), 3.2, 1.6), (96, 132, 150) if phase is Phase.AFTER else mix(canvas.grass, SOIL, 0.6))
    top = x + flip * 0.8
    for dx in (0.0, 0.75):
        canvas.rod([(top + flip * dx, z, 0), (top + flip * dx, z, 1.6)], 0.1, ladder)
        canvas.rod([(top + flip * dx, z + 0.7, 0), (top + flip * dx, z + 0.7, 1.6)], 0.1, ladder)
    for i in range(1, 6):
        canvas.rod(
            [
                (top + flip * (0.8 + 0.12 * (6 - i)), z, i * 0.26),
                (top + flip * (0.8 + 0.12 * (6 - i)), z + 0.7, i * 0.26),
            ],
            0.07,
            ladder,
        )
    canvas.rod(
        [
            (top + flip * 1.5, z, 0),
            (top + flip * 0.75, z, 1.6),
            (top + flip * 0.75, z, 2.3),
            (top, z, 2.3),
            (top, z, 1.6),
        ],
        0.08,
        ladder,
    )
    end = top - flip * 2.7
    canvas.face(
        [(top, z + 0.05, 1.55), (top, z + 0.65, 1.55), (end, z + 0.65, 0.3), (end, z + 0.05, 0.3)], shade(chute, 0.86)
    )
    canvas.face([(top, z, 1.5), (top, z, 1.85), (end, z, 0.55), (end, z, 0.2)], chute)
    if phase is Phase.BEFORE:
        mid = (top + end) / 2
        canvas.face(
            [(mid, z - 0.01, 0.86), (mid - flip * 0.5, z - 0.01, 0.95), (mid - flip * 0.34, z - 0.01, 0.58)],
            (70, 60, 54),
        )
        for _ in range(12):
            t = rng.random()
            canvas.disc(top + (end - top) * t, z - 0.01, 1.68 - 1.3 * t, 0.07, RUST)
    else:
        canvas.face(
            [(top - flip * 0.15, z - 0.1, 2.3), (top + flip * 0.9, z - 0.1, 2.3), (top + flip * 0.38, z - 0.1, 2.85)],
            (214, 70, 60),
        )


def deadtree(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A dry tree over the way; after: two saplings."""
    x, z = stage.roadside[0], 8.0
    lean = -0.3 if x > 0 else 0.3
    if phase is Phase.AFTER:
        sapling(canvas, (x, z), random.Random(1))
        sapling(canvas, (x + (1.6 if x > 0 else -1.6), z + 1.2), random.Random(2))
        return
    bare_tree(canvas, (x, z), 6.2, rng, lean)
    start = stage.spot[0]
    canvas.rod([(start - 1.2, 4.6, 0.06), (start + 0.3, 4.9, 0.12), (start + 1.3, 5.6, 0.08)], 0.12, (126, 116, 108))
    for dx in (-0.5, 0.1, 0.7):
        canvas.rod([(start + dx, 4.8, 0.08), (start + dx + 0.3, 5.2, 0.4)], 0.04, (126, 116, 108))


def branches(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A sign hidden by leaves; after: cut free."""
    x, z = max(-2.8, min(2.8, stage.roadside[0])), 7.4
    person_sign(canvas, (x, z), 2.9, (34, 88, 168))
    side = 1 if x > 0 else -1
    canvas.rod([(x + side * 1.6, z + 0.6, 0), (x + side * 1.3, z + 0.6, 3.0)], 0.24, (112, 94, 82))
    crown = [(rng.uniform(-1.0, 1.3), rng.uniform(1.9, 3.7), rng.uniform(0.4, 0.7)) for _ in range(24)]
    color = canvas.crown_color(rng)
    for i, (dx, h, r) in enumerate(crown):
        if phase is Phase.AFTER and (dx < 0.55 or h < 2.5):
            continue
        canvas.disc(
            x + side * (dx + (0.5 if phase is Phase.AFTER else 0.0)),
            z - 0.05,
            h,
            r,
            shade(color, 0.84 + 0.07 * (i % 4)),
        )
    if phase is Phase.BEFORE:
        bush(canvas, (x + side * 1.0, z - 0.4), 0.9, rng)


def stump(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """Stumps left after felling; after: level ground."""
    spots = [(stage.spot[0] + dx + rng.uniform(-0.2, 0.2), z) for dx, z in ((1.6, 10.5), (-1.5, 8.0), (0.5, 5.6))]
    for x, z in spots:
        if phase is Phase.AFTER:
            canvas.blob((x, z), 0.75, 0.5, mix(canvas.grass, (96, 128, 70), 0.5), rng)
            continue
        canvas.shadow((x, z), 0.7, 0.3)
        canvas.blob((x, z), 0.85, 0.5, SOIL, rng)
        canvas.wall(x - 0.42, x + 0.42, z, 0, 0.5, (122, 100, 82))
        canvas.face(
            [(x - 0.42, z, 0.5), (x + 0.42, z, 0.5), (x + 0.36, z + 0.5, 0.5), (x - 0.36, z + 0.5, 0.5)],
            (206, 176, 134),
        )
        for side in (-0.6, 0.62):
            canvas.rod([(x + side * 0.6, z - 0.05, 0.1), (x + side * 1.3, z - 0.25, 0.0)], 0.14, (122, 100, 82))


def pipe(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A heating main with torn insulation and steam; after: a bright new coat."""
    z, x0 = 8.2, stage.spot[0]
    for dx in (-5.5, -2.2, 1.1, 4.4):
        canvas.box((x0 + dx, z), (0.3, 0.4, 0.55), CONCRETE)
    coat = (206, 212, 218) if phase is Phase.AFTER else (142, 144, 140)
    for h, dz in ((0.78, 0.5), (0.72, 0.0)):
        canvas.rod([(x0 - 12, z + dz, h), (x0 + 12, z + dz, h)], 0.46, coat)
        canvas.rod([(x0 - 12, z + dz, h + 0.12), (x0 + 12, z + dz, h + 0.12)], 0.1, shade(coat, 1.12))
    for i in range(-8, 9):
        canvas.rod([(x0 + i * 1.2, z - 0.02, 0.5), (x0 + i * 1.2, z - 0.02, 0.94)], 0.04, shade(coat, 0.8))
    if phase is Phase.AFTER:
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


def busstop(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A shelter with broken glass and no bench; after: whole, with a bench and a timetable."""
    x, z = stage.spot[0], 8.0
    color = rng.choice(((44, 92, 134), (66, 116, 96), (120, 72, 76)))
    broken = phase is Phase.BEFORE
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


def sandheap(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A heap of sand and slabs left behind; after: swept."""
    x, z = stage.spot[0], 7.0
    if phase is Phase.AFTER:
        canvas.blob((x, z), 2.4, 0.9, shade(stage.surface, 1.05), rng, 170)
        return
    canvas.blob((x, z - 0.3), 2.7, 0.9, shade((196, 166, 118), 0.92), rng)
    for i in range(46):
        t = i / 46
        canvas.disc(
            x + rng.uniform(-2.0, 2.0) * (1 - t * 0.6),
            z,
            0.15 + t * 0.8,
            0.42 - 0.2 * t,
            shade((196, 166, 118), rng.uniform(0.9, 1.08)),
        )
    for dx, h in ((1.7, 0.0), (1.8, 0.18), (1.65, 0.36)):
        canvas.box((x + dx, z - 1.0), (1.5, 0.8, 0.16), CONCRETE, h)


def sandbox(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A broken grit box; after: a new one with a lid."""
    x, z = stage.spot[0], 6.4
    canvas.shadow((x, z), 1.2, 0.4)
    if phase is Phase.AFTER:
        canvas.box((x, z), (1.7, 0.9, 0.8), (238, 156, 44))
        canvas.box((x, z - 0.06), (1.8, 1.0, 0.1), (212, 130, 32), 0.8)
        canvas.wall(x - 0.5, x + 0.5, z - 0.02, 0.3, 0.55, (248, 248, 246))
        return
    canvas.blob((x + 0.3, z - 0.6), 1.4, 0.5, (190, 160, 114), rng)
    canvas.box((x, z), (1.7, 0.9, 0.5), mix((238, 156, 44), (130, 120, 110), 0.55))
    canvas.face(
        [(x - 0.2, z - 0.01, 0), (x + 0.6, z - 0.01, 0), (x + 0.4, z - 0.01, 0.5), (x + 0.1, z - 0.01, 0.5)],
        (190, 160, 114),
    )
    canvas.face(
        [(x - 1.7, z - 0.5, 0.0), (x - 0.5, z - 0.9, 0.0), (x - 0.4, z - 0.4, 0.12), (x - 1.6, z, 0.12)], (150, 118, 78)
    )


def lawnparking(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """Cars on the grass; after: bollards and young trees."""
    x0 = stage.spot[0]
    places = [(-2.6, 9.0), (0.1, 7.6), (2.8, 8.4)]
    colors = [any_car(rng) for _ in places]
    canvas.strip(-9, 9, 5.6, 14.5, canvas.grass)
    canvas.strip(-9, 9, 5.4, 5.65, (208, 208, 206))
    if phase is Phase.AFTER:
        for dx in (-3.0, 2.6):
            sapling(canvas, (x0 + dx, 9.5), random.Random(int(dx)))
        for i in range(-4, 5):
            canvas.disc(x0 + i * 1.05, 5.3, 0.16, 0.26, (206, 206, 204))
            canvas.disc(x0 + i * 1.05, 5.29, 0.22, 0.1, (228, 228, 226))
        return
    for dx, z in places:
        for side in (-0.7, 0.7):
            canvas.strip(x0 + dx + side - 0.18, x0 + dx + side + 0.18, 5.7, z + 1.5, EARTH)
    for (dx, z), color in sorted(zip(places, colors, strict=True), key=lambda row: -row[0][1]):
        car(canvas, (x0 + dx, z), color)


def fence(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A railing with a section torn out; after: whole and painted."""
    x, z = stage.spot[0], 6.2
    color = rng.choice(((44, 104, 84), (46, 84, 140), (92, 96, 102)))
    if phase is Phase.BEFORE:
        color = mix(color, RUST, 0.6)
    for left in (-7.6, -3.9, 3.5):
        railing(canvas, x + left, x + left + 3.5, z, color)
    for post in (-4.0, -0.3, 3.4, 7.1):
        canvas.rod([(x + post, z, 0), (x + post, z, 1.18)], 0.1, shade(color, 0.8))
    if phase is Phase.AFTER:
        railing(canvas, x - 0.2, x + 3.3, z, color)
        return
    for i in range(6):
        dx = x + 0.2 + i * 0.52
        canvas.rod(
            [(dx, z, 0.1), (dx + rng.uniform(-0.3, 0.5), z - 0.5 - i * 0.05, rng.uniform(0.15, 0.7))], 0.035, color
        )
    canvas.rod([(x - 0.2, z, 1.0), (x + 1.4, z - 0.5, 0.45), (x + 2.9, z - 0.9, 0.06)], 0.07, color)
    canvas.rod([(x + 3.3, z, 0.16), (x + 2.0, z - 0.7, 0.05)], 0.07, color)


def stairs(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """Crumbling steps without a rail; after: sound steps with rails."""
    x, z, tone = stage.spot[0], 5.0, (190, 186, 180)
    if phase is Phase.BEFORE:
        tone = (168, 160, 150)
    chips = [(rng.randint(0, 6), rng.uniform(-1.9, 1.6), rng.uniform(0.2, 0.6)) for _ in range(11)]
    for i in range(7):
        low, near = i * 0.17, z + i * 0.38
        canvas.wall(x - 2.1, x + 2.1, near, low, low + 0.17, shade(tone, 0.8))
        canvas.face(
            [
                (x - 2.1, near, low + 0.17),
                (x + 2.1, near, low + 0.17),
                (x + 2.1, near + 0.4, low + 0.17),
                (x - 2.1, near + 0.4, low + 0.17),
            ],
            tone,
        )
        if phase is Phase.BEFORE:
            for step, dx, w in chips:
                if step == i:
                    canvas.face(
                        [
                            (x + dx, near - 0.01, low),
                            (x + dx + w, near - 0.01, low + 0.02),
                            (x + dx + w * 0.8, near + 0.2, low + 0.18),
                            (x + dx + w * 0.2, near + 0.16, low + 0.18),
                        ],
                        (104, 96, 88),
                    )
    for side in (-2.1, 2.1):
        inner = side * 1.16
        canvas.face(
            [(x + side, z, 0), (x + side, z + 2.7, 0), (x + side, z + 2.7, 1.2), (x + side, z, 0.2)], shade(tone, 0.7)
        )
        canvas.face(
            [(x + side, z, 0.2), (x + side, z + 2.7, 1.3), (x + inner, z + 2.7, 1.3), (x + inner, z, 0.2)],
            shade(tone, 0.94),
        )
        if phase is Phase.AFTER:
            canvas.rod(
                [
                    (x + side * 0.96, z, 0.2),
                    (x + side * 0.96, z, 1.1),
                    (x + side * 0.96, z + 2.6, 2.2),
                    (x + side * 0.96, z + 2.6, 1.2),
                ],
                0.08,
                (202, 210, 216),
            )
            canvas.rod([(x + side * 0.96, z, 0.7), (x + side * 0.96, z + 2.6, 1.8)], 0.05, (202, 210, 216))
    if phase is Phase.BEFORE:
        for _ in range(9):
            canvas.box((x + rng.uniform(-2.2, 2.2), z - rng.uniform(0.2, 1.1)), (0.16, 0.12, 0.08), (150, 142, 132))


def wire(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A cable hanging at the height of a child; after: tight."""
    z, x0 = 7.5, stage.spot[0]
    for side in (-4.2, 4.2):
        canvas.rod([(x0 + side, z, 0), (x0 + side, z, 3.9)], 0.18, (126, 108, 92))
    low = 0.75 if phase is Phase.BEFORE else 3.45
    sag = [(x0 + 4.2 * (i / 8 - 1), z, 3.8 - (3.8 - low) * (1 - (i / 8 - 1) ** 2)) for i in range(17)]
    canvas.rod(sag, 0.05, (34, 36, 40))
    if phase is Phase.BEFORE:
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


def sign(canvas: Canvas, stage: Stage, phase: Phase, rng: random.Random) -> None:
    """A bent sign that faces the wrong way; after: upright."""
    x, z = max(-2.4, min(2.4, stage.roadside[0])), 6.6
    if phase is Phase.AFTER:
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


OBJECTS: Mapping[str, Drawer] = {
    "lamp": lamp,
    "bins": bins,
    "dump": dump,
    "bench": bench,
    "swing": swing,
    "slide": slide,
    "deadtree": deadtree,
    "branches": branches,
    "stump": stump,
    "pipe": pipe,
    "busstop": busstop,
    "sandheap": sandheap,
    "sandbox": sandbox,
    "lawnparking": lawnparking,
    "fence": fence,
    "stairs": stairs,
    "wire": wire,
    "sign": sign,
}
