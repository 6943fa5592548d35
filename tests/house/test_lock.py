"""`requirements.lock` names one version of each package that runs, of all that those need themselves, and the hash of each file."""

import re
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from planner.config import ROOT

LOCK = "requirements.lock"
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def lines_of(name: str) -> dict[Requirement, str]:
    """The packages that a file names, each with what stands behind it."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.partition(" --") for line in text.splitlines() if line and not line.startswith("#")]
    return {Requirement(package): behind + rest for package, behind, rest in lines}


def needed() -> set[str]:
    """Every package that requirements.txt brings here, by its canonical name."""
    todo, found = [*lines_of("requirements.txt")], set[tuple[str, frozenset[str]]]()
    while todo:
        one = todo.pop()
        key = (canonicalize_name(one.name), frozenset(one.extras))
        if key not in found:
            found.add(key)
            more = map(Requirement, distribution(one.name).requires or [])
            todo += [each for each in more if _is_wanted(each, one.extras)]
    return {name for name, _ in found}


def _is_wanted(each: Requirement, extras: set[str]) -> bool:
    return each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def test_lock_names_one_version_of_all_that_runs() -> None:
    pinned = {canonicalize_name(each.name): str(each.specifier) for each in lines_of(LOCK)}

    assert needed() - pinned.keys() == set()
    assert [name for name, version in pinned.items() if not version.startswith("==")] == []


def test_lock_keeps_to_the_ranges_of_the_requirements() -> None:
    pinned = {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in lines_of(LOCK)}

    outside = [
        each for each in lines_of("requirements.txt") if pinned[canonicalize_name(each.name)] not in each.specifier
    ]

    assert outside == []


def test_lock_tells_the_hash_of_each_file_and_no_host() -> None:
    without = [each.name for each, behind in lines_of(LOCK).items() if not _HASH.search(behind)]
    rest = [_HASH.sub("", behind).strip() for behind in lines_of(LOCK).values()]

    assert without == []
    assert [each for each in rest if each] == []
