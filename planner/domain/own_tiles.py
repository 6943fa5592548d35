"""The tiles that this server draws of the city's own street extract."""

from dataclasses import dataclass

from planner.domain.geo import Box

DEMO_SOURCE = "demo"
"""The source of tiles that show the written streets of the demo city."""


@dataclass(frozen=True)
class OwnTiles:
    """Their address, who made the data, what they cover, and at which zooms."""

    url: str
    source: str
    box: Box
    first_zoom: int
    last_zoom: int
