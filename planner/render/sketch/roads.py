"""What is wrong with roads, and the same road put right: holes, cracks, water, manholes, trenches."""

import math
import random
from collections.abc import Mapping

from planner.domain.words import PhotoPhase
from planner.render.sketch.canvas import Canvas, Season, mix, shade
from planner.render.sketch.parts import (
    CONCRETE,
    EARTH,
    FRESH,
    WATER,
    Drawer,
    cone,
    grate,
    heap,
    patch,
    pool,
    rectangle,
)
from planner.render.sketch.settings import ASPHALT, GRAVEL, SOIL, Stage
from planner.render.sketch.things import (
    STEEL,
    bush,
    person_sign,
)


def pothole(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """Holes in the road; after: rectangular patches."""
    x, z = stage.spot
    holes = [
        (x, z, rng.uniform(0.75, 1.0)),
        (x + rng.choice((-1, 1)) * 1.5, z + rng.uniform(1.6, 2.6), rng.uniform(0.4, 0.6)),
    ]
    holes.append((x + rng.uniform(-1.2, 1.2), z + rng.uniform(4.4, 7), rng.uniform(0.4, 0.7)))
    for hx, hz, r in reversed(holes):
        if phase is PhotoPhase.AFTER:
            patch(canvas, (hx, hz), r * 1.3, r * 0.95)
            continue
        canvas.blob((hx, hz), r * 1.18, r * 0.86, shade(stage.surface, 1.16), rng)
        canvas.blob((hx, hz), r, r * 0.7, (62, 58, 56), rng)
        canvas.blob((hx, hz - 0.04), r * 0.86, r * 0.52, EARTH, rng)
        pool(canvas, (hx, hz - 0.06), r * 0.55, r * 0.26, rng)
        for _ in range(9):
            canvas.oval(
                (hx + rng.uniform(-1.5, 1.5) * r, hz + rng.uniform(-1.2, 1) * r),
                rng.uniform(0.03, 0.08),
                0.04,
                (80, 76, 74),
            )


def cracks(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """Ruts and a net of cracks; after: a new carpet of asphalt."""
    x, _ = stage.spot
    half = stage.half_width * 0.96
    if phase is PhotoPhase.AFTER:
        canvas.ground([(-half, 1.6), (half, 1.6), (half, 60), (-half, 60)], FRESH)
        for i in range(10):
            canvas.strip(-0.08, 0.08, 2.6 + i * 5, 5.2 + i * 5, (246, 247, 247))
        return
    for rut in (-1.1, 1.1):
        canvas.ground(
            [(x + rut - 0.42, 1.6), (x + rut + 0.42, 1.6), (x + rut + 0.36, 40), (x + rut - 0.36, 40)],
            shade(ASPHALT, 0.78),
            170,
        )
    for _ in range(30):
        px, pz = x + rng.uniform(-half, half) * 0.9, rng.uniform(2.4, 16)
        points = [(px, pz)]
        for _ in range(rng.randint(4, 7)):
            px, pz = px + rng.uniform(-0.5, 0.5), pz + rng.uniform(-0.15, 0.6)
            points.append((px, pz))
        canvas.rod([(cx, cz, 0) for cx, cz in points], 0.03, (52, 52, 56))
    for _ in range(5):
        canvas.blob(
            (x + rng.uniform(-2.2, 2.2), rng.uniform(3.5, 12)),
            rng.uniform(0.2, 0.5),
            rng.uniform(0.15, 0.35),
            (86, 82, 80),
            rng,
        )


def puddle(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A lake across the way; after: a gutter with a grate, and dry ground."""
    x, z = stage.spot
    shape, small = rng.uniform(1.9, 2.5), rng.uniform(0.5, 0.8)
    if phase is PhotoPhase.BEFORE:
        pool(canvas, (x + 1.4, z + 4.4), small * 1.4, small, rng)
        pool(canvas, (x, z), shape, 1.25, rng)
        return
    canvas.blob((x, z), shape, 1.2, shade(stage.surface, 0.93), rng, 150)
    edge = x + 1.5
    canvas.strip(edge, edge + 0.34, 1.6, 30, CONCRETE)
    canvas.strip(edge + 0.09, edge + 0.25, 1.6, 30, shade(CONCRETE, 0.72))
    grate(canvas, (edge + 0.17, z), 0.42)


def drain(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A grate choked with leaves and sand; after: clean."""
    x, z = stage.spot
    litter = [(rng.uniform(-0.75, 0.75), rng.uniform(-0.55, 0.6), rng.random()) for _ in range(60)]
    if phase is PhotoPhase.BEFORE:
        pool(canvas, (x + 0.2, z + 0.2), 1.9, 1.0, rng)
    grate(canvas, (x, z), 0.62)
    if phase is PhotoPhase.AFTER:
        return
    canvas.blob((x, z), 0.6, 0.4, (132, 112, 88), rng, 220)
    for dx, dz, tone in litter:
        canvas.oval((x + dx, z + dz), 0.09, 0.05, mix((150, 108, 52), (110, 120, 60), tone))


def ditch(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A roadside ditch full of earth and rubbish; after: concrete trays and a clear pipe."""
    x = stage.spot[0] - 1.4
    canvas.ground([(x - 9, 1.6), (x, 1.6), (x, 26), (x - 9, 26)], canvas.grass)
    near = [(x - 1.1, 1.6), (x + 1.1, 1.6), (x + 0.9, 26), (x - 0.9, 26)]
    if phase is PhotoPhase.AFTER:
        canvas.ground(near, CONCRETE)
        canvas.ground([(x - 0.75, 1.6), (x + 0.75, 1.6), (x + 0.6, 26), (x - 0.6, 26)], shade(CONCRETE, 0.8))
        canvas.ground([(x - 0.34, 1.6), (x + 0.34, 1.6), (x + 0.28, 26), (x - 0.28, 26)], mix(WATER, CONCRETE, 0.35))
        for i in range(9):
            canvas.strip(x - 1.1, x + 1.1, 2.4 * 1.35**i, 2.4 * 1.35**i * 1.015, shade(CONCRETE, 0.66))
        return
    canvas.ground(near, shade(SOIL, 0.9))
    canvas.ground([(x - 0.6, 1.6), (x + 0.6, 1.6), (x + 0.5, 26), (x - 0.5, 26)], (92, 92, 78))
    for _ in range(26):
        spot = (x + rng.uniform(-1.0, 1.0), rng.uniform(2.4, 11))
        canvas.blob(
            spot,
            rng.uniform(0.1, 0.4),
            rng.uniform(0.08, 0.24),
            rng.choice((SOIL, EARTH, (150, 140, 120), (112, 128, 84))),
            rng,
        )
    for dx, dz in ((-0.4, 3.8), (0.5, 5.2), (0.1, 7.5)):
        canvas.box((x + dx, dz), (0.26, 0.12, 0.3), rng.choice(((206, 214, 218), (80, 130, 150), (176, 70, 60))))
    bush(canvas, (x + 1.2, 6.6), 0.5, rng)


def crossing(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A crossing whose stripes are worn off; after: white and yellow stripes and signs."""
    half = max(2.4, stage.half_width * 0.94)
    bars = int(half * 2 / 0.9)
    gaps = [[(rng.uniform(0, 1), rng.uniform(0.2, 0.55)) for _ in range(4)] for _ in range(bars)]
    if stage.surface != ASPHALT:
        canvas.strip(-half - 0.4, half + 0.4, 3.4, 8.6, ASPHALT)
    for i in range(bars):
        left = -half + i * 0.9
        if phase is PhotoPhase.AFTER:
            canvas.strip(left, left + 0.45, 4.2, 7.6, (248, 249, 249))
            canvas.strip(left + 0.45, left + 0.9, 4.2, 7.6, (236, 196, 66))
            continue
        canvas.strip(left, left + 0.45, 4.2, 7.6, (214, 216, 216), 58)
        for start, length in gaps[i]:
            canvas.blob((left + 0.22, 4.3 + start * 3.1), 0.2, length, shade(ASPHALT, 1.02), rng, 190)
    if phase is PhotoPhase.AFTER:
        for side in (-1, 1):
            person_sign(canvas, (side * (half + 0.5), 7.8), 2.9, (34, 88, 168))


def gravel(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A washed-out dirt way; after: graded and rolled."""
    half, x = stage.half_width, stage.spot[0]
    if phase is PhotoPhase.AFTER:
        level = mix(GRAVEL, (196, 190, 180), 0.6)
        canvas.ground([(x - half, 1.6), (x + half, 1.6), (x + half, 60), (x - half, 60)], level)
        for _ in range(190):
            z = 1.9 + 14 * rng.random() ** 2
            canvas.oval((x + rng.uniform(-half, half), z), 0.035, 0.025, shade(level, rng.choice((0.84, 1.1))))
        for side in (-1, 1):
            canvas.ground(
                [
                    (x + side * half, 1.6),
                    (x + side * half * 1.06, 1.6),
                    (x + side * half * 1.06, 60),
                    (x + side * half, 60),
                ],
                shade(level, 0.8),
            )
        return
    canvas.ground([(x - half, 1.6), (x + half, 1.6), (x + half, 60), (x - half, 60)], GRAVEL)
    for rut in (-1.0, 0.95):
        sway = rng.uniform(-0.3, 0.3)
        canvas.ground(
            [(x + rut - 0.4, 1.6), (x + rut + 0.4, 1.6), (x + rut + 0.3 + sway, 30), (x + rut - 0.3 + sway, 30)], EARTH
        )
        for dz in (3.6, 6.4, 11.0):
            pool(
                canvas,
                (x + rut + sway * dz / 30, dz + rng.uniform(-0.5, 0.5)),
                rng.uniform(0.34, 0.6),
                rng.uniform(0.3, 0.7),
                rng,
            )
    for _ in range(60):
        z = 2 + 12 * rng.random() ** 2
        canvas.oval(
            (x + rng.uniform(-half, half), z),
            rng.uniform(0.05, 0.13),
            rng.uniform(0.04, 0.08),
            rng.choice(((132, 120, 104), (190, 178, 160))),
        )


def hatch(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """An open manhole with its lid beside it; after: a lid in a ring of new asphalt."""
    x, z = stage.spot
    tilt = rng.choice((-1, 1))
    if phase is PhotoPhase.AFTER:
        canvas.oval((x, z), 1.1, 0.95, FRESH)
    canvas.oval((x, z), 0.64, 0.54, (104, 102, 100))
    if phase is PhotoPhase.AFTER:
        canvas.oval((x, z), 0.56, 0.47, (72, 74, 78))
        for i in range(8):
            turn = math.tau * i / 8
            canvas.oval((x + 0.36 * math.cos(turn), z + 0.3 * math.sin(turn)), 0.07, 0.06, (98, 100, 104))
        canvas.oval((x, z), 0.16, 0.13, (98, 100, 104))
        return
    canvas.oval((x, z), 0.54, 0.45, (10, 12, 14))
    canvas.oval((x, z + 0.12), 0.5, 0.3, (40, 38, 36))
    canvas.oval((x, z - 0.04), 0.5, 0.36, (10, 12, 14))
    canvas.oval((x + tilt * 1.0, z + 0.35), 0.56, 0.46, (58, 60, 64))
    canvas.oval((x + tilt * 0.97, z + 0.4), 0.5, 0.4, (88, 90, 94))
    canvas.rod([(x - 0.1, z, -0.2), (x + 0.12, z, 0.9), (x + 0.3, z, 1.25)], 0.05, (122, 98, 70))
    for side in (-0.2, 0.25, 0.4):
        canvas.rod([(x + 0.1, z, 0.8), (x + side * 1.6, z, 1.35)], 0.025, (122, 98, 70))
    canvas.face([(x + 0.12, z, 0.9), (x + 0.5, z, 0.78), (x + 0.42, z, 0.98)], (200, 60, 50))


def leak(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """Water welling up and running to the camera; after: a repaired strip."""
    x, z = stage.spot
    sway = rng.choice((-1, 1)) * rng.uniform(0.3, 0.9)
    if phase is PhotoPhase.AFTER:
        patch(canvas, (x, z + 1.2), 0.9, 2.6)
        return
    ice = canvas.season is Season.WINTER
    color = (210, 222, 230) if ice else mix(WATER, (160, 150, 134), 0.25)
    path = [(x, z + 0.5, 0.3), (x + sway * 0.4, z - 0.5, 0.6), (x + sway, z - 1.6, 0.9), (x + sway * 1.2, 1.6, 1.2)]
    left, right = [(px - w, pz) for px, pz, w in path], [(px + w, pz) for px, pz, w in path]
    canvas.ground([*left, *reversed(right)], shade(color, 0.8))
    canvas.ground([(px + 0.12, pz) for px, pz in left] + [(px - 0.12, pz) for px, pz in reversed(right)], color)
    for _ in range(12):
        t = rng.random()
        canvas.oval((x + sway * t + rng.uniform(-0.4, 0.4), z - 0.2 - 2.6 * t), 0.22, 0.03, (238, 243, 246), 150)
    canvas.blob((x, z + 0.5), 0.75, 0.5, shade(stage.surface, 0.62), rng)
    canvas.blob((x, z + 0.46), 0.5, 0.32, EARTH, rng)
    for dx in (-0.16, 0.0, 0.15):
        canvas.disc(x + dx, z + 0.45, 0.1 + 0.12 * (dx == 0), 0.14, (228, 236, 242), 190)
    cone(canvas, (x - 1.6, z + 1.1))
    cone(canvas, (x + 1.7, z + 0.8))


def pit(canvas: Canvas, stage: Stage, phase: PhotoPhase, rng: random.Random) -> None:
    """A trench left open behind a fallen barrier; after: filled and paved."""
    x, z = stage.spot
    if phase is PhotoPhase.AFTER:
        patch(canvas, (x, z + 0.5), 1.9, 1.2)
        return
    canvas.ground(rectangle((x, z + 0.4), 2.0, 1.1), EARTH)
    canvas.ground(rectangle((x, z + 0.45), 1.85, 0.95), (46, 38, 32))
    canvas.face(
        [(x - 1.85, z + 1.4, 0), (x + 1.85, z + 1.4, 0), (x + 1.6, z + 1.4, -0.9), (x - 1.6, z + 1.4, -0.9)],
        shade(EARTH, 0.8),
    )
    canvas.rod([(x - 1.8, z + 1.0, -0.35), (x + 1.8, z + 1.0, -0.35)], 0.26, (146, 110, 92))
    heap(canvas, (x + 2.3, z + 2.2), 1.6, 0.85, SOIL, rng)
    for i in range(6):
        left = x - 1.9 + i * 0.5
        band = (240, 242, 244) if i % 2 else (206, 58, 48)
        canvas.face(
            [(left, z - 1.0, 0.02), (left + 0.5, z - 1.08, 0.02), (left + 0.5, z - 0.86, 0.1), (left, z - 0.78, 0.1)],
            band,
        )
    canvas.rod([(x + 1.7, z - 0.9, 0), (x + 1.7, z - 0.9, 1.0)], 0.06, STEEL)


ROADS: Mapping[str, Drawer] = {
    "pothole": pothole,
    "cracks": cracks,
    "puddle": puddle,
    "drain": drain,
    "ditch": ditch,
    "crossing": crossing,
    "gravel": gravel,
    "hatch": hatch,
    "leak": leak,
    "pit": pit,
}
