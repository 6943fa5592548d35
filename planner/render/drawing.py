"""Photos that the demo city draws itself: one problem in one place, before and after the work."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.words import PhotoPhase
from planner.render.sketch.canvas import HEIGHT, WIDTH, Canvas, Light, Season
from planner.render.sketch.parts import Drawer
from planner.render.sketch.poles import POLES
from planner.render.sketch.roads import ROADS
from planner.render.sketch.settings import SETTINGS, Setting
from planner.render.sketch.walks import WALKS
from planner.render.sketch.yards import YARDS

__all__ = [
    "HEIGHT",
    "SUBJECTS",
    "WIDTH",
    "Light",
    "PhotoPhase",
    "Scene",
    "Season",
    "Setting",
    "draw_scene",
    "scene_of",
    "season_on",
]

SUBJECTS: Mapping[str, Drawer] = {**ROADS, **WALKS, **YARDS, **POLES}
"""Every problem that can be drawn, by the name that the demo's files use."""


@dataclass(frozen=True)
class Scene:
    """What to draw.

    Two scenes with the same subject, setting and seed show the same view, whatever their phase, season and light. Raises
    ValueError for a subject that is not in SUBJECTS.
    """

    subject: str
    setting: Setting
    seed: int
    phase: PhotoPhase = PhotoPhase.BEFORE
    season: Season = Season.SUMMER
    light: Light = Light.DAY

    def __post_init__(self) -> None:
        if self.subject not in SUBJECTS:
            raise ValueError(f"nobody can draw {self.subject!r}")


def season_on(day: date) -> Season:
    """The season of a day in a city of the north: snow lies from November to March."""
    if day.month in (11, 12, 1, 2, 3):
        return Season.WINTER
    if day.month in (4, 5):
        return Season.SPRING
    return Season.SUMMER if day.month < 9 else Season.AUTUMN


def scene_of(fields: Mapping[str, Any], *, on: date) -> Scene:
    """The scene that an entry of the demo's files describes, in the season of the day `on`.

    `fields` has subject, setting and seed, and may have phase and light; raises ValueError for a word that is not known.
    """
    return Scene(
        subject=str(fields["subject"]),
        setting=Setting(fields["setting"]),
        seed=int(fields["seed"]),
        phase=PhotoPhase(fields.get("phase", PhotoPhase.BEFORE)),
        season=season_on(on),
        light=Light(fields.get("light", Light.DAY)),
    )


def draw_scene(scene: Scene) -> bytes:
    """The scene as a JPEG of 1600 × 1200; the same scene gives the same bytes."""
    place = random.Random(f"{scene.setting} {scene.seed}")
    canvas = Canvas(
        scene.season,
        scene.light,
        horizon=430 + place.uniform(-30, 50),
        middle=WIDTH / 2 + place.uniform(-130, 130),
        focal=place.uniform(1020, 1260),
    )
    canvas.sky(place)
    stage = SETTINGS[scene.setting](canvas, place)
    SUBJECTS[scene.subject](canvas, stage, scene.phase, random.Random(f"{scene.subject} {scene.seed}"))
    return canvas.finish()
