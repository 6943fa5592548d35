"""What the processes of one run share: a folder, and turns to make in it what all of them use."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Waits until no other process is inside with the same file; the lock of a process that died is free."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The folder for temporary files that is the same in all processes of pytest-xdist, and of this run alone."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
