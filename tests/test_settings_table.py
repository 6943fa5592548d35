"""The table of settings in README.md says what `planner/config.py` reads, and nothing else."""

import re
from pathlib import Path

from planner.config import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| `([A-Z_0-9]+)` \| (?:`([^`]+)` )?\| \S.* \|$", re.MULTILINE)
BETWEEN_PROCESSES = {"PLANNER_DEMO_LINKS"}
"""Set by `python -m planner demo` for the server that it starts; nobody else is to set it."""


def test_table_holds_each_variable_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert dict(ROW.findall(readme)) == dict(VARIABLES)


def test_each_variable_that_is_named_in_the_sources_is_a_setting() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "planner").rglob("*.py"))

    named = set(re.findall(r"\"(PLANNER_[A-Z_0-9]+)\"", sources))

    assert named - BETWEEN_PROCESSES == {name for name in VARIABLES if name.startswith("PLANNER_")}


def test_rows_are_read_with_and_without_a_default() -> None:
    table = "| variable | default | what |\n| `PORT` | `8501` | the port |\n| `PLANNER_FILES` | | photos: `s3://…` |\n"

    assert ROW.findall(table) == [("PORT", "8501"), ("PLANNER_FILES", "")]
