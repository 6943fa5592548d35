"""The sources of the product, as the rules of the house read them."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def sources() -> Mapping[str, str]:
    """Every source file of the product, by its path; read once, as none changes while tests run."""
    paths = [*ROOT.glob("*.py"), *(ROOT / "pages").rglob("*.py"), *(ROOT / "planner").rglob("*.py")]
    read = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}
    return MappingProxyType(read)


def faults_of_all(check: Callable[[str, str], list[str]]) -> list[str]:
    """What a check finds in the whole product."""
    return [fault for path, source in sources().items() for fault in check(path, source)]
