"""The compiled search: it does not hold up other threads, and is compiled once for the same sources."""

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from planner.routing.optimiser.compiled import is_compiled, note_compiled, version_of
from planner.routing.optimiser.optimise import compile_optimiser
from planner.routing.optimiser.run import Run
from tests.routing.optimiser.test_optimise import random_city

ROOT = Path(__file__).resolve().parents[3]


def test_another_thread_goes_on_while_the_search_runs() -> None:
    run, ticks = Run(random_city(200, seed=1), 30_000, 60, 1, None), []
    run.best()
    searching = threading.Thread(target=Run(random_city(200, seed=2), 30_000, 60, 1, None).best)

    searching.start()
    while searching.is_alive():
        ticks.append(time.monotonic())
        time.sleep(0.001)
    searching.join()

    # A search that kept the interpreter to itself would let this loop run once or twice.
    assert len(ticks) > 20


def test_version_is_another_after_any_change_of_any_source(tmp_path: Path) -> None:
    room = ROOT / "planner" / "routing" / "optimiser"
    for source in room.glob("*.py"):
        shutil.copy(source, tmp_path)
    versions = [version_of(tmp_path)]

    for source in sorted(tmp_path.glob("*.py")):
        source.write_bytes(source.read_bytes() + b"# changed\n")
        versions.append(version_of(tmp_path))

    assert versions[0] == version_of(room)
    assert len(set(versions)) == len(versions) == 1 + len(list(room.glob("*.py")))


def test_version_is_another_when_text_moves_or_a_source_comes_or_goes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    versions = []

    for here, there in (("one\ntwo\n", "three\n"), ("one\n", "two\nthree\n"), ("one\ntwo\nthree\n", "")):
        first.write_text(here)
        second.write_text(there)
        versions.append(version_of(tmp_path))
    second.unlink()
    versions.append(version_of(tmp_path))

    assert len(set(versions)) == 4


def test_code_of_other_sources_is_thrown_away() -> None:
    room = ROOT / "planner" / "routing" / "optimiser" / "__pycache__"
    (room / "compiled-0123456789abcdef").mkdir(parents=True, exist_ok=True)

    note_compiled()

    assert [folder.name for folder in room.glob("compiled-0123456789abcdef")] == []
    assert len(list(room.glob("compiled-*"))) == 1


def test_code_is_kept_for_the_next_process() -> None:
    compile_optimiser()

    told = subprocess.run(
        [sys.executable, "-m", "planner", "compile"],
        cwd=ROOT,
        env={"NUMBA_DEBUG_CACHE": "1", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert is_compiled()
    assert told.returncode == 0, told.stderr
    assert "data loaded" in told.stdout
    assert "data saved" not in told.stdout
