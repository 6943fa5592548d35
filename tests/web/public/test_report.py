"""The report of the press office as everybody reads it: each number opens its list, that of the year before, too, once it is out."""

import re

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models.types import id_of
from planner.domain.press_report import ReportSpan
from planner.services.press.open_report import let_out_report
from tests.services.public_story import NOW, OpenScene


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


def test_numbers_of_the_year_before_open_their_lists_once_its_report_is_out(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    def linked() -> set[tuple[str, ...]]:
        page = site.get(f"/open/report/{numbers[2026]}").text
        return {tuple(re.findall(r'href="/open/report/(\d+)/', row)) for row in page.split("<tr>")[2:]}

    numbers = {}
    for year in (2026, 2025):
        before = linked() if numbers else set()
        with own_database.transaction() as session:
            report = let_out_report(session, open_town.inna, ReportSpan.of_year(year), now=NOW)
            numbers[year] = str(id_of(report))

    assert (before, linked()) == ({(numbers[2026],)}, {(numbers[2026], numbers[2025])})
    assert site.get(f"/open/report/{numbers[2025]}/raised").status_code == 200
