"""Papers about instructions over HTTP: extracts, the list of a tour, the control card, the act, letters, the note."""

from collections.abc import Callable, Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.instruction_number import instruction_number
from planner.domain.models import Tour
from planner.phrases.protocol.instruction_papers import (
    act_in_words,
    card_in_words,
    claim_in_words,
    extract_in_words,
    letter_in_words,
    list_cells,
    list_columns,
    list_in_words,
    note_cells,
    note_columns,
    note_in_words,
)
from planner.render.papers.paper import PaperHead
from planner.render.papers.protocol import ProtocolPaper, protocol_pdf
from planner.render.papers.word.fill import DOCX
from planner.render.papers.word.papers import DisciplineNote
from planner.render.tables.tables import to_xlsx
from planner.services.access.visit import Visit
from planner.services.papers.instructions import (
    InspectionFacts,
    InstructionRow,
    discipline_of,
    guarantee_facts,
    instruction_facts,
    instructions_of_tour,
    owed_by,
)
from planner.services.protocol.editions import Protocol, protocol_of
from planner.services.tours.tours import get_tour
from planner.storage import the_store
from planner.web.door import visitor
from planner.web.files import XLSX
from planner.web.papers import PDF, disposition, how_shown, name_of_file, on_paper, paper_response
from planner.web.protocol_papers.words import word_paper

Word = Callable[[Visit, InspectionFacts], object]


def _today(visit: Visit) -> date:
    return today_in(visit.city.timezone, visit.now)


def _answer(paper: bytes, kind: str, title: str, plain: str) -> Response:
    ending = {PDF: "pdf", DOCX: "docx", XLSX: "xlsx"}[kind]
    return paper_response(paper, kind, disposition(how_shown(kind), name_of_file(title, ending), f"{plain}.{ending}"))


def _extract(request: Request) -> tuple[Visit, Protocol, ProtocolPaper, str]:
    """The extract of the protocol as it stands, the confirmed one where nothing has changed since."""
    visit, agency_id = on_paper(visitor(request)), int(request.path_params["agency_id"])
    with visit.database.reading() as session:
        protocol = protocol_of(session, visit.actor, int(request.path_params["tour_id"]))
    agency = next((each.agency for each in protocol.stances if each.agency.id == agency_id), None)
    if agency is None:
        raise NotFound("agencies.error.unknown")
    title = visit.t("protocol.extract", number=protocol.tour.id, agency=agency.name)
    return visit, protocol, extract_in_words(visit.t, protocol, agency), title


def extract_as_pdf(request: Request) -> Response:
    """The extract for an agency."""
    visit, protocol, words, title = _extract(request)
    head = PaperHead(protocol.tour.title, protocol.tour.state, visit.now)
    return _answer(protocol_pdf(words, head, visit.t), PDF, title, f"tour-{protocol.tour.id}-extract")


def extract_as_word(request: Request) -> Response:
    """The same as a Word document."""
    visit, protocol, words, title = _extract(request)
    return _answer(word_paper(visit, "extract", words), DOCX, title, f"tour-{protocol.tour.id}-extract")


def list_as_word(request: Request) -> Response:
    """The list of a tour's instructions."""
    visit, tour, rows = _of_tour(request)
    return _list(visit, tour, word_paper(visit, "list", list_in_words(visit.t, tour, rows)), DOCX)


def list_as_table(request: Request) -> Response:
    """The same as a spreadsheet."""
    visit, tour, rows = _of_tour(request)
    cells = [list_cells(visit.t, row) for row in rows]
    return _list(visit, tour, to_xlsx(visit.t("instruction_papers.list"), list_columns(visit.t), cells), XLSX)


def _of_tour(request: Request) -> tuple[Visit, Tour, Sequence[InstructionRow]]:
    visit, tour_id = on_paper(visitor(request)), int(request.path_params["tour_id"])
    with visit.database.reading() as session:
        tour = get_tour(session, visit.actor, tour_id)
        return visit, tour, instructions_of_tour(session, visit.actor, tour_id, today=_today(visit))


def _list(visit: Visit, tour: Tour, paper: bytes, kind: str) -> Response:
    title = f"{visit.t('instruction_papers.list')} {tour.id} {tour.title}"
    return _answer(paper, kind, title, f"tour-{tour.id}-instructions")


