"""Every service, asked by everybody about everything: found by reading the code, so the next one is asked too.

`rights.txt` beside this file says who is let through; a service that is new or asks for another permission needs its line
there, written by somebody who thought about it.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event

from planner.database import Database
from planner.domain.errors import NotAllowed, NotFound, PlannerError
from tests.services.typed_story import services_with_actor
from tests.whole.rights_world import KNOWS_ISSUE, KNOWS_TOUR, MARKS, Question, make_rights_world, questions, texts_in

RIGHTS = Path(__file__).with_name("rights.txt")
PARTS: Mapping[str, str] = {
    "bulk.bulk.in_order": "a part of decisions for many, which have asked",
    "bulk.bulk.take_step": "a part of decisions for many; the step asks",
    "control.closing.checked_original": "a part of closing, which has asked",
    "events.copies.ask_again": "a part of copying, which has asked and made the tour",
    "events.copies.invite_again": "the same",
    "intake.addresses.with_addresses": "a part of the plan, which has asked",
    "issues.found_in.found_in": "takes issues, which the caller found that the actor sees",
    "control.steps.write_step": "a part of steps, which have asked",
    "issues.history.write_move": "the actor is who did it; the step has asked",
    "issues.internal.closed_in": "takes issues, which the caller found that the actor sees",
    "issues.internal.closed_to": "takes issues, which the caller found that the actor sees",
    "issues.list.describe_issues": "takes issues, which the caller found that the actor sees",
    "issues.pictures.photo_ids": "takes issues, which the caller found that the actor sees",
    "issues.pictures.pictures_of": "takes issues, which the caller found that the actor sees",
    "issues.list.asked_by": "a condition; the caller puts beside it what the actor may see",
    "issues.list.conditions_beside_columns": "the same",
    "issues.list.wanted_by": "the same",
    "papers.issues.contacts_at": "takes a plan, which the caller was given",
    "papers.issues.promises_on_paper": "takes a plan, which the caller was given",
    "residents.becoming.add_picture": "a part of accepting and returning, which have asked",
    "search.query.search_of": "what a text asks for; the caller puts beside it what the actor may see",
    "tours.stops.link_issues": "a part of planning, which has asked; looks only whether each issue is known",
}
"""Services that do a part for others, which have asked for the permission."""


@dataclass(frozen=True)
class Answer:
    """What became of one question: whether the asker was let through, what the answer tells, whether anything was written."""

    question: Question
    kind: str
    who: str
    let_through: bool
    texts: tuple[str, ...] = ()
    wrote: bool = False

    def __str__(self) -> str:
        return f"{self.question.name} ({self.kind}) by {self.who}"


def _ask(database: Database, folder: Path) -> Iterator[Answer]:
    world = make_rights_world(database, folder)
    services = services_with_actor()
    for question in questions({name: services[name] for name in services if name not in PARTS}):
        for kind in question.kinds:
            for who, actor in world.actors.items():
                with database.reading() as session:  # which keeps nothing
                    try:
                        given = question.given(session, world, kind)
                    except PlannerError:
                        continue  # such a thing there is not
                    flushed = list[bool]()
                    event.listen(session, "after_flush", lambda *_, flushed=flushed: flushed.append(True))
                    try:
                        texts = tuple(texts_in(question.service(session, actor, **given)))
                        yield Answer(question, kind, who, True, texts)
                    except (NotAllowed, NotFound):
                        wrote = bool(flushed or session.new or session.dirty or session.deleted)
                        yield Answer(question, kind, who, False, (), wrote)
                    except PlannerError:  # a rule's no, to somebody who may ask
                        yield Answer(question, kind, who, True)


def test_every_service_answers_whom_it_should(database: Database, tmp_path: Path) -> None:
    answers = list(_ask(database, tmp_path))

    assert _let_through_without_knowing(answers) == ["access.sign_in.choose_language (own) by stranger"]
    assert _told_without_knowing(answers) == []
    assert [str(answer) for answer in answers if answer.wrote] == []
    written = RIGHTS.read_text(encoding="utf-8").splitlines()
    assert [line for line in difflib.ndiff(written, _table(answers)) if not line.startswith("  ")] == []


def _let_through_without_knowing(answers: Sequence[Answer]) -> list[str]:
    return [str(each) for each in answers if each.let_through and each.who not in each.question.knows(each.kind)]


def _told_without_knowing(answers: Sequence[Answer]) -> list[str]:
    marks = {kind: mark for kind, mark in MARKS.items() if any(mark in text for each in answers for text in each.texts)}
    assert marks == MARKS  # all of them are told to somebody, so any of them could be told to the wrong one
    return [
        f"{answer} tells {mark}"
        for answer in answers
        for kind, mark in marks.items()
        if answer.who not in KNOWS_TOUR[kind] | KNOWS_ISSUE[kind] and any(mark in text for text in answer.texts)
    ]


def _table(answers: Sequence[Answer]) -> list[str]:
    lines: dict[str, list[str]] = {}
    for answer in answers:
        let = lines.setdefault(f"{answer.question.name} ({answer.kind})", [])
        if answer.let_through:
            let.append(answer.who)
    return [f"{name}: {', '.join(sorted(let)) or 'nobody'}" for name, let in sorted(lines.items())]
