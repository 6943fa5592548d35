"""What tests fetch is there once and whole, however many processes ask for it at the same time."""

import fcntl
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.prepare.wheels import NotFetched, Wheel, fetch

ROOT = Path(__file__).resolve().parents[2]
TOOL = Wheel("planner-tool", "1.0", ("tool/bin/", "tool/data/"), ())
ASK = """
import hashlib, sys
from pathlib import Path
from tests.prepare.wheels import fetch
from tests.prepare.test_wheels import TOOL

folder = fetch(TOOL, Path(sys.argv[1]))
for path in sorted(folder.rglob("*")):
    if path.is_file():
        print(path.relative_to(folder), hashlib.sha256(path.read_bytes()).hexdigest())
"""
"""A process that asks, and says what it found at the moment when it was told that it is there."""


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all that pip knows, with one wheel: a program and a megabyte, and a part that nobody wants."""
    index = tmp_path / "index"
    index.mkdir()
    with zipfile.ZipFile(index / "planner_tool-1.0-py3-none-any.whl", "w") as packed:
        packed.write(shutil.which("sleep") or "", "tool/bin/nap")
        packed.writestr("tool/data/large", os.urandom(1_000_000))
        packed.writestr("tool/__init__.py", "")
        packed.writestr(
            "planner_tool-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: planner-tool\nVersion: 1.0\n"
        )
        packed.writestr(
            "planner_tool-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr("planner_tool-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    return index


def asking(kept: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", ASK, str(kept)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_two_processes_at_once_get_the_same_whole_folder(index: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    answers = [each.communicate(timeout=120)[0].splitlines() for each in [asking(kept), asking(kept)]]

    said = [[line for line in answer if line.startswith("Fetching")] for answer in answers]
    found = [[line for line in answer if not line.startswith("Fetching")] for answer in answers]
    assert sorted(said) == [[], ["Fetching planner-tool==1.0: once for this environment."]]
    assert found[0] == found[1]
    assert [line.split()[0] for line in found[0]] == ["tool/bin/nap", "tool/data/large"]
    assert sorted(path.name for path in kept.iterdir()) == ["planner-tool-1.0", "planner-tool-1.0.lock"]


def test_program_goes_on_running_while_another_process_asks(index: Path, tmp_path: Path) -> None:
    folder = fetch(TOOL, tmp_path / "kept")
    running = subprocess.Popen([folder / "tool/bin/nap", "60"])

    asked = asking(tmp_path / "kept")
    asked.communicate(timeout=120)
    still = running.poll() is None
    running.kill()
    running.wait()

    assert (asked.returncode, still) == (0, True)


def test_fetch_waits_for_the_process_that_fetches(index: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    with (kept / "planner-tool-1.0.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = asking(kept)

        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2)

    assert len(waiting.communicate(timeout=120)[0].splitlines()) == 3


def test_fetch_that_was_cut_off_is_not_taken_for_the_whole(index: Path, tmp_path: Path) -> None:
    torn = tmp_path / "kept" / ".planner-tool-1.0" / "wanted" / "tool" / "bin"
    torn.mkdir(parents=True)
    (torn / "nap").write_bytes(b"\x7fELF")
    (torn / "half").write_bytes(b"\x7fELF")

    folder = fetch(TOOL, tmp_path / "kept")

    assert files_of(folder) == ["tool/bin/nap", "tool/data/large"]
    assert (folder / "tool/bin/nap").read_bytes() == Path(shutil.which("sleep") or "").read_bytes()


def test_wheel_that_cannot_be_had_leaves_nothing_and_says_why(index: Path, tmp_path: Path) -> None:
    missing = Wheel("planner-tool", "2.0", ("tool/",), ())

    with pytest.raises(NotFetched, match=r"(?s)planner-tool==2\.0 cannot be fetched: .*No matching distribution"):
        fetch(missing, tmp_path / "kept")

    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["planner-tool-2.0.lock"]
