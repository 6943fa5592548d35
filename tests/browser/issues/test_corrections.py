"""The way of a table in a real browser: out, corrected, looked at, and back."""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Instruction, Issue
from planner.domain.models.types import id_of
from planner.i18n import translator
from planner.services.issues.issues import edit_issue
from tests.browser.screens import DESKTOP, PHONE, press, screenshot, unfold, visit, wait_idle
from tests.browser.servers import Server
from tests.services.control_story import an_instruction
from tests.services.issue_story import Scene, log, set_scene
from tests.web.issue_visitors import sign_everybody_in

t = translator("ru", "Asia/Yakutsk")
NOW = datetime.now(UTC)
COLUMNS = ("issue", "text", "agency", "due_on")
Kept = tuple[Database, Scene, Mapping[str, str]]
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000)


@pytest.fixture(scope="module")
def kept(server: Server) -> Iterator[Kept]:
    """The server's database, who is in it, and their tokens."""
    database = server.open_database()
    with database.transaction() as session:
        scene = set_scene(session)
        tokens = dict(sign_everybody_in(session, scene))
    yield database, scene, tokens
    database.close()


def _issues(session: Session, scene: Scene) -> list[int]:
    return [id_of(log(session, scene, text=f"Яма {at}", address="Мира, 5", now=NOW)) for at in range(3)]


def test_table_goes_out_and_comes_back_corrected(page: Page, server: Server, kept: Kept) -> None:
    database, scene, tokens = kept
    with database.transaction() as session:
        numbers = _issues(session, scene)
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": tokens["olga"], "url": server.url}])
    visit(page, f"{server.url}/issues")
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(f"{server.url}/export/issues.xlsx").body()))
    heads = [cell.value for cell in book.active[1]]
    by_number = {row[0].value: row for row in book.active.iter_rows(min_row=2)}
    text, address = heads.index("Описание"), heads.index("Адрес")
    by_number[numbers[0]][text].value = "Яма **у дома** <b>"
    by_number[numbers[1]][text].value = "Яма из файла"
    book.active.cell(1, address + 1).value = "Где это"
    by_number[numbers[2]][address].value = "Ленина, 7"
    book.active.append(["двенадцать"])
    out = io.BytesIO()
    book.save(out)
    with database.transaction() as session:
        edit_issue(session, scene.town.kira, numbers[1], text="Яма отсюда", now=NOW)

    press(page, t("issues.export"))
    page.get_by_role("link", name=t("corrections.open")).click()
    wait_idle(page)
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files({"name": "a.xlsx", "mimeType": mime, "buffer": out.getvalue()})
    wait_idle(page)
    expect(page.get_by_text("Яма **у дома** <b>")).to_be_visible()
    expect(page.get_by_text(t("corrections.bad", n=1))).to_be_visible()
    expect(page.get_by_text(t("corrections.apply", n=1))).to_be_visible()
    unfold(page.locator("summary").first)
    wait_idle(page)
    page.get_by_role("combobox", name="Адрес").click()
    page.get_by_role("option", name="Где это").click()
    wait_idle(page)
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        screenshot(page, f"corrections_{size['width']}")
    page.get_by_text("Взять из файла").click()
    wait_idle(page)
    press(page, t("corrections.apply", n=3))

    expect(page.get_by_text(t("corrections.done", changed=3, new=0))).to_be_visible()
    with database.reading() as session:
        issues = [session.get_one(Issue, number) for number in numbers]
        assert [issue.text for issue in issues] == ["Яма **у дома** <b>", "Яма из файла", "Яма 2"]
        assert [issue.address for issue in issues] == ["Мира, 5", "Мира, 5", "Ленина, 7"]


def test_table_of_instructions_comes_back_and_what_is_no_table_is_named(page: Page, server: Server, kept: Kept) -> None:
    database, scene, tokens = kept
    with database.transaction() as session:
        numbers = _issues(session, scene)
        for number in numbers[:2]:
            an_instruction(session, scene.town, session.get_one(Issue, number), text="Засыпать")
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": tokens["kira"], "url": server.url}])
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(f"{server.url}/export/instructions.xlsx").body()))
    heads = [cell.value for cell in book.active[1]]
    issue, text, agency, due = (heads.index(t(f"instructions.export.{each}")) for each in COLUMNS)
    for row in book.active.iter_rows(min_row=2):
        if row[issue].value == numbers[0]:
            row[text].value = "Засыпать и **утрамбовать**"
    new = {issue: numbers[2], text: "Поставить знак", agency: "Parks", due: "31.12.2027"}
    book.active.append([new.get(at) for at in range(len(heads))])
    out = io.BytesIO()
    book.save(out)

    visit(page, f"{server.url}/corrections?thing=instructions")
    _choose(page, "a.xls", OLD_EXCEL)
    expect(page.get_by_text(t("intake.refused.old_excel"))).to_be_visible()
    _choose(page, "a.xlsx", out.getvalue())
    expect(page.get_by_text("Засыпать и **утрамбовать**")).to_be_visible()
    expect(page.get_by_text("31 декабря 2027")).to_be_visible()
    screenshot(page, "corrections_of_instructions")
    press(page, t("corrections.apply", n=2))

    expect(page.get_by_text(t("corrections.done", changed=1, new=1))).to_be_visible()
    with database.reading() as session:
        given = session.exec(select(Instruction).order_by(col(Instruction.issue_id))).all()
        assert [(each.issue_id, each.text) for each in given] == [
            (numbers[0], "Засыпать и **утрамбовать**"),
            (numbers[1], "Засыпать"),
            (numbers[2], "Поставить знак"),
        ]


def _choose(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    wait_idle(page)
