"""What axe-core finds wrong on a page for whoever cannot see or point."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

SERIOUS = ("serious", "critical")
_REST = """() => Promise.all(document.getAnimations()
  .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
  .map((each) => each.finished.catch(() => null)))"""


def serious_faults(page: Page) -> list[str]:
    """In what is shown once it has come to rest: what fades in has pale letters. Evaluated, because the page runs no script but
    its own. Skips the test where axe-core is missing.
    """
    pytest.importorskip(
        "axe_playwright_python", reason="axe-core comes with axe-playwright-python of tests/requirements.txt"
    )
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    page.evaluate(_REST)
    result: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['html']} {node['failureSummary']}"
        for fault in result["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
