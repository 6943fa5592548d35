"""What is wrong with walks and lawns, and the same place put right: paving, kerbs, steps, heaps, stumps."""

import random
from collections.abc import Mapping

from planner.domain.words import PhotoPhase
from planner.render.sketch.canvas import Canvas, Season, mix, shade
from planner.render.sketch.parts import CONCRETE, EARTH, SAND, TACTILE, Drawer, heap, lawn, pool, rectangle
from planner.render.sketch.settings import ASPHALT, PAVING, SOIL, Stage
from planner.render.sketch.things import any_car, car, sapling


def tiles(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """Sunken, missing paving stones; after: a level pattern."""
    x0, tone = stage.spot[0], (172, 164, 156)
    sunk = {(rng.randint(-3, 3), rng.randint(1, 7)): rng.random() for _ in range(17)}
    canvas.strip(x0 - 3.3, x0 + 3.3, 2.1, 9.2, shade(tone, 0.7))
    for row in range(12):
        for column in range(-5, 6):
            left, near = x0 + column * 0.6 - 0.3 + (0.15 if row % 2 else -0.15), 2.12 + row * 0.59
            color = shade(tone, 0.95 + 0.12 * ((row * 7 + column * 3) % 5) / 5)
            fate = sunk.get((column, row)) if phase is PhotoPhase.BEFORE else None
            if fate is None:
                canvas.strip(left, left + 0.57, near, near + 0.56, color)
            elif fate < 0.4:
                canvas.strip(left, left + 0.57, near, near + 0.56, EARTH)
            else:
                canvas.ground(
                    [(left + 0.05, near + 0.1), (left + 0.6, near), (left + 0.55, near + 0.42), (left, near + 0.5)],
                    shade(color, 0.74),
                )
    if phase is PhotoPhase.BEFORE:
        pool(canvas, (x0 + 0.3, 4.2), 0.9, 0.5, rng)


def kerb(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A high kerb across the way of a wheelchair; after: a ramp with tactile paving."""
    x0, z = stage.spot[0], 5.0
    canvas.strip(-30, 30, 1.6, z, ASPHALT)
    for i in range(-5, 6):
        canvas.strip(x0 + i * 0.8 - 0.2, x0 + i * 0.8 + 0.2, 1.6, z - 0.6, (226, 228, 228), 150)
    top = 0.24
    canvas.face([(-30, z, top), (30, z, top), (30, z + 5, top), (-30, z + 5, top)], PAVING)
    canvas.wall(-30, 30, z, 0, top, (206, 206, 202))
    canvas.face([(-30, z, top), (30, z, top), (30, z + 0.22, top), (-30, z + 0.22, top)], (222, 222, 218))
    if phase is PhotoPhase.BEFORE:
        for _ in range(5):
            dx = x0 + rng.uniform(-2, 2)
            canvas.face(
                [
                    (dx, z - 0.01, 0.04),
                    (dx + 0.3, z - 0.01, 0.1),
                    (dx + 0.2, z - 0.01, top),
                    (dx - 0.12, z - 0.01, top),
                ],
                (150, 148, 144),
            )
        pool(canvas, (x0 + 0.6, z - 0.5), 1.3, 0.3, rng)
        return
    canvas.face(
        [(x0 - 1.6, z, 0.01), (x0 + 1.6, z, 0.01), (x0 + 1.3, z + 1.9, top), (x0 - 1.3, z + 1.9, top)],
        shade(PAVING, 1.06),
    )
    canvas.face(
        [
            (x0 - 1.5, z + 0.35, 0.06),
            (x0 + 1.5, z + 0.35, 0.06),
            (x0 + 1.4, z + 0.95, 0.13),
            (x0 - 1.4, z + 0.95, 0.13),
        ],
        TACTILE,
    )
    for i in range(-6, 7):
        for dz in (0.5, 0.7, 0.88):
            canvas.oval((x0 + i * 0.21, z + dz - 0.2), 0.05, 0.04, shade(TACTILE, 0.8))


def stairs(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """Crumbling steps without a rail; after: sound steps with rails."""
    x, z, tone = stage.spot[0], 5.0, (190, 186, 180)
    if phase is PhotoPhase.BEFORE:
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
        if phase is PhotoPhase.BEFORE:
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
        if phase is PhotoPhase.AFTER:
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
    if phase is PhotoPhase.BEFORE:
        for _ in range(9):
            canvas.box((x + rng.uniform(-2.2, 2.2), z - rng.uniform(0.2, 1.1)), (0.16, 0.12, 0.08), (150, 142, 132))


def flowerbed(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A bed with a trodden path across; after: a paved path between flowers."""
    x, z = stage.spot
    dots = [
        (
            rng.uniform(-2.7, 2.7),
            rng.uniform(-1.0, 2.6),
            rng.choice(((196, 62, 80), (238, 188, 60), (236, 236, 240), (150, 90, 170))),
        )
        for _ in range(150)
    ]
    canvas.ground(rectangle((x, z + 0.8), 3.1, 2.1), CONCRETE)
    canvas.ground(rectangle((x, z + 0.8), 2.95, 1.98), SOIL)
    after = phase is PhotoPhase.AFTER
    for dx, dz, color in dots:
        on_path = abs(dx - dz * 0.5) < 0.75
        if on_path or (not after and abs(dx) < 1.7 and color[1] > 100):
            continue
        canvas.disc(x + dx, z + dz, 0.1, 0.11, (92, 140, 80))
        canvas.disc(x + dx, z + dz, 0.2, 0.075, color if canvas.season is not Season.WINTER else (226, 232, 236))
    tread = [(x - 1.35, z - 1.2), (x + 0.15, z - 1.2), (x + 2.05, z + 2.8), (x + 0.75, z + 2.8)]
    canvas.ground(tread, (206, 200, 190) if after else (150, 128, 104))


def stump(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """Stumps left after felling; after: level ground."""
    middle = lawn(canvas, stage)
    spots = [(middle + dx + rng.uniform(-0.2, 0.2), z) for dx, z in ((1.6, 10.5), (-1.5, 8.0), (0.5, 5.6))]
    for x, z in spots:
        if phase is PhotoPhase.AFTER:
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


def sandheap(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A heap of sand and slabs left behind; after: swept."""
    x, z = stage.lawn * 0.6, 7.0
    if phase is PhotoPhase.AFTER:
        canvas.blob((x, z), 2.4, 0.9, shade(stage.surface, 1.05), rng, 170)
        return
    canvas.blob((x, z - 0.3), 2.7, 0.9, shade(SAND, 0.9), rng)
    heap(canvas, (x - 0.3, z), 2.3, 1.15, SAND, rng)
    for dx, h in ((1.7, 0.0), (1.8, 0.18), (1.65, 0.36)):
        canvas.box((x + dx, z - 1.0), (1.5, 0.8, 0.16), CONCRETE, h)


def sandbox(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A broken grit box; after: a new one with a lid."""
    x, z = stage.spot[0], 6.4
    canvas.shadow((x, z), 1.2, 0.4)
    if phase is PhotoPhase.AFTER:
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


def lawnparking(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """Cars on the grass; after: bollards and young trees."""
    x0 = stage.spot[0]
    places = [(-2.6, 9.0), (0.1, 7.6), (2.8, 8.4)]
    colors = [any_car(rng) for _ in places]
    canvas.strip(-9, 9, 5.6, 14.5, canvas.grass)
    canvas.strip(-9, 9, 5.4, 5.65, (208, 208, 206))
    if phase is PhotoPhase.AFTER:
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


WALKS: Mapping[str, Drawer] = {
    "tiles": tiles,
    "kerb": kerb,
    "stairs": stairs,
    "flowerbed": flowerbed,
    "stump": stump,
    "sandheap": sandheap,
    "sandbox": sandbox,
    "lawnparking": lawnparking,
}
