"""«Не исправлено»: what was taken off control a short time ago, and is said not to be fixed; held, and returned by who decides."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Issue
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind
from planner.domain.open_filter import OpenLook
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_email, typed_line, typed_text
from planner.domain.words import ReportKind, ReportState, Role
from planner.services.control.closing import reopen_issue
from planner.services.issues.issues import LONGEST_NAME, LONGEST_TEXT, checked_uid
from planner.services.outbox.causes import note_cause
from planner.services.public.issues import OpenIssue, open_issue
from planner.services.residents.becoming import add_picture
from planner.services.residents.hold import hold_report
from planner.services.residents.openness import city_that_listens
from planner.services.residents.photos import has_picture
from planner.services.residents.places import Place
from planner.services.residents.reporting import Checked, Filled, all_of, of_whom

DOUBTED_FOR = timedelta(days=15)
"""So long after its end residents may say that it is not fixed."""


@dataclass(frozen=True)
class Doubt:
    """What may be kept, and the issue that it is about."""

    issue: OpenIssue
    checked: Checked


def may_be_doubted(issue: OpenIssue, now: datetime) -> bool:
    """Whether it was said to be fixed, not long ago."""
    return issue.look is OpenLook.FIXED and issue.closed_at is not None and now < issue.closed_at + DOUBTED_FOR


def issue_to_doubt(session: Session, number: int, *, now: datetime) -> OpenIssue:
    """The issue; NotFound for one that not everybody may read of, Conflict for one that is not fixed or was long ago."""
    city_that_listens(session)
    issue = open_issue(session, number, now=now)
    if not may_be_doubted(issue, now):
        raise Conflict("residents.error.not_to_doubt")
    return issue


def check_doubt(session: Session, number: int, given: Filled, *, now: datetime) -> Doubt:
    """Looks at everything that was typed; the picture is there already (`keep_picture`). Invalid with all that is wrong."""
    issue = issue_to_doubt(session, number, now=now)
    problems, tried = all_of()
    uid = tried(lambda: checked_uid(given.uid), "")
    text = tried(
        lambda: typed_text(given.text, field="text", longest=LONGEST_TEXT, needed="residents.error.not_fixed_text"), ""
    )
    if not has_picture(session, given.uid):
        problems.append(Invalid("residents.error.picture", field="photo"))
    email = tried(lambda: typed_email(given.email), "")
    name = tried(lambda: typed_line(given.name, field="name", longest=LONGEST_NAME), "")
    problems += of_whom(given)
    if problems:
        problems[0].others = tuple(problems[1:])
        raise problems[0]
    language = "en" if given.language == "en" else "ru"
    place = Place(issue.address, None)
    checked = Checked(uid, id_of(issue.category), place, text, email, name, language=language, about=issue.number)
    return Doubt(issue, checked)


def return_issue(
    session: Session, actor: Actor, report_id: int, *, until: date | None, now: datetime, today: date
) -> Issue:
    """Returns what a resident says is not fixed, in the resident's words and with the picture, to be done until then.

    It waits for the controller as anything that was returned. Conflict where it was decided or opened again meanwhile.
    """
    require(actor, Action.PUBLISH)
    report = hold_report(session, report_id)
    if report.state is not ReportState.WAITING or report.kind is not ReportKind.NOT_FIXED:
        raise Conflict("residents.error.decided")
    # Who decides on reports may return what residents say, and nothing else: the right of a controller for this one step.
    returning = replace(actor, roles=actor.roles | {Role.CONTROLLER})
    number = report.about_issue_id or 0
    issue = reopen_issue(session, returning, number, reason=report.text, until=until, now=now, today=today)
    add_picture(session, actor, issue, report, now)
    report.state, report.issue_id = ReportState.ACCEPTED, issue.id
    report.decided_by, report.decided_by_id, report.decided_at = actor.name, actor.person_id, now
    note_cause(session, CauseKind.REPORT_ANSWER, now=now, report=report_id)
    session.flush()
    return issue
