"""The pictures of the demo: every subject can be drawn everywhere, always the same, and different before and after."""

import io
import time
from datetime import date

import pytest
from PIL import Image, ImageChops

from planner.domain.words import PhotoPhase
from planner.render.drawing import SUBJECTS, Light, Scene, Season, Setting, draw_scene, scene_of, season_on

SETTINGS = list(Setting)
SUBJECTS_IN_PLACES = [(name, SETTINGS[number % len(SETTINGS)]) for number, name in enumerate(SUBJECTS)]


def picture(scene: Scene) -> Image.Image:
    return Image.open(io.BytesIO(draw_scene(scene))).convert("RGB")


def share_changed(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int] | None = None) -> float:
    """The share of the pixels that differ clearly."""
    difference = ImageChops.difference(one.crop(box), other.crop(box)).convert("L")
    histogram = difference.histogram()
    return sum(histogram[40:]) / sum(histogram)


def test_scene_is_a_jpeg_of_the_promised_size() -> None:
    drawn = Image.open(io.BytesIO(draw_scene(Scene("pothole", Setting.STREET, 7))))

    assert (drawn.format, drawn.size) == ("JPEG", (1600, 1200))


def test_same_scene_gives_the_same_bytes() -> None:
    scene = Scene("bins", Setting.YARD, 12, PhotoPhase.AFTER, Season.AUTUMN, Light.OVERCAST)

    assert draw_scene(scene) == draw_scene(scene)


@pytest.mark.parametrize(("subject", "setting"), SUBJECTS_IN_PLACES)
def test_subject_looks_different_after_the_work(subject: str, setting: Setting) -> None:
    before = picture(Scene(subject, setting, 5))
    after = picture(Scene(subject, setting, 5, PhotoPhase.AFTER))

    changed = share_changed(before, after)

    assert 0.001 < changed < 0.75


def test_view_stays_the_same_after_the_work() -> None:
    sky = (0, 0, 1600, 300)
    before = picture(Scene("pothole", Setting.STREET, 21))
    after = picture(Scene("pothole", Setting.STREET, 21, PhotoPhase.AFTER))

    assert share_changed(before, after, sky) == 0


@pytest.mark.parametrize("setting", SETTINGS)
def test_view_keeps_its_layout_in_all_seasons(setting: Setting) -> None:
    # Grey walls of houses, or the sky where there are none, are where they were; only leaves and ground change.
    summer = picture(Scene("hatch", setting, 3, season=Season.SPRING))
    autumn = picture(Scene("hatch", setting, 3, season=Season.AUTUMN))
    other = picture(Scene("hatch", setting, 4, season=Season.AUTUMN))

    assert share_changed(summer, autumn) < share_changed(summer, other)


def test_another_seed_is_another_view() -> None:
    one, other = picture(Scene("drain", Setting.AVENUE, 1)), picture(Scene("drain", Setting.AVENUE, 2))

    assert share_changed(one, other) > 0.1


def test_night_is_darker_than_day() -> None:
    def brightness(light: Light) -> float:
        return sum(picture(Scene("bench", Setting.PARK, 9, light=light)).resize((1, 1)).tobytes())

    order = [brightness(light) for light in (Light.NIGHT, Light.EVENING, Light.OVERCAST, Light.DAY)]

    assert order == sorted(order)


def test_mended_lamp_burns_at_night() -> None:
    before = picture(Scene("lamp", Setting.PARK, 4, light=Light.NIGHT))
    after = picture(Scene("lamp", Setting.PARK, 4, PhotoPhase.AFTER, light=Light.NIGHT))

    lightened = ImageChops.subtract(after, before).convert("L").tobytes()

    assert max(lightened) > 100


def test_drawing_is_quick() -> None:
    scenes = [Scene(subject, setting, 40) for subject, setting in SUBJECTS_IN_PLACES]
    draw_scene(scenes[0])
    start = time.process_time()

    for scene in scenes:
        draw_scene(scene)

    assert (time.process_time() - start) / len(scenes) < 0.15


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 1, 15), Season.WINTER),
        (date(2026, 3, 31), Season.WINTER),
        (date(2026, 4, 1), Season.SPRING),
        (date(2026, 6, 1), Season.SUMMER),
        (date(2026, 8, 31), Season.SUMMER),
        (date(2026, 9, 1), Season.AUTUMN),
        (date(2026, 11, 1), Season.WINTER),
    ],
)
def test_season_on_a_day(day: date, season: Season) -> None:
    assert season_on(day) == season


def test_scene_of_an_entry() -> None:
    fields = {"subject": "leak", "setting": "street", "seed": 8, "phase": "after", "light": "evening"}

    scene = scene_of(fields, on=date(2026, 7, 1))

    assert scene == Scene("leak", Setting.STREET, 8, PhotoPhase.AFTER, Season.SUMMER, Light.EVENING)


def test_scene_of_an_entry_without_phase_and_light_is_before_by_day() -> None:
    scene = scene_of({"subject": "leak", "setting": "street", "seed": 8}, on=date(2026, 7, 1))

    assert scene == Scene("leak", Setting.STREET, 8)


@pytest.mark.parametrize("fault", [{"subject": "dragon"}, {"setting": "moon"}, {"light": "laser"}, {"phase": "never"}])
def test_scene_of_an_entry_with_an_unknown_word_is_refused(fault: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        scene_of({"subject": "leak", "setting": "street", "seed": 8, **fault}, on=date(2026, 7, 1))
