"""The leader's board on a tablet and on paper: nothing is scrolled sideways, and all of it stands on one sheet."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from planner.i18n import translator
from tests.browser.screens import visit
from tests.browser.servers import Server

T = translator("ru", "Asia/Yakutsk")
SIZES = [{"width": 768, "height": 1024}, {"width": 1280, "height": 800}]


@pytest.mark.parametrize("size", SIZES)
def test_board_prints_on_one_sheet_and_fits_a_tablet(
    new_page: Callable[..., Page], demo: Server, size: dict[str, int]
) -> None:
    page = new_page(viewport=size)
    page.goto(demo.links()["observer"])
    visit(page, f"{demo.url}/board")

    sideways = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))

    said = paper.pages[0].extract_text()
    assert (sideways, len(paper.pages)) == (False, 1)
    assert [T(f"board.answer.{name}") in said for name in ("open", "overdue", "in_time", "found")] == [True] * 4
