"""Open data over HTTP: the list of datasets, their passports, and the files."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Invalid, NotFound
from planner.domain.open_filter import asked_number
from planner.i18n import translator
from planner.phrases.names import city_name
from planner.phrases.public.datasets import (
    COLUMNS,
    STANDARD,
    Value,
    agency_row,
    facility_row,
    issue_row,
    meta_rows,
    passport,
    structure_rows,
    tour_row,
)
from planner.render.tables.tables import to_csv
from planner.services.access.visit import Visit
from planner.services.issues.columns import columns_of
from planner.services.public.datasets import Dataset, dataset_dates, dataset_issues, parts_of_issues
from planner.services.public.districts import list_open_agencies
from planner.services.public.layers import open_facilities
from planner.services.public.openness import open_city
from planner.services.public.tours import every_open_tour
from planner.web.public.answers import Ways, answer, open_page, reader

FORMS: Mapping[Dataset, Sequence[str]] = {
    Dataset.ISSUES: ("csv", "json", "geojson"),
    Dataset.TOURS: ("csv", "json"),
    Dataset.AGENCIES: ("csv", "json"),
    Dataset.FACILITIES: ("csv", "json", "geojson"),
}
_KINDS = {"csv": "text/csv", "json": "application/json", "geojson": "application/geo+json"}


def show_datasets(request: Request) -> Response:
    """What there is to download, and the interfaces for programs."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            return {
                "datasets": [(each, FORMS[each]) for each in Dataset],
                "parts": parts_of_issues(session, columns_of(visit.database), now=visit.now),
            }

    return open_page(request, "data.html", tell, section="data")


def show_passport(request: Request) -> Response:
    """One dataset: who answers for it, what is in it, under which terms."""
    dataset = _dataset(request)

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            first, last = dataset_dates(session, columns_of(visit.database), dataset, now=visit.now)
            to = Ways(visit.t.language)
            lines = passport(
                visit.t,
                dataset,
                owner=city_name(visit.t, visit.city),
                contact=visit.city.open_contact,
                url=visit.site.url(to("OPEN_PASSPORT", dataset=dataset.value)),
                files=FORMS[dataset],
                first=first,
                last=last,
            )
            parts = (
                parts_of_issues(session, columns_of(visit.database), now=visit.now) if dataset is Dataset.ISSUES else 1
            )
            return {"dataset": dataset.value, "lines": lines, "forms": FORMS[dataset], "parts": parts}

    return open_page(request, "passport.html", tell, section="data")


def show_list(request: Request) -> Response:
    """All datasets for programs: the name, the title, and where the passport is."""
    visit = reader(request)
    to, t = Ways(visit.t.language), visit.t
    with visit.reading() as session:
        open_city(session)
    rows: list[Sequence[Value]] = [("standardversion", STANDARD, "", "")]
    for each in Dataset:
        way = visit.site.url(to("OPEN_DATA_META", dataset=each.value))
        rows.append((each.value, t(f"open.dataset.{each.value}"), way, "csv"))
    return answer(request, to_csv(("property", "title", "value", "format"), rows), "text/csv")


def show_meta(request: Request) -> Response:
    """The passport of one dataset for programs, as pairs of `property` and `value`."""
    dataset, visit = _dataset(request), reader(request)
    to = Ways(visit.t.language)

    def url(form: str) -> str:
        if form == "structure":
            return visit.site.url(to("OPEN_DATA_STRUCTURE", dataset=dataset.value))
        return visit.site.url(to("OPEN_DATASET", dataset=dataset.value, form=form))

    with visit.reading() as session:
        first, last = dataset_dates(session, columns_of(visit.database), dataset, now=visit.now)
    owner, contact = city_name(visit.t, visit.city), visit.city.open_contact
    about: dict[str, Any] = {"owner": owner, "contact": contact, "files": FORMS[dataset], "first": first, "last": last}
    rows = meta_rows(visit.t, dataset, url=url, **about)
    return answer(request, to_csv(("property", "value"), rows), "text/csv")


