"""Requests of programs, as Open311 GeoReport v2 has them: looked at as a resident's form is, and held in the same way."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from planner.domain.errors import Invalid
from planner.domain.models import ResidentReport
from planner.domain.typed import one_line, typed_email, typed_line, typed_phone, typed_text
from planner.domain.words import ReportState
from planner.services.access.guesses import count_try
from planner.services.issues.issues import LONGEST_NAME, LONGEST_TEXT
from planner.services.residents.following import report_of_code
from planner.services.residents.openness import city_that_listens
from planner.services.residents.places import place_of
from planner.services.residents.reporting import Checked, checked_category, number_of

LONGEST_URL = 2_000
REQUESTS_OF_KEY = 300
"""Free in a row, for one program; who goes on waits longer each time."""
_REPEATS = uuid.UUID("0d3cf1a0-6e1e-4d0b-9b52-0f2f3a1f7c11")
"""A request that is the same to the letter, on the same day and with the same key, is the same request."""


@dataclass(frozen=True)
class Token:
    """What became of a request: the number of its issue, once there is one; whether it was refused, and why."""

    number: int | None
    refused: bool
    answer: str


def count_request(session: Session, key_id: int, *, now: datetime) -> int:
    """Counts a request with this key; 0, or the seconds to wait. To be committed at once (`count_try`)."""
    return count_try(session, {f"report-key:{key_id}": REQUESTS_OF_KEY}, now=now)


def check_request(session: Session, given: Mapping[str, str], *, key_id: int, data: Path, now: datetime) -> Checked:
    """Looks at the arguments of a POST; Invalid on the name of the first one that is missing or cannot be."""
    city_that_listens(session)
    if not given.get("service_code", ""):
        raise Invalid("residents.error.category", field="service_code")
    category = checked_category(session, given["service_code"], field="service_code")
    lat, lon = (number_of(one_line(given.get(name, ""))) for name in ("lat", "long"))
    at = "lat" if (lat, lon) != (None, None) else "address_string"
    place = place_of(session, address=given.get("address_string", ""), lat=lat, lon=lon, data=data, field=at)
    email = one_line(given.get("email", ""))
    first, last = (given.get(name, "") for name in ("first_name", "last_name"))
    return Checked(
        uid=str(uuid.uuid5(_REPEATS, repr((key_id, now.date().isoformat(), sorted(given.items()))))),
        category_id=category,
        place=place,
        text=typed_text(given.get("description", ""), field="description", longest=LONGEST_TEXT),
        email=typed_email(email) if email else "",
        name=typed_line(f"{first} {last}", field="first_name", longest=LONGEST_NAME),
        phone=typed_phone(given.get("phone", "")),
        media_url=_checked_url(given.get("media_url", "")),
        key_id=key_id,
    )


def token_of(report: ResidentReport) -> str:
    """By what a program asks later for the number; it is the link of the report, too."""
    return report.follow_code


def what_became_of(session: Session, token: str) -> Token:
    """Of the request that the token is of; NotFound for none."""
    report = report_of_code(session, token)
    return Token(report.issue_id, report.state is ReportState.REFUSED, report.answer)


def _checked_url(typed: str) -> str:
    """Kept as text for those who decide; nothing here ever asks for it."""
    url = typed_line(typed, field="media_url", longest=LONGEST_URL)
    if url and not url.startswith(("https://", "http://")):
        raise Invalid("residents.error.media_url", field="media_url")
    return url
