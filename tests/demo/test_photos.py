"""The demo's pictures: all that issues and reports may ask for and nothing else, small, and the same place mended."""

import json
from datetime import date
from itertools import groupby, pairwise
from typing import Any

import pytest
from PIL import Image, ImageChops

from planner.demo.photos import FOLDER, photo_file
from planner.domain.words import PhotoPhase, Step

Row = dict[str, Any]

ISSUES: list[Row] = json.loads((FOLDER.parent / "issues.json").read_text("utf-8"))
FILES = sorted(path.name for path in FOLDER.iterdir())
MENDED = [name for name in FILES if name.endswith("-after.webp")]
WINTER, SUMMER = date(2026, 1, 15), date(2026, 7, 15)

SCENES = {
    "roads": {"dirt-roads-village", "potholes-street", "puddles-street"},
    "sidewalks": {"dirt-roads-village", "pavements-avenue", "stairs-park"},
    "signs": {"crossings-street"},
    "transit": {"bus-stops-avenue"},
    "parking": {"parking-yard"},
    "lighting": {"lamps-park", "lamps-village"},
    "storm": {"manholes-street", "puddles-street"},
    "water": {"manholes-street", "puddles-street"},
    "heat": {"heating-yard"},
    "waste": {"bins-yard", "dumps-village"},
    "snow": {"bus-stops-avenue", "sand-avenue"},
    "yards": {"fences-yard", "heating-yard", "potholes-street", "sand-avenue", "stairs-park"},
    "playgrounds": {"benches-park", "fences-yard", "playgrounds-yard"},
    "greenery": {"benches-park", "trees-park"},
    "hazards": {"fences-yard", "manholes-street", "playgrounds-yard", "stairs-park"},
}
"""What the issues of a category show."""


def reports(issue: Row) -> list[PhotoPhase]:
    """What the photos of an issue's reports show, in their order."""
    return [PhotoPhase(step["photo"]) for step in issue["steps"] if step["do"] == Step.REPORT]


def opened(name: str) -> Image.Image:
    with Image.open(FOLDER / name, formats=["WEBP"]) as image:
        return image.convert("RGB")


def share_changed(one: Image.Image, other: Image.Image) -> float:
    """The share of the pixels that differ clearly."""
    histogram = ImageChops.difference(one, other).convert("L").histogram()
    return sum(histogram[40:]) / sum(histogram)


# --- which picture


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 1, 15), "winter"),
        (date(2026, 3, 31), "winter"),
        (date(2026, 4, 1), "summer"),
        (date(2026, 10, 31), "summer"),
        (date(2026, 11, 1), "winter"),
    ],
)
def test_picture_is_of_the_season_of_its_day(day: date, season: str) -> None:
    assert photo_file("bins-yard", PhotoPhase.BEFORE, on=day) == f"bins-yard-{season}-before.webp"


def test_picture_shows_the_work_done_or_not() -> None:
    names = [photo_file("bins-yard", shows, on=WINTER) for shows in PhotoPhase]

    assert names == ["bins-yard-winter-before.webp", "bins-yard-winter-after.webp"]


def test_folder_holds_what_issues_and_reports_may_ask_for_and_nothing_else() -> None:
    shown = {(issue["scene"], shows) for issue in ISSUES for shows in (PhotoPhase.BEFORE, *reports(issue))}

    assert {photo_file(scene, shows, on=day) for scene, shows in shown for day in (WINTER, SUMMER)} == set(FILES)


def test_scenes_fit_the_category_of_their_issues() -> None:
    shown = {category: {each["scene"] for each in ISSUES if each["category"] == category} for category in SCENES}

    assert {each["category"] for each in ISSUES} == set(SCENES)
    assert shown == SCENES


def test_at_most_two_neighbours_show_the_same_picture() -> None:
    runs = [len(list(run)) for _, run in groupby(issue["scene"] for issue in ISSUES)]

    assert max(runs) == 2
    assert sum(run > 1 for run in runs) < len(ISSUES) / 20


def test_accepted_work_is_seen_on_its_last_picture() -> None:
    accepted = [each for each in ISSUES if any(step["do"] == Step.ACCEPT for step in each["steps"])]

    assert [each["key"] for each in accepted if reports(each)[-1] is not PhotoPhase.AFTER] == []


def test_readme_names_every_scene() -> None:
    readme = (FOLDER.parent / "README.md").read_text("utf-8")

    assert {each["scene"] for each in ISSUES if f"`{each['scene']}`" not in readme} == set()


# --- how they look


def test_pictures_are_960_by_720_and_together_under_two_megabytes() -> None:
    sizes = {opened(name).size for name in FILES}

    assert sizes == {(960, 720)}
    assert sum((FOLDER / name).stat().st_size for name in FILES) < 2_000_000


def test_pictures_differ_from_each_other() -> None:
    thumbnails = sorted(opened(name).resize((96, 72)).tobytes() for name in FILES)

    assert [one for one, other in pairwise(thumbnails) if one == other] == []


@pytest.mark.parametrize("after", MENDED)
def test_work_done_changes_the_place_and_leaves_the_rest_as_it_was(after: str) -> None:
    before = after.replace("-after", "-before")

    changed = share_changed(opened(before), opened(after))

    assert 0.005 < changed < 0.35


@pytest.mark.parametrize("winter", [name for name in FILES if "-winter-" in name])
def test_season_changes_the_picture(winter: str) -> None:
    summer = winter.replace("-winter-", "-summer-")

    changed = share_changed(opened(summer), opened(winter))

    assert 0.02 < changed < 0.6
