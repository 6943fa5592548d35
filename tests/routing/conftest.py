"""What tests of routing share: one real OSRM for the whole run, and a server that answers as it is told."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prepare.wheels import fetched
from tests.routing.routers import OSRM, VALHALLA, Fake, running_osrm, running_valhalla, says


@pytest.fixture(scope="session")
def osrm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real OSRM with the test town; without its package the tests that want it are left out."""
    with running_osrm(fetched(OSRM), tmp_path_factory.mktemp("osrm"), _free_port()) as address:
        yield address


@pytest.fixture(scope="session")
def valhalla(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Valhalla with the test town; without its package the tests that want it are left out."""
    package = fetched(VALHALLA)
    folder = Path(tempfile.mkdtemp(prefix="valhalla-"))  # short: its sockets lie there
    with running_valhalla(package, folder, _free_port()) as address:
        yield address
    shutil.rmtree(folder)


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A server that says an empty object until it is told better."""
    fake = Fake(says({}))
    yield fake
    fake.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
