"""Issues and topics in the words of Open311 GeoReport v2. Typed text in it stays to be escaped."""

from collections.abc import Callable, Mapping
from datetime import datetime, time

from planner.domain.models import Category
from planner.domain.open_filter import OpenLook
from planner.i18n import Translator
from planner.phrases.names import agency_name
from planner.phrases.public.issues import look, place, title
from planner.services.public.open311 import OpenRequest

Told = Mapping[str, object]


def say_service(t: Translator, category: Category) -> Told:
    """One topic; nothing beyond what all have is asked for it. A request gets a token first, for it is held until somebody decides."""
    name = category.name_in(t.language)
    return {
        "service_code": str(category.id),
        "service_name": name,
        "description": name,
        "metadata": False,
        "type": "batch",
        "keywords": "",
        "group": "",
    }


def say_definition(category: Category) -> Told:
    """What else is asked for it: nothing."""
    return {"service_code": str(category.id), "attributes": []}


def say_request(t: Translator, request: OpenRequest, photo_url: Callable[[str], str]) -> Told:
    """One issue; what is not told is null."""
    issue = request.issue
    picture = issue.before or issue.after
    done = issue.look in (OpenLook.FIXED, OpenLook.ENDED)
    expected = datetime.combine(issue.due_on, time(23, 59, 59), t.zone) if issue.due_on is not None else None
    return {
        "service_request_id": str(issue.number),
        "status": "closed" if done else "open",
        "status_notes": look(t, issue),
        "service_name": issue.category.name_in(t.language),
        "service_code": str(issue.category.id),
        "description": issue.text or (t("open.text_closed") if issue.text_closed else title(t, issue)),
        "agency_responsible": agency_name(issue.agency) if issue.agency is not None else None,
        "service_notice": None,
        "requested_datetime": moment(t, issue.raised_at),
        "updated_datetime": moment(t, request.updated_at),
        "expected_datetime": expected.isoformat() if expected is not None else None,
        "address": place(t, issue),
        "address_id": None,
        "zipcode": None,
        "lat": issue.lat,
        "long": issue.lon,
        "media_url": photo_url(picture.id) if picture is not None else None,
    }


def moment(t: Translator, at: datetime) -> str:
    """In the city's zone, as W3C writes moments."""
    return t.local(at).replace(microsecond=0).isoformat()
