"""The nginx that tests put in front of a server: the machine's own, or the one of Debian's package, fetched once for an
environment. Only unpacked, so that no server of the package starts on anybody's machine."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.prepare.alone import alone
from tests.prepare.wheels import KEPT, NotFetched

SECONDS = 300


def nginx(kept: Path = KEPT) -> Path:
    """The program, which was seen to start; fetched if it is nowhere. Raises NotFetched, whose text says what was tried.

    Asks `apt-get` for the package, and for newer lists where the lists do not know it (as root, or by a `sudo` that asks
    for no password). Any number of processes may ask at once.
    """
    own = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if own is not None:
        return _starting(Path(own))
    folder = kept / "nginx"
    with alone(kept / "nginx.lock"):
        if not folder.exists():
            unfinished = kept / ".nginx"
            shutil.rmtree(unfinished, ignore_errors=True)  # of a process that was killed
            try:
                _unpack(_download(unfinished), unfinished / "whole")
                (unfinished / "whole").rename(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return _starting(folder / "usr" / "sbin" / "nginx")


def _download(folder: Path) -> Path:
    """The package as a file."""
    folder.mkdir(parents=True)
    ask = ["apt-get", "download", "nginx"]
    try:
        _run(ask, folder)
    except NotFetched:
        _run([*([] if os.geteuid() == 0 else ["sudo", "--non-interactive"]), "apt-get", "update"], folder)
        _run(ask, folder)
    return next(folder.glob("nginx_*.deb"))


def _unpack(package: Path, into: Path) -> None:
    _run(["dpkg-deb", "--extract", str(package), str(into)], package.parent)


def _starting(program: Path) -> Path:
    _run([str(program), "-v"], Path("/"))
    return program


def _run(command: Sequence[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        raise NotFetched(
            f"nginx: {' '.join(command)}: {error} {said.decode(errors='replace')[-300:]}".strip()
        ) from error
