"""A tablet in Python that keeps to the page's protocol on a bad network: nothing counts as received but what was answered."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.domain.models.types import new_id
from tests.benchmarks.field.bus import ITEMS, JOIN, PIECE, Picture, join_body, new_picture, now_ms, photo_item, report

MOST_ITEMS = 50
PATIENCE_S = 4.0
"""The page waits longer; the faults here are shorter too."""
FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 3.0
PHOTO_BYTES = 40_000
"""One of ten, this large, in pieces of `SMALL_PIECE`; every twentieth of them is as large as the page sends them."""
SMALL_PIECE = 8 * 1024


class NoNetwork(Exception):
    """Nobody answered, or somebody else did."""


@dataclass
class Made:
    """A report, and what the tablet knows of it. `issues` are all numbers that it was ever answered: one, if all is well."""

    item: dict[str, Any]
    picture: Picture | None
    photo_uid: str = field(default_factory=new_id)
    issues: set[int] = field(default_factory=set)
    received: bool = False
    attached: bool = False

    @property
    def is_done(self) -> bool:
        """Whether the server has all of it."""
        return self.received and (self.picture is None or self.attached)


@dataclass(frozen=True)
class Told:
    """An answer of our server."""

    status: int
    headers: Mapping[str, str]
    json: Any


class Tablet:
    """Makes `count` reports, one every `every_s`, whether there is a network or not, and sends until all have arrived."""

    def __init__(self, port: int, number: int, seed: int, *, count: int, every_s: float) -> None:
        self.name = f"Гость {number}"
        self.made: list[Made] = []
        self.faults: list[str] = []
        self.no_network = 0
        self._port, self._count, self._every_s = port, count, every_s
        self._chance = random.Random(f"{seed} {number}")
        self._connection: http.client.HTTPConnection | None = None
        self._cookie = self._key = ""
        self._wait_s = FIRST_WAIT_S

    @property
    def done(self) -> int:
        """How many reports have arrived whole."""
        return sum(made.is_done for made in self.made)

    def work(self, until: float) -> None:
        """Until everything has arrived, or the time is over."""
        begun = time.monotonic()
        self._keep_trying(self._join, until)
        while time.monotonic() < until and not (len(self.made) == self._count and self.done == self._count):
            self._make(min(self._count, int((time.monotonic() - begun) / self._every_s) + 1))
            self._keep_trying(self._send_all, until)
            time.sleep(self._chance.uniform(0.05, 0.3))
        self._hang_up()

    def _keep_trying(self, act: Callable[[], None], until: float) -> None:
        """Again and again while there is no network, more and more seldom."""
        while time.monotonic() < until:
            try:
                act()
                self._wait_s = FIRST_WAIT_S
                return
            except NoNetwork:
                self.no_network += 1
                time.sleep(self._wait_s * self._chance.uniform(0.75, 1.25))
                self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)

    def _make(self, due: int) -> None:
        while len(self.made) < due:
            number = len(self.made)
            size = 300_000 if number % 200 == 19 else PHOTO_BYTES
            picture = new_picture(size) if number % 10 == 9 else None
            text = f"Яма, {self.name}, {number}"
            self.made.append(Made(report(self._key, text, self._chance, photos=int(picture is not None)), picture))

    def _join(self) -> None:
        body = json.dumps(self._join_body).encode()
        told = self._ask("POST", JOIN, body)
        if told.status != 200:
            raise NoNetwork
        self._cookie, self._key = told.headers["set-cookie"].partition(";")[0], told.json["key"]

    @property
    def _join_body(self) -> dict[str, Any]:
        """The same each time: whoever asks again is nobody new."""
        self._uid = getattr(self, "_uid", new_id())
        return join_body(self.name) | {"uid": self._uid}

    def _send_all(self) -> None:
        waiting = [made for made in self.made if not made.received]
        for at in range(0, len(waiting), MOST_ITEMS):
            batch = waiting[at : at + MOST_ITEMS]
            self._maybe_twice(batch)
            for made, answer in zip(batch, self._post([made.item for made in batch]), strict=True):
                self._note(made, answer)
        for made in [made for made in self.made if made.received and not made.is_done]:
            self._send_photo(made)

    def _maybe_twice(self, batch: list[Made]) -> None:
        """Now and then a second page on the same tablet sends the same at the same moment; nobody listens to its answer."""
        if self._chance.random() < 0.05:
            sent = json.dumps({"tablet_now": now_ms(), "items": [made.item for made in batch]}).encode()
            threading.Thread(target=self._send_unheard, args=(sent,), daemon=True).start()

    def _send_unheard(self, sent: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_S)
        try:
            connection.request("POST", ITEMS, sent, self._headers())
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()

    def _post(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        told = self._ask("POST", ITEMS, json.dumps({"tablet_now": now_ms(), "items": items}).encode())
        if told.status != 200:
            return [{"state": "later"} for _ in items]
        answers: list[dict[str, Any]] = told.json["answers"]
        if [each["uid"] for each in answers] != [item["uid"] for item in items]:
            self.faults.append(f"{self.name}: answers to other items")
        return answers

    def _note(self, made: Made, answer: dict[str, Any]) -> None:
        if answer["state"] == "refused":
            self.faults.append(f"{made.item['uid']} was refused: {answer['key']}")
        elif answer["state"] == "received":
            made.received = True
            made.issues.add(answer["issue"])

    def _send_photo(self, made: Made) -> None:
        assert made.picture is not None
        if not self._send_file(made.picture):
            return
        answer = self._post([photo_item(made.item, made.picture, made.photo_uid)])[0]
        if answer["state"] == "refused":
            self.faults.append(f"photo of {made.item['uid']} was refused: {answer['key']}")
        made.attached = answer["state"] == "received"

    def _send_file(self, picture: Picture) -> bool:
        """Goes on where the server is; whether it is whole there."""
        told = self._ask("HEAD", picture.path)
        piece = SMALL_PIECE if len(picture.data) < 200_000 else PIECE
        while told.status in (204, 409) and "upload-complete" not in told.headers:
            at = int(told.headers["upload-offset"])
            where = {"Upload-Offset": str(at), "Upload-Length": str(len(picture.data))}
            told = self._ask("PATCH", picture.path, picture.data[at : at + piece], where)
        if told.status == 400:
            self.faults.append(f"file {picture.hash} was refused: {told.json}")
        return told.status == 204

    def _ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Told:
        try:
            self._connection = self._connection or http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=PATIENCE_S
            )
            self._connection.request(method, path, body, self._headers() | dict(headers or {}))
            answer = self._connection.getresponse()
            data, told = answer.read(), {name.lower(): value for name, value in answer.getheaders()}
            if "x-planner" not in told:
                raise NoNetwork
            known = json.loads(data) if method != "HEAD" and answer.status != 204 else None
            return Told(answer.status, told, known)
        except (OSError, http.client.HTTPException, ValueError, NoNetwork) as problem:
            self._hang_up()
            raise NoNetwork from problem

    def _headers(self) -> dict[str, str]:
        own = {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": "application/json"}
        return own | ({"Cookie": self._cookie} if self._cookie else {})

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