def control_card(request: Request) -> Response:
    """The control card of an instruction."""
    return _about_one(request, "card", lambda visit, facts: card_in_words(visit.t, facts, printed_at=visit.now))


def inspection_act(request: Request) -> Response:
    """The act of an inspection, with photos."""
    return _about_one(request, "act", lambda visit, facts: act_in_words(visit.t, facts, printed_at=visit.now))


def _about_one(request: Request, template: str, say: Word) -> Response:
    visit, instruction_id = on_paper(visitor(request)), int(request.path_params["instruction_id"])
    with visit.database.reading() as session:
        facts = instruction_facts(session, visit.actor, the_store(), instruction_id, today=_today(visit))
    number = instruction_number(facts.row.instruction)
    title = f"{visit.t(f'instruction_papers.{template}')} {number}"
    return _answer(
        word_paper(visit, template, say(visit, facts)), DOCX, title, f"instruction-{instruction_id}-{template}"
    )


def reminder_letter(request: Request) -> Response:
    """The letter to an agency about what it owes."""
    visit, agency_id = on_paper(visitor(request)), int(request.path_params["agency_id"])
    with visit.database.reading() as session:
        agency, rows = owed_by(session, visit.actor, agency_id, today=_today(visit))
    words = letter_in_words(visit.t, visit.city, agency, rows, printed_at=visit.now)
    title = f"{visit.t('instruction_papers.letter')} {agency.name}"
    return _answer(word_paper(visit, "letter", words), DOCX, title, f"agency-{agency_id}-letter")


def guarantee_letter(request: Request) -> Response:
    """The letter to the contractor of what is under guarantee where an issue is."""
    visit, issue_id = on_paper(visitor(request)), int(request.path_params["issue_id"])
    repair_id = int(request.path_params["repair_id"])
    with visit.database.reading() as session:
        facts = guarantee_facts(session, visit.actor, the_store(), issue_id, repair_id, today=_today(visit))
    words = claim_in_words(visit.t, visit.city, facts, printed_at=visit.now)
    return _answer(
        word_paper(visit, "guarantee", words), DOCX, f"{words.title} {issue_id}", f"issue-{issue_id}-guarantee"
    )


def discipline_as_word(request: Request) -> Response:
    """The note on discipline for `?since=2026-11-01&until=2026-11-30`; without them for the month until today."""
    visit, words, title = _note(request)
    return _answer(word_paper(visit, "discipline", words), DOCX, title, "discipline")


def discipline_as_table(request: Request) -> Response:
    """The same as a spreadsheet, with the sums in the last row."""
    visit, words, title = _note(request)
    cells = [note_cells(row) for row in (*words.rows, words.total)]
    return _answer(to_xlsx(words.title, note_columns(visit.t), cells), XLSX, title, "discipline")


def _note(request: Request) -> tuple[Visit, DisciplineNote, str]:
    visit = on_paper(visitor(request))
    until = _day(request.query_params.get("until", ""), _today(visit))
    since = _day(request.query_params.get("since", ""), until.replace(day=1))
    with visit.database.reading() as session:
        rows = discipline_of(session, visit.actor, since=since, until=until, today=_today(visit))
    words = note_in_words(visit.t, rows, since=since, until=until, printed_at=visit.now)
    return visit, words, f"{words.title} {since} {until}"


def _day(asked: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return otherwise


ROUTES = [
    Route(links.EXTRACT_PDF.pattern, extract_as_pdf),
    Route(links.EXTRACT_DOCX.pattern, extract_as_word),
    Route(links.INSTRUCTIONS_DOCX.pattern, list_as_word),
    Route(links.INSTRUCTIONS_XLSX.pattern, list_as_table),
    Route(links.CONTROL_CARD.pattern, control_card),
    Route(links.INSPECTION_ACT.pattern, inspection_act),
    Route(links.REMINDER_LETTER.pattern, reminder_letter),
    Route(links.GUARANTEE_LETTER.pattern, guarantee_letter),
    Route(links.DISCIPLINE_DOCX.pattern, discipline_as_word),
    Route(links.DISCIPLINE_XLSX.pattern, discipline_as_table),
]
