"""The datasets as columns and rows, and their passports as the Russian form of open data wants them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from planner.domain.facilities import days_in
from planner.domain.models import Layer
from planner.domain.typed import one_line
from planner.i18n import Translator
from planner.phrases.names import agency_name
from planner.phrases.public.issues import look
from planner.phrases.public.layers import offer_words
from planner.services.public.datasets import Dataset
from planner.services.public.districts import OpenAgency
from planner.services.public.issues import OpenIssue
from planner.services.public.layers import OpenFacility
from planner.services.public.tours import OpenTour

Value = str | int | float | None
COLUMNS: Mapping[Dataset, Sequence[str]] = {
    Dataset.ISSUES: (
        *("number", "topic", "text", "address", "district", "lat", "lon", "state", "status", "agency"),
        *("raised_on", "due_on", "closed_on", "supporters", "url"),
    ),
    Dataset.TOURS: (
        "id",
        "title",
        "kind",
        "state",
        "starts_at",
        "ends_at",
        "stops",
        "issues",
        "fixed",
        "overdue",
        "url",
    ),
    Dataset.AGENCIES: ("agency", "in_time", "late", "waiting", "overdue"),
    Dataset.FACILITIES: (
        *("id", "layer", "name", "sort", "address", "district", "lat", "lon", "about", "offers", "age_from", "age_to"),
        *("cost", "days", "hours", "phone", "email", "site", "url"),
    ),
}
"""The names of columns in files: they last, in every language."""
STANDARD = "http://opendata.gosmonitor.ru/standard/3.0"
"""The recommendations by which `meta.csv` and `list.csv` are written."""
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("number", "supporters", "id", "stops", "issues", "fixed", "overdue"), "integer"),
    **dict.fromkeys(("age_from", "age_to"), "integer"),
    **dict.fromkeys(("in_time", "late", "waiting"), "integer"),
    **dict.fromkeys(("lat", "lon"), "decimal"),
    **dict.fromkeys(("raised_on", "due_on", "closed_on"), "date"),
    **dict.fromkeys(("starts_at", "ends_at"), "dateTime"),
    "url": "anyURI",
}
"""What the values of a column are, where they are no words."""


def issue_row(t: Translator, issue: OpenIssue, url: str) -> Sequence[Value]:
    """One issue, in the order of its columns."""
    return (
        *(issue.number, issue.category.name_in(t.language), one_line(issue.text), issue.address),
        *(issue.district.name if issue.district is not None else "", issue.lat, issue.lon),
        *(issue.look.value, look(t, issue), agency_name(issue.agency) if issue.agency is not None else ""),
        *(_day(t, issue.raised_at), issue.due_on.isoformat() if issue.due_on else None, _day(t, issue.closed_at)),
        *(issue.supporters, url),
    )


def tour_row(t: Translator, tour: OpenTour, url: str) -> Sequence[Value]:
    """One tour, in the order of its columns."""
    moments = [t.local(each).replace(microsecond=0).isoformat() for each in (tour.starts_at, tour.ends_at)]
    counts = tour.counts
    return (
        *(tour.id, tour.title, t(f"words.tour_kind.{tour.kind}"), tour.state.value, *moments, tour.stops),
        *(counts.total, counts.fixed, counts.late, url),
    )


def agency_row(each: OpenAgency) -> Sequence[Value]:
    """One agency, in the order of its columns."""
    return each.agency.name, each.kept, each.late, each.waiting, each.broken


def facility_row(t: Translator, layer: Layer, each: OpenFacility, url: str) -> Sequence[Value]:
    """One facility, in the order of its columns; weekdays are told as 1 (Monday) to 7."""
    days = ", ".join(str(day + 1) for day in days_in(each.hours))
    return (
        *(each.id, layer.name_in(t.language), each.name, each.kind, each.address, each.district, *each.point),
        *(each.about, "; ".join(offer_words(t, each)), each.age_from, each.age_to, each.cost, days, each.hours),
        *(each.phone, each.email, each.site, url),
    )


def passport(
    t: Translator,
    dataset: Dataset,
    *,
    owner: str,
    contact: str,
    url: str,
    files: Sequence[str],
    first: datetime | None,
    last: datetime | None,
) -> Sequence[tuple[str, str]]:
    """The lines of a passport: what is asked, and the answer."""
    unknown = t("open.passport.none")
    return (
        (t("open.passport.id"), f"{owner}-{dataset.value}"),
        (t("open.passport.name"), t(f"open.dataset.{dataset.value}")),
        (t("open.passport.about"), t(f"open.dataset_about.{dataset.value}")),
        (t("open.passport.owner"), owner),
        (t("open.passport.contact"), contact or unknown),
        (t("open.passport.url"), url),
        (t("open.passport.formats"), ", ".join(files)),
        (t("open.passport.structure"), ", ".join(COLUMNS[dataset])),
        (t("open.passport.first"), t.full_date(first) if first else unknown),
        (t("open.passport.last"), t.full_date(last) if last else unknown),
        (t("open.passport.how_often"), t("open.passport.at_once")),
        (t("open.passport.keywords"), t(f"open.dataset_words.{dataset.value}")),
        (t("open.passport.terms"), t("open.licence")),
    )


def meta_rows(
    t: Translator,
    dataset: Dataset,
    *,
    owner: str,
    contact: str,
    url: Callable[[str], str],
    files: Sequence[str],
    first: datetime | None,
    last: datetime | None,
) -> Sequence[tuple[str, str]]:
    """The passport as programs read it, by the names that the recommendations for open data of the state have
    (`property`, `value`). `url` makes the address of the file of a form, or of its "structure".
    """
    modified = _stamp(last)
    return (
        ("standardversion", STANDARD),
        ("identifier", dataset.value),
        ("title", t(f"open.dataset.{dataset.value}")),
        ("description", t(f"open.dataset_about.{dataset.value}")),
        ("creator", owner),
        ("created", _stamp(first)),
        ("modified", modified),
        ("subject", t(f"open.dataset_words.{dataset.value}")),
        ("format", ",".join(files)),
        ("publishername", contact or owner),
        ("valid", t("open.passport.at_once")),
        *((f"data-{modified or 'now'}-structure-1.{form}", url(form)) for form in files),
        ("structure-1", url("structure")),
    )


def structure_rows(dataset: Dataset, russian: Translator, english: Translator) -> Sequence[Sequence[str]]:
    """The columns of a dataset: the name, what it is in English and in Russian, and the kind of its values."""
    return [
        (name, english(f"open.column.{name}"), russian(f"open.column.{name}"), kind_of(name))
        for name in COLUMNS[dataset]
    ]


def kind_of(column: str) -> str:
    """What the values of a column are, in the words of XML Schema."""
    return _KINDS.get(column, "string")


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y%m%d}" if moment is not None else ""


def _day(t: Translator, moment: datetime | None) -> str | None:
    return t.local(moment).date().isoformat() if moment is not None else None
