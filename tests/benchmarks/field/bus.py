"""A ride with tablets, for the benchmarks of the page on the bus: its city, what a tablet sends, where it sends it."""

import hashlib
import math
import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import text
from sqlmodel import select

from planner import links
from planner.database import open_database
from planner.domain.models import City, District, Person, Stop, Tour
from planner.domain.models.types import id_of, new_id
from planner.domain.words import TourState
from planner.services.access.sign_in import open_sign_in_for
from tests.benchmarks.many_issues import fill

CODE = "bustest"
ITEMS = links.FIELD_ITEMS.to(code=CODE)
JOIN = links.FIELD_JOIN.to(code=CODE)
PIECE = 128 * 1024
PHOTO_BYTES = 300_000


@dataclass(frozen=True)
class Picture:
    """A photo as a tablet has it, and the address of its content."""

    data: bytes
    hash: str

    @property
    def path(self) -> str:
        """Where it is sent."""
        return links.FIELD_FILE.to(file_hash=self.hash)


def prepare(url: str, *, seats: int, issues: int) -> str:
    """Makes the tables, a city with so many issues and outlined districts, and a ride under way with two stops that `seats`
    may join; Olga's sign-in.
    """
    database, now = open_database(url), datetime.now(UTC)
    database.migrate()
    fill(database, issues)
    if database.engine.dialect.name == "postgresql":
        with database.transaction() as session:  # it has given the numbers itself
            session.execute(
                text("SELECT setval(pg_get_serial_sequence('issue', 'id'), greatest(max(id), 1)) FROM issue")
            )
    with database.transaction() as session:
        for district in session.exec(select(District)):
            district.polygon = _outline(id_of(district))
        times: dict[str, Any] = {"starts_at": now, "ends_at": now + timedelta(hours=10), "created_at": now}
        tour = Tour(title="Объезд", state=TourState.RIDING, join_code=CODE, seats=seats, started_at=now, **times)
        shape = {"type": "Feature", "properties": {}, "geometry": _outline(4)}
        session.add_all([City(id=1, background={"type": "FeatureCollection", "features": [shape]}), tour])
        session.flush()
        places = enumerate(("Школа", "Больница"), start=1)
        session.add_all(
            Stop(tour_id=id_of(tour), position=number, name=name, lat=50.27 + number / 100, lon=127.53)
            for number, name in places
        )
        olga = session.exec(select(Person).where(Person.name == "Ольга")).one()
        token = open_sign_in_for(session, olga, now=now)
    database.close()
    return token


def _outline(number: int) -> dict[str, Any]:
    """A round district of 300 corners, beside the one before it."""
    corners = [math.tau * corner / 300 for corner in range(300)]
    ring = [[127.3 + number / 20 + math.cos(at) / 40, 50.275 + math.sin(at) / 40] for at in corners]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def now_ms() -> int:
    """What a tablet's clock shows."""
    return time.time_ns() // 1_000_000


def join_body(name: str) -> dict[str, Any]:
    """What a tablet sends to come in by the link."""
    return {"uid": new_id(), "name": name, "agency": ""}


def report(by: str, words: str, chance: random.Random, *, photos: int = 0) -> dict[str, Any]:
    """A report at a place that the tablet has found."""
    lat, lon = 50.27 + chance.random() / 100, 127.53 + chance.random() / 100
    place = {"from": "tablet", "lat": lat, "lon": lon, "accuracy": 12}
    made: dict[str, Any] = {"uid": new_id(), "kind": "report", "at": now_ms(), "by": by, "category": 1, "text": words}
    return made | {"severity": "normal", "address": "", "behalf": "", "stop": None, "place": place, "photos": photos}


def photo_item(about: Mapping[str, Any], picture: Picture, uid: str) -> dict[str, Any]:
    """What says that a photo belongs to a report."""
    told = {"uid": uid, "kind": "photo", "about": about["uid"], "hash": picture.hash, "number": 0}
    return told | {"at": about["at"], "by": about["by"]}


def new_picture(size: int = PHOTO_BYTES) -> Picture:
    """A JPEG of about `size` bytes that nobody has sent before: each has a comment of its own."""
    whole = _noise(size)
    comment = os.urandom(16).hex().encode()
    data = whole[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + whole[2:]
    return Picture(data, hashlib.sha256(data).hexdigest())


@lru_cache
def _noise(size: int) -> bytes:
    """A picture as the page shrinks it to, 1600 wide: a soft one with as much noise as gives the bytes."""
    wide, high = (1600, 1200) if size >= 100_000 else (320, 240)
    soft = Image.linear_gradient("L").resize((wide, high))
    fits = b""
    for strength in range(0, 60, 2):
        mixed = Image.blend(soft, Image.effect_noise((wide, high), 60), strength / 100).convert("RGB")
        out = BytesIO()
        mixed.save(out, "JPEG", quality=80)
        if fits and out.tell() > size:
            break
        fits = out.getvalue()
    return fits
