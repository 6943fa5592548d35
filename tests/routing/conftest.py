"""What tests of routing share: one real OSRM for the whole run, and a server that answers as it is told."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.routing.routers import Fake, osrm_package, running_osrm, says


@pytest.fixture(scope="session")
def osrm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real OSRM with the test town; without its package the tests that want it are left out."""
    package = osrm_package()
    if not isinstance(package, Path):
        pytest.skip(package)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with running_osrm(package, tmp_path_factory.mktemp("osrm"), port) as address:
        yield address


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A server that says an empty object until it is told better."""
    fake = Fake(says({}))
    yield fake
    fake.close()
