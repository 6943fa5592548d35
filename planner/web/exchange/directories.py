"""Places and people as CSV and XLSX: what comes back by the screen of corrections."""

from collections.abc import Sequence
from io import BytesIO

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.phrases.exchange.corrections import say_roles
from planner.phrases.public.layers import facility_cells
from planner.render.tables.tables import Cell, to_csv, to_xlsx
from planner.services.access.visit import Visit
from planner.services.exchange import people, places
from planner.services.layers.facilities import COLUMNS, facility_rows
from planner.services.layers.layers import get_layer
from planner.web.door import visitor
from planner.web.files import download


def export_places(request: Request) -> Response:
    """Every place that is in use."""
    visit = visitor(request)
    with visit.reading() as session:
        rows = list(places.place_rows(session, visit.actor))
    heads = [visit.t(f"places.export.{column}") for column in places.COLUMNS]
    return _file(visit, request, visit.t("nav.places"), heads, rows)


def export_people(request: Request) -> Response:
    """Everybody who is in use, without passwords."""
    visit = visitor(request)
    with visit.reading() as session:
        found = list(people.people_rows(session, visit.actor))
    rows = [[each[column] for column in people.COLUMNS] for each in found]
    at = people.COLUMNS.index("roles")
    for row in rows:
        row[at] = say_roles(visit.t, row[at])
    heads = [visit.t(f"people.export.{column}") for column in people.COLUMNS]
    return _file(visit, request, visit.t("nav.people"), heads, rows)


def export_facilities(request: Request) -> Response:
    """The facilities of one layer that are in use, in columns that the import understands."""
    visit, number = visitor(request), request.path_params["layer_id"]
    with visit.reading() as session:
        layer = get_layer(session, visit.actor, number).layer
        found = facility_rows(session, visit.actor, number)
        rows = [facility_cells(visit.t, place, district) for place, district in found]
    heads = [visit.t(f"layers.export.{column}") for column in COLUMNS]
    return _file(visit, request, layer.name_in(visit.t.language), heads, rows)


def _file(visit: Visit, request: Request, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Response:
    form = request.path_params["form"]
    if form not in ("csv", "xlsx"):
        raise NotFound("app.unknown_page")
    file = BytesIO()
    file.write(to_csv(heads, rows) if form == "csv" else to_xlsx(title, heads, rows))
    today = today_in(visit.city.timezone, visit.now)
    return download(
        visit, file, f"{title} {today.isoformat()}.{form}", form, request.url.path.rpartition("/")[2].partition(".")[0]
    )


ROUTES = [
    Route(links.PLACES_FILE.pattern, export_places),
    Route(links.PEOPLE_FILE.pattern, export_people),
    Route(links.FACILITIES_FILE.pattern, export_facilities),
]
