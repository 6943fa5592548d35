"""`python -m planner` as a newcomer types it, and the same without its two seconds of reading modules each time."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess

from planner.config import ROOT
from tests.prepare.copies import start_copy

_PATIENCE_S = 120


def type_command(*words: str, root: Path = ROOT, variables: Mapping[str, str] | None = None) -> "CompletedProcess[str]":
    """A process of its own, from nothing, in the folder `root`; no variable of the planner reaches it but those given."""
    command = [sys.executable, "-m", "planner", *words]
    environment = _environment(variables or {})
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
    )


def run_command(
    *words: str, variables: Mapping[str, str] | None = None, before: Callable[[], None] | None = None
) -> "CompletedProcess[str]":
    """The same in `ROOT`, in a copy of a process that has read the modules and done nothing else; `before` comes first in it."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        copy = start_copy(("-m", "planner", *words), _environment(variables or {}), out, err, before)
        try:
            code = copy.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(copy.pid, signal.SIGKILL)
            raise
        return CompletedProcess(words, code, out.read_text(), err.read_text())


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")} | dict(variables)
