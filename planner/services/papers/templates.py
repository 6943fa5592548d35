"""The city's own Word templates: looked at before they are kept, one of each paper in use, older ones to go back to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import PaperTemplate
from planner.domain.permissions import Action, may, require
from planner.domain.typed import shortened
from planner.render.papers.word.check import Fault, faults_of
from planner.render.papers.word.papers import PAPERS
from planner.services.city.city import hold_city

LONGEST_FILE_NAME = 120
MOST_KEPT = 5
"""So many templates of a paper are kept, the newest ones and the one in use."""


@dataclass(frozen=True)
class KeptTemplate:
    """What is known of a template without its file."""

    id: int
    paper: str
    name: str
    uploaded_by: str
    uploaded_at: datetime
    in_use: bool


def template_in_use(session: Session, actor: Actor, paper: str) -> bytes | None:
    """The city's own template of a paper; None where the planner's is used. For whoever may have papers."""
    if not may(actor, Action.PUBLISH).allowed:
        require(actor, Action.EXPORT_ISSUES)
    found = select(PaperTemplate.file).where(PaperTemplate.paper == paper, col(PaperTemplate.in_use))
    return session.exec(found).first()


def list_templates(session: Session, actor: Actor) -> Sequence[KeptTemplate]:
    """All templates that are kept, the newest first, for those who plan."""
    require(actor, Action.PLAN_TOUR)
    columns = (
        PaperTemplate.id,
        PaperTemplate.paper,
        PaperTemplate.name,
        PaperTemplate.uploaded_by,
        PaperTemplate.uploaded_at,
        PaperTemplate.in_use,
    )
    rows = session.execute(select(*columns).order_by(col(PaperTemplate.id).desc())).all()  # type: ignore[call-overload]
    return [KeptTemplate(*row) for row in rows]


@dataclass(frozen=True)
class LookedAt:
    """A file that was read and filled as the template of a paper, with what is wrong with it; empty for one that can be kept."""

    paper: str
    data: bytes
    faults: Sequence[Fault]


def look_at_template(actor: Actor, paper: str, *, data: bytes) -> LookedAt:
    """Reads a template and fills it to try it, for those who plan. It takes a moment, and wants no database.

    Invalid on "file" for what is none.
    """
    require(actor, Action.PLAN_TOUR)
    return LookedAt(paper, data, faults_of(data, PAPERS[_known(paper)]))


def upload_template(session: Session, actor: Actor, looked: LookedAt, *, name: str, now: datetime) -> KeptTemplate:
    """Keeps a template without faults and uses it from now on; Invalid on "file" where it has any."""
    require(actor, Action.PLAN_TOUR)
    paper = _known(looked.paper)
    if looked.faults:
        raise Invalid("templates.error.faults", field="file", n=len(looked.faults))
    hold_city(session)
    kept = PaperTemplate(
        paper=paper,
        file=looked.data,
        name=shortened(name, LONGEST_FILE_NAME),
        uploaded_by=actor.name,
        uploaded_by_id=actor.person_id,
        uploaded_at=now,
    )
    session.add(kept)
    session.flush()
    use_template(session, actor, paper, kept.id)
    _forget_old(session, paper)
    return KeptTemplate(kept.id or 0, paper, kept.name, kept.uploaded_by, kept.uploaded_at, in_use=True)


def use_template(session: Session, actor: Actor, paper: str, template_id: int | None) -> None:
    """Uses a template that is kept; None uses the planner's own. NotFound where it is kept no longer."""
    require(actor, Action.PLAN_TOUR)
    hold_city(session)
    rows = session.exec(select(PaperTemplate).where(PaperTemplate.paper == _known(paper))).all()
    if template_id is not None and template_id not in {row.id for row in rows}:
        raise NotFound("templates.error.unknown")
    for row in rows:
        row.in_use = row.id == template_id
    session.flush()


def _forget_old(session: Session, paper: str) -> None:
    rows = session.exec(
        select(PaperTemplate).where(PaperTemplate.paper == paper).order_by(col(PaperTemplate.id).desc())
    ).all()
    for row in rows[MOST_KEPT:]:
        session.delete(row)
    session.flush()


def _known(paper: str) -> str:
    if paper not in PAPERS:
        raise NotFound("templates.error.unknown")
    return paper
