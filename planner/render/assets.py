"""The planner's own scripts, style sheets and pictures: their text, and where a browser finds them."""

import hashlib
from functools import cache

from planner.config import ROOT
from planner.links import OWN_ASSETS

ASSETS = ROOT / "planner" / "web" / "assets"
"""The front door serves this folder under OWN_ASSETS."""


@cache
def asset_text(name: str) -> str:
    """The text of a file, read once per process; `name` is its path in the folder, such as "map/plan.js"."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def asset_url(name: str) -> str:
    """The address of a file. It changes with what is in the file, so browsers may keep what they got from it."""
    version = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
    return f"{OWN_ASSETS}/{name}?v={version}"
