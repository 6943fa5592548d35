"""Whether the city takes reports of residents, and how often one may come."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import NotFound
from planner.domain.models import City
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_text
from planner.services.access.guesses import count_try
from planner.services.access.sign_in import hash_token
from planner.services.city.city import hold_city
from planner.services.public.openness import open_city

REPORTS_OF_NETWORK, REPORTS_OF_ADDRESS = 10, 4
"""Free in a row; who goes on waits longer each time. A network is a whole house, or a mobile provider's street."""
PICTURES_OF_NETWORK = 30
LONGEST_CONSENT = 2_000


def city_that_listens(session: Session) -> City:
    """The city; NotFound, as for any unknown address, where it has no public pages or takes no reports."""
    city = open_city(session)
    if not city.takes_reports:
        raise NotFound("app.unknown_page")
    return city


def set_listening(
    session: Session, actor: Actor, *, takes_reports: bool, report_consent: str, seen: Values | None = None
) -> City:
    """Says whether residents may report, and to what they consent who do; empty: the words that come with the program.

    ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    present = {"takes_reports": city.takes_reports, "report_consent": city.report_consent}
    wanted = {"takes_reports": takes_reports, "report_consent": report_consent}
    given = beside_others("listening", present, wanted, seen)
    city.takes_reports = given["takes_reports"]
    city.report_consent = typed_text(given["report_consent"], field="report_consent", longest=LONGEST_CONSENT)
    session.flush()
    return city


def count_report(session: Session, *, network: str, email: str, now: datetime) -> int:
    """Counts a report of this network and this e-mail; 0, or the seconds to wait. To be committed at once (`count_try`)."""
    limits = {f"report:{hash_token(network)}": REPORTS_OF_NETWORK}
    if email:
        limits[f"report-mail:{hash_token(email)}"] = REPORTS_OF_ADDRESS
    return count_try(session, limits, now=now)


def count_picture(session: Session, *, network: str, now: datetime) -> int:
    """The same for a picture, which costs a moment of work whatever becomes of the report; NotFound as `city_that_listens`."""
    city_that_listens(session)
    return count_try(session, {f"report-picture:{hash_token(network)}": PICTURES_OF_NETWORK}, now=now)
