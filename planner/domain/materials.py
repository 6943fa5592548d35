"""What is handed out to the media: lines as people type them, in which the address of a file or page may stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?)"


@dataclass(frozen=True)
class Material:
    """One line: what it is, and its address, if there is one."""

    name: str
    url: str = ""


def materials_of(text: str) -> Sequence[Material]:
    """The lines of a text as materials; the address of a line is its first one, and the name is what stands beside it."""
    return [_material(line.strip()) for line in text.splitlines() if line.strip()]


def _material(line: str) -> Material:
    found = _ADDRESS.search(line)
    if found is None:
        return Material(line)
    url = found.group().rstrip(_TRAILING)
    name = " ".join(f"{line[: found.start()]} {line[found.start() + len(url) :]}".split()).strip(" -–—:;,.()")
    return Material(name or url, url)
