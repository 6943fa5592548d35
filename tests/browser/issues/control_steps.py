"""What follows a tour on the screens: the agency reports, a controller returns and accepts, the list and its file tell it."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator, Page, expect

from planner.i18n import Translator
from tests.browser.screens import press, type_into, visit, wait_idle
from tests.browser.servers import Server


@dataclass(frozen=True)
class Line:
    """An issue as its card shows it: its number, and how it stands."""

    number: int
    state: str


def open_pile(page: Page, server: Server, t: Translator, pile: str) -> None:
    """One of the piles of «My work», by its name, beside which its number stands."""
    visit(page, f"{server.url}/work")
    page.get_by_role("radio", name=re.compile(rf"{re.escape(t(f'work.pile.{pile}'))} \d+$")).click()
    wait_idle(page)


def report_from_pile(page: Page, t: Translator, issue_id: int, *, text: str, photos: Sequence[FilePayload]) -> None:
    """Reports done right from the card of a pile."""
    page.locator(f"[class*=st-key-report-{issue_id}-]").get_by_role("button").click()
    _report(page, t, issue_id, text, photos)


def report_from_issue(page: Page, t: Translator, issue_id: int, *, text: str, photos: Sequence[FilePayload]) -> None:
    """Opens the issue from the card of a pile and reports done there."""
    _link_to_issue(page, issue_id, t("issues.number", number=issue_id)).click()
    page.wait_for_url(f"**/issue?id={issue_id}")
    wait_idle(page)
    press(page, t("instructions.step.report"))
    _report(page, t, issue_id, text, photos)


def return_work(page: Page, t: Translator, server: Server, issue_id: int, *, reason: str) -> None:
    """A controller opens what waits to be verified, and returns it."""
    _open_to_verify(page, t, server, issue_id)
    press(page, t("instructions.step.return"))
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("instructions.ask.text.return"), reason)
    press(dialog, t("instructions.step.return"))
    expect(page.get_by_text(t("instructions.done.return", number=issue_id), exact=True)).to_be_visible()


def accept_work(page: Page, t: Translator, server: Server, issue_id: int) -> None:
    """A controller opens what waits to be verified, and closes it as fixed."""
    _open_to_verify(page, t, server, issue_id)
    press(page, t("instructions.step.accept"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name=t("words.outcome.fixed"), exact=True)).to_be_checked()
    press(dialog, t("instructions.step.accept"))
    expect(page.get_by_text(t("instructions.done.accept", number=issue_id), exact=True)).to_be_visible()


def history_of(page: Page, t: Translator) -> list[str]:
    """The steps in the history of an issue's page, the first first."""
    words = {t(f"words.step.{step}"): step for step in ("raise", "add_photo", "instruct", "report", "return", "accept")}
    shown = [text.split(" №")[0].split(" no.")[0] for text in page.locator("strong").all_inner_texts()]
    return [words[text] for text in reversed(shown) if text in words]


def cards_of_list(page: Page, t: Translator) -> list[Line]:
    """The cards of the issue list: the number of each, and the words of its badge."""
    before = t("issues.number", number="|").partition("|")[0]
    cards = page.locator(".st-key-issue_cards > div")
    links = cards.get_by_role("link").all_inner_texts()
    badges = cards.locator(".stMarkdownBadge").all_inner_texts()
    numbers = [int(text.removeprefix(before).split()[0]) for text in links]
    return [Line(number, text.partition(" ")[2]) for number, text in zip(numbers, badges, strict=True)]


def downloaded_csv(page: Page, t: Translator) -> list[dict[str, str]]:
    """The rows of the file of issues that the list offers."""
    press(page, t("issues.export"))
    with page.expect_download() as download:
        page.get_by_role("link", name=t("issues.export.as_csv"), exact=True).click()
    page.keyboard.press("Escape")
    content = download.value.path().read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))


def _report(page: Page, t: Translator, issue_id: int, text: str, photos: Sequence[FilePayload]) -> None:
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("instructions.ask.text.report"), text)
    dialog.locator("input[type=file]").set_input_files(photos)
    wait_idle(page)
    press(dialog, t("instructions.step.report"))
    expect(page.get_by_text(t("instructions.done.report", number=issue_id), exact=True)).to_be_visible()


def _open_to_verify(page: Page, t: Translator, server: Server, issue_id: int) -> None:
    open_pile(page, server, t, "to_verify")
    _link_to_issue(page, issue_id, t("work.verify")).click()
    page.wait_for_url(f"**/issue?id={issue_id}")
    wait_idle(page)


def _link_to_issue(page: Page, issue_id: int, words: str) -> Locator:
    return page.locator(f"a[href$='issue?id={issue_id}']", has_text=words)
