"""What is wrong with yards and parks, and the same place put right: bins, benches, swings, trees."""

import random
from collections.abc import Mapping

from planner.domain.words import PhotoPhase
from planner.render.sketch.canvas import Canvas, mix, shade
from planner.render.sketch.parts import (
    BRIGHT,
    CONCRETE,
    EARTH,
    RUST,
    SCRAP,
    WOOD,
    Drawer,
    bag,
    heap,
    lawn,
    rectangle,
    scrap,
)
from planner.render.sketch.settings import SOIL, Stage
from planner.render.sketch.things import STEEL, bare_tree, bush, person_sign, sapling


def bins(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """Containers that overflow; after: a fenced, clean stand."""
    x, z = max(-1.9, min(1.9, stage.lawn)), 7.0
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
    canvas.ground(
        rectangle((x, z + 0.4), 3.4, 1.7), CONCRETE if phase is PhotoPhase.AFTER else mix(CONCRETE, SOIL, 0.5)
    )
    if phase is PhotoPhase.AFTER:
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
        if phase is PhotoPhase.AFTER:
            canvas.box((x + dx, z - 0.05), (1.6, 1.1, 0.12), shade(color, 0.7), 1.27)
        else:
            for _ in range(5):
                tone = rng.choice(((40, 42, 48), (226, 228, 230), (182, 176, 120)))
                bag(canvas, x + dx + rng.uniform(-0.5, 0.5), z, 1.2, rng.uniform(0.18, 0.3), tone)
        for wheel in (-0.6, 0.6):
            canvas.disc(x + dx + wheel, z - 0.02, 0.08, 0.09, (38, 40, 44))
    if phase is PhotoPhase.BEFORE:
        for dx, dz, r, tone in bags:
            bag(canvas, x + dx, z + dz, 0.0, r, tone)
        for _ in range(24):
            canvas.oval(
                (x + rng.uniform(-3.6, 3.6), z + rng.uniform(-2.6, -0.5)),
                0.12,
                0.06,
                rng.choice(((236, 238, 240), (196, 160, 110), (120, 150, 180))),
            )


def dump(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A heap of rubbish; after: cleared, with blocks across the way."""
    x, z = max(-2.2, min(2.2, stage.lawn * 0.8)), 7.2
    if phase is PhotoPhase.AFTER:
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
    heap(canvas, (x, z + 0.8), 2.9, 0.85, (120, 108, 94), rng)
    for i in range(64):
        spread = 1 - i / 90
        dx, h = rng.uniform(-2.7, 2.7) * spread, max(0.0, rng.uniform(0.1, 1.2) * (1 - abs(spread - 0.5)))
        scrap(canvas, x + dx, z + 0.75 - i * 0.016, h * 0.7, rng.uniform(0.18, 0.4), rng.choice(SCRAP), rng)
    for dx, h in ((-1.7, 0.3), (1.2, 0.25), (0.3, 0.2)):
        canvas.disc(x + dx, z - 0.6, h, 0.36, (42, 44, 48))
        canvas.disc(x + dx, z - 0.61, h, 0.18, EARTH)
    canvas.face(
        [(x - 0.6, z - 0.3, 0.1), (x + 0.2, z - 0.3, 0.0), (x + 0.5, z - 0.3, 1.2), (x - 0.3, z - 0.3, 1.32)],
        (232, 235, 236),
    )
    for dx in (-2.4, 2.1):
        canvas.rod([(x + dx, z - 0.7, 0), (x + dx + rng.uniform(-0.9, 0.9), z - 0.5, 1.0)], 0.11, WOOD)


def bench(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A bench without half of its slats; after: whole and painted."""
    x, z = stage.spot[0], 5.6
    lost = {rng.randint(0, 2), rng.randint(3, 5)}
    color = rng.choice((WOOD, (60, 120, 90), (52, 96, 150)))
    if phase is PhotoPhase.BEFORE:
        color = mix(color, (138, 128, 118), 0.55)
    canvas.shadow((x, z + 0.2), 1.3, 0.4)
    for dx in (-0.85, 0.85):
        canvas.rod(
            [(x + dx, z, 0), (x + dx, z, 0.46), (x + dx, z + 0.45, 0.5), (x + dx, z + 0.6, 1.05)], 0.09, (62, 66, 72)
        )
        canvas.rod([(x + dx, z + 0.5, 0), (x + dx, z + 0.45, 0.5)], 0.09, (62, 66, 72))
    for i in range(6):
        broken = phase is PhotoPhase.BEFORE and i in lost
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
    if phase is PhotoPhase.BEFORE:
        canvas.rod([(x - 0.4, z - 0.7, 0.02), (x + 1.0, z - 0.4, 0.02)], 0.1, color)
    else:
        canvas.box((x + 1.9, z), (0.42, 0.4, 0.62), (72, 84, 92))


def swing(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A swing that has lost a seat; after: a bright one on rubber."""
    x, z = lawn(canvas, stage), 7.0
    frame = rng.choice(BRIGHT) if phase is PhotoPhase.AFTER else mix(rng.choice(BRIGHT), RUST, 0.72)
    canvas.ground(
        rectangle((x, z), 2.7, 1.7), (168, 84, 68) if phase is PhotoPhase.AFTER else mix(canvas.grass, SOIL, 0.55)
    )
    for side in (-1.9, 1.9):
        for dz in (-0.7, 0.7):
            canvas.rod([(x + side * 1.12, z + dz, 0), (x + side, z, 2.25)], 0.11, frame)
    canvas.rod([(x - 1.95, z, 2.25), (x + 1.95, z, 2.25)], 0.12, frame)
    for dx in (-0.95, 0.95):
        if dx < 0 or phase is PhotoPhase.AFTER:
            for side in (-0.24, 0.24):
                canvas.rod([(x + dx + side, z, 2.25), (x + dx + side, z - 0.2, 0.55)], 0.03, (84, 88, 92))
            canvas.box(
                (x + dx, z - 0.32), (0.56, 0.24, 0.06), WOOD if phase is PhotoPhase.BEFORE else (52, 54, 60), 0.5
            )
        else:
            canvas.rod([(x + dx - 0.24, z, 2.25), (x + dx - 0.2, z, 0.7)], 0.03, RUST)
            canvas.rod([(x + dx + 0.24, z, 2.25), (x + dx + 0.3, z, 1.3), (x + dx + 0.1, z, 1.15)], 0.03, RUST)
            canvas.rod([(x + dx - 0.3, z - 0.6, 0.03), (x + dx + 0.3, z - 0.45, 0.03)], 0.12, WOOD)


def slide(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A rusty slide with a torn side; after: a new one."""
    x, z, flip = lawn(canvas, stage), 7.0, rng.choice((-1, 1))
    hue = rng.choice(BRIGHT)
    ladder, chute = (hue, (240, 196, 70)) if phase is PhotoPhase.AFTER else (mix(hue, RUST, 0.75), (150, 150, 148))
    canvas.ground(
        rectangle((x, z), 3.2, 1.6), (96, 132, 150) if phase is PhotoPhase.AFTER else mix(canvas.grass, SOIL, 0.6)
    )
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
    if phase is PhotoPhase.BEFORE:
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


def deadtree(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A dry tree over the way; after: two saplings."""
    x, z = stage.roadside[0], 8.0
    lean = -0.3 if x > 0 else 0.3
    if phase is PhotoPhase.AFTER:
        sapling(canvas, (x, z), random.Random(1))
        sapling(canvas, (x + (1.6 if x > 0 else -1.6), z + 1.2), random.Random(2))
        return
    bare_tree(canvas, (x, z), 6.2, rng, lean)
    start = stage.spot[0]
    canvas.rod([(start - 1.2, 4.6, 0.06), (start + 0.3, 4.9, 0.12), (start + 1.3, 5.6, 0.08)], 0.12, (126, 116, 108))
    for dx in (-0.5, 0.1, 0.7):
        canvas.rod([(start + dx, 4.8, 0.08), (start + dx + 0.3, 5.2, 0.4)], 0.04, (126, 116, 108))


def branches(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A sign hidden by leaves; after: cut free."""
    x, z = max(-2.8, min(2.8, stage.roadside[0])), 7.4
    person_sign(canvas, (x, z), 2.9, (34, 88, 168))
    side = 1 if x > 0 else -1
    canvas.rod([(x + side * 1.6, z + 0.6, 0), (x + side * 1.3, z + 0.6, 3.0)], 0.24, (112, 94, 82))
    crown = [(rng.uniform(-1.0, 1.3), rng.uniform(1.9, 3.7), rng.uniform(0.4, 0.7)) for _ in range(24)]
    color = canvas.crown_color(rng)
    for i, (dx, h, r) in enumerate(crown):
        if phase is PhotoPhase.AFTER and (dx < 0.55 or h < 2.5):
            continue
        canvas.disc(
            x + side * (dx + (0.5 if phase is PhotoPhase.AFTER else 0.0)),
            z - 0.05,
            h,
            r,
            shade(color, 0.84 + 0.07 * (i % 4)),
        )
    if phase is PhotoPhase.BEFORE:
        bush(canvas, (x + side * 1.0, z - 0.4), 0.9, rng)


YARDS: Mapping[str, Drawer] = {
    "bins": bins,
    "dump": dump,
    "bench": bench,
    "swing": swing,
    "slide": slide,
    "deadtree": deadtree,
    "branches": branches,
}
