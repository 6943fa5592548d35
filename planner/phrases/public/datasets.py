"""The datasets as columns and rows, and their passports as the Russian form of open data wants them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from planner.domain.typed import one_line
from planner.i18n import Translator
from planner.phrases.names import agency_name
from planner.phrases.public.issues import look
from planner.services.public.datasets import Dataset
from planner.services.public.districts import OpenAgency
from planner.services.public.issues import OpenIssue
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
}
"""The names of columns in files: they last, in every language."""


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


def _day(t: Translator, moment: datetime | None) -> str | None:
    return t.local(moment).date().isoformat() if moment is not None else None
