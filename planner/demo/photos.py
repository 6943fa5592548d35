"""The demo's photos: files of `data/demo/photos`, chosen by scene, season and what they show, each prepared once."""

from datetime import date

from planner.config import ROOT
from planner.demo.story import Story
from planner.domain.actor import Actor
from planner.domain.words import PhotoPhase
from planner.services.issues.photos import KeptPhoto, keep_photo

FOLDER = ROOT / "data" / "demo" / "photos"
_SNOW = (11, 12, 1, 2, 3)


def photo_file(scene: str, shows: PhotoPhase, *, on: date) -> str:
    """The name of the file with that scene as it looks on that day, before or after the work; snow lies from November
    to March.
    """
    season = "winter" if on.month in _SNOW else "summer"
    return f"{scene}-{season}-{shows.value}.webp"


def kept_photo(story: Story, author: Actor, name: str) -> KeptPhoto:
    """The file, kept in the store: decoded once, however many issues show it."""
    if name not in story.photos:
        data = (FOLDER / name).read_bytes()
        story.photos[name] = keep_photo(author, story.store, data=data)
    return story.photos[name]
