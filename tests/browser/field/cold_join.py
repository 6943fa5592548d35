"""A tablet without a browser: asks for what the page asks for on a first visit, joins, and gets the ride."""

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx

_KEPT = re.compile(r"self\.page = (\{.*?\});")


@dataclass
class Joined:
    """What a tablet has after its first minute: who it is, the ride, and how many files the page has."""

    key: str
    ride: dict[str, Any]
    files: int


def join_cold(base: str, code: str, name: str) -> Joined:
    """The page, its worker, all its files, the door, the join, the ride; raises where anything is not as it should be."""
    api = f"/field/api/1/tours/{code}"
    with httpx.Client(base_url=base, timeout=60, headers={"Origin": base}) as tablet:
        _get(tablet, f"/field/{code}")
        kept = _KEPT.match(_get(tablet, "/field/sw.js").text)
        assert kept is not None
        page = json.loads(kept.group(1))
        for path in [page["shell"], *page["files"]]:
            _get(tablet, path)
        assert set(_get(tablet, api).json()) == {"now", "language", "door"}
        asked = {"uid": str(uuid.uuid4()), "name": name, "agency": "", "again": False}
        joined = tablet.post(f"{api}/join", json=asked).raise_for_status().json()
        return Joined(joined["key"], _get(tablet, api).json()["ride"], len(page["files"]))


def _get(tablet: httpx.Client, path: str) -> httpx.Response:
    answer = tablet.get(path).raise_for_status()
    assert answer.headers["X-Planner"] == "1"
    return answer
