"""A Word paper by the city's own template, or by the planner's."""

from planner.render.papers.word.fill import fill, own_template
from planner.services.access.visit import Visit
from planner.services.papers.templates import template_in_use


def word_paper(visit: Visit, paper: str, words: object) -> bytes:
    """The paper filled. A city's template speaks the city's language: for others the planner's own is used."""
    language, template = visit.t.language, None
    if language == "ru":
        with visit.database.reading() as session:
            template = template_in_use(session, visit.actor, paper)
    return fill(template or own_template(paper, language), words)
