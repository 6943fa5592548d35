"""Routing servers for tests: a real OSRM where its package can be had, and one on this machine that answers as it is told."""

import importlib.util
import json
import os
import platform
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import osmium
import requests

from planner.domain.geo import Point
from tests.prepare.wheels import Wheel

FOR_LINUX = f"--python-version 3.12 --implementation cp --abi abi3 --platform manylinux_2_28_{platform.machine()}"
OSRM = Wheel("osrm-bindings", "26.10.0", ("osrm/bin/", "osrm/share/"), tuple(FOR_LINUX.split()))
VALHALLA = Wheel(
    name="pyvalhalla",
    version="3.9.1",
    parts=("valhalla/bin/", "valhalla/valhalla_build_config.py", "pyvalhalla.libs/"),
    for_python=tuple(FOR_LINUX.split()),
)
KM_NORTH, KM_EAST = 0.0089932, 0.01407
CORNER = Point(50.26, 127.53)
Answer = Callable[[BaseHTTPRequestHandler, bytes], None]
"""What a server does with one question and its body."""


def crossing(row: int, column: int) -> Point:
    """A crossing of the test town: five streets each way, 500 m apart."""
    return Point(CORNER.lat + row * 0.5 * KM_NORTH, CORNER.lon + column * 0.5 * KM_EAST)


ISLAND = Point(50.26, 127.905)
"""On a street 26 km away that no street leads to."""
FIELD = Point(50.29, 127.54)
"""1.3 km from the nearest street."""


def write_town(path: Path) -> None:
    """The town as an extract: a grid of streets, and one street alone."""
    writer = osmium.SimpleWriter(str(path))
    node, way = osmium.osm.mutable.Node, osmium.osm.mutable.Way
    for number in range(25):
        at = crossing(number // 5, number % 5)
        writer.add_node(node(id=number + 1, location=(at.lon, at.lat), version=1))
    for number, lon in enumerate((ISLAND.lon - 0.005, ISLAND.lon + 0.005)):
        writer.add_node(node(id=900 + number, location=(lon, ISLAND.lat), version=1))
    rows = [[number * 5 + each + 1 for each in range(5)] for number in range(5)]
    for number, row in enumerate(rows):
        writer.add_way(way(id=number + 1, nodes=row, tags={"highway": "secondary"}, version=1))
    for number, column in enumerate(zip(*rows, strict=True)):
        writer.add_way(way(id=number + 11, nodes=list(column), tags={"highway": "residential"}, version=1))
    writer.add_way(way(id=30, nodes=[900, 901], tags={"highway": "residential"}, version=1))
    writer.close()


@contextmanager
def running_osrm(package: Path, folder: Path, port: int) -> Iterator[str]:
    """A real `osrm-routed` with the town; gives its address."""
    write_town(folder / "town.osm.pbf")
    programs, profile = package / "osrm" / "bin", package / "osrm" / "share" / "profiles" / "car.lua"
    for preparing in (
        [str(programs / "osrm-extract"), "-p", str(profile), "town.osm.pbf"],
        [str(programs / "osrm-contract"), "town.osrm"],
    ):
        subprocess.run(preparing, cwd=folder, check=True, capture_output=True, timeout=120)
    command = [programs / "osrm-routed", "--ip", "127.0.0.1", "--port", str(port), "town.osrm"]
    with running(command, folder, f"http://127.0.0.1:{port}") as address:
        yield address


@contextmanager
def running_valhalla(package: Path, folder: Path, port: int) -> Iterator[str]:
    """A real `valhalla_service` with the town; gives its address."""
    write_town(folder / "town.osm.pbf")
    programs = package / "valhalla" / "bin"
    (folder / "valhalla.json").write_text(json.dumps(_valhalla_settings(package, folder, port)))
    (folder / "tiles").mkdir()
    subprocess.run(
        [programs / "valhalla_build_tiles", "-c", "valhalla.json", "town.osm.pbf"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
        env=_beside(package),
    )
    command = [programs / "valhalla_service", "valhalla.json", "1"]
    with running(command, folder, f"http://127.0.0.1:{port}", _beside(package)) as address:
        yield address


@contextmanager
def running(command: list[Any], folder: Path, address: str, env: dict[str, str] | None = None) -> Iterator[str]:
    """A server while it is wanted; waits until it listens."""
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=env)
    try:
        for _ in range(100):
            try:
                requests.get(address, timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield address
    finally:
        server.kill()  # Valhalla takes its time over a polite request
        server.wait(10)


def _beside(package: Path) -> dict[str, str]:
    return {**os.environ, "LD_LIBRARY_PATH": str(package / "pyvalhalla.libs")}


def _valhalla_settings(package: Path, folder: Path, port: int) -> dict[str, Any]:
    """Valhalla's own defaults, with everything inside one folder."""
    spec = importlib.util.spec_from_file_location("defaults", package / "valhalla" / "valhalla_build_config.py")
    assert spec is not None
    assert spec.loader is not None
    defaults = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(defaults)

    def given(part: dict[str, Any]) -> dict[str, Any]:
        return {
            name: given(value) if isinstance(value, dict) else value
            for name, value in part.items()
            if not isinstance(value, defaults.Optional)
        }

    settings = given(defaults.config)
    for name in (
        "tile_extract",
        "admin",
        "timezone",
        "landmarks",
        "traffic_extract",
        "transit_dir",
        "transit_feeds_dir",
    ):
        settings["mjolnir"].pop(name, None)
    settings["mjolnir"]["tile_dir"] = str(folder / "tiles")
    service = settings["httpd"]["service"]
    service |= {
        "listen": f"tcp://127.0.0.1:{port}",
        "loopback": f"ipc://{folder}/loop",
        "interrupt": f"ipc://{folder}/stop",
    }
    for name in ("loki", "thor", "odin"):
        settings[name]["service"]["proxy"] = f"ipc://{folder}/{name}"
    return settings


class _Quiet(ThreadingHTTPServer):
    """Says nothing about visitors who hang up, which is what some tests are about."""

    daemon_threads = True
    request_queue_size = 64  # of Python's 5 a busy machine turns the sixth away

    def handle_error(self, *_: object) -> None:
        pass


class Fake:
    """A server on this machine; `answer` may be changed at any time, `asked` has the paths and bodies so far."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.asked = answer, list[tuple[str, bytes]]()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                fake.asked.append((self.path, body))
                fake.answer(self, body)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        # It looks for the wish to stop as often as this, and every test waits for that at its end.
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.address = ("127.0.0.1", int(self._server.server_address[1]))
        self.url = f"http://127.0.0.1:{self.address[1]}"

    def close(self) -> None:
        """Stops it; its port is free again."""
        self._server.shutdown()
        self._server.server_close()


def says(body: bytes | str | Any, *, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    """An answer with this body; what is neither bytes nor text is sent as JSON."""
    data = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()

    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def cuts_off(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Promises more than it sends, and hangs up."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"code":')


def hangs_up(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Hangs up without a word."""
    handler.close_connection = True
    handler.connection.close()


def falls_silent(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Takes the question and says nothing for longer than anybody waits."""
    time.sleep(3)


def drips(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Sends a byte now and then, so that no single wait is too long."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" " * 65536)
        handler.wfile.flush()
        time.sleep(0.1)


def floods(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Sends more than any answer has."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" " * 1024 * 1024)
