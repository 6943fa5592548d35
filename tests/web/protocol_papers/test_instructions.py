"""Each paper about instructions over HTTP, read back by readers of another make: every number is there, in both languages."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlmodel import col, select
from starlette.testclient import TestClient

from planner.database import Database
from planner.demo import load_demo
from planner.domain.instruction_number import in_order_of_numbers, instruction_number
from planner.domain.models import Instruction, Person, PersonRole, Repair, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import GRANTED_ROLES, WAITING_INSTRUCTION_STATES, TourKind
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from planner.services.access.sign_in import find_actor, open_sign_in_for
from planner.storage import the_store
from tests.services.protocol_story import set_scene
from tests.web.issue_visitors import look_as

STOPS, ITEMS = 12, 3
DIGITS = re.compile(r"\d+")
OF_TOUR = ("protocol.pdf", "protocol.docx", "extract/{agency}.pdf", "extract/{agency}.docx", "instructions.docx")


@pytest.fixture
def numbers(own_database: Database) -> list[str]:
    """Twelve stops of three items each, all of them overdue by now."""
    now = datetime(2025, 11, 23, tzinfo=UTC)
    with own_database.transaction() as session:
        scene = set_scene(session, now)
        for position in range(3, STOPS + 1):
            session.add(Stop(tour_id=scene.tour_id, position=position, name="Двор", lat=50.27, lon=127.54))
        session.flush()
        stops = {stop.position: stop.id for stop in session.exec(select(Stop))}
        for position in range(1, STOPS + 1):
            for _ in range(ITEMS):
                issue = scene.issue(session, "Яма & <b>бордюр</b>", stop=None, stop_id=stops[position])
                scene.instruct(session, issue, due_on=now.date(), today=now.date())
        given = session.exec(select(Instruction)).all()
        return [instruction_number(each) for each in sorted(given, key=in_order_of_numbers)]


@pytest.fixture
def people(own_database: Database, numbers: list[str]) -> Mapping[str, str]:
    """A sign-in for each by the name."""
    with own_database.transaction() as session:
        return {
            person.name: open_sign_in_for(session, person, now=datetime.now(UTC))
            for person in session.exec(select(Person))
        }


@pytest.fixture
def guaranteed(own_database: Database, numbers: list[str]) -> int:
    """The yard of the first issue is under guarantee for a century: the road agency answers for it."""
    with own_database.transaction() as session:
        repair = Repair(
            name="Двор & <b>сквер</b>",
            contract="№ 5/21",
            agency_id=1,
            accepted_on=date(2021, 6, 1),
            guarantee_until=date(2126, 6, 1),
            geometry={"type": "Point", "coordinates": [127.54, 50.27]},
            south=50.27,
            north=50.27,
            west=127.54,
            east=127.54,
        )
        session.add(repair)
        session.flush()
        return id_of(repair)


GUARANTEE = (
    "Управление дорог",
    "Двор & <b>сквер</b>",
    "№ 5/21",
    "1 июня 2021",
    "1 июня 2126",
    "№ 1: Яма & <b>бордюр</b>",
)


def words_of(paper: bytes) -> str:
    """All that a PDF, a Word document or a spreadsheet says, in its order."""
    if paper.startswith(b"%PDF"):
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper)).pages)
    if b"xl/workbook.xml" in paper:
        rows = load_workbook(BytesIO(paper)).active.iter_rows(values_only=True)
        return " ".join(str(cell) for row in rows for cell in row)
    document = Document(BytesIO(paper))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join([*(each.text for each in document.paragraphs), *cells])


def missing(paper: bytes, numbers: list[str]) -> list[str]:
    """The numbers that a paper lacks: each stands there with what ends it, so that 1–1–1 is not found in 1–1–12."""
    said = words_of(paper) + " "
    return [number for number in numbers if not any(f"{number}{end}" in said for end in (" ", "."))]


def test_list_card_and_act_name_who_heads_the_responsible_agency(
    site: TestClient, people: Mapping[str, str], numbers: list[str], own_database: Database
) -> None:
    with own_database.transaction() as session:
        session.add(Person(name="Гость", agency_id=1, heads_agency=True, archived=True))
        session.exec(select(Person).where(Person.name == "Борис")).one().heads_agency = True
        session.exec(select(Person).where(Person.name == "Оксана")).one().heads_agency = True
    sonya = look_as(site, people["Соня"])
    papers = ("tours/1/instructions.docx", "tours/1/instructions.xlsx", "instructions/1/control-card.docx")

    said = [words_of(sonya.get(f"/{path}").content) for path in (*papers, "instructions/1/inspection.docx")]

    assert ["Управление дорог (Оксана)" in each for each in said] == [True] * 4


@pytest.mark.parametrize("path", [*OF_TOUR, "instructions.xlsx"])
def test_papers_of_a_tour_have_every_number(
    site: TestClient, people: Mapping[str, str], numbers: list[str], path: str
) -> None:
    answer = look_as(site, people["Соня"]).get(f"/tours/1/{path.format(agency=1)}")

    assert answer.status_code == 200
    assert len(numbers) == STOPS * ITEMS
    assert missing(answer.content, numbers) == []
    assert "Яма & <b>бордюр</b>" in words_of(answer.content)


def test_letter_card_and_act_have_their_numbers(
    site: TestClient, people: Mapping[str, str], numbers: list[str], own_database: Database
) -> None:
    sonya = look_as(site, people["Соня"])
    with own_database.reading() as session:
        first = session.exec(select(Instruction).order_by(Instruction.id)).first()  # type: ignore[arg-type]
    assert first is not None

    letter = sonya.get("/agencies/1/reminder.docx").content
    papers = [sonya.get(f"/instructions/{id_of(first)}/{name}.docx").content for name in ("control-card", "inspection")]

    assert missing(letter, numbers) == []
    assert [missing(paper, [f"{instruction_number(first)}"]) for paper in papers] == [[], []]


def test_letter_to_a_contractor_says_all_that_is_known_of_the_guarantee(
    site: TestClient, people: Mapping[str, str], guaranteed: int, own_database: Database
) -> None:
    sonya, way = look_as(site, people["Соня"]), f"/issues/1/guarantee/{guaranteed}.docx"

    said = words_of(sonya.get(way).content)
    sonya.get("/language/en")
    english = words_of(sonya.get(way).content)

    for told in (*GUARANTEE, "Подрядчику:", "за счёт подрядчика по гарантии, сообщить срок"):
        assert told in said
    assert ["To the contractor" in english, "at the contractor’s cost" in english] == [True, True]
    assert sonya.get(f"/issues/1/guarantee/{guaranteed + 1}.docx").status_code == 404


def test_note_counts_the_period_in_both_forms(site: TestClient, people: Mapping[str, str], numbers: list[str]) -> None:
    sonya, asked = look_as(site, people["Соня"]), "?since=2025-11-01&until=2025-11-30"

    said = [words_of(sonya.get(f"/papers/discipline.{form}{asked}").content) for form in ("docx", "xlsx")]

    assert [f"Управление дорог {len(numbers)} 0 0 0 {len(numbers)}" in each for each in said] == [True, True]
    assert ["Всего" in each for each in said] == [True, True]


def test_extract_of_an_agency_without_points_is_not_found(site: TestClient, people: Mapping[str, str]) -> None:
    sonya = look_as(site, people["Соня"])

    assert [sonya.get(f"/tours/1/extract/{agency}.pdf").status_code for agency in (2, 99)] == [404, 404]


def test_papers_are_english_by_choice(site: TestClient, people: Mapping[str, str], numbers: list[str]) -> None:
    sonya = look_as(site, people["Соня"])
    sonya.get("/language/en")

    said = [words_of(sonya.get(f"/tours/1/{path.format(agency=1)}").content) for path in OF_TOUR]

    assert [each.count("MINUTES No. 1") + each.count("List of instructions") > 0 for each in said] == [True] * len(said)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed here")
def test_papers_open_in_libreoffice_with_every_number(
    site: TestClient, people: Mapping[str, str], numbers: list[str], guaranteed: int, tmp_path: Path
) -> None:
    """The card and the act are of one instruction, the note counts them; all others have each of them."""
    one, all_of_it = "instructions/1", "?since=2025-11-01&until=2025-11-30"
    told = {
        **{f"tours/1/{path.format(agency=1)}": numbers for path in OF_TOUR if path.endswith(".docx")},
        "tours/1/instructions.xlsx": numbers,
        "agencies/1/reminder.docx": numbers,
        f"issues/1/guarantee/{guaranteed}.docx": ["5/21"],
        f"{one}/control-card.docx": numbers[:1],
        f"{one}/inspection.docx": numbers[:1],
        f"papers/discipline.docx{all_of_it}": [str(len(numbers))],
        f"papers/discipline.xlsx{all_of_it}": [str(len(numbers))],
    }

    read = read_by_libreoffice(look_as(site, people["Соня"]), list(told), tmp_path)

    assert {path: missing(read[path][1], said) for path, said in told.items()} == dict.fromkeys(told, [])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed here")
def test_papers_of_the_demo_open_in_libreoffice_with_every_number(
    site: TestClient, own_database: Database, tmp_path: Path
) -> None:
    """Every Word paper but the letter about a guarantee, of which the demo has none."""
    now = datetime.now(UTC)
    with own_database.transaction() as session:
        hashed = hash_password("long enough phrase")
        first = create_first_administrator(session, name="А", email="a@example.org", password_hash=hashed, now=now)
        artyom = find_actor(session, first, now=now)
        load_demo(session, artyom, the_store(), now=now)
        number = artyom.person_id or 0
        session.add_all(PersonRole(person_id=number, role=role) for role in GRANTED_ROLES if role not in artyom.roles)
    with own_database.reading() as session:
        given = session.exec(select(Instruction).where(col(Instruction.tour_id).is_not(None))).all()
        tour_id = Counter(each.tour_id for each in given).most_common(1)[0][0]
        tour = session.get_one(Tour, tour_id)
        approach = session.exec(select(Tour).where(Tour.kind == TourKind.PRESS_APPROACH)).first()
        assert approach is not None
        of_tour = [each for each in given if each.tour_id == tour_id]
        all_numbers = [instruction_number(each) for each in of_tour]
        extracts = {f"tours/{tour_id}/extract/{each.agency_id}.docx" for each in of_tour}
        late = [each for each in given if each.state in WAITING_INSTRUCTION_STATES and each.due_on < now.date()]
        owes = min(each.agency_id for each in late)
        day = tour.starts_at.astimezone(ZoneInfo("Asia/Yakutsk"))
        year, month, one = day.year, f"{day:%Y-%m}", id_of(of_tour[0])
        told = {
            f"tours/{tour_id}/protocol.docx": all_numbers,
            f"tours/{tour_id}/instructions.docx": all_numbers,
            **dict.fromkeys(extracts, list[str]()),
            f"tours/{approach.id}/announcement.docx": [str(approach.starts_at.year)],
            f"agencies/{owes}/reminder.docx": [instruction_number(each) for each in late if each.agency_id == owes],
            f"instructions/{one}/control-card.docx": all_numbers[:1],
            f"instructions/{one}/inspection.docx": all_numbers[:1],
            f"papers/discipline.docx?since={year}-01-01&until={year}-12-31": [],
            f"papers/report.docx?since={year}-01-01&until={year}-12-31": [str(year)],
            f"papers/month-plan.docx?month={month}": [str(year)],
        }

    read = read_by_libreoffice(look_as(site, first), list(told), tmp_path)

    assert {path: missing(after, told[path]) for path, (_, after) in read.items()} == dict.fromkeys(told, [])
    in_extracts = " ".join(words_of(read[path][1]) for path in extracts)
    assert [
        number for number in all_numbers if f"{number}." not in in_extracts
    ] == []  # confirmed before it was handed on
    lost = {
        path: Counter(DIGITS.findall(words_of(before))) - Counter(DIGITS.findall(words_of(after)))
        for path, (before, after) in read.items()
    }
    assert lost == dict.fromkeys(told, Counter())
    assert all(DIGITS.search(words_of(before)) for before, _ in read.values())


def read_by_libreoffice(visitor: TestClient, paths: Sequence[str], folder: Path) -> Mapping[str, tuple[bytes, bytes]]:
    """Each paper as it was fetched, and as LibreOffice prints it."""
    papers = {path: folder / f"{at}-{path.partition('?')[0].replace('/', '-')}" for at, path in enumerate(paths)}
    for path, paper in papers.items():
        answer = visitor.get(f"/{path}")
        assert answer.status_code == 200, path
        paper.write_bytes(answer.content)
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    done = folder / "printed"
    subprocess.run([*office, "--outdir", str(done), *map(str, papers.values())], check=True, capture_output=True)
    return {
        path: (paper.read_bytes(), (done / paper.name).with_suffix(".pdf").read_bytes())
        for path, paper in papers.items()
    }
