"""«Я тоже это вижу»: one voice for each browser, and few for one network, however often somebody begins anew."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from planner.domain.actor import KEEPER
from planner.domain.errors import Conflict
from planner.domain.models import Support
from planner.domain.words import IssueState
from planner.services.access.guesses import count_try
from planner.services.access.hold import hold_issue
from planner.services.access.sign_in import hash_token
from planner.services.public.issues import open_issue
from planner.services.residents.openness import city_that_listens

VOICES_OF_NETWORK = 5
"""About one issue, for good: a family, or the people of a yard behind one address."""
VOICES_IN_A_ROW = 30
"""Of one network about whatever; who goes on waits longer each time."""


def support_publicly(session: Session, number: int, *, browser: str, network: str, now: datetime) -> bool:
    """Whether the voice is a new one. `browser` is a secret that this browser keeps; nobody is known by it.

    NotFound for an issue that not everybody may read of; Conflict for one that is closed, and for who says it too often.
    """
    city_that_listens(session)
    open_issue(session, number, now=now)
    place = hash_token(network)[:16]
    if wait_s := count_try(session, {f"support:{place}": VOICES_IN_A_ROW}, now=now):
        raise Conflict("residents.error.too_often", n=wait_s)
    issue = hold_issue(session, KEEPER, number)
    if issue.state is IssueState.CLOSED:
        raise Conflict("residents.error.support_closed")
    voice = f"browser:{hash_token(browser)[:32]}"
    mine = select(Support.supporter).where(Support.issue_id == number, col(Support.supporter).startswith(f"{voice}@"))
    if session.exec(mine).first() is not None or _voices_of(session, number, place) >= VOICES_OF_NETWORK:
        return False
    session.add(Support(issue_id=number, supporter=f"{voice}@{place}", supported_at=now))
    issue.supporters += 1
    session.flush()
    return True


def _voices_of(session: Session, number: int, place: str) -> int:
    query = select(func.count()).where(Support.issue_id == number, col(Support.supporter).endswith(f"@{place}"))
    return session.exec(query).one()
