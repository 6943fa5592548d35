"""The year in figures as a file: by kind, by month, and the tours that a filter finds by year."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.tour_filter import TourFilter
from planner.domain.words import TourKind
from planner.phrases.events.year import (
    kind_columns,
    kind_rows,
    month_columns,
    month_rows,
    years_columns,
    years_rows,
    years_title,
)
from planner.render.tables.tables import to_csv, to_workbook
from planner.services.events.over_years import series_over_years
from planner.services.events.year import year_counts
from planner.web.door import visitor
from planner.web.files import XLSX
from planner.web.papers import disposition, name_of_file, paper_response


def year_file(request: Request) -> Response:
    """A workbook with a sheet by kind, one by month and one by year, of the kind that is asked for; a CSV has the months."""
    visit, year, form = visitor(request), int(request.path_params["year"]), request.path_params["form"]
    if form not in ("csv", "xlsx"):
        raise NotFound("app.unknown_page")
    t, asked = visit.t, TourFilter.from_query(dict(request.query_params))
    wanted = replace(asked, kind=asked.kind or TourKind.BUS_TOUR)
    with visit.database.reading() as session:
        counts = year_counts(session, visit.actor, year)
        years = series_over_years(session, visit.actor, wanted, today=today_in(visit.city.timezone, visit.now))
    if form == "csv":
        paper, kind = to_csv(month_columns(t), month_rows(t, counts)), "text/csv; charset=utf-8"
    else:
        by_kind = (t("year.kind"), kind_columns(t), kind_rows(t, counts))
        by_month = (t("year.by_month"), month_columns(t), month_rows(t, counts))
        by_year = (years_title(t, wanted), years_columns(t), years_rows(years))
        paper, kind = to_workbook([by_kind, by_month, by_year]), XLSX
    name = name_of_file(t("year.title", year=counts.year), form)
    return paper_response(paper, kind, disposition("attachment", name, f"year-{counts.year}.{form}"))


ROUTES = [Route(links.YEAR_FILE.pattern, year_file)]
