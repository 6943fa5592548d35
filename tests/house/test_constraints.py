"""`constraints.txt` names one version of each package that runs, and of all that those need themselves."""

from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from planner.config import ROOT


def lines_of(name: str) -> list[Requirement]:
    """The packages that a file names."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]


def needed() -> set[str]:
    """Every package that requirements.txt brings here, by its canonical name."""
    todo, found = lines_of("requirements.txt"), set[tuple[str, frozenset[str]]]()
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


def test_constraints_name_one_version_of_all_that_runs() -> None:
    pinned = {canonicalize_name(each.name): str(each.specifier) for each in lines_of("constraints.txt")}

    assert needed() - pinned.keys() == set()
    assert [name for name, version in pinned.items() if not version.startswith("==")] == []


def test_constraints_keep_to_the_ranges_of_the_requirements() -> None:
    pinned = {
        canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in lines_of("constraints.txt")
    }

    outside = [
        each for each in lines_of("requirements.txt") if pinned[canonicalize_name(each.name)] not in each.specifier
    ]

    assert outside == []
