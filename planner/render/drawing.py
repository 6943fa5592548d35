"""Photos that the demo city draws itself: one problem in one place, before and after the work."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.errors import Invalid
from planner.render.drawing_canvas import HEIGHT, WIDTH, Canvas, Light, Season
from planner.render.drawing_ground import GROUND, Drawer, Phase
from planner.render.drawing_objects import OBJECTS
from planner.render.drawing_settings import SETTINGS, Setting

__all__ = [
    "HEIGHT",
    "SUBJECTS",
    "WIDTH",
    "Light",
    "Phase",
    "Scene",
    "Season",
    "Setting",
    "draw_scene",
    "scene_of",
    "season_on",
]

SUBJECTS: Mapping[str, Drawer] = {**GROUND, **OBJECTS}
"""Every problem that can be drawn, by the name that the demo's files use."""

_SEASONS = (Season.WINTER, Season.SPRING, Season.SUMMER, Season.AUTUMN)


@dataclass(frozen=True)
class Scene:
    """What to draw.

    Two scenes with the same subject, setting and seed show the same view, whatever their phase, season and light.
    """

    subject: str
    setting: Setting
    seed: int
    phase: Phase = Phase.BEFORE
    season: Season = Season.SUMMER
    light: Light = Light.DAY


def season_on(day: date) -> Season:
    """The season of a day in a city of the north: snow lies from November to March."""
    month = day.month
    if month in (11, 12, 1, 2, 3):
        return Season.WINTER
    return _SEASONS[1] if month in (4, 5) else _SEASONS[2] if month in (6, 7, 8) else _SEASONS[3]


def scene_of(fields: Mapping[str, Any], *, on: date) -> Scene:
    """The scene that an entry of the demo's files describes, in the season of the day `on`.

    `fields` has subject, setting and seed, and may have phase and light; raises Invalid("demo.error.scene") with the name
    of the field at fault.
    """
    if fields.get("subject") not in SUBJECTS:
        raise Invalid("demo.error.scene", field="subject", value=fields.get("subject"))
    words = {"setting": Setting, "phase": Phase, "light": Light}
    found: dict[str, Any] = {}
    for name, vocabulary in words.items():
        if name not in fields and name != "setting":
            continue
        if fields.get(name) not in [str(word) for word in vocabulary]:
            raise Invalid("demo.error.scene", field=name, value=fields.get(name))
        found[name] = vocabulary(fields[name])
    return Scene(subject=fields["subject"], seed=int(fields.get("seed", 0)), season=season_on(on), **found)


def draw_scene(scene: Scene) -> bytes:
    """The scene as a JPEG of 1600 × 1200; the same scene gives the same bytes.

    Raises Invalid("demo.error.scene") for a subject that is not in SUBJECTS.
    """
    drawer = SUBJECTS.get(scene.subject)
    if drawer is None:
        raise Invalid("demo.error.scene", field="subject", value=scene.subject)
    place = random.Random(f"{scene.setting} {scene.seed}")
    canvas = Canvas(
        scene.season, scene.light, horizon=430 + place.uniform(-30, 50), middle=WIDTH / 2 + place.uniform(-120, 120)
    )
    canvas.sky(place)
    stage = SETTINGS[scene.setting](canvas, place)
    drawer(canvas, stage, scene.phase, random.Random(f"{scene.subject} {scene.seed}"))
    return canvas.finish()
