"""Links to what is not there: each screen says so, and the log has a line for each and no traceback."""

from pathlib import Path

from playwright.sync_api import Page, expect

from planner.config import ROOT
from planner.i18n import translator
from tests.browser.screens import visit
from tests.browser.servers import Server

t = translator("ru", "Asia/Yakutsk")
QUERIES = ("id", "tour")


def screens_by_number() -> list[str]:
    """Every screen whose script, or the part that finds its tour, reads a number from the address."""
    readers = ("query_params.get(", "asked_number(", "chosen_tour(")
    return [path.stem for path in sorted((ROOT / "pages").glob("*.py")) if any(r in path.read_text() for r in readers)]


def test_link_to_what_is_not_there_is_one_line_in_the_log(demo: Server, page: Page) -> None:
    visit(page, demo.links()["organizer"])
    before = len(_log(demo.log))

    for screen in screens_by_number():
        for query in QUERIES:
            visit(page, f"{demo.url}/{screen}?{query}=999999")
            expect(page.get_by_text(t("app.failure", number="")[:20])).to_have_count(0)

    new = _log(demo.log)[before:]
    assert [word for word in ("Uncaught app execution", "Traceback") if word in new] == []
    assert "NotFound issues.error.unknown at " in new
    assert "NotFound tours.error.unknown at " in new


def _log(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
