"""The planner's colours, read from the style sheet that names them, so that each is written down once."""

import re
from collections.abc import Mapping

from planner.render.assets import asset_text

_PROPERTY = re.compile(r"--([a-z-]+): ([^;]+);")

COLOURS: Mapping[str, str] = dict(_PROPERTY.findall(asset_text("colours.css")))
"""Every colour by its name, as CSS writes it: `COLOURS["blue"]` is what `var(--blue)` is in a style sheet."""


def rgb(name: str) -> tuple[int, int, int]:
    """A colour as red, green and blue of 0 to 255, as papers want it."""
    code = COLOURS[name].removeprefix("#")
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)
