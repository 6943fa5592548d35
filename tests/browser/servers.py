"""Real planner servers for the browser tests: started on a free port with a data folder of their own, and stopped."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.database import Database, open_database
from tests.prepare.copies import Copy, start_copy

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = ("-m", "streamlit", "run", "streamlit_app.py")
"""What `python -m planner serve` ends in. That command looks at more before it serves, so most tests do without it."""
SERVE = ("-m", "planner", "serve")
DEMO = ("-m", "planner", "demo")
LINK = re.compile(r"^(\w+) +(http://localhost:\d+/\S+)$", re.MULTILINE)


@dataclass
class Server:
    """A running server. `log` is the file with all that it prints."""

    process: subprocess.Popen[bytes] | Copy
    port: int
    data: Path
    log: Path

    @property
    def url(self) -> str:
        """The address without a slash at the end."""
        return f"http://localhost:{self.port}"

    def links(self) -> dict[str, str]:
        """The sign-in link of each role that the demo printed."""
        return dict(LINK.findall(self.log.read_text(encoding="utf-8", errors="replace")))

    def open_database(self) -> Database:
        """Its database, which is SQLite in its data folder, beside it; to be closed."""
        return open_database(f"sqlite:///{self.data / 'planner.db'}")

    def kill(self) -> None:
        """Ends the server as a power cut would: at once, with nothing put away."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ends the server and what it started; kills what does not end within 10 s."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def start_server(
    folder: Path,
    *,
    command: Sequence[str] = APPLICATION,
    variables: dict[str, str] | None = None,
    seconds: float = 60,
    port: int | None = None,
    root: Path = ROOT,
    copied: bool = False,
) -> Server:
    """Starts `python <command>` with its data under `folder`, and returns when it answers.

    The planner's variables of whoever runs the tests do not reach it; `variables` do. `port` is a free one, unless it is
    given; `root` is where the product lies. `copied` does the same in a copy of a process that has read all modules.
    Raises RuntimeError with the log if it ends or does not answer within `seconds`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "server.log").unlink(missing_ok=True)
    port = _free_port() if port is None else port
    data, log = folder / "data", folder / "server.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PLANNER_", "STREAMLIT_"))}
    environment = inherited | {
        "PORT": str(port),
        "PLANNER_DATA": str(data),
        "PLANNER_DEMO_STREETS": "0",  # a test that wants them says so
        "STREAMLIT_SERVER_PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        **(variables or {}),
    }
    process = start_copy(command, environment, log) if copied else _start(command, environment, log, root)
    server = Server(process=process, port=port, data=data, log=log)
    until = time.monotonic() + seconds
    while not _answers(server):
        if process.poll() is not None or time.monotonic() > until:
            server.stop()
            raise RuntimeError(f"The server did not answer within {seconds} s or ended. It said:\n{log.read_text()}")
        time.sleep(0.1)
    return server


def _start(command: Sequence[str], environment: dict[str, str], log: Path, root: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def copy_data(data: Path, to: Path) -> None:
    """Copies the data folder of a server that does not run; photos, which are never rewritten, are the same files."""

    def link(source: str, target: str) -> str:
        os.link(source, target)
        return target

    shutil.copytree(data, to, ignore=shutil.ignore_patterns("files"))
    shutil.copytree(data / "files", to / "files", copy_function=link)


def _answers(server: Server) -> bool:
    try:
        with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