def show_structure(request: Request) -> Response:
    """What the columns of one dataset are, in both languages."""
    dataset, visit = _dataset(request), reader(request)
    with visit.reading() as session:
        open_city(session)
    russian, english = (translator(language, visit.city.timezone) for language in ("ru", "en"))
    names = ("field name", "english description", "russian description", "format")
    return answer(request, to_csv(names, structure_rows(dataset, russian, english)), "text/csv")


def show_dataset(request: Request) -> Response:
    """One part of a dataset as a file, at an address that lasts."""
    dataset, form = _dataset(request), request.path_params["form"]
    if form not in FORMS[dataset]:
        raise NotFound("app.unknown_page")
    visit = reader(request)
    rows = _rows(visit, dataset, _part(request))
    name = f'inline; filename="{dataset.value}.{form}"'
    return answer(request, _file(dataset, form, rows), _KINDS[form], **{"Content-Disposition": name})


def _dataset(request: Request) -> Dataset:
    name = request.path_params["dataset"]
    if name not in set(Dataset):
        raise NotFound("app.unknown_page")
    return Dataset(name)


def _part(request: Request) -> int:
    """Which part a program asks for, the first by itself; Invalid on "page" for what is none, that nobody reads one part again
    and again."""
    typed = request.query_params.get("page")
    part = 1 if typed is None else asked_number(typed)
    if not part:
        raise Invalid("open.error.part", field="page")
    return part


def _rows(visit: Visit, dataset: Dataset, part: int) -> list[Sequence[Value]]:
    """What is in one part; only issues have more than one, and past the last there is nothing."""
    t, site, to = visit.t, visit.site, Ways(visit.t.language)
    with visit.reading() as session:
        open_city(session)
        if part > 1 and dataset is not Dataset.ISSUES:
            return []
        match dataset:
            case Dataset.ISSUES:
                issues = dataset_issues(session, columns_of(visit.database), now=visit.now, part=part)
                return [issue_row(t, each, site.url(to("OPEN_ISSUE", number=each.number))) for each in issues]
            case Dataset.TOURS:
                tours = every_open_tour(session, columns_of(visit.database), now=visit.now)
                return [tour_row(t, each, site.url(to("OPEN_TOUR", tour_id=each.id))) for each in tours]
            case Dataset.AGENCIES:
                agencies = list_open_agencies(session, columns_of(visit.database), now=visit.now)
                return [agency_row(each) for each in agencies]
            case Dataset.FACILITIES:
                return [
                    facility_row(
                        t, layer, each, site.url(to("OPEN_FACILITY", layer_id=each.layer_id, place_id=each.id))
                    )
                    for layer, each in open_facilities(session)
                ]


def _file(dataset: Dataset, form: str, rows: Sequence[Sequence[Value]]) -> bytes:
    columns = COLUMNS[dataset]
    if form == "csv":
        return to_csv(columns, rows)
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    if form == "json":
        return json.dumps(told, ensure_ascii=False).encode()
    features = [_feature(each) for each in told]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _feature(told: Mapping[str, Value]) -> Mapping[str, object]:
    lat, lon = told["lat"], told["lon"]
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    rest = {name: value for name, value in told.items() if name not in ("lat", "lon")}
    return {
        "type": "Feature",
        "id": told["number"] if "number" in told else told["id"],
        "geometry": point,
        "properties": rest,
    }


ROUTES = [
    Route(links.OPEN_DATA.pattern, show_datasets),
    Route(links.OPEN_DATA_LIST.pattern, show_list),
    Route(links.OPEN_DATA_META.pattern, show_meta),
    Route(links.OPEN_DATA_STRUCTURE.pattern, show_structure),
    Route(links.OPEN_DATASET.pattern, show_dataset),
    Route(links.OPEN_PASSPORT.pattern, show_passport),
]
