"""The sources of the product, as the rules of the house read them."""

from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def sources() -> dict[str, str]:
    """Every source file of the product, by its path."""
    paths = [*ROOT.glob("*.py"), *(ROOT / "pages").rglob("*.py"), *(ROOT / "planner").rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


def faults_of_all(check: Callable[[str, str], list[str]]) -> list[str]:
    """What a check finds in the whole product."""
    return [fault for path, source in sources().items() for fault in check(path, source)]
