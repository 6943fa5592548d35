"""`python -m planner` as a newcomer types it, and the same without its two seconds of reading modules each time."""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess

from planner.__main__ import main
from planner.config import ROOT

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
    copies = multiprocessing.get_context("forkserver")
    copies.set_forkserver_preload(["planner.__main__", "tests.prepare.command_line"])
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = copies.Process(target=_become, args=(words, _environment(variables or {}), out, err, before))
        process.start()
        process.join(_PATIENCE_S)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, _PATIENCE_S)
        return CompletedProcess(words, process.exitcode, out.read_text(), err.read_text())


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")} | dict(variables)


def _become(
    words: tuple[str, ...], environment: dict[str, str], out: Path, err: Path, before: Callable[[], None] | None
) -> None:
    """What the interpreter does with a module that it runs; of an exit and of errors `multiprocessing` does the same."""
    for stream, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    if before is not None:
        before()
    main(words)
