"""The figures of a report: this one and that of the year before each lead to their list."""

from datetime import UTC, datetime
from urllib.parse import parse_qs

from planner.domain.press_report import ReportFigure, ReportSpan
from planner.ui.press.report_parts import query_of
from tests.ui.drawn_screens import Screens


def test_figure_of_the_year_before_leads_to_its_list_as_that_of_this_year_does(screens: Screens) -> None:
    next_year = ReportSpan.of_year(datetime.now(UTC).year + 1)  # so that the year before has figures

    screen = screens.draw("report.py", "press", query_of(next_year), {})

    asked = [parse_qs(each.proto.query_string) for each in screen.get("page_link")]
    led = [{name: values[0] for name, values in each.items()} for each in asked if "figure" in each]
    assert [each for each in led if each["figure"] == ReportFigure.TOURS.value] == [
        query_of(span, figure=ReportFigure.TOURS.value) for span in (next_year, next_year.year_before)
    ]
