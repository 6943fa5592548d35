"""The way of a table in a real browser: out, corrected, looked at, and back."""

import io
from datetime import UTC, datetime

import openpyxl
from playwright.sync_api import Page, expect
from sqlmodel import Session

from planner.config import SIGN_IN_COOKIE
from planner.domain.models import Issue
from planner.domain.models.types import id_of
from planner.i18n import translator
from planner.services.issues.issues import edit_issue
from tests.browser.screens import DESKTOP, PHONE, press, screenshot, unfold, visit, wait_idle
from tests.browser.servers import Server
from tests.services.issue_story import Scene, log, set_scene
from tests.web.issue_visitors import sign_everybody_in

t = translator("ru", "Asia/Yakutsk")
NOW = datetime.now(UTC)


def _set(session: Session) -> tuple[Scene, list[int], str]:
    scene = set_scene(session)
    numbers = [id_of(log(session, scene, text=f"Яма {at}", address="Мира, 5", now=NOW)) for at in range(3)]
    return scene, numbers, dict(sign_everybody_in(session, scene))["olga"]


def test_table_goes_out_and_comes_back_corrected(page: Page, server: Server) -> None:
    database = server.open_database()
    with database.transaction() as session:
        scene, numbers, token = _set(session)
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": server.url}])
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
    database.close()
