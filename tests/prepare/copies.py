"""Copies of a process that has read all modules and done nothing else: a program starts in them without its seven seconds."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from runpy import run_module
from types import ModuleType

from planner.__main__ import main
from planner.config import ROOT


class Copy:
    """A copy at work; `pid` leads a group of its own. It answers as `subprocess.Popen` does."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = process.pid or 0

    def poll(self) -> int | None:
        """The exit code, or None while it is at work."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, as soon as there is one; `subprocess.TimeoutExpired` if that takes longer than `timeout` seconds."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code


def start_copy(
    words: Sequence[str],
    environment: Mapping[str, str],
    out: Path,
    err: Path | None = None,
    before: Callable[[], None] | None = None,
) -> Copy:
    """Runs `python <words>`, where the words are `-m planner …` or `-m streamlit …`, in `ROOT`; `before` comes first in it.

    What it prints is in `out`, with what it says of errors if there is no `err`.
    """
    copies = multiprocessing.get_context("forkserver")
    copies.set_forkserver_preload(["tests.prepare.all_read", "tests.prepare.copies"])
    process = copies.Process(target=_become, args=(tuple(words), dict(environment), out, err or out, before))
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType(
        "__main__"
    )  # or the copy would run what is there, which AppTest leaves a screen in
    try:
        process.start()
    finally:
        sys.modules["__main__"] = program
    return Copy(process)


def _become(
    words: tuple[str, ...], environment: dict[str, str], out: Path, err: Path, before: Callable[[], None] | None
) -> None:
    """What the interpreter does with a module that it runs; of an exit and of errors `multiprocessing` does the same."""
    os.setsid()
    for stream, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
    for said in (sys.stdout, sys.stderr):
        said.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # it is a file
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    if before is not None:
        before()
    _, module, *rest = words
    if module == "planner":
        main(rest)
    else:
        sys.argv = [module, *rest]
        run_module(module, run_name="__main__", alter_sys=True)
